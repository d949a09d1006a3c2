"""整改通知书, 质控反馈意见 and 督办单: numbered papers to a unit about its findings, each signed for."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engine.models import Flowing
from organizations.fields import PathField
from organizations.models import Organization, Person

from .choices import SlipKind, SlipState
from .findings import Finding


class Slip(Flowing):
    """One paper of one issuer to one unit; its lines are frozen as they were issued."""

    kind = models.CharField(_("种类"), max_length=20, choices=SlipKind)
    number = models.OneToOneField(
        "accountability.Number", models.PROTECT, null=True, related_name="+", verbose_name=_("编号记录")
    )
    number_text = models.CharField(_("编号"), max_length=40)
    campaign = models.ForeignKey(
        "rectification.Campaign", models.PROTECT, related_name="slips", verbose_name=_("专项工作")
    )
    participant = models.ForeignKey(
        "rectification.Participant", models.PROTECT, related_name="slips", verbose_name=_("收件单位")
    )
    issuer = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("发出单位"))
    findings = models.ManyToManyField(Finding, related_name="slips", verbose_name=_("问题"))
    lines = models.JSONField(_("问题清单"), default=list)
    text = models.TextField(_("要求"))
    reply_by = models.DateField(_("回复期限"))
    contact = models.CharField(_("联系人及电话"), max_length=200)
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("发出人"))
    issued_at = models.DateTimeField(_("发出时间"), default=timezone.now)
    receive_due_on = models.DateField(_("签收期限"))
    state = models.CharField(_("状态"), max_length=20, choices=SlipState, default=SlipState.ISSUED)
    received_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("签收人"))
    received_post = models.CharField(_("签收人职务"), max_length=160, blank=True)
    received_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    receipt_note = models.CharField(_("签收说明"), max_length=200, blank=True)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    issuer_path = PathField(_("发出单位路径"), editable=False)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("整改通知")
        verbose_name_plural = _("整改通知")
        ordering = ["-issued_at", "-pk"]
        indexes = [
            models.Index(fields=["org_path", "state"], name="slip_path_state"),
            models.Index(fields=["issuer_path", "state"], name="slip_issuer_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=SlipState.RECEIVED) | models.Q(received_at__isnull=False),
                name="a_received_slip_says_when",
            )
        ]

    def __str__(self) -> str:
        """Kind and number."""
        return f"{self.get_kind_display()} {self.number_text}".strip()

    def get_absolute_url(self) -> str:
        """Where the paper is read, printed and signed for."""
        return reverse("rectification:slip_show", args=[self.pk])

    @property
    def is_received(self) -> bool:
        """Whether the unit has signed for it."""
        return self.state == SlipState.RECEIVED
