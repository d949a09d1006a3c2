"""What a plan consists of: sections, objectives, measures with those who answer, and the plan's own problem list."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization, Person

from . import querysets
from .choices import Origin, Tier
from .plans import Plan


class Line(models.Model):
    """What every line of a plan has: its place, the number it was printed with, and whether a revision took it out."""

    order = models.PositiveIntegerField(_("顺序"), default=1)
    number = models.CharField(_("原编号"), max_length=30, blank=True)
    dropped_at = models.DateTimeField(_("取消时间"), null=True, blank=True, editable=False)

    class Meta:
        """No table of its own."""

        abstract = True


class Section(Line):
    """A heading and what stands under it; a heading of a quarter or a month dates what stands under it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sections", verbose_name=_("计划"))
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("上级标题")
    )
    level = models.PositiveSmallIntegerField(_("层级"), default=1)
    heading = models.CharField(_("标题"), max_length=200)
    text = models.TextField(_("正文"), blank=True)
    due_on = models.DateField(_("标题给出的时限"), null=True, blank=True)

    objects = querysets.LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("章节")
        verbose_name_plural = _("章节")
        ordering = ["plan", "order", "pk"]
        constraints = [models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="plan_section_has_a_level")]

    def __str__(self) -> str:
        return f"{self.number}{self.heading}"

    @property
    def org_path(self) -> str:
        """Where the plan stands."""
        return self.plan.org_path


class Objective(Line):
    """目标: what is to be reached; figures that are measured hang on it as indicators."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="objectives", verbose_name=_("计划"))
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="objectives", verbose_name=_("章节")
    )
    text = models.TextField(_("目标"))
    due_on = models.DateField(_("实现时限"), null=True, blank=True)

    objects = querysets.LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("目标")
        verbose_name_plural = _("目标")
        ordering = ["plan", "order", "pk"]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        """Its place on the plan's page."""
        return f"{reverse('plans:plan_detail', args=[self.plan_id])}#objective-{self.pk}"

    @property
    def org_path(self) -> str:
        """Where the plan stands."""
        return self.plan.org_path


class Measure(Line):
    """措施: what is done, by whom, until when, why, with what money, and how one sees that it was done.

    Once the plan is in force its one assignment holds owner, dates, evidence, extension and escalation.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="measures", verbose_name=_("计划"))
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="measures", verbose_name=_("章节")
    )
    objective = models.ForeignKey(
        Objective, models.PROTECT, null=True, blank=True, related_name="measures", verbose_name=_("对应目标")
    )
    text = models.TextField(_("任务措施"))
    target = models.CharField(_("目标值或成果"), max_length=300, blank=True)
    problem = models.CharField(_("针对的问题"), max_length=300, blank=True)
    evidence = models.CharField(_("完成的佐证"), max_length=200, blank=True)
    funding = models.DecimalField(_("经费（万元）"), max_digits=12, decimal_places=2, null=True, blank=True)
    funding_source = models.CharField(_("经费来源"), max_length=100, blank=True)
    lead_unit = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("牵头单位")
    )
    supporting_units = models.ManyToManyField(Organization, related_name="+", blank=True, verbose_name=_("配合单位"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任人")
    )
    starts_on = models.DateField(_("开始日期"), null=True, blank=True)
    due_on = models.DateField(_("完成期限"), null=True, blank=True)
    origin = models.CharField(_("来源"), max_length=10, choices=Origin, default=Origin.PLANNED)
    ordered_by = models.CharField(_("交办依据"), max_length=200, blank=True)
    comes_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to", verbose_name=_("上级或上年任务")
    )
    assignment = models.OneToOneField(
        "accountability.Assignment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("任务")
    )
    source_text = models.TextField(_("原文"), blank=True, editable=False)

    objects = querysets.MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("措施")
        verbose_name_plural = _("措施")
        ordering = ["plan", "order", "pk"]
        indexes = [models.Index(fields=["plan", "due_on"], name="measure_plan_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("starts_on")),
                name="plan_measure_ends_after_it_begins",
                violation_error_message=_("完成期限不能早于开始日期。"),
            ),
            models.CheckConstraint(
                condition=Q(funding__isnull=True) | Q(funding__gte=0),
                name="plan_measure_costs_nothing_less",
                violation_error_message=_("经费不能是负数。"),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        """Where it is reported on."""
        return reverse("plans:measure_detail", args=[self.pk])

    @property
    def org_path(self) -> str:
        """Where the plan stands."""
        return self.plan.org_path

    @property
    def limit(self) -> datetime.date:
        """The day until which it is to be done: its own, that of its heading, or the plan's last."""
        return self.due_on or (self.section.due_on if self.section and self.section.due_on else self.plan.ends_on)

    @property
    def is_ad_hoc(self) -> bool:
        """Whether it was ordered beside the plan."""
        return self.origin == Origin.AD_HOC


class MeasureHolder(models.Model):
    """A person named beside the one who answers, with the tier of his responsibility."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="holders", verbose_name=_("措施"))
    tier = models.CharField(_("责任层级"), max_length=10, choices=Tier)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("人员"))
    task = models.CharField(_("分工"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("分级责任人")
        verbose_name_plural = _("分级责任人")
        ordering = ["measure", "pk"]
        constraints = [models.UniqueConstraint(fields=["measure", "tier", "person"], name="plan_person_once_per_tier")]

    def __str__(self) -> str:
        return f"{self.get_tier_display()}：{self.person}"

    @property
    def org_path(self) -> str:
        """Where the plan stands."""
        return self.measure.plan.org_path


class PlanProblem(models.Model):
    """A problem the unit found in itself while planning; once the plan is in force it is a finding (自查)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="problems", verbose_name=_("计划"))
    order = models.PositiveIntegerField(_("顺序"), default=1)
    text = models.TextField(_("问题"))
    department = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("涉及科室")
    )
    measure = models.ForeignKey(
        Measure, models.SET_NULL, null=True, blank=True, related_name="problems", verbose_name=_("对应措施")
    )
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("确认人")
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("自查问题")
        verbose_name_plural = _("自查问题")
        ordering = ["plan", "order", "pk"]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def org_path(self) -> str:
        """Where the problem lies."""
        return self.department.path if self.department else self.plan.org_path
