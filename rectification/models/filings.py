"""What is asked of the units with a form, and what each of them filed."""

import datetime

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engine.models import Flowing
from organizations.fields import PathField
from organizations.models import Organization, Person

from . import querysets
from .statistics import FormVersion


class Period(models.TextChoices):
    """How long a time one collection is about."""

    ONCE = "once", _("一次性")
    MONTH = "month", _("月报")
    QUARTER = "quarter", _("季报")
    HALF = "half", _("半年报")
    YEAR = "year", _("年报")


class CollectionState(models.TextChoices):
    """How far a collection is."""

    APPROVING = "approving", _("待批准")
    ISSUING = "issuing", _("下发中")
    OPEN = "open", _("收表中")
    CLOSED = "closed", _("已截止")
    DECLINED = "declined", _("未批准")


class FilingState(models.TextChoices):
    """Where a unit's form lies."""

    OPEN = "open", _("待填报")
    SUBMITTED = "submitted", _("待审核")
    REPORTED = "reported", _("已上报")
    RETURNED = "returned", _("退回更正")


class Collection(Flowing):
    """One form asked of a set of units for one period, inside a campaign or outside any."""

    form_version = models.ForeignKey(
        FormVersion, models.PROTECT, related_name="collections", verbose_name=_("报表版本")
    )
    campaign = models.ForeignKey(
        "rectification.Campaign",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="collections",
        verbose_name=_("专项工作"),
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("下发单位"))
    title = models.CharField(_("标题"), max_length=160)
    annex = models.PositiveSmallIntegerField(_("附件序号"), null=True, blank=True)
    period = models.CharField(_("报告期类别"), max_length=10, choices=Period, default=Period.ONCE)
    begins_on = models.DateField(_("报告期起"))
    ends_on = models.DateField(_("报告期止"))
    due_on = models.DateField(_("报送截止日期"))
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    scope_rule = models.JSONField(_("报送单位规则"), default=dict)
    odd_factor = models.PositiveSmallIntegerField(_("异常倍数"), default=5)
    state = models.CharField(_("状态"), max_length=20, choices=CollectionState, default=CollectionState.APPROVING)
    units = models.PositiveIntegerField(_("报送单位数"), default=0)
    minutes = models.PositiveIntegerField(_("预计填报总分钟数"), default=0)
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("拟定人"))
    approved_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("批准人")
    )
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="following", verbose_name=_("上一期")
    )
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("报表任务")
        verbose_name_plural = _("报表任务")
        ordering = ["-due_on", "-pk"]
        indexes = [models.Index(fields=["org_path", "state"], name="collection_path_state")]

    def __str__(self) -> str:
        """The title, with the number of the annex where it is one."""
        return self.title

    def get_absolute_url(self) -> str:
        """Where it is followed and added up."""
        return reverse("rectification:collection_detail", args=[self.pk])

    @property
    def drafters(self) -> QuerySet[Person]:
        """Who may not approve it."""
        return Person.objects.filter(pk=self.drafted_by_id)

    @property
    def is_running(self) -> bool:
        """Whether units may still file and correct."""
        return self.state in (CollectionState.ISSUING, CollectionState.OPEN)


class Filing(Flowing):
    """One unit's form: filled in by one person, reviewed and sent up by another, returned for correction."""

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="filings", verbose_name=_("报表任务"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("填报单位"))
    unit_name = models.CharField(_("填报单位名称"), max_length=200)
    state = models.CharField(_("状态"), max_length=20, choices=FilingState, default=FilingState.OPEN)
    values = models.JSONField(_("填报数"), default=dict)
    reported_values = models.JSONField(_("上次上报数"), default=dict, editable=False)
    is_zero = models.BooleanField(_("零报告"), default=False)
    remark = models.TextField(_("说明"), blank=True)
    chief = models.CharField(_("单位负责人"), max_length=60, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    filled_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("填表人")
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
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    confirm_path = PathField(_("审核单位路径"), editable=False)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = querysets.FilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位报表")
        verbose_name_plural = _("单位报表")
        ordering = ["collection", "org_path"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "organization"], name="filing_once_per_collection")
        ]
        indexes = [models.Index(fields=["org_path", "state"], name="filing_path_state")]

    def __str__(self) -> str:
        """Title and unit."""
        return f"{self.collection.title} · {self.unit_name}"

    def get_absolute_url(self) -> str:
        """Where it is filled in and read."""
        return reverse("rectification:filing_detail", args=[self.pk])

    @property
    def due_on(self) -> datetime.date:
        """The last day for filing in time."""
        day: datetime.date = self.collection.due_on
        return day

    @property
    def fillers(self) -> QuerySet[Person]:
        """Who may not review it."""
        return Person.objects.filter(pk__in=[self.filled_by_id] if self.filled_by_id else [])

    @property
    def is_fillable(self) -> bool:
        """Whether the unit may change it."""
        return self.state in (FilingState.OPEN, FilingState.RETURNED)

    @property
    def is_reported(self) -> bool:
        """Whether it has gone up; what was returned counts again when it is sent anew."""
        return self.state == FilingState.REPORTED

    @property
    def is_late(self) -> bool:
        """Whether it went up for the first time after the deadline, or has not though the deadline is past."""
        moment = self.first_reported_at
        day = timezone.localdate(moment) if moment else timezone.localdate()
        return day > self.due_on


class Correction(models.Model):
    """One figure that was changed after it had gone up: what it was, what it is, why and by whom."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="corrections", verbose_name=_("单位报表"))
    cell = models.CharField(_("单元格"), max_length=8)
    label = models.CharField(_("栏目"), max_length=160)
    old = models.CharField(_("原填"), max_length=500, blank=True)
    new = models.CharField(_("更正为"), max_length=500, blank=True)
    because = models.TextField(_("更正理由"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("更正人"))
    at = models.DateTimeField(_("更正时间"), default=timezone.now)

    class Meta:
        verbose_name = _("更正记录")
        verbose_name_plural = _("更正记录")
        ordering = ["filing", "pk"]

    def __str__(self) -> str:
        """Which figure."""
        return f"{self.cell} {self.label}"


class Reminder(models.Model):
    """A unit was reminded of its form: by the system, or by telephone with what was said."""

    class How(models.TextChoices):
        """In which way."""

        NOTICE = "notice", _("系统通知")
        PHONE = "phone", _("电话")

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="reminders", verbose_name=_("单位报表"))
    how = models.CharField(_("方式"), max_length=10, choices=How, default=How.NOTICE)
    note = models.CharField(_("催报情况"), max_length=200, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("催报人"))
    at = models.DateTimeField(_("催报时间"), default=timezone.now)

    class Meta:
        verbose_name = _("催报记录")
        verbose_name_plural = _("催报记录")
        ordering = ["filing", "pk"]

    def __str__(self) -> str:
        """How."""
        return str(self.get_how_display())
