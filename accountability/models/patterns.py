"""What auditors have set as the measure of a pattern for their institution; without a row the shipped measure holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person


class PatternThreshold(models.Model):
    """From which number on something is listed for checking; a later row replaces the earlier one, none is lost."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("单位"))
    org_path = PathField(_("机构路径"))
    code = models.CharField(_("核对事项"), max_length=40)
    amount = models.PositiveIntegerField(_("标准"))
    because = models.CharField(_("理由"), max_length=300)
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("设置人"))
    set_at = models.DateTimeField(_("设置时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("核对标准")
        verbose_name_plural = _("核对标准")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["org_path", "code"], name="thresholds_of_a_unit")]

    def __str__(self) -> str:
        return f"{self.code} {self.amount}"
