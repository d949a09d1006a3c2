"""Proposals for the new plan: last year's open items, repeated findings, missed quotas, rules due for revision."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization, Person

from . import querysets
from .choices import ProposalKind, ProposalState
from .contents import Measure
from .plans import Plan


class Proposal(models.Model):
    """One thing that speaks for a line in the new plan; adopted, merged into a line, or declined with a reason."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="proposals", verbose_name=_("计划"))
    kind = models.CharField(_("类别"), max_length=14, choices=ProposalKind)
    source_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("来源类型"))
    source_id = models.PositiveBigIntegerField(_("来源编号"))
    source = GenericForeignKey("source_type", "source_id")
    source_label = models.CharField(_("来源"), max_length=200)
    source_url = models.CharField(_("来源地址"), max_length=200, blank=True)
    text = models.TextField(_("建议内容"))
    because = models.CharField(_("提出依据"), max_length=300, blank=True)
    unit = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任单位")
    )
    due_on = models.DateField(_("日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    measure = models.ForeignKey(
        Measure, models.SET_NULL, null=True, blank=True, related_name="proposals", verbose_name=_("对应措施")
    )
    reason = models.CharField(_("处理理由"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处理人")
    )
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    objects = querysets.ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("计划建议")
        verbose_name_plural = _("计划建议")
        ordering = ["plan", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "source_type", "source_id"], name="plan_proposal_once_a_source"
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="plan_proposal_declined_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def org_path(self) -> str:
        """Where the plan stands."""
        return self.plan.org_path
