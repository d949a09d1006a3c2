"""处理情况登记: what a competent body has decided, registered here with restricted sight; nothing is decided here."""

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.fields import PathField
from organizations.models import Organization, Person


class HandlingKind(models.Model):
    """One way in which a matter can be dealt with, or a commendation; shipped as a list, kept as rows."""

    class Group(models.TextChoices):
        """The lists they stand in."""

        MEASURE = "measure", gettext_lazy("工作措施")
        PARTY = "party", gettext_lazy("党内问责、组织处理")
        SANCTION = "sanction", gettext_lazy("政务处分")
        TRANSFER = "transfer", gettext_lazy("移送")
        QUALIFICATION = "qualification", gettext_lazy("名录和资助管理")
        COMMENDATION = "commendation", gettext_lazy("表扬奖励")

    code = models.SlugField(gettext_lazy("代码"), max_length=40, unique=True)
    group = models.CharField(gettext_lazy("类别"), max_length=14, choices=Group.choices)
    name = models.CharField(gettext_lazy("名称"), max_length=40)
    order = models.PositiveSmallIntegerField(gettext_lazy("顺序"))
    needs_deadline = models.BooleanField(gettext_lazy("须限期整改或回复"), default=False)
    needs_period = models.BooleanField(gettext_lazy("须填写影响期"), default=False)
    basis = models.CharField(gettext_lazy("通常依据"), max_length=200, blank=True)
    active = models.BooleanField(gettext_lazy("启用"), default=True)

    class Meta:
        verbose_name = gettext_lazy("处理方式")
        verbose_name_plural = gettext_lazy("处理方式")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class HandlingRecordQuerySet(models.QuerySet["HandlingRecord"]):
    """Questions asked of the register."""

    def with_names(self) -> "HandlingRecordQuerySet":
        """With everything a list shows."""
        return self.select_related("kind", "organization", "registered_by")

    def in_effect(self, on: datetime.date) -> "HandlingRecordQuerySet":
        """Those whose 影响期 has not ended and which were not set aside."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), revoked_on__isnull=True)


class HandlingRecord(models.Model):
    """One decision of a competent body about a unit or a person; never made by itself, never suggested, never found."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=gettext_lazy("登记单位")
    )
    org_path = PathField(gettext_lazy("机构路径"), editable=False)
    institution_path = PathField(gettext_lazy("单位路径"), editable=False)
    number_text = models.CharField(gettext_lazy("登记编号"), max_length=40)
    kind = models.ForeignKey(HandlingKind, models.PROTECT, related_name="+", verbose_name=gettext_lazy("方式"))
    authority = models.CharField(gettext_lazy("决定机关"), max_length=120)
    decision_number = models.CharField(gettext_lazy("决定文号"), max_length=80, blank=True)
    basis = models.CharField(gettext_lazy("依据"), max_length=300)
    unit = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("对象（单位）")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("对象（人员）")
    )
    decided_on = models.DateField(gettext_lazy("决定日期"))
    until = models.DateField(gettext_lazy("影响期至"), null=True, blank=True)
    reply_due_on = models.DateField(gettext_lazy("回复期限"), null=True, blank=True)
    reply = models.TextField(gettext_lazy("回复情况"), blank=True)
    replied_on = models.DateField(gettext_lazy("回复日期"), null=True, blank=True)
    appeal = models.TextField(gettext_lazy("申诉结果"), blank=True)
    revoked_on = models.DateField(gettext_lazy("撤销或变更日期"), null=True, blank=True)
    veto_checked = models.CharField(gettext_lazy("一票否决核对"), max_length=200, blank=True)
    registered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=gettext_lazy("登记人"))
    registered_at = models.DateTimeField(gettext_lazy("登记时间"), default=timezone.now)
    version = models.PositiveIntegerField(gettext_lazy("版本"), default=1)

    objects = HandlingRecordQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("处理情况登记")
        verbose_name_plural = gettext_lazy("处理情况登记")
        ordering = ["-decided_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["org_path", "-decided_on"], name="handlings_by_path")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, person__isnull=True) | Q(unit__isnull=True, person__isnull=False),
                name="a_handling_is_about_one",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("decided_on")), name="effect_ends_after_the_decision"
            ),
            models.CheckConstraint(condition=~Q(authority="") & ~Q(basis=""), name="a_handling_names_who_decided"),
        ]

    def __str__(self) -> str:
        """Its number alone: whom it is about stands only on its own page."""
        return _("处理情况登记%(number)s") % {"number": self.number_text}

    def get_absolute_url(self) -> str:
        """Where a named reader reads it; each reading is recorded."""
        return reverse("handling_show", args=[self.pk])

    @property
    def is_over(self) -> bool:
        """Whether its effect has ended, or it was set aside."""
        return self.revoked_on is not None or (self.until is not None and self.until < timezone.localdate())


class HandlingReader(models.Model):
    """A person named to read one record."""

    record = models.ForeignKey(
        HandlingRecord, models.PROTECT, related_name="readers", verbose_name=gettext_lazy("处理情况登记")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=gettext_lazy("可阅人"))

    class Meta:
        verbose_name = gettext_lazy("处理情况可阅人")
        verbose_name_plural = gettext_lazy("处理情况可阅人")
        ordering = ["record", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "person"], name="a_reader_of_a_handling_once")
        ]

    def __str__(self) -> str:
        """The number of the record alone."""
        return str(self.record)

    @property
    def org_path(self) -> str:
        """Where the record lies."""
        return self.record.org_path
