"""Importing a plan: the text, what was recognised in it, and what a person made of each thing recognised."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Person

from . import querysets
from .choices import ImportState, ReadingKind, ReadingVerdict
from .plans import Plan


class PlanImport(models.Model):
    """One file or pasted text that is read into one draft."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="imports", verbose_name=_("计划"))
    name = models.CharField(_("文件名"), max_length=200, blank=True)
    blob = models.ForeignKey(
        "accountability.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("原文件")
    )
    text = models.TextField(_("文字"), blank=True, editable=False)
    headings = models.JSONField(_("识别出的标题"), default=list, blank=True, editable=False)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=ImportState, default=ImportState.WAITING)
    said = models.CharField(_("说明"), max_length=300, blank=True)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now)
    finished_at = models.DateTimeField(_("核对完成时间"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = querysets.ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("计划导入")
        verbose_name_plural = _("计划导入")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name or str(self.plan)

    def get_absolute_url(self) -> str:
        """Where what was recognised is looked through."""
        return reverse("plans:import_review", args=[self.pk])


class PlanReading(models.Model):
    """One thing recognised: the sentence it stands in, its place there, what was read, and what a person said to it.

    `values` is the reader's answer (the shape of `import_plan --json`), `corrected` what a person put in its place.
    """

    of = models.ForeignKey(PlanImport, models.CASCADE, related_name="readings", verbose_name=_("计划导入"))
    kind = models.CharField(_("类别"), max_length=12, choices=ReadingKind)
    order = models.PositiveIntegerField(_("顺序"))
    line = models.PositiveIntegerField(_("原文行"), default=0)
    section = models.IntegerField(_("原文章节"), default=-1)
    source = models.TextField(_("原文句子"))
    start = models.PositiveIntegerField(_("起"), default=0)
    end = models.PositiveIntegerField(_("止"), default=0)
    values = models.JSONField(_("识别结果"), default=dict)
    corrected = models.JSONField(_("改正结果"), default=dict, blank=True)
    doubt = models.CharField(_("存疑原因"), max_length=300, blank=True)
    verdict = models.CharField(_("核对结果"), max_length=10, choices=ReadingVerdict, default=ReadingVerdict.OPEN)
    because = models.CharField(_("不采用的理由"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("核对人")
    )
    decided_at = models.DateTimeField(_("核对时间"), null=True, blank=True)
    made_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("形成对象类型")
    )
    made_id = models.PositiveBigIntegerField(_("形成对象编号"), null=True, blank=True)
    made = GenericForeignKey("made_type", "made_id")

    objects = querysets.ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("识别内容")
        verbose_name_plural = _("识别内容")
        ordering = ["of", "order"]
        indexes = [models.Index(fields=["of", "kind", "verdict"], name="plan_reading_of_import")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.source[:60]}"

    @property
    def org_path(self) -> str:
        """Where the plan stands."""
        return self.of.org_path

    @property
    def result(self) -> dict[str, object]:
        """What was read, as corrected."""
        return {**self.values, **self.corrected}
