"""Obligations 常态化工作任务: what a plan asks for again and again, the periods in which it is owed, what shows it."""

import datetime
from typing import ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accountability.models import Assignment
from organizations.fields import PathField
from organizations.models import DepartmentType, Organization, Person
from plans import rhythm as rhythms

from . import obligation_querysets as querysets
from .obligation_choices import (
    DepartmentClass,
    EvidenceOrigin,
    EvidenceState,
    ObligationState,
    OccurrenceState,
    OwedBy,
    Proof,
    RhythmUnit,
    WorkKind,
)
from .obligation_words import quota_words, rhythm_words


class Obligation(models.Model):
    """One duty of a plan with its rhythm and its quota; each unit that owes it has an occurrence for each period."""

    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="obligations", verbose_name=_("计划"))
    section = models.ForeignKey(
        "plans.Section", models.SET_NULL, null=True, blank=True, related_name="obligations", verbose_name=_("章节")
    )
    measure = models.ForeignKey(
        "plans.Measure", models.SET_NULL, null=True, blank=True, related_name="obligations", verbose_name=_("措施")
    )
    order = models.PositiveIntegerField(_("顺序"), default=0)
    text = models.CharField(_("任务内容"), max_length=400)
    source = models.TextField(_("原文"), blank=True)
    kind = models.CharField(_("工作类别"), max_length=20, choices=WorkKind, default=WorkKind.OTHER)
    subkind = models.CharField(_("细类"), max_length=40, blank=True)
    unit = models.CharField(_("频次单位"), max_length=20, choices=RhythmUnit, default=RhythmUnit.UNSPECIFIED)
    every = models.PositiveSmallIntegerField(_("每几个单位"), default=1)
    at_least = models.PositiveSmallIntegerField(_("至少次数"), null=True, blank=True)
    at_most = models.PositiveSmallIntegerField(_("至多次数"), null=True, blank=True)
    due = models.CharField(_("期内日期"), max_length=20, blank=True)
    alternative = models.CharField(_("可选的另一频次"), max_length=20, choices=RhythmUnit, blank=True)
    shifts = models.PositiveSmallIntegerField(_("每日班次数"), default=rhythms.SHIFTS)
    workdays = models.BooleanField(_("仅工作日"), default=False)
    unannounced = models.BooleanField(_("不定期进行（日期不预先公布）"), default=False)
    follow_days = models.PositiveSmallIntegerField(_("发生后几日内完成"), null=True, blank=True)
    doubt = models.CharField(_("存疑"), max_length=200, blank=True)
    owed_by = models.CharField(_("完成方式"), max_length=10, choices=OwedBy, default=OwedBy.UNIT)
    department_class = models.CharField(
        _("科室范围"), max_length=10, choices=DepartmentClass, default=DepartmentClass.ALL
    )
    department_type = models.ForeignKey(
        DepartmentType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("科室类别")
    )
    departments = models.ManyToManyField(Organization, related_name="+", blank=True, verbose_name=_("指定的单位"))
    register = models.ForeignKey(
        "plans.Register", models.PROTECT, null=True, blank=True, related_name="obligations", verbose_name=_("登记册")
    )
    proof = models.CharField(_("完成依据"), max_length=10, choices=Proof, default=Proof.EVIDENCE)
    expected_evidence = models.CharField(_("应有的佐证"), max_length=200, blank=True)
    watches = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="watched_by", verbose_name=_("检查哪项记录")
    )
    lead_unit = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("承办单位"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("具体责任人")
    )
    responsible = models.CharField(_("原文责任单位"), max_length=120, blank=True)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=ObligationState, default=ObligationState.DRAFT)
    starts_on = models.DateField(_("开始执行"), null=True, blank=True)
    ends_on = models.DateField(_("执行到"), null=True, blank=True)
    revised_on = models.DateField(_("现行频次自何日起"), null=True, blank=True, editable=False)
    begins_whole = models.BooleanField(_("调整后首期按整期计"), default=False, editable=False)
    opened_until = models.DateField(_("期次已建立到"), null=True, blank=True, editable=False)
    ended_because = models.CharField(_("停止原因"), max_length=200, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = querysets.ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("常态化工作任务")
        verbose_name_plural = _("常态化工作任务")
        ordering = ["plan", "order", "pk"]
        indexes = [
            models.Index(fields=["plan", "state"], name="obligations_of_a_plan"),
            models.Index(fields=["org_path", "state"], name="obligations_by_path"),
            models.Index(fields=["state", "kind"], name="obligations_by_kind"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(at_most__isnull=True) | Q(at_least__isnull=True) | Q(at_most__gte=F("at_least")),
                name="a_quota_is_a_range",
                violation_error_message=_("至多次数不能小于至少次数。"),
            ),
            models.CheckConstraint(condition=Q(every__gte=1), name="a_rhythm_has_a_length"),
            models.CheckConstraint(
                condition=~Q(owed_by="entry") | Q(register__isnull=False), name="an_entry_is_of_a_register"
            ),
            models.CheckConstraint(
                condition=~Q(state="running")
                | (
                    Q(starts_on__isnull=False, alternative="")
                    & ~Q(unit="unspecified")
                    & (Q(at_least__isnull=False) | Q(at_most__isnull=False))
                ),
                name="what_runs_has_a_rhythm",
                violation_error_message=_("频次未确定的任务不能开始执行。"),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:120]

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("plans:obligation_detail", args=[self.pk])

    @property
    def rhythm(self) -> rhythms.Rhythm:
        """How often, as the calendar understands it."""
        return rhythms.Rhythm(
            self.unit,
            self.every,
            self.at_least,
            self.at_most,
            self.due,
            self.alternative,
            self.shifts,
            self.workdays,
        )

    @property
    def ruled_since(self) -> datetime.date | None:
        """Since when it is owed as it now reads: its start, or the day of the newest revision."""
        return self.revised_on or self.starts_on

    @property
    def is_set(self) -> bool:
        """Whether somebody has said how often."""
        return self.rhythm.is_set

    @property
    def is_running(self) -> bool:
        """Whether it is owed now."""
        return self.state == ObligationState.RUNNING

    @property
    def is_daily(self) -> bool:
        """Whether it is kept on a month's page."""
        return self.rhythm.is_daily

    @property
    def often(self) -> str:
        """Rhythm and quota in words: 每季度至少1次."""
        return rhythm_words(self)

    @property
    def whom(self) -> str:
        """Who owes it, in words."""
        if self.owed_by == OwedBy.UNIT:
            return str(self.lead_unit)
        if self.owed_by == OwedBy.ENTRY:
            return _now("%(unit)s（“%(register)s”每一项）") % {"unit": self.lead_unit, "register": self.register}
        shown = self.department_type if self.department_class == DepartmentClass.TYPE else ""
        meant = shown or self.get_department_class_display()
        words = _now("%(unit)s（覆盖%(meant)s）") if self.owed_by == OwedBy.COVER else _now("%(unit)s%(meant)s（各自）")
        return words % {"unit": self.lead_unit, "meant": meant}


class Occurrence(models.Model):
    """One period in which one unit owes an obligation once or several times."""

    obligation = models.ForeignKey(
        Obligation, models.PROTECT, related_name="occurrences", verbose_name=_("常态化工作任务")
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("责任单位"))
    entry = models.ForeignKey(
        "plans.RegisterEntry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="occurrences",
        verbose_name=_("登记项"),
    )
    key = models.CharField(_("期次标识"), max_length=80, editable=False)
    begins_on = models.DateField(_("期次开始"))
    ends_on = models.DateField(_("期次结束"))
    due_on = models.DateField(_("完成期限"))
    slot = models.PositiveSmallIntegerField(_("班次"), default=0)
    event = models.CharField(_("所发生的事"), max_length=200, blank=True)
    needed = models.PositiveSmallIntegerField(_("应完成次数"), default=1)
    at_most = models.PositiveSmallIntegerField(_("至多次数"), null=True, blank=True)
    done = models.PositiveSmallIntegerField(_("已完成次数"), default=0)
    state = models.CharField(_("状态"), max_length=10, choices=OccurrenceState, default=OccurrenceState.OPEN)
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("任务")
    )
    because = models.CharField(_("未完成的说明"), max_length=500, blank=True)
    closed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("办结人")
    )
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    lead_path = PathField(_("承办单位路径"), editable=False)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = querysets.OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("期次")
        verbose_name_plural = _("期次")
        ordering = ["obligation", "begins_on", "slot", "pk"]
        indexes = [
            models.Index(fields=["org_path", "due_on"], name="occurrences_by_path"),
            models.Index(fields=["lead_path", "due_on"], name="occurrences_by_lead"),
            models.Index(fields=["state", "due_on"], name="occurrences_by_deadline"),
            models.Index(fields=["assignment"], name="occurrences_of_a_task"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["obligation", "key"], name="an_occurrence_is_opened_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="an_occurrence_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(state="explained") | ~Q(because=""), name="what_is_explained_says_why"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(closed_at__isnull=False), name="a_done_occurrence_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} {self.period_label}"[:200]

    def get_absolute_url(self) -> str:
        """Its own page; a day's lies on the month's page."""
        if self.obligation.is_daily:
            month = f"{reverse('plans:obligation_month', args=[self.obligation_id])}?month={self.begins_on:%Y-%m}"
            return f"{month}&unit={self.organization_id}"
        return reverse("plans:occurrence_detail", args=[self.pk])

    @property
    def period(self) -> rhythms.Period:
        """Its days."""
        return rhythms.Period(self.begins_on, self.ends_on, self.due_on, self.slot)

    @property
    def period_label(self) -> str:
        """2026年第1季度, 3月, 3月5日 第2班."""
        return quota_words(self)

    @property
    def is_open(self) -> bool:
        """Whether it is still owed."""
        return self.state == OccurrenceState.OPEN

    @property
    def is_missed(self) -> bool:
        """Whether it is still owed after its day."""
        return self.is_open and self.due_on < timezone.localdate()

    def meter(self, works: rhythms.Works, today: datetime.date | None = None) -> rhythms.Meter:
        """Where it stands today."""
        return rhythms.read_meter(
            self.period,
            needed=self.needed,
            at_most=self.at_most,
            done=self.done,
            today=today or timezone.localdate(),
            works=_every_day if self.obligation.is_daily and not self.obligation.workdays else works,
            together=self.obligation.owed_by == OwedBy.COVER,
        )


def _every_day(_day: datetime.date) -> bool:
    return True


class ObligationEvidence(models.Model):
    """What shows that an occurrence was done once: a record of the system, an upload that was accepted, a tap."""

    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="evidence", verbose_name=_("期次"))
    origin = models.CharField(_("依据"), max_length=10, choices=EvidenceOrigin)
    source_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("来源类型")
    )
    source_id = models.PositiveBigIntegerField(_("来源编号"), null=True, blank=True)
    source = GenericForeignKey("source_type", "source_id")
    about = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("涉及单位")
    )
    on = models.DateField(_("发生日期"))
    title = models.CharField(_("名称"), max_length=200)
    text = models.TextField(_("说明"), blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=EvidenceState, default=EvidenceState.COUNTED)
    added_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("提交人")
    )
    added_at = models.DateTimeField(_("提交时间"), default=timezone.now)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("核定人")
    )
    decided_at = models.DateTimeField(_("核定时间"), null=True, blank=True)
    because = models.CharField(_("未采纳或撤回的理由"), max_length=300, blank=True)
    accept_path = PathField(_("核定单位路径"), blank=True, editable=False)
    accept_institution = PathField(_("核定机构路径"), blank=True, editable=False)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)

    objects = querysets.EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("完成依据")
        verbose_name_plural = _("完成依据")
        ordering = ["occurrence", "on", "pk"]
        indexes = [
            models.Index(fields=["state", "accept_path"], name="evidence_that_waits"),
            models.Index(fields=["source_type", "source_id"], name="evidence_of_a_source"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["occurrence", "source_type", "source_id"],
                condition=Q(source_id__isnull=False, about__isnull=True) & ~Q(state="withdrawn"),
                name="a_source_counts_once",
            ),
            models.UniqueConstraint(
                fields=["occurrence", "source_type", "source_id", "about"],
                condition=Q(source_id__isnull=False, about__isnull=False) & ~Q(state="withdrawn"),
                name="a_source_counts_once_for_a_unit",
            ),
            models.CheckConstraint(
                condition=~Q(origin="happening") | Q(source_id__isnull=False), name="a_happening_has_a_source"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(because=""), name="what_is_not_accepted_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title
