"""Registers 登记册: lists kept as data, whatever their columns; an obligation may be owed once for each entry."""

import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability.models import Assignment
from organizations.fields import PathField
from organizations.models import Organization, Person


class RegisterQuerySet(models.QuerySet["Register"]):
    """Questions about registers."""

    def kept(self) -> "RegisterQuerySet":
        """Those in use."""
        return self.filter(closed=False)


class Register(models.Model):
    """A list a unit keeps: what its columns are, with whom it is filed, how long before expiry somebody is told.

    `columns` are {"name", "kind", "required"} with kind text, number or day; `sum_column` names a column of numbers
    whose total must be `declared_total`.
    """

    name = models.CharField(_("登记册名称"), max_length=80)
    purpose = models.CharField(_("用途"), max_length=300, blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("维护单位"))
    label = models.CharField(_("登记项叫什么"), max_length=40, default="名称")
    columns = models.JSONField(_("栏目"), default=list, blank=True)
    sum_column = models.CharField(_("核对合计的栏目"), max_length=40, blank=True)
    declared_total = models.DecimalField(_("应有合计"), max_digits=14, decimal_places=2, null=True, blank=True)
    expires = models.BooleanField(_("登记项有有效期"), default=False)
    warn_days = models.PositiveSmallIntegerField(_("到期前几日提醒"), default=30)
    filed_with = models.CharField(_("备案机关"), max_length=120, blank=True)
    closed = models.BooleanField(_("停用"), default=False)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("登记册")
        verbose_name_plural = _("登记册")
        ordering = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                condition=Q(closed=False),
                name="a_register_is_kept_once_by_a_unit",
                violation_error_message=_("本单位已有同名登记册，请换一个名称。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("plans:register_detail", args=[self.pk])

    @property
    def names(self) -> list[str]:
        """The headings of its own columns."""
        return [str(column["name"]) for column in self.columns]


class RegisterEntryQuerySet(models.QuerySet["RegisterEntry"]):
    """Questions about entries."""

    def active(self) -> "RegisterEntryQuerySet":
        """Those in force."""
        return self.filter(active=True)

    def expiring(self, today: datetime.date) -> "RegisterEntryQuerySet":
        """Active ones whose time to be told has come and for which nobody was asked yet."""
        return self.active().filter(remind_on__lte=today, assignment__isnull=True, register__closed=False)


class RegisterEntry(models.Model):
    """One line of a register."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="entries", verbose_name=_("登记册"))
    label = models.CharField(_("名称"), max_length=120)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("所在科室"))
    values = models.JSONField(_("内容"), default=dict, blank=True)
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    remind_on = models.DateField(_("提醒日期"), null=True, blank=True, editable=False)
    filed_on = models.DateField(_("备案日期"), null=True, blank=True)
    filed_number = models.CharField(_("备案编号"), max_length=80, blank=True)
    active = models.BooleanField(_("在册"), default=True)
    retired_because = models.CharField(_("注销原因"), max_length=200, blank=True)
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("任务")
    )
    entered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("登记人")
    )
    entered_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = RegisterEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("登记项")
        verbose_name_plural = _("登记项")
        ordering = ["register", "pk"]
        indexes = [models.Index(fields=["active", "remind_on"], name="entries_by_expiry")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["register", "organization", "label"],
                condition=Q(active=True),
                name="an_entry_stands_once",
                violation_error_message=_("该科室已有同名登记项，请换一个名称，或者修改已有的一项。"),
            ),
            models.CheckConstraint(
                condition=Q(active=True) | ~Q(retired_because=""), name="what_is_struck_out_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        """Where it is changed."""
        return reverse("plans:entry_detail", args=[self.pk])

    @property
    def cells(self) -> list[Any]:
        """What stands in the register's own columns, in their order."""
        return [self.values.get(name, "") for name in self.register.names]

    @property
    def is_expired(self) -> bool:
        """Whether its time is over."""
        return bool(self.valid_until and self.valid_until < timezone.localdate())
