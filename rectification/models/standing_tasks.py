"""长效措施: what a campaign leaves behind as a standing task, proposed while it runs, begun when it is closed."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person

from .findings import Finding


class StandingTask(models.Model):
    """One temporary measure that shall hold for good; from the closing on it is an assignment of its unit."""

    campaign = models.ForeignKey(
        "rectification.Campaign", models.PROTECT, related_name="standing_tasks", verbose_name=_("专项工作")
    )
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="standing_tasks", verbose_name=_("来源问题")
    )
    text = models.CharField(_("长效措施"), max_length=400)
    lead_unit = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("责任单位"))
    holder = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("责任人"))
    due_on = models.DateField(_("首次落实期限"))
    evidence_required = models.CharField(_("佐证要求"), max_length=200, blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    proposed_at = models.DateTimeField(_("提出时间"), default=timezone.now)
    assignment = models.OneToOneField(
        "accountability.Assignment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("任务")
    )
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)

    class Meta:
        verbose_name = _("长效措施")
        verbose_name_plural = _("长效措施")
        ordering = ["campaign", "pk"]

    def __str__(self) -> str:
        """The first words of what shall hold."""
        return self.text[:60]

    def get_absolute_url(self) -> str:
        """Where it stands among what the campaign leaves behind."""
        return f"{reverse('rectification:campaign_closing', args=[self.campaign_id])}#standing"
