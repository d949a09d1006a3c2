"""The agenda: what is dealt with in which order, by whom, and with which papers."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person

from .choices import ItemState, Major, Part, Resolution


class AgendaItem(models.Model):
    """One item of a meeting's agenda."""

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="agenda", verbose_name=_("会议"))
    org_path = PathField(_("机构路径"), editable=False)
    order = models.PositiveSmallIntegerField(_("顺序"))
    part = models.CharField(_("类别"), max_length=20, choices=Part, default=Part.REPORT)
    title = models.CharField(_("议题"), max_length=200)
    text = models.TextField(_("内容"), blank=True)
    unit = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("汇报单位")
    )
    speaker = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("汇报人")
    )
    minutes = models.PositiveSmallIntegerField(_("预计用时（分钟）"), null=True, blank=True)
    required = models.BooleanField(_("必备议程"), default=False)
    standing = models.BooleanField(_("常设议程"), default=False)
    major = models.CharField(_("三重一大"), max_length=20, choices=Major, default=Major.NONE, blank=True)
    papers_due_on = models.DateField(_("材料报送截止"), null=True, blank=True)
    restricted = models.BooleanField(_("材料限会上阅看"), default=False)
    state = models.CharField(_("结果"), max_length=20, choices=ItemState, default=ItemState.PLANNED)
    conclusion = models.TextField(_("议定结果"), blank=True)
    source_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("来源类型")
    )
    source_id = models.BigIntegerField(_("来源编号"), null=True, blank=True)
    source = GenericForeignKey("source_type", "source_id")
    source_label = models.CharField(_("来源"), max_length=200, blank=True)
    shown = models.CharField(_("所审议内容校验码"), max_length=64, blank=True, editable=False)
    resolution = models.CharField(_("审议结果"), max_length=12, choices=Resolution, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("议程")
        verbose_name_plural = _("议程")
        ordering = ["meeting", "order", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its place on the meeting's page."""
        return f"{self.meeting.get_absolute_url()}#item-{self.pk}"

    @property
    def is_deliberation(self) -> bool:
        """Whether a thing elsewhere waits for what the meeting makes of it."""
        return bool(self.shown)


class AgendaPaper(models.Model):
    """A paper asked of a unit before the meeting 会前材料, and what the unit handed in."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="papers", verbose_name=_("议程"))
    org_path = PathField(_("报送单位路径"), editable=False)
    meeting_path = PathField(_("主办单位路径"), editable=False)
    unit = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("报送单位"))
    wanted = models.CharField(_("材料要求"), max_length=200, blank=True)
    due_on = models.DateField(_("报送截止"))
    text = models.TextField(_("材料正文"), blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("征集人"))
    asked_at = models.DateTimeField(_("征集时间"), auto_now_add=True)
    submitted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("报送人")
    )
    submitted_at = models.DateTimeField(_("报送时间"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("会前材料")
        verbose_name_plural = _("会前材料")
        ordering = ["item", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "unit"], name="one_paper_a_unit_and_agenda_item")]

    def __str__(self) -> str:
        return f"{self.unit}：{self.item}"[:200]

    def get_absolute_url(self) -> str:
        """Where the unit writes it."""
        return reverse("meetings:paper_hand_in", args=[self.pk])
