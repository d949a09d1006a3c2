"""响应等级: for a while every open deadline of a campaign is nearer; what each was before is kept for the lifting."""

import datetime
import math
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Person


class ResponseLevel(models.TextChoices):
    """How pressing it is; the first is the most pressing."""

    FIRST = "1", _("Ⅰ级响应")
    SECOND = "2", _("Ⅱ级响应")
    THIRD = "3", _("Ⅲ级响应")
    FOURTH = "4", _("Ⅳ级响应")


class Tightening(models.TextChoices):
    """By what the deadlines are moved."""

    PERCENT = "percent", _("剩余天数缩短到原来的百分之几")
    DAYS = "days", _("提前若干天")


class ResponseQuerySet(models.QuerySet["Response"]):
    """Questions about responses."""

    def in_force(self) -> Self:
        """Those not lifted."""
        return self.filter(lifted_at__isnull=True)


class Response(models.Model):
    """One response level of one campaign, from its start to its lifting."""

    campaign = models.ForeignKey(
        "rectification.Campaign", models.PROTECT, related_name="responses", verbose_name=_("专项工作")
    )
    level = models.CharField(_("响应等级"), max_length=1, choices=ResponseLevel)
    mode = models.CharField(_("缩短方式"), max_length=10, choices=Tightening)
    amount = models.PositiveSmallIntegerField(_("数值"))
    because = models.TextField(_("理由"))
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("启动人"))
    raised_at = models.DateTimeField(_("启动时间"), default=timezone.now)
    lifted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("解除人")
    )
    lifted_at = models.DateTimeField(_("解除时间"), null=True, blank=True)
    lifted_because = models.TextField(_("解除理由"), blank=True)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("响应等级")
        verbose_name_plural = _("响应等级")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(lifted_at__isnull=True), name="one_response_in_force"
            )
        ]

    def __str__(self) -> str:
        """Level and campaign."""
        return f"{self.get_level_display()} · {self.campaign.title}"

    def get_absolute_url(self) -> str:
        """Where it is raised and lifted."""
        return reverse("rectification:campaign_response", args=[self.campaign_id])

    def nearer(self, due_on: datetime.date, *, today: datetime.date) -> datetime.date:
        """The tightened deadline: never before tomorrow, never later than it was; what is past stays."""
        left = (due_on - today).days
        if left <= 1:
            return due_on
        kept = math.ceil(left * self.amount / 100) if self.mode == Tightening.PERCENT else left - self.amount
        return today + datetime.timedelta(days=max(1, min(left, kept)))


class TightenedDeadline(models.Model):
    """One deadline as it was and as the response made it."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="deadlines", verbose_name=_("响应等级"))
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("对象类型"))
    object_id = models.BigIntegerField(_("对象编号"))
    thing: Any = GenericForeignKey("content_type", "object_id")
    before = models.DateField(_("原期限"))
    after = models.DateField(_("缩短后期限"))
    restored = models.BooleanField(_("已恢复"), default=False)

    class Meta:
        verbose_name = _("缩短的期限")
        verbose_name_plural = _("缩短的期限")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["response", "content_type", "object_id"], name="tightened_once")
        ]

    def __str__(self) -> str:
        """From when to when."""
        return f"{self.before:%Y-%m-%d} → {self.after:%Y-%m-%d}"
