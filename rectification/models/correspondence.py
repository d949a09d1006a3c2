"""Words between the office of a campaign and its units: lists of recipients, notices with 签收, 政策咨询."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engine.models import Flowing
from organizations.fields import PathField
from organizations.models import Organization, Person


class DistributionList(models.Model):
    """A named list of units to which an institution sends notices."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("单位"))
    name = models.CharField(_("名称"), max_length=80)
    units = models.ManyToManyField(Organization, related_name="+", verbose_name=_("收件单位"))
    kept_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("维护人"))
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    ended_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("发送名单")
        verbose_name_plural = _("发送名单")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"], condition=Q(ended_on__isnull=True), name="one_list_of_a_name"
            )
        ]

    def __str__(self) -> str:
        """The name."""
        return self.name


class WorkNotice(models.Model):
    """工作通知: what the office tells the units of a list in a campaign; the recipients are frozen."""

    campaign = models.ForeignKey(
        "rectification.Campaign", models.PROTECT, related_name="notices", verbose_name=_("专项工作")
    )
    title = models.CharField(_("标题"), max_length=120)
    text = models.TextField(_("内容"))
    list_name = models.CharField(_("发送名单"), max_length=80)
    sign_by = models.DateField(_("签收期限"))
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("发送人"))
    sent_at = models.DateTimeField(_("发送时间"), default=timezone.now)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)

    class Meta:
        verbose_name = _("工作通知")
        verbose_name_plural = _("工作通知")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        """The title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Where it is read and signed for."""
        return reverse("rectification:worknotice_detail", args=[self.pk])


class NoticeReceipt(models.Model):
    """One recipient of a notice, and who signed for it when."""

    notice = models.ForeignKey(WorkNotice, models.PROTECT, related_name="receipts", verbose_name=_("工作通知"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("收件单位"))
    name = models.CharField(_("收件单位名称"), max_length=200)
    org_path = PathField(_("机构路径"), editable=False)
    received_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签收人")
    )
    received_at = models.DateTimeField(_("签收时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("通知签收")
        verbose_name_plural = _("通知签收")
        ordering = ["org_path", "pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "organization"], name="one_receipt_a_recipient")]

    def __str__(self) -> str:
        """The recipient."""
        return self.name


class QuestionQuerySet(models.QuerySet["PolicyQuestion"]):
    """Questions about questions."""

    def unanswered(self) -> Self:
        """Those that wait."""
        return self.filter(answered_at__isnull=True)


class PolicyQuestion(Flowing):
    """政策咨询: what a unit asks of the office of a campaign; a shared answer is read by all without a name."""

    campaign = models.ForeignKey(
        "rectification.Campaign", models.PROTECT, related_name="questions", verbose_name=_("专项工作")
    )
    participant = models.ForeignKey(
        "rectification.Participant", models.PROTECT, related_name="questions", verbose_name=_("咨询单位")
    )
    text = models.TextField(_("问题"))
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("咨询人"))
    asked_at = models.DateTimeField(_("咨询时间"), default=timezone.now)
    due_on = models.DateField(_("答复期限"))
    answer = models.TextField(_("答复"), blank=True)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答复人")
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    shared_text = models.TextField(_("公开的问题"), blank=True)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    office_path = PathField(_("答复单位路径"), editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("政策咨询")
        verbose_name_plural = _("政策咨询")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["campaign", "answered_at"], name="question_campaign_answered")]

    def __str__(self) -> str:
        """The first words."""
        return self.text[:40]

    def get_absolute_url(self) -> str:
        """The questions of the campaign."""
        return f"{reverse('rectification:campaign_questions', args=[self.campaign_id])}#question-{self.pk}"

    @property
    def askers(self) -> models.QuerySet[Person]:
        """Who does not answer it himself."""
        return Person.objects.filter(pk=self.asked_by_id)

    @property
    def is_shared(self) -> bool:
        """Whether all units of the campaign read it as 常见问题."""
        return bool(self.shared_text)

    def is_late(self, today: Any = None) -> bool:
        """Whether the office has not answered in time, or did so late."""
        answered = timezone.localdate(self.answered_at) if self.answered_at else (today or timezone.localdate())
        return bool(answered > self.due_on)
