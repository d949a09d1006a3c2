"""Findings and how they are closed: cause, measures, verification by somebody else, 销号."""

import datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engine.models import Flowing
from organizations.calendar import SATURDAY, add_working_days
from organizations.fields import PathField
from organizations.models import Organization, Person

from . import querysets
from .choices import Conclusion, FindingSource, FindingState, MeasureState, Severity
from .finding_facts import FindingFacts

PLANNING_DAYS = 3
VERIFYING_DAYS = 5


class Finding(FindingFacts, Flowing):
    """One problem in one institution's ledger, from its registration to its 销号."""

    number = models.OneToOneField(
        "accountability.Number", models.PROTECT, null=True, related_name="+", verbose_name=_("编号记录")
    )
    number_text = models.CharField(_("编号"), max_length=40, db_index=True)
    campaign = models.ForeignKey(
        "rectification.Campaign", models.PROTECT, related_name="findings", verbose_name=_("专项工作")
    )
    phase = models.ForeignKey(
        "rectification.Phase", models.PROTECT, null=True, related_name="findings", verbose_name=_("阶段")
    )
    inspection = models.ForeignKey(
        "rectification.Inspection", models.PROTECT, null=True, related_name="findings", verbose_name=_("检查")
    )
    item = models.ForeignKey(
        "rectification.ChecklistItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("检查条目"),
    )
    participant = models.ForeignKey(
        "rectification.Participant", models.PROTECT, related_name="findings", verbose_name=_("参加单位")
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("责任单位"))
    department = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任科室")
    )
    place = models.CharField(_("部位"), max_length=120, blank=True)
    description = models.TextField(_("问题描述"))
    cited_text = models.TextField(_("依据条款"), blank=True)
    source = models.CharField(_("来源"), max_length=20, choices=FindingSource)
    severity = models.CharField(_("严重程度"), max_length=20, choices=Severity, default=Severity.GENERAL)
    found_on = models.DateField(_("发现日期"))
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    fixed_on_spot = models.BooleanField(_("立行立改"), default=False)
    root_cause = models.TextField(_("原因分析"), blank=True)
    interim_control = models.TextField(_("临时控制措施"), blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=FindingState, default=FindingState.REGISTERED)
    due_on = models.DateField(_("整改时限"), null=True, blank=True)
    planned_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("措施拟定人")
    )
    approved_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("措施审核人")
    )
    reported_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("整改报告人")
    )
    reported_at = models.DateTimeField(_("整改报告时间"), null=True, blank=True)
    result = models.TextField(_("整改情况"), blank=True)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    approve_path = PathField(_("审核单位路径"), editable=False)
    verify_path = PathField(_("核查单位路径"), editable=False)
    one_level_up = models.BooleanField(_("提级核查"), default=False, editable=False)
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = querysets.FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("问题")
        verbose_name_plural = _("问题台账")
        ordering = ["-recorded_at", "-pk"]
        indexes = [
            models.Index(fields=["org_path", "state", "due_on"], name="finding_path_state_due"),
            models.Index(fields=["campaign", "state"], name="finding_campaign_state"),
            models.Index(fields=["participant", "state"], name="finding_participant_state"),
            models.Index(fields=["-recorded_at", "-id"], name="finding_newest_first"),
            models.Index(fields=["campaign", "-recorded_at"], name="finding_of_campaign_newest"),
            models.Index(fields=["organization", "-recorded_at"], name="finding_of_unit_newest"),
            models.Index(fields=["verify_path"], name="finding_verify_path"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=FindingState.WITHDRAWN) | models.Q(withdrawn_at__isnull=False),
                name="a_withdrawn_finding_says_when",
            ),
            # An adverse event is never a source of a finding (domain note E7).
            models.CheckConstraint(
                condition=models.Q(source__in=FindingSource.values), name="a_finding_comes_from_a_known_source"
            ),
        ]

    def __str__(self) -> str:
        """Number and the first words of the problem."""
        words = self.description.strip().replace("\n", " ")
        return f"{self.number_text} {words[:40]}{'…' if len(words) > 40 else ''}".strip()

    def get_absolute_url(self) -> str:
        """Where the finding is shown."""
        return reverse("rectification:finding_detail", args=[self.pk])

    @property
    def is_fixed_on_spot(self) -> bool:
        """Whether it only needs verification: fixed at once and not yet refused by a verifier or reopened."""
        return self.fixed_on_spot and self.round == 1

    @property
    def is_closed(self) -> bool:
        """Whether it is 已销号."""
        return self.state == FindingState.CLOSED

    @property
    def was_raised(self) -> bool:
        """Whether its severity was raised because it came again."""
        return bool(self.found_severity) and self.found_severity != self.severity

    @property
    def is_from_outside(self) -> bool:
        """Whether another organization than the unit itself found it."""
        return self.source not in (FindingSource.SELF, FindingSource.UNIT_RISK)

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back; its number stays, struck through."""
        return self.state == FindingState.WITHDRAWN

    @property
    def plan_due_on(self) -> datetime.date:
        """Three working days after the finding was registered or taken up again."""
        return add_working_days(timezone.localdate(self.open_since), PLANNING_DAYS)

    @property
    def verify_due_on(self) -> datetime.date:
        """Five working days after the unit reported the fix (or registered it as fixed at once)."""
        return add_working_days(timezone.localdate(self.reported_at or self.recorded_at), VERIFYING_DAYS)

    def is_overdue(self, on: datetime.date | None = None) -> bool:
        """Whether the time limit has passed and the unit has not finished."""
        day = on or timezone.localdate()
        return self.state in querysets.UNFIXED and self.due_on is not None and self.due_on < day

    @property
    def measures_in_force(self) -> QuerySet["CorrectiveMeasure"]:
        """The measures of the present plan, proposed or approved."""
        return self.measures.filter(state__in=[MeasureState.PROPOSED, MeasureState.APPROVED]).order_by("pk")

    @property
    def planners(self) -> QuerySet[Person]:
        """Who planned the measures; he may not approve them."""
        return Person.objects.filter(pk__in=[self.planned_by_id] if self.planned_by_id else [])

    @property
    def partial(self) -> QuerySet[Person]:
        """Author and fixers, over all their posts; none of them may verify."""
        return Person.objects.filter(pk=self.author_id) | self.fixers

    @property
    def fixers(self) -> QuerySet[Person]:
        """Everybody who ever held a measure or reported on one, in whatever round; none of them may verify it."""
        return Person.objects.filter(
            models.Q(pk=self.reported_by_id)
            | models.Q(pk__in=self.measures.values("proposed_holder"))
            | models.Q(pk__in=self._holders())
            | models.Q(pk__in=self.measures.values("assignment__reports__reported_by"))
        )

    def _holders(self) -> QuerySet[Any]:
        """The persons who hold or held an assignment of one of the measures."""
        return self.measures.filter(assignment__isnull=False).values("assignment__holders__person")


class CorrectiveMeasure(models.Model):
    """One measure against a finding; once approved it has exactly one assignment."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="measures", verbose_name=_("问题"))
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    text = models.TextField(_("整改措施"))
    goal = models.TextField(_("整改目标"), blank=True)
    proposed_holder = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("责任人"))
    proposed_due_on = models.DateField(_("拟定完成时限"))
    evidence_required = models.CharField(_("佐证要求"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=MeasureState, default=MeasureState.PROPOSED)
    assignment = models.OneToOneField(
        "accountability.Assignment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("任务"),
    )

    class Meta:
        verbose_name = _("整改措施")
        verbose_name_plural = _("整改措施")
        ordering = ["finding", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=MeasureState.APPROVED) | models.Q(assignment__isnull=False),
                name="approved_measure_has_assignment",
            )
        ]

    def __str__(self) -> str:
        """The measure's text, shortened."""
        return self.text[:60]

    def get_absolute_url(self) -> str:
        """Where its finding is shown."""
        return self.finding.get_absolute_url()

    @property
    def due_on_rest_day(self) -> bool:
        """Whether nobody works on the day planned; the row was read with what the calendar says of it."""
        named: bool | None = getattr(self, "named_working", None)
        return self.proposed_due_on.weekday() >= SATURDAY if named is None else not named


class Verification(models.Model):
    """What somebody other than fixer and author saw when he checked the fix."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="verifications", verbose_name=_("问题"))
    round = models.PositiveSmallIntegerField(_("轮次"))
    verifier = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("核查人"))
    conclusion = models.CharField(_("核查结论"), max_length=20, choices=Conclusion)
    opinion = models.TextField(_("核查意见"))
    at = models.DateTimeField(_("核查时间"), default=timezone.now)
    one_level_up = models.BooleanField(_("提级核查"), default=False)

    class Meta:
        verbose_name = _("核查")
        verbose_name_plural = _("核查")
        ordering = ["finding", "at", "pk"]

    def __str__(self) -> str:
        """The conclusion."""
        return self.get_conclusion_display()


class CloseOut(models.Model):
    """A finding struck off the ledger."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="close_outs", verbose_name=_("问题"))
    round = models.PositiveSmallIntegerField(_("轮次"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("销号人"))
    at = models.DateTimeField(_("销号时间"), default=timezone.now)
    opinion = models.TextField(_("销号意见"), blank=True)

    class Meta:
        verbose_name = _("销号")
        verbose_name_plural = _("销号")
        ordering = ["finding", "at"]
        constraints = [models.UniqueConstraint(fields=["finding", "round"], name="close_out_once_per_round")]

    def __str__(self) -> str:
        """Finding and day."""
        return f"{self.finding.number_text} {timezone.localdate(self.at):%Y-%m-%d}"


class Reopening(models.Model):
    """A closed finding taken up again, with the reason."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="reopenings", verbose_name=_("问题"))
    round = models.PositiveSmallIntegerField(_("新轮次"))
    because = models.TextField(_("理由"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        verbose_name = _("重新启动整改")
        verbose_name_plural = _("重新启动整改")
        ordering = ["finding", "at"]

    def __str__(self) -> str:
        """The reason."""
        return self.because[:60]
