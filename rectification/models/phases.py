"""The phases of a campaign, what each asks for, and what was delivered."""

import datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability.signing.routes import RouteStep, route_for
from engine.models import Flowing
from organizations.fields import PathField
from organizations.models import Person

from . import manifests, querysets
from .choices import SELF_INSPECTING, InspectionKind, MeetingMoment, ParticipantState, Per, PhaseKind, PhaseState
from .standing import DeadlineHint, Missing, Progress, deadline_hint, missing_outputs, progress_of


class Phase(Flowing):
    """One phase: its window is advice, a person opens and closes it, and windows may overlap."""

    campaign = models.ForeignKey(
        "rectification.Campaign", models.PROTECT, related_name="phases", verbose_name=_("专项工作")
    )
    order = models.PositiveSmallIntegerField(_("次序"))
    kind = models.CharField(_("类别"), max_length=20, choices=PhaseKind)
    name = models.CharField(_("名称"), max_length=80)
    opens_on = models.DateField(_("开始日期"))
    closes_on = models.DateField(_("结束日期"))
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    again_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="rounds", verbose_name=_("首轮阶段")
    )
    state = models.CharField(_("状态"), max_length=20, choices=PhaseState, default=PhaseState.PLANNED)
    opened_at = models.DateTimeField(_("启动时间"), null=True, blank=True)
    opened_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("启动人")
    )
    submitted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("提交人")
    )
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    standing = models.JSONField(_("送签时的统计"), default=dict, blank=True, editable=False)
    prepared = models.PositiveIntegerField(_("已下发单位数"), default=0)
    to_prepare = models.PositiveIntegerField(_("应下发单位数"), default=0)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = querysets.PhaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("阶段")
        verbose_name_plural = _("阶段")
        ordering = ["campaign", "order"]
        constraints = [models.UniqueConstraint(fields=["campaign", "order"], name="phase_order_unique")]

    def __str__(self) -> str:
        """Campaign and phase, because a phase's name alone is the same in every campaign."""
        return f"{self.campaign.title} · {self.name}"

    def get_absolute_url(self) -> str:
        """Where the phase is shown: its place on the campaign's page."""
        return f"{reverse('rectification:campaign_detail', args=[self.campaign_id])}#phase-{self.pk}"

    @property
    def has_self_inspections(self) -> bool:
        """Whether every participant inspects itself in this phase."""
        return self.kind in SELF_INSPECTING

    @property
    def inspections_to_run(self) -> QuerySet[Any]:
        """The self-inspections that become children of the phase's process."""
        mine = self.inspections.filter(kind=InspectionKind.SELF, participant__state=ParticipantState.ACTIVE)
        return mine.filter(process__isnull=True).order_by("org_path", "pk")

    @property
    def progress(self) -> Progress:
        """How many self-inspections stand where, by one query."""
        return progress_of(self)

    @property
    def missing_outputs(self) -> list[Missing]:
        """The required outputs nobody has delivered yet, and of whom; released and removed units are excused."""
        return missing_outputs(self)

    @property
    def is_outside_window(self) -> bool:
        """Whether today lies before or after the window: a hint on the screen, never a refusal."""
        return not self.opens_on <= timezone.localdate() <= self.closes_on

    @property
    def deadline_hint(self) -> DeadlineHint | None:
        """When the last day is no working day: the working days before and after it."""
        return deadline_hint(self.closes_on)

    @property
    def authors(self) -> list[Person]:
        """The person who submitted the phase; he may not sign it."""
        return [self.submitted_by] if self.submitted_by else []

    @property
    def sign_off_route(self) -> list[RouteStep]:
        """Who signs the end of the phase, in order."""
        return route_for("rectification.phase", self)

    def sign_off_manifest(self) -> dict[str, Any]:
        """What the signers of the phase are shown, complete enough to sign from."""
        return manifests.sign_off(self)


class Output(models.Model):
    """Something a phase asks for, with the least evidence that suffices and what may stand in for it."""

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="outputs", verbose_name=_("阶段"))
    name = models.CharField(_("名称"), max_length=120)
    per = models.CharField(_("提交主体"), max_length=20, choices=Per)
    required = models.BooleanField(_("必交"), default=True)
    evidence_minimum = models.CharField(_("最低佐证要求"), max_length=200, blank=True)
    alternative = models.CharField(_("可替代方式"), max_length=200, blank=True)
    boxes = models.JSONField(_("逐项落实"), default=list, blank=True)
    meeting = models.CharField(_("检查前后的会议"), max_length=20, choices=MeetingMoment, blank=True)
    due_on = models.DateField(_("截止日期"))

    class Meta:
        verbose_name = _("阶段成果")
        verbose_name_plural = _("阶段成果")
        ordering = ["phase", "pk"]

    def __str__(self) -> str:
        """The output's name."""
        return self.name

    @property
    def named(self) -> str:
        """Its name, and which meeting it is where the name does not say so."""
        said = str(self.get_meeting_display()) if self.meeting else ""
        return self.name if not said or said in self.name else f"{self.name}（{said}）"

    def get_absolute_url(self) -> str:
        """Where it is delivered."""
        return reverse("rectification:output_deliver", args=[self.pk])

    @property
    def deadline_hint(self) -> DeadlineHint | None:
        """When the deadline is no working day: the working days before and after it."""
        return deadline_hint(self.due_on)


class Delivery(models.Model):
    """What one unit delivered for one output; a true earlier date is legal and marked 补录."""

    output = models.ForeignKey(Output, models.PROTECT, related_name="deliveries", verbose_name=_("阶段成果"))
    participant = models.ForeignKey(
        "rectification.Participant",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name=_("参加单位"),
    )
    delivered_on = models.DateField(_("完成日期"))
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    backdated = models.BooleanField(_("补录"), default=False, editable=False)
    used_alternative = models.BooleanField(_("以替代方式完成"), default=False)
    text = models.TextField(_("完成情况"), blank=True)
    ticked = models.JSONField(_("已落实事项"), default=list, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    org_path = PathField(_("机构路径"), editable=False)

    objects = querysets.DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("成果提交")
        verbose_name_plural = _("成果提交")
        ordering = ["output", "delivered_on", "pk"]
        indexes = [models.Index(fields=["org_path"], name="delivery_path")]

    def __str__(self) -> str:
        """Output and unit."""
        return f"{self.output.name} · {self.participant.name}" if self.participant else self.output.name

    def get_absolute_url(self) -> str:
        """Where the campaign shows it."""
        return self.output.phase.get_absolute_url()

    @property
    def is_late(self) -> bool:
        """Whether it was completed after the output's deadline."""
        deadline: datetime.date = self.output.due_on
        return self.delivered_on > deadline


class Release(models.Model):
    """A unit for which the leader did not wait: named, with the reason, in the phase it concerns."""

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="releases", verbose_name=_("阶段"))
    participant = models.ForeignKey(
        "rectification.Participant", models.PROTECT, related_name="releases", verbose_name=_("参加单位")
    )
    because = models.TextField(_("理由"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("放行人"))
    at = models.DateTimeField(_("放行时间"), default=timezone.now)
    org_path = PathField(_("机构路径"), editable=False)

    class Meta:
        verbose_name = _("放行记录")
        verbose_name_plural = _("放行记录")
        ordering = ["phase", "org_path"]
        constraints = [models.UniqueConstraint(fields=["phase", "participant"], name="release_once_per_phase")]

    def __str__(self) -> str:
        """Phase and unit."""
        return f"{self.phase.name} · {self.participant.name}"
