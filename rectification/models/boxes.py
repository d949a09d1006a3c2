"""What a campaign's dossier holds beyond its own rows: meetings that belong to it; and a box as it was put together."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person


class CampaignMeeting(models.Model):
    """A meeting that belongs to a campaign; what it is called is frozen, for it is kept by another part of the site."""

    campaign = models.ForeignKey(
        "rectification.Campaign", models.PROTECT, related_name="linked_meetings", verbose_name=_("专项工作")
    )
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("对象类型"))
    object_id = models.PositiveBigIntegerField(_("对象编号"))
    label = models.CharField(_("会议"), max_length=200)
    held_on = models.DateField(_("会议日期"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("主办单位"))
    output = models.ForeignKey(
        "rectification.Output", models.PROTECT, null=True, blank=True, related_name="meetings",
        verbose_name=_("对应的阶段成果"),
    )  # fmt: skip
    linked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    linked_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)

    class Meta:
        verbose_name = _("专项工作的会议")
        verbose_name_plural = _("专项工作的会议")
        ordering = ["held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "content_type", "object_id"], name="a_meeting_belongs_once_to_a_campaign"
            )
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.label

    def get_absolute_url(self) -> str:
        """The list it stands in."""
        return reverse("rectification:campaign_meetings", args=[self.campaign_id])


class KeptBox(models.Model):
    """A dossier as one person put it together on a day: its index and its sheets stay as they were."""

    campaign = models.ForeignKey(
        "rectification.Campaign", models.PROTECT, null=True, blank=True, related_name="kept_boxes",
        verbose_name=_("专项工作"),
    )  # fmt: skip
    readiness = models.ForeignKey(
        "rectification.Readiness",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="kept_boxes",
        verbose_name=_("迎检"),
    )
    title = models.CharField(_("题名"), max_length=200)
    pages = models.PositiveIntegerField(_("页数"))
    content = models.JSONField(_("目录和各页"), default=dict)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("编制人"))
    made_at = models.DateTimeField(_("编制时间"), default=timezone.now)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)

    class Meta:
        verbose_name = _("档案盒")
        verbose_name_plural = _("档案盒")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["campaign", "made_by", "-id"], name="boxes_of_a_campaign"),
            models.Index(fields=["readiness", "made_by", "-id"], name="boxes_of_a_readiness"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(campaign__isnull=False, readiness__isnull=True)
                | Q(campaign__isnull=True, readiness__isnull=False),
                name="a_box_holds_one_thing",
            )
        ]

    def __str__(self) -> str:
        """What it holds, and of which day."""
        return f"{self.title}（{timezone.localdate(self.made_at):%Y-%m-%d}）"

    def get_absolute_url(self) -> str:
        """Where it is read and printed."""
        if self.campaign_id:
            return reverse("rectification:campaign_dossier", args=[self.campaign_id])
        return reverse("rectification:readiness_index", args=[self.readiness_id])

    @property
    def about(self) -> Any:
        """What it holds the papers of."""
        return self.campaign or self.readiness
