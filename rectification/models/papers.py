"""The on-site paper 现场检查记录: what was seen, and what the unit's head says to it (D3)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Person


class Stand(models.TextChoices):
    """What the unit says of what the inspectors wrote down."""

    AGREES = "agrees", _("情况属实")
    OBJECTS = "objects", _("有异议")
    REFUSES = "refuses", _("拒签")


class SitePaper(models.Model):
    """One inspection's paper as it was signed on the spot."""

    inspection = models.OneToOneField(
        "rectification.Inspection", models.PROTECT, related_name="paper", verbose_name=_("检查")
    )
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    stand = models.CharField(_("被检查单位意见"), max_length=10, choices=Stand)
    signer = models.CharField(_("单位签字人"), max_length=60, blank=True)
    signer_post = models.CharField(_("签字人职务"), max_length=60, blank=True)
    note = models.TextField(_("异议内容或拒签情况"), blank=True)
    signed_on = models.DateField(_("签字日期"))
    feedback = models.TextField(_("反馈会情况"), blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)

    class Meta:
        verbose_name = _("现场检查记录")
        verbose_name_plural = _("现场检查记录")
        ordering = ["-pk"]

    def __str__(self) -> str:
        """The inspection's name."""
        return str(self.inspection)
