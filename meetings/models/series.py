"""Meetings that come again 例会: one row says what they have in common and counts them year by year."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person


class MeetingSeries(models.Model):
    """A meeting that comes again, of a committee, a group or an institution."""

    title = models.CharField(_("名称"), max_length=120)
    kind = models.ForeignKey("meetings.MeetingKind", models.PROTECT, related_name="series", verbose_name=_("会议类型"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("主办单位"))
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    body = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting_series",
        verbose_name=_("委员会或专班"),
    )
    rhythm = models.CharField(_("召开频次"), max_length=60, blank=True, help_text=_("例如：每季度至少召开一次。"))
    place = models.CharField(_("常用会议地点"), max_length=120, blank=True)
    chair = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("主持人"))
    recorder = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("记录人")
    )
    active = models.BooleanField(_("启用"), default=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("例会")
        verbose_name_plural = _("例会")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "title"],
                name="a_series_once_a_unit",
                violation_error_message=_("本单位已有同名例会，请换一个名称。"),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where the series is shown."""
        return reverse("meetings:series_detail", args=[self.pk])
