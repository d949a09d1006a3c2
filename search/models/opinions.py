"""征求意见: a draft goes to units, and every opinion is answered."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person

from .choices import Verdict
from .library import Edition


class OpinionRequest(models.Model):
    """One unit asked for its opinion on one draft; an answer without opinions says 无意见."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="opinion_requests", verbose_name=_("法规版本"))
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("征求单位"))
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    due_on = models.DateField(_("反馈时限"))
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("征求人"))
    asked_at = models.DateTimeField(_("征求时间"), default=timezone.now)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("反馈人")
    )
    answered_at = models.DateTimeField(_("反馈时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("征求意见")
        verbose_name_plural = _("征求意见")
        ordering = ["edition", "round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "round", "organization"], name="unit_asked_once_per_round")
        ]

    def __str__(self) -> str:
        """Who is asked about what."""
        return f"{self.organization}：{self.edition}"


class Opinion(models.Model):
    """One opinion of one unit and what became of it."""

    request = models.ForeignKey(OpinionRequest, models.CASCADE, related_name="opinions", verbose_name=_("征求意见"))
    place = models.CharField(_("针对条款"), max_length=60, blank=True)
    text = models.TextField(_("意见"))
    verdict = models.CharField(_("采纳情况"), max_length=20, choices=Verdict, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处理人")
    )
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("反馈意见")
        verbose_name_plural = _("反馈意见")
        ordering = ["request", "pk"]

    def __str__(self) -> str:
        """Its first words."""
        return self.text[:60]
