"""归档: what was finished is filed 件 by 件 with its retention, packed for the archive, and pruned only by two."""

import uuid
from typing import ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person


class Retention(models.TextChoices):
    """How long a piece is kept."""

    PERMANENT = "permanent", _("永久")
    THIRTY = "30", _("30年")
    TEN = "10", _("10年")


class ArchivePiece(models.Model):
    """One 件 of a unit's year, with what the archive's list says of it."""

    class State(models.TextChoices):
        """How far it is."""

        FILED = "filed", _("已编目")
        PROPOSED = "proposed", _("待销毁审批")
        PRUNED = "pruned", _("已销毁")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("立档单位"))
    org_path = PathField(_("机构路径"))
    institution_path = PathField(_("单位路径"))
    year = models.PositiveSmallIntegerField(_("年度"))
    n = models.PositiveIntegerField(_("件号"))
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("对象类型"))
    object_id = models.BigIntegerField(_("对象编号"))
    thing = GenericForeignKey("content_type", "object_id")
    title = models.CharField(_("题名"), max_length=300)
    responsible = models.CharField(_("责任者"), max_length=200)
    document_number = models.CharField(_("文号"), max_length=120, blank=True)
    dated = models.DateField(_("日期"))
    pages = models.PositiveIntegerField(_("页数"), default=1)
    retention = models.CharField(_("保管期限"), max_length=10, choices=Retention.choices)
    lacks = models.CharField(_("缺少"), max_length=120, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.FILED)
    filed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("归档人"))
    filed_at = models.DateTimeField(_("归档时间"), auto_now_add=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("提出人"))
    because = models.CharField(_("销毁理由"), max_length=300, blank=True)
    pruned_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("审批人"))
    pruned_at = models.DateTimeField(_("销毁时间"), null=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("归档件")
        verbose_name_plural = _("归档件")
        ordering: ClassVar = ["organization", "-year", "n"]
        indexes: ClassVar = [models.Index(fields=["org_path", "year"], name="archive_pieces_by_path")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "year", "n"], name="one_archive_number_a_year"),
            models.UniqueConstraint(fields=["organization", "content_type", "object_id"], name="filed_once_a_unit"),
            models.CheckConstraint(
                condition=Q(pruned_by__isnull=True) | ~Q(pruned_by=F("proposed_by")), name="who_proposes_does_not_prune"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.n:04d} {self.title}"

    @property
    def kept_until(self) -> int | None:
        """The last year in which it must be kept; nothing where it is kept for ever."""
        return None if self.retention == Retention.PERMANENT else self.dated.year + int(self.retention)


class ArchivePackage(models.Model):
    """A zip of a unit's year for the archive: who asked for it and what came of it."""

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked", _("正在生成")
        MADE = "made", _("可以下载")
        FAILED = "failed", _("生成失败")

    uuid = models.UUIDField(_("标识"), default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("立档单位"))
    org_path = PathField(_("机构路径"))
    year = models.PositiveSmallIntegerField(_("年度"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.ASKED)
    said = models.CharField(_("说明"), max_length=300, blank=True)
    pieces = models.PositiveIntegerField(_("件数"), default=0)
    size = models.BigIntegerField(_("字节数"), null=True)
    sha256 = models.CharField(_("校验码（SHA-256）"), max_length=64, blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("申请人"))
    asked_at = models.DateTimeField(_("申请时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("归档包")
        verbose_name_plural = _("归档包")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.organization} {self.year}"
