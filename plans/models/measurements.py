"""指标值: what a unit reports for one period, judged with the standard of that day, corrected with a log."""

import datetime
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engine.models import Flowing
from organizations.fields import PathField
from organizations.models import Organization, Person
from plans.judging import Light, Standard
from plans.periods import Period, Span

from .indicators import Indicator, IndicatorPart, IndicatorSet


class ReportState(models.TextChoices):
    """Where a unit's values lie."""

    OPEN = "open", _("待填报")
    SUBMITTED = "submitted", _("待审核")
    REPORTED = "reported", _("已上报")
    RETURNED = "returned", _("退回更正")


class MeasuredBy(models.TextChoices):
    """Who measured: the unit itself, or somebody who checked it."""

    OWN = "own", _("单位自查")
    CHECK = "check", _("督查核对")


OWED = (ReportState.OPEN, ReportState.SUBMITTED, ReportState.RETURNED)


class ReportQuerySet(models.QuerySet["IndicatorReport"]):
    """Questions about reports."""

    def missing(self) -> Self:
        """What has not gone up."""
        return self.filter(state__in=OWED)

    def late(self, on: datetime.date | None = None) -> Self:
        """What should have gone up."""
        return self.missing().filter(due_on__lt=on or timezone.localdate())


class IndicatorReport(Flowing):
    """What one unit reports of one set for one period: filled in by one person, reviewed by another."""

    indicator_set = models.ForeignKey(IndicatorSet, models.PROTECT, related_name="reports", verbose_name=_("指标集"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("填报单位"))
    unit_name = models.CharField(_("填报单位名称"), max_length=200)
    period = models.CharField(_("报送周期"), max_length=10, choices=Period)
    begins_on = models.DateField(_("期初"))
    ends_on = models.DateField(_("期末"))
    due_on = models.DateField(_("报送截止日期"))
    state = models.CharField(_("状态"), max_length=20, choices=ReportState, default=ReportState.OPEN)
    remark = models.TextField(_("说明"), blank=True)
    filled_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("填报人")
    )
    reviewed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审核人")
    )
    submitted_at = models.DateTimeField(_("提交审核时间"), null=True, blank=True)
    first_reported_at = models.DateTimeField(_("首次上报时间"), null=True, blank=True)
    reported_at = models.DateTimeField(_("上报时间"), null=True, blank=True)
    returned_because = models.TextField(_("退回理由"), blank=True)
    returns = models.PositiveSmallIntegerField(_("上报后退回次数"), default=0)
    reminded = models.PositiveSmallIntegerField(_("催报次数"), default=0)
    told_late_at = models.DateTimeField(_("逾期提醒时间"), null=True, blank=True, editable=False)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    confirm_path = PathField(_("审核单位路径"), editable=False)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("指标填报")
        verbose_name_plural = _("指标填报")
        ordering = ("-begins_on", "org_path")
        constraints = (
            models.UniqueConstraint(
                fields=("indicator_set", "organization", "period", "begins_on"), name="indicator_report_once"
            ),
        )
        indexes = (
            models.Index(fields=("org_path", "state"), name="indicator_report_path_state"),
            models.Index(fields=("state", "due_on"), name="indicator_report_state_due"),
        )

    def __str__(self) -> str:
        return f"{self.indicator_set.name} · {self.span} · {self.unit_name}"

    def get_absolute_url(self) -> str:
        """Where it is filled in and read."""
        return reverse("plans:report_detail", args=[self.pk])

    @property
    def span(self) -> Span:
        """The period."""
        return Span(self.period, self.begins_on, self.ends_on)

    @property
    def fillers(self) -> models.QuerySet[Person]:
        """Who may not review it."""
        return Person.objects.filter(pk__in=[self.filled_by_id] if self.filled_by_id else [])

    @property
    def is_fillable(self) -> bool:
        """Whether the unit may change it."""
        return self.state in (ReportState.OPEN, ReportState.RETURNED)

    @property
    def is_late(self) -> bool:
        """Whether it went up after the deadline, or has not though the deadline is past."""
        moment = self.first_reported_at
        return (timezone.localdate(moment) if moment else timezone.localdate()) > self.due_on


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    """Questions about values."""

    def final(self) -> Self:
        """What has gone up and counts."""
        return self.filter(is_final=True)

    def own(self) -> Self:
        """What the units measured themselves."""
        return self.filter(origin=MeasuredBy.OWN)

    def series_of(self, indicator: Indicator) -> Self:
        """The values of an indicator in every version of its set."""
        return self.filter(
            indicator__code=indicator.code, indicator__indicator_set__series=indicator.indicator_set.series
        )


class Measurement(models.Model):
    """One value of one unit in one period, with the standard it was held against."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="measurements", verbose_name=_("指标"))
    report = models.ForeignKey(
        IndicatorReport, models.PROTECT, null=True, blank=True, related_name="measurements", verbose_name=_("填报")
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("单位"))
    origin = models.CharField(_("来源"), max_length=10, choices=MeasuredBy, default=MeasuredBy.OWN)
    begins_on = models.DateField(_("期初"))
    ends_on = models.DateField(_("期末"))
    numerator = models.DecimalField(_("分子"), max_digits=20, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(_("分母"), max_digits=20, decimal_places=4, null=True, blank=True)
    value = models.DecimalField(_("指标值"), max_digits=30, decimal_places=12, null=True, blank=True)
    parts = models.JSONField(_("分类数值"), default=dict, blank=True)
    is_out_of_use = models.BooleanField(_("本期不适用"), default=False)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    target = models.DecimalField(_("目标值"), max_digits=20, decimal_places=6, null=True, blank=True)
    upper = models.DecimalField(_("上限"), max_digits=20, decimal_places=6, null=True, blank=True)
    warning = models.DecimalField(_("黄线"), max_digits=20, decimal_places=6, null=True, blank=True)
    light = models.CharField(_("评价"), max_length=10, choices=Light, default=Light.NONE)
    is_alarming = models.BooleanField(_("持续走坏"), default=False)
    is_final = models.BooleanField(_("已上报"), default=False)
    reported = models.JSONField(_("上次上报值"), default=dict, blank=True, editable=False)
    breached_at = models.DateTimeField(_("异常发出时间"), null=True, blank=True)
    measured_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("测量人")
    )
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        verbose_name = _("指标值")
        verbose_name_plural = _("指标值")
        ordering = ("begins_on", "org_path", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "organization", "begins_on", "origin"), name="measurement_once_per_period"
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True) | Q(numerator__gte=0), name="measurement_numerator_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gte=0),
                name="measurement_denominator_not_negative",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="measurement_ends_after_it_begins"),
        )
        indexes = (
            models.Index(fields=("org_path", "begins_on"), name="measurement_path_begin"),
            models.Index(fields=("indicator", "begins_on"), name="measurement_indicator_begin"),
            models.Index(fields=("organization", "begins_on"), name="measurement_unit_begin"),
        )

    def __str__(self) -> str:
        return f"{self.indicator.name} · {self.span} · {self.organization}"

    def get_absolute_url(self) -> str:
        """Where the indicator is shown for this unit."""
        return reverse("plans:indicator_unit", args=[self.indicator_id, self.organization_id])

    @property
    def span(self) -> Span:
        """The period."""
        return Span(self.indicator.period, self.begins_on, self.ends_on)

    @property
    def standard(self) -> Standard:
        """What it was held against; old values keep the standard of their version."""
        return Standard(self.indicator.comparator, self.target, self.upper, self.warning)

    @property
    def shown(self) -> str:
        """The value as people read it."""
        return self.indicator.shown(self.value)

    def of_part(self, part: IndicatorPart) -> Decimal | None:
        """What was counted of one class."""
        said = self.parts.get(part.code)
        return Decimal(said) if said not in (None, "") else None


class MeasurementCorrection(models.Model):
    """A value that was changed after it had gone up: what it was, what it is, why and by whom."""

    measurement = models.ForeignKey(Measurement, models.PROTECT, related_name="corrections", verbose_name=_("指标值"))
    old = models.CharField(_("原报"), max_length=300, blank=True)
    new = models.CharField(_("更正为"), max_length=300, blank=True)
    because = models.TextField(_("更正理由"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("更正人"))
    at = models.DateTimeField(_("更正时间"), default=timezone.now)

    class Meta:
        verbose_name = _("指标更正记录")
        verbose_name_plural = _("指标更正记录")
        ordering = ("measurement", "pk")

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class CountedEventQuerySet(models.QuerySet["CountedEvent"]):
    """Questions about what happened."""

    def standing(self) -> Self:
        """What was not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def of(self, indicator: Indicator) -> Self:
        """What concerns an indicator in whatever version of its set."""
        return self.filter(
            indicator__code=indicator.code, indicator__indicator_set__series=indicator.indicator_set.series
        )


class CountedEvent(models.Model):
    """Something that should not happen and did: it ends a streak and breaks a zero."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="events", verbose_name=_("指标"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("发生单位"))
    happened_on = models.DateField(_("发生日期"))
    what = models.CharField(_("简要情况"), max_length=300)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    withdrawn_because = models.CharField(_("撤销理由"), max_length=300, blank=True)
    breached_at = models.DateTimeField(_("异常发出时间"), null=True, blank=True)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)

    objects = CountedEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("计数事件")
        verbose_name_plural = _("计数事件")
        ordering = ("-happened_on", "-pk")
        indexes = (models.Index(fields=("org_path", "happened_on"), name="counted_event_path_day"),)

    def __str__(self) -> str:
        return f"{self.happened_on:%Y-%m-%d} {self.what[:40]}"

    def get_absolute_url(self) -> str:
        """Where the indicator is shown for this unit."""
        return reverse("plans:indicator_unit", args=[self.indicator_id, self.organization_id])


class ReportReminder(models.Model):
    """A unit was reminded of its values: by the system, or by telephone with what was said."""

    class How(models.TextChoices):
        """In which way."""

        NOTICE = "notice", _("系统通知")
        PHONE = "phone", _("电话")

    report = models.ForeignKey(IndicatorReport, models.PROTECT, related_name="reminders", verbose_name=_("指标填报"))
    how = models.CharField(_("方式"), max_length=10, choices=How, default=How.NOTICE)
    note = models.CharField(_("催报情况"), max_length=200, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("催报人"))
    at = models.DateTimeField(_("催报时间"), default=timezone.now)

    class Meta:
        verbose_name = _("指标催报记录")
        verbose_name_plural = _("指标催报记录")
        ordering = ("report", "pk")

    def __str__(self) -> str:
        return str(self.get_how_display())
