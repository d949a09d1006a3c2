"""调阅: inspectors from outside read a numbered list of things until a day, on a letter and a second person's word."""

import datetime
from typing import ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person


class Consultation(models.Model):
    """Who asked by which letter for what, who approved it, and until when it may be read; it ends by itself."""

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked", _("待审批")
        APPROVED = "approved", _("已同意")
        REFUSED = "refused", _("未同意")
        ENDED = "ended", _("已终止")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("单位"))
    org_path = PathField(_("机构路径"))
    institution_path = PathField(_("单位路径"))
    number_text = models.CharField(_("调阅编号"), max_length=60, blank=True)
    letter_from = models.CharField(_("来函单位"), max_length=120)
    letter_number = models.CharField(_("调阅函文号"), max_length=80)
    readers = models.CharField(_("调阅人员"), max_length=60, help_text=_("姓名，多人用顿号隔开。"))
    purpose = models.CharField(_("调阅事由"), max_length=300)
    since = models.DateField(_("材料起始日期"))
    until = models.DateField(_("材料截止日期"))
    read_until = models.DateField(_("调阅截止日期"), help_text=_("过了这一天自动不能再看。"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("申请人"))
    asked_at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("审批人"))
    decided_at = models.DateTimeField(_("审批时间"), null=True)
    opinion = models.CharField(_("审批意见"), max_length=300, blank=True)
    reader = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("记录用调阅人"))
    code_sha256 = models.CharField(_("调阅码摘要"), max_length=64, blank=True, editable=False)
    ended_at = models.DateTimeField(_("终止时间"), null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("终止人"))
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("调阅")
        verbose_name_plural = _("调阅")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["org_path"], name="consultations_by_path")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="who_asks_to_read_does_not_decide",
            ),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="consulted_period_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.number_text} {self.letter_from}".strip()

    def get_absolute_url(self) -> str:
        """The page of whoever lends."""
        return reverse("consultation_detail", args=[self.pk])

    def is_open(self, on: datetime.date | None = None) -> bool:
        """Whether it may be read on a day, today by default."""
        return self.state == self.State.APPROVED and (on or timezone.localdate()) <= self.read_until


class ConsultationItem(models.Model):
    """One numbered thing of the list."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="items", verbose_name=_("调阅"))
    n = models.PositiveIntegerField(_("序号"))
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("对象类型"))
    object_id = models.BigIntegerField(_("对象编号"))
    thing = GenericForeignKey("content_type", "object_id")
    label = models.CharField(_("材料"), max_length=200)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("列入人"))
    added_at = models.DateTimeField(_("列入时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("调阅材料")
        verbose_name_plural = _("调阅材料")
        ordering: ClassVar = ["consultation", "n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consultation", "n"], name="one_number_a_consulted_item"),
            models.UniqueConstraint(
                fields=["consultation", "content_type", "object_id"], name="a_thing_is_consulted_once_a_list"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.n}. {self.label}"
