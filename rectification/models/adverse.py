"""Adverse events 不良事件: a protected kind of its own, never a finding, never in score, radar or anybody's record.

Who reported in confidence stands in a row apart; of whoever reports anonymously nothing is kept. Nothing here is
referred to from outside: what becomes of an event (improvement, lesson) names neither reporter nor department.
Source: domain notes E7 and W7, requirement rows 79, 177 and 213.
"""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person

from .choices import Actuality, CauseMethod


class AdverseLevel(models.Model):
    """How grave an event is; an institution's own levels take the place of the shipped ones."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("机构")
    )
    code = models.CharField(_("代码"), max_length=10)
    name = models.CharField(_("名称"), max_length=60)
    meaning = models.CharField(_("含义"), max_length=300, blank=True)
    is_urgent = models.BooleanField(_("应当及时报告"), default=False)
    within_hours = models.PositiveSmallIntegerField(_("报告时限（自然小时）"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("次序"), default=1)

    class Meta:
        verbose_name = _("不良事件等级")
        verbose_name_plural = _("不良事件等级")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "code"], name="adverse_level_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(organization__isnull=True), name="adverse_level_shipped_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AdverseKind(models.Model):
    """What sort of event; some have a national channel of their own, whose deadline is pointed out."""

    code = models.CharField(_("代码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    channel = models.CharField(_("国家上报渠道"), max_length=120, blank=True)
    channel_rule = models.CharField(_("上报时限"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("次序"), default=1)

    class Meta:
        verbose_name = _("不良事件类别")
        verbose_name_plural = _("不良事件类别")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class AdverseOfficerQuerySet(models.QuerySet["AdverseOfficer"]):
    """Questions about those who read the reports."""

    def in_office(self, day: datetime.date | None = None) -> Self:
        """Those of a day, today if none is named."""
        on = day or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)


class AdverseOfficer(models.Model):
    """不良事件管理员: one of the few who read the reports of an institution; named, and named on the form."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("机构"))
    org_path = PathField(_("机构路径"), editable=False, db_index=True)
    institution_path = PathField(_("单位路径"), editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("管理员"))
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("截止日期"), null=True, blank=True)
    named_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("指定人"))
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = AdverseOfficerQuerySet.as_manager()

    class Meta:
        verbose_name = _("不良事件管理员")
        verbose_name_plural = _("不良事件管理员")
        ordering = ["organization", "-since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person"], condition=Q(until__isnull=True), name="adverse_officer_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.person}"

    def get_absolute_url(self) -> str:
        """Where they are named."""
        return reverse("rectification:adverse_officers")


class AdverseEvent(models.Model):
    """One report; whose it is stands in `AdverseReporter`, or nowhere."""

    class Way(models.TextChoices):
        """How it was reported."""

        CONFIDENTIAL = "confidential", _("保密上报")
        ANONYMOUS = "anonymous", _("匿名上报")

    class State(models.TextChoices):
        """How far it is."""

        REPORTED = "reported", _("待受理")
        ACCEPTED = "accepted", _("分析中")
        CLOSED = "closed", _("已办结")

    number = models.OneToOneField(
        "accountability.Number", models.PROTECT, null=True, related_name="+", verbose_name=_("编号")
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("机构"))
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False, db_index=True)
    way = models.CharField(_("上报方式"), max_length=20, choices=Way)
    state = models.CharField(_("状态"), max_length=20, choices=State, default=State.REPORTED)
    kind = models.ForeignKey(AdverseKind, models.PROTECT, related_name="+", verbose_name=_("类别"))
    level = models.ForeignKey(
        AdverseLevel, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("等级")
    )
    actuality = models.CharField(_("性质"), max_length=20, choices=Actuality, default=Actuality.ACTUAL)
    happened_on = models.DateField(_("发生日期"))
    place = models.CharField(_("发生地点"), max_length=120, blank=True)
    story = models.TextField(_("经过"))
    handling = models.TextField(_("已采取的措施"), blank=True)
    reported_on = models.DateField(_("上报日期"))
    method = models.CharField(_("分析方法"), max_length=20, choices=CauseMethod, blank=True)
    causes = models.TextField(_("原因分析"), blank=True)
    conclusion = models.TextField(_("处理意见"), blank=True)
    feedback = models.TextField(_("给报告人的反馈"), blank=True)
    channel_receipt = models.CharField(_("国家渠道回执编号"), max_length=80, blank=True)
    channel_on = models.DateField(_("国家渠道上报日期"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("不良事件")
        verbose_name_plural = _("不良事件")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["institution_path", "state"], name="adverse_institution_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(way="anonymous") | Q(feedback=""), name="nobody_answers_an_anonymous_report"
            ),
        ]

    def __str__(self) -> str:
        """The number alone: a label travels into the trail and into notices."""
        return str(_("不良事件 %(number)s")) % {"number": self.number.text if self.number else self.pk}

    def get_absolute_url(self) -> str:
        """Where those who may read it read it."""
        return reverse("rectification:adverse_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether the officers still work on it."""
        return self.state != self.State.CLOSED


class AdverseReporter(models.Model):
    """Who reported in confidence, where he works: read by the officers and by himself, by nothing else."""

    event = models.OneToOneField(AdverseEvent, models.CASCADE, related_name="reporter", verbose_name=_("不良事件"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("报告人"))
    department = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("科室")
    )

    class Meta:
        verbose_name = _("不良事件报告人")
        verbose_name_plural = _("不良事件报告人")

    def __str__(self) -> str:
        """The event alone."""
        return str(self.event_id)


class Improvement(models.Model):
    """改进事项: what an institution mends because of events; it names no event, no reporter, no department."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("机构"))
    org_path = PathField(_("机构路径"), editable=False, db_index=True)
    institution_path = PathField(_("单位路径"), editable=False)
    title = models.CharField(_("改进事项"), max_length=200)
    text = models.TextField(_("要求"), blank=True)
    assignment = models.OneToOneField(
        "accountability.Assignment", models.PROTECT, null=True, related_name="+", verbose_name=_("任务")
    )
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    opened_on = models.DateField(_("提出日期"))
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("改进事项")
        verbose_name_plural = _("改进事项")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its place in the list."""
        return f"{reverse('rectification:lesson_list')}#improvement-{self.pk}"


class AdverseLesson(models.Model):
    """警示案例: what others may learn from events, told without names."""

    class Reach(models.TextChoices):
        """Who reads it."""

        OWN = "own", _("本单位")
        EVERYBODY = "everybody", _("全体登录人员")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("机构"))
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False, db_index=True)
    kind = models.ForeignKey(AdverseKind, models.PROTECT, related_name="+", verbose_name=_("类别"))
    title = models.CharField(_("标题"), max_length=200)
    story = models.TextField(_("案例"))
    lesson = models.TextField(_("教训和改进"))
    reach = models.CharField(_("分享范围"), max_length=20, choices=Reach, default=Reach.OWN)
    shared_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("发布人"))
    shared_on = models.DateField(_("发布日期"))
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("警示案例")
        verbose_name_plural = _("警示案例")
        ordering = ["-shared_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its place in the list."""
        return f"{reverse('rectification:lesson_list')}#lesson-{self.pk}"
