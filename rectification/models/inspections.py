"""Inspections and their answers: what a unit says of itself, and what others saw there."""

import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engine.models import Flowing
from organizations.fields import PathField
from organizations.models import Organization, Person

from . import querysets
from .choices import WITH_FILES, AnswerKind, Choice, InspectionKind, InspectionState
from .kinds import KINDS, KindRule


class Inspection(Flowing):
    """One unit looked at once with one checklist; only self-inspections run a flow."""

    kind = models.CharField(_("检查方式"), max_length=20, choices=InspectionKind)
    campaign = models.ForeignKey(
        "rectification.Campaign", models.PROTECT, related_name="inspections", verbose_name=_("专项工作")
    )
    phase = models.ForeignKey("rectification.Phase", models.PROTECT, related_name="inspections", verbose_name=_("阶段"))
    participant = models.ForeignKey(
        "rectification.Participant", models.PROTECT, related_name="inspections", verbose_name=_("参加单位")
    )
    department = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("被检查科室")
    )
    draw = models.ForeignKey(
        "rectification.Draw", models.PROTECT, null=True, blank=True, related_name="inspections", verbose_name=_("抽取")
    )
    case_code = models.CharField(_("病例代码"), max_length=40, blank=True)
    inspecting_unit = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("检查单位"))
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    confirm_path = PathField(_("审核单位路径"), editable=False)
    one_level_up = models.BooleanField(_("提级审核"), default=False, editable=False)
    checklist_version = models.ForeignKey(
        "rectification.ChecklistVersion", models.PROTECT, related_name="+", verbose_name=_("检查表版本")
    )
    state = models.CharField(_("状态"), max_length=20, choices=InspectionState, default=InspectionState.OPEN)
    filled_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("填报人")
    )
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审核人")
    )
    opened_at = models.DateTimeField(_("下发时间"), default=timezone.now)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = querysets.InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("检查")
        verbose_name_plural = _("检查")
        ordering = ["phase", "org_path", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "participant"],
                condition=models.Q(kind=InspectionKind.SELF),
                name="one_self_inspection_per_phase",
            )
        ]
        indexes = [
            models.Index(fields=["org_path", "state"], name="inspection_path_state"),
            models.Index(fields=["phase", "kind", "state"], name="inspection_phase_kind_state"),
        ]

    def __str__(self) -> str:
        """Unit and kind."""
        place = f"{self.participant.name}{self.department.name}" if self.department else self.participant.name
        return f"{place} · {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """Where the inspection is filled and read."""
        return reverse("rectification:inspection_detail", args=[self.pk])

    @property
    def is_self(self) -> bool:
        """Whether the unit inspects itself."""
        return self.kind == InspectionKind.SELF

    @property
    def rule(self) -> KindRule:
        """What this way of inspecting brings forth."""
        return KINDS[self.kind]

    @property
    def is_answerable(self) -> bool:
        """Whether answers may still be changed; a released unit may go on."""
        return self.state in (InspectionState.OPEN, InspectionState.RELEASED)

    @property
    def due_on(self) -> datetime.date:
        """The last day of the phase's window."""
        last_day: datetime.date = self.phase.closes_on
        return last_day

    @property
    def fillers(self) -> QuerySet[Person]:
        """Everybody whose answers stand here, whoever handed it in; none of them may confirm it."""
        answered = self.answers.order_by().values("by")
        return Person.objects.filter(models.Q(pk=self.filled_by_id) | models.Q(pk__in=answered))

    @property
    def asked_items(self) -> QuerySet[Any]:
        """The items of the checklist without those whose premise is not met here."""
        premise = Answer.objects.filter(
            inspection=self, item=models.OuterRef("depends_on"), choice=models.OuterRef("depends_choice")
        )
        asked = models.Q(depends_on__isnull=True) | models.Exists(premise)
        return self.checklist_version.items.filter(asked)

    @property
    def unanswered_items(self) -> QuerySet[Any]:
        """The required items without an answer, in the checklist's order."""
        return self.asked_items.filter(required=True).exclude(answers__inspection=self).order_by("order")

    @property
    def proposed_findings(self) -> QuerySet["Answer"]:
        """Answers 不符合 or 部分符合 for which no finding is registered yet."""
        return (
            self.answers.filter(choice__in=[Choice.FAIL, Choice.PARTIAL], item__in=self.asked_items.values("pk"))
            .exclude(item__findings__inspection=self)
            .select_related("item")
            .order_by("item__order")
        )

    @property
    def failures_without_finding(self) -> QuerySet["Answer"]:
        """Answers 不符合 for which no finding is registered: they stop the submission."""
        return self.proposed_findings.filter(choice=Choice.FAIL)


class Inspector(models.Model):
    """A person who inspects, with the post he did it from."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="inspectors", verbose_name=_("检查"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("检查人"))
    post = models.CharField(_("时任岗位"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("检查人")
        verbose_name_plural = _("检查人")
        ordering = ["inspection", "pk"]
        constraints = [models.UniqueConstraint(fields=["inspection", "person"], name="inspector_once")]

    def __str__(self) -> str:
        """The inspector's name."""
        return str(self.person)


class Answer(models.Model):
    """The answer of one inspection to one item; which columns count follows from the item's kind."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="answers", verbose_name=_("检查"))
    item = models.ForeignKey(
        "rectification.ChecklistItem", models.PROTECT, related_name="answers", verbose_name=_("检查条目")
    )
    choice = models.CharField(_("判定"), max_length=10, choices=Choice, blank=True)
    number = models.DecimalField(_("数值"), max_digits=14, decimal_places=4, null=True, blank=True)
    n = models.PositiveIntegerField(_("分子"), null=True, blank=True)
    m = models.PositiveIntegerField(_("分母"), null=True, blank=True)
    note = models.TextField(_("说明"), blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("填报人"))
    at = models.DateTimeField(_("填报时间"), default=timezone.now)

    class Meta:
        verbose_name = _("答案")
        verbose_name_plural = _("答案")
        ordering = ["inspection", "item"]
        constraints = [models.UniqueConstraint(fields=["inspection", "item"], name="one_answer_per_item")]

    def __str__(self) -> str:
        """The answer as a reader says it."""
        return self.words

    @property
    def org_path(self) -> str:
        """Where its inspection belongs."""
        return self.inspection.org_path

    @property
    def rate(self) -> Decimal | None:
        """Numerator in percent of the denominator with one decimal; none where the denominator is zero."""
        if self.n is None or not self.m:
            return None
        return (Decimal(self.n) * 100 / Decimal(self.m)).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def words(self) -> str:
        """The answer in one short phrase."""
        kind = self.item.answer_kind
        if kind == AnswerKind.CHOICE:
            return self.get_choice_display()
        if kind == AnswerKind.NUMBER:
            return f"{self.number.normalize():f}{self.item.unit}" if self.number is not None else ""
        if kind == AnswerKind.RATIO:
            rate = f"（{self.rate}%）" if self.rate is not None else ""
            return f"{self.n}/{self.m}{rate}"
        if kind in WITH_FILES:
            return str(_("已上传"))
        return self.note
