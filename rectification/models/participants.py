"""The units a campaign is about, as they were when it was issued."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person

from . import querysets
from .choices import ParticipantState, ScopeAction, labels_of


class Participant(models.Model):
    """A frozen snapshot of one unit in scope: later changes of the unit do not rewrite the campaign."""

    campaign = models.ForeignKey(
        "rectification.Campaign", models.PROTECT, related_name="participants", verbose_name=_("专项工作")
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("机构"))
    name = models.CharField(_("名称"), max_length=200)
    kind = models.CharField(_("机构类别"), max_length=40)
    level = models.CharField(_("级别"), max_length=20, blank=True)
    grade = models.CharField(_("等次"), max_length=20, blank=True)
    ownership = models.CharField(_("所有制"), max_length=20, blank=True)
    region = models.CharField(_("行政区"), max_length=80, blank=True)
    org_path = PathField(_("机构路径"), editable=False)
    in_focus = models.BooleanField(_("重点"), default=False)
    state = models.CharField(_("状态"), max_length=20, choices=ParticipantState, default=ParticipantState.ACTIVE)
    added_by_rule = models.BooleanField(_("按规则纳入"), default=True)
    because = models.TextField(_("理由"), blank=True)

    objects = querysets.ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("参加单位")
        verbose_name_plural = _("参加单位")
        ordering = ["campaign", "org_path"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "organization"], name="participant_once_per_campaign")
        ]
        indexes = [models.Index(fields=["org_path", "state"], name="participant_path_state")]

    def __str__(self) -> str:
        """The unit's name on the day it was taken in."""
        return self.name

    def get_absolute_url(self) -> str:
        """Where the unit is shown."""
        return reverse("rectification:institution_detail", args=[self.organization_id])

    @property
    def kind_label(self) -> str:
        """The Chinese word for the unit's kind."""
        return _label("kind", self.kind)

    @property
    def level_label(self) -> str:
        """Level and grade as people say them (三级甲等)."""
        level = _label("level", self.level) if self.level else ""
        if not level or self.grade in ("", "none"):
            return level
        return str(_("%(level)s%(grade)s") % {"level": level, "grade": _label("grade", self.grade)})

    @property
    def ownership_label(self) -> str:
        """The Chinese word for who owns the unit."""
        return _label("ownership", self.ownership)


def _label(field: str, value: str) -> str:
    """The Chinese label an organization's field gives a stored value."""
    return str(labels_of(field).get(value, value))


class ScopeChange(models.Model):
    """One change of the list of units: the first freezing, an addition or a removal, each with its version."""

    campaign = models.ForeignKey(
        "rectification.Campaign", models.PROTECT, related_name="scope_changes", verbose_name=_("专项工作")
    )
    version = models.PositiveIntegerField(_("名单版本"))
    action = models.CharField(_("变更"), max_length=20, choices=ScopeAction)
    participant = models.ForeignKey(
        Participant, models.PROTECT, null=True, blank=True, related_name="changes", verbose_name=_("参加单位")
    )
    count = models.PositiveIntegerField(_("变更后单位数"))
    because = models.TextField(_("理由"), blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        verbose_name = _("范围调整")
        verbose_name_plural = _("范围调整")
        ordering = ["campaign", "version"]
        constraints = [models.UniqueConstraint(fields=["campaign", "version"], name="scope_version_unique")]

    def __str__(self) -> str:
        """What was done and to whom."""
        return f"{self.get_action_display()} {self.participant or ''}".strip()
