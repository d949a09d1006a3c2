"""Checklists: versions never change once published, so that an answer keeps its question."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .choices import AnswerKind, Severity


class Checklist(models.Model):
    """A checklist through all its versions, kept by one organization (none: shipped with the product)."""

    code = models.CharField(_("代码"), max_length=64, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("制定单位"),
    )

    class Meta:
        verbose_name = _("检查表")
        verbose_name_plural = _("检查表")
        ordering = ["code"]

    def __str__(self) -> str:
        """The name as lists show it."""
        return self.name


class ChecklistVersion(models.Model):
    """One published state of a checklist."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="versions", verbose_name=_("检查表"))
    version = models.PositiveIntegerField(_("版本"))
    published_on = models.DateField(_("发布日期"))
    note = models.TextField(_("说明"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("预计填报分钟数"), default=60)

    class Meta:
        verbose_name = _("检查表版本")
        verbose_name_plural = _("检查表版本")
        ordering = ["checklist", "-version"]
        constraints = [models.UniqueConstraint(fields=["checklist", "version"], name="checklist_version_unique")]

    def __str__(self) -> str:
        """Name and version, as a manifest prints it."""
        return _("%(name)s（第%(version)s版）") % {"name": self.checklist.name, "version": self.version}

    def get_absolute_url(self) -> str:
        """Where its items are read."""
        return f"{reverse('rectification:checklist_list')}?version={self.pk}"


class ChecklistItem(models.Model):
    """One question of a checklist version."""

    checklist_version = models.ForeignKey(
        ChecklistVersion, models.PROTECT, related_name="items", verbose_name=_("检查表版本")
    )
    order = models.PositiveSmallIntegerField(_("序号"))
    section = models.CharField(_("检查项目"), max_length=120)
    requirement = models.TextField(_("检查内容"))
    method = models.TextField(_("检查方法"), blank=True)
    severity = models.CharField(_("默认严重程度"), max_length=20, choices=Severity, default=Severity.GENERAL)
    weight = models.DecimalField(_("分值"), max_digits=6, decimal_places=2, default=0)
    answer_kind = models.CharField(_("答案类型"), max_length=20, choices=AnswerKind, default=AnswerKind.CHOICE)
    unit = models.CharField(_("计量单位"), max_length=20, blank=True)
    required = models.BooleanField(_("必填"), default=True)
    cites = models.TextField(_("依据条款"), blank=True)

    class Meta:
        verbose_name = _("检查条目")
        verbose_name_plural = _("检查条目")
        ordering = ["checklist_version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["checklist_version", "order"], name="checklist_item_order_unique")
        ]

    def __str__(self) -> str:
        """Number and section, as refusals name it."""
        return f"{self.order}. {self.section}"

    def get_absolute_url(self) -> str:
        """Where it stands in its checklist."""
        return f"{reverse('rectification:checklist_list')}?version={self.checklist_version_id}#item-{self.pk}"

    @property
    def org_path(self) -> str:
        """Where its checklist is kept; empty for what the product ships, which is everybody's."""
        owner = self.checklist_version.checklist.organization
        return owner.path if owner else ""

    @property
    def institution_path(self) -> str:
        """The institution that keeps its checklist."""
        owner = self.checklist_version.checklist.organization
        return owner.institution_path if owner else ""
