"""会议审议: what a meeting made of a plan, a revision or a review that waited for it."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accountability.models import SignRequest
from organizations.models import Person

from .choices import Resolution
from .plans import Plan


class Deliberation(models.Model):
    """One meeting's answer to one step 会议审议, with the minutes it rests on; never changed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="deliberations", verbose_name=_("计划"))
    request = models.ForeignKey(SignRequest, models.PROTECT, related_name="+", verbose_name=_("办理单"))
    resolution = models.CharField(_("审议结果"), max_length=12, choices=Resolution)
    opinion = models.TextField(_("会议意见"), blank=True)
    meeting = models.CharField(_("会议"), max_length=200)
    held_on = models.DateField(_("会议日期"))
    number = models.CharField(_("纪要编号"), max_length=80, blank=True)
    basis_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("依据类型"))
    basis_id = models.PositiveBigIntegerField(_("依据编号"))
    basis = GenericForeignKey("basis_type", "basis_id")
    url = models.CharField(_("依据地址"), max_length=200, blank=True, editable=False)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("印发纪要人员"))
    recorded_at = models.DateTimeField(_("生效时间"), default=timezone.now)

    class Meta:
        verbose_name = _("会议审议")
        verbose_name_plural = _("会议审议")
        ordering = ["plan", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=~Q(resolution="again"), name="plan_step_deliberated_once"
            ),
            models.UniqueConstraint(fields=["request", "basis_type", "basis_id"], name="plan_step_once_per_minutes"),
        ]

    def __str__(self) -> str:
        return _t("%(meeting)s：%(result)s") % {"meeting": self.meeting, "result": self.get_resolution_display()}

    @property
    def org_path(self) -> str:
        """Where the plan stands."""
        return self.plan.org_path
