"""What goes up to a superior outside the system: on paper, by another office system, by a platform; and its receipt."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engine.models import Flowing
from organizations.fields import PathField
from organizations.models import Organization, Person


class SentBy(models.TextChoices):
    """In which way it went."""

    PAPER = "paper", _("纸质报送")
    OFFICE = "office", _("上级办公系统")
    PLATFORM = "platform", _("网络直报平台")
    MAIL = "mail", _("电子邮件或传真")
    IN_PERSON = "in_person", _("当面报告")


class UpwardPath(models.TextChoices):
    """Along which line it went up."""

    LINE = "line", _("逐级上报")
    SUPERVISOR = "supervisor", _("督导人员直报")


class OutsideReportQuerySet(models.QuerySet["OutsideReport"]):
    """Questions asked of what went up."""

    def waiting(self) -> Self:
        """Those nobody has confirmed."""
        return self.filter(received_on__isnull=True)

    def with_names(self) -> Self:
        """With all they name, the newest first."""
        named = ("organization", "campaign", "collection", "finding", "sent_by", "entered_by")
        return self.select_related(*named).order_by("-sent_on", "-pk")


class OutsideReport(Flowing):
    """One report to a superior who is not in the system: what, to whom, when, and who there received it."""

    campaign = models.ForeignKey(
        "rectification.Campaign", models.PROTECT, null=True, blank=True, related_name="outside_reports",
        verbose_name=_("专项工作"),
    )  # fmt: skip
    collection = models.ForeignKey(
        "rectification.Collection", models.PROTECT, null=True, blank=True, related_name="outside_reports",
        verbose_name=_("报表任务"),
    )  # fmt: skip
    finding = models.ForeignKey(
        "rectification.Finding", models.PROTECT, null=True, blank=True, related_name="outside_reports",
        verbose_name=_("问题"),
    )  # fmt: skip
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("报送单位"))
    title = models.CharField(_("报送材料"), max_length=200)
    own_number = models.CharField(_("本单位文号"), max_length=80, blank=True)
    to_name = models.CharField(_("收件单位"), max_length=120)
    way = models.CharField(_("报送方式"), max_length=12, choices=SentBy, default=SentBy.PAPER)
    path = models.CharField(_("上报途径"), max_length=12, choices=UpwardPath, default=UpwardPath.LINE)
    sent_on = models.DateField(_("报送日期"))
    receipt_due_on = models.DateField(_("回执期限"))
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("报送人"))
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    received_name = models.CharField(_("对方接收人"), max_length=60, blank=True)
    received_on = models.DateField(_("对方接收日期"), null=True, blank=True)
    their_number = models.CharField(_("对方收文编号"), max_length=80, blank=True)
    receipt_note = models.CharField(_("回执说明"), max_length=300, blank=True)
    entered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("回执登记人")
    )
    entered_at = models.DateTimeField(_("回执登记时间"), null=True, blank=True)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = OutsideReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("对外报送")
        verbose_name_plural = _("对外报送")
        ordering = ["-sent_on", "-pk"]
        indexes = [models.Index(fields=["institution_path", "received_on"], name="outside_reports_of_a_house")]
        constraints = [
            models.CheckConstraint(
                condition=Q(campaign__isnull=False, collection__isnull=True, finding__isnull=True)
                | Q(campaign__isnull=True, collection__isnull=False, finding__isnull=True)
                | Q(campaign__isnull=True, collection__isnull=True, finding__isnull=False),
                name="an_outside_report_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(entered_by__isnull=False, entered_at__isnull=False),
                name="an_outside_receipt_says_who_entered_it",
            ),
        ]

    def __str__(self) -> str:
        """What went to whom."""
        return f"{self.title}（{self.to_name}）"

    def get_absolute_url(self) -> str:
        """Where it is read and its receipt is entered."""
        return reverse("rectification:outside_detail", args=[self.pk])

    @property
    def about(self) -> Any:
        """What was reported."""
        return self.campaign or self.collection or self.finding

    @property
    def is_late(self) -> bool:
        """Whether the receipt has not come in time, or came late."""
        return (self.received_on or timezone.localdate()) > self.receipt_due_on
