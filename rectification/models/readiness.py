"""迎检: an outside body's item list, who answers for each item, what shows it, how ready it is, frozen on a day."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person

from .findings import Finding


class Rating(models.TextChoices):
    """How ready an item is."""

    READY = "ready", _("已准备")
    PARTIAL = "partial", _("部分准备")
    LACKING = "lacking", _("缺项")
    NOT_ASKED = "na", _("不涉及")


class Readiness(models.Model):
    """One inspection by an outside body for which an institution gets ready."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("迎检单位"))
    title = models.CharField(_("迎检名称"), max_length=200)
    body = models.CharField(_("检查机关"), max_length=120)
    visit_on = models.DateField(_("检查日期"))
    prepared_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("牵头人"))
    prepared_at = models.DateTimeField(_("建立时间"), default=timezone.now)
    frozen_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("封存人")
    )
    frozen_at = models.DateTimeField(_("封存时间"), null=True, blank=True)
    org_path = PathField(_("机构路径"), editable=False, db_index=True)
    institution_path = PathField(_("单位路径"), editable=False)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("迎检")
        verbose_name_plural = _("迎检")
        ordering = ["-visit_on", "-pk"]

    def __str__(self) -> str:
        """Its title."""
        return self.title

    def get_absolute_url(self) -> str:
        """The list with its evidence."""
        return reverse("rectification:readiness_detail", args=[self.pk])

    @property
    def is_frozen(self) -> bool:
        """Whether nothing in it changes any more."""
        return self.frozen_at is not None


class ReadinessItem(models.Model):
    """One item of the list: its owner, his own rating, the mock inspector's, and the files that show it."""

    readiness = models.ForeignKey(Readiness, models.PROTECT, related_name="items", verbose_name=_("迎检"))
    order = models.PositiveSmallIntegerField(_("序号"))
    code = models.CharField(_("条目编号"), max_length=20)
    text = models.CharField(_("条目内容"), max_length=400)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("责任人"))
    own_rating = models.CharField(_("自评"), max_length=10, choices=Rating, blank=True)
    own_note = models.CharField(_("自评说明"), max_length=300, blank=True)
    mock_rating = models.CharField(_("模拟检查"), max_length=10, choices=Rating, blank=True)
    mock_note = models.CharField(_("模拟检查说明"), max_length=300, blank=True)
    mock_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("模拟检查人")
    )
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("差距问题")
    )
    files = models.ManyToManyField("accountability.Attachment", related_name="+", blank=True, verbose_name=_("佐证"))
    org_path = PathField(_("机构路径"), editable=False, db_index=True)
    institution_path = PathField(_("单位路径"), editable=False)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("迎检条目")
        verbose_name_plural = _("迎检条目")
        ordering = ["readiness", "order"]
        constraints = [models.UniqueConstraint(fields=["readiness", "code"], name="readiness_item_code_once")]

    def __str__(self) -> str:
        """Number and first words."""
        return f"{self.code} {self.text[:60]}"

    def get_absolute_url(self) -> str:
        """Its place in the list."""
        return f"{self.readiness.get_absolute_url()}#item-{self.pk}"
