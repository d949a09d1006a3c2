"""Imports 导入: a table that somebody uploaded, and what became of each of its rows."""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Questions about imports."""

    def live(self) -> Self:
        """Those that may still change something."""
        return self.filter(state__in=ImportBatch.LIVE)

    def unfinished(self, *, target: str, organization: Organization, sha256: str) -> "ImportBatch | None":
        """The live batch of this file, if there is one: a constraint sees to it that there is no second."""
        same = self.live().filter(target=target, organization=organization, sha256=sha256)
        return same.select_related("organization", "uploaded_by", "applied_by").first()

    def forgotten(self, before: datetime) -> Self:
        """Those of which nothing was applied and that were uploaded before a moment, the oldest first."""
        waiting = (ImportBatch.State.CHECKED, ImportBatch.State.FAULTY, ImportBatch.State.STOPPED)
        untouched = self.filter(created=0, skipped=0, failed=0)
        return untouched.filter(state__in=waiting, uploaded_at__lt=before).order_by("pk")


class ImportBatch(models.Model):
    """One uploaded table, checked as a whole and applied row by row."""

    class State(models.TextChoices):
        """How far it is."""

        CHECKED = "checked", _("核对通过，待导入")
        FAULTY = "faulty", _("有错误，待改正")
        APPLYING = "applying", _("导入中")
        APPLIED = "applied", _("已导入")
        STOPPED = "stopped", _("未完成，已停止")
        WITHDRAWN = "withdrawn", _("已撤回")

    LIVE: ClassVar = (State.CHECKED, State.APPLYING)

    target = models.CharField(_("导入内容"), max_length=40)
    permission = models.CharField(_("所需权限"), max_length=100)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("导入单位"))
    org_path = PathField(_("所属机构路径"), db_index=True)
    institution_path = PathField(_("所属单位路径"))
    file_name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    headings = models.JSONField(_("表头"), default=list)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.CHECKED)
    error = models.TextField(_("停止原因"), blank=True)
    total = models.PositiveIntegerField(_("行数"), default=0)
    faulty = models.PositiveIntegerField(_("有错误的行数"), default=0)
    known = models.PositiveIntegerField(_("核对时已有的行数"), default=0)
    created = models.PositiveIntegerField(_("新建行数"), default=0)
    skipped = models.PositiveIntegerField(_("已有而跳过的行数"), default=0)
    failed = models.PositiveIntegerField(_("未能导入的行数"), default=0)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now)
    applied_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("导入人"))
    applied_at = models.DateTimeField(_("开始导入时间"), null=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("导入批次")
        verbose_name_plural = _("导入批次")
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("target", "organization", "sha256"),
                condition=Q(state__in=("checked", "applying")),
                name="one_live_import_of_a_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} #{self.pk}"

    def get_absolute_url(self) -> str:
        """The page of its check, its progress and its result."""
        return reverse("import_show", args=[self.pk])

    @property
    def done(self) -> int:
        """How many rows were dealt with."""
        return self.created + self.skipped + self.failed

    @property
    def is_live(self) -> bool:
        """Whether it may still change something."""
        return self.state in self.LIVE


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    """Questions about rows."""

    def ready(self) -> Self:
        """Those still to be applied, in the order of the sheet."""
        return self.filter(state=ImportRow.State.READY).order_by("number")

    def with_faults(self) -> Self:
        """Those that could not be taken, in the order of the sheet."""
        return self.filter(state__in=(ImportRow.State.FAULTY, ImportRow.State.FAILED)).order_by("number")


class ImportRow(models.Model):
    """One row of the table: its key, what stood in it, what is wrong with it, what came of it."""

    class State(models.TextChoices):
        """What has become of it."""

        READY = "ready", _("待导入")
        FAULTY = "faulty", _("有错误")
        CREATED = "created", _("已新建")
        SKIPPED = "skipped", _("已有，跳过")
        FAILED = "failed", _("未能导入")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name=_("导入批次"))
    number = models.PositiveIntegerField(_("行号"))
    key = models.CharField(_("行键"), max_length=64)
    label = models.CharField(_("名称"), max_length=200)
    payload = models.JSONField(_("内容"), default=list)
    errors = models.JSONField(_("错误"), default=list, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.READY)
    exists = models.BooleanField(_("核对时已有"), default=False)
    result_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, related_name="+", verbose_name=_("结果类型")
    )
    result_id = models.BigIntegerField(_("结果编号"), null=True)
    result = GenericForeignKey("result_type", "result_id")

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("导入行")
        verbose_name_plural = _("导入行")
        ordering = ("batch", "number")
        indexes = [models.Index(fields=["batch", "state", "number"], name="import_rows_by_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("batch", "number"), name="one_import_row_a_line"),
            models.UniqueConstraint(fields=("batch", "key"), condition=~Q(state="faulty"), name="one_import_row_a_key"),
        ]

    def __str__(self) -> str:
        return self.label
