"""Statistical forms: designed once as data; a published version never changes, so that a figure keeps its question."""

from functools import cached_property
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person


class ColumnKind(models.TextChoices):
    """What a cell of a column takes."""

    WHOLE = "whole", _("整数")
    DECIMAL = "decimal", _("小数")
    TEXT = "text", _("文字")
    DAY = "day", _("日期")
    COMPUTED = "computed", _("自动计算")


class Known(models.TextChoices):
    """Figures of a unit that need not be asked for."""

    FOUND = "found", _("登记问题数")
    MAJOR = "major", _("重大问题数")
    CLOSED = "closed", _("已销号问题数")
    OPEN = "open", _("未销号问题数")
    ON_SPOT = "on_spot", _("立行立改问题数")


class VersionState(models.TextChoices):
    """Whether a version is still being designed."""

    DRAFT = "draft", _("设计中")
    PUBLISHED = "published", _("已发布")


class LayoutKind(models.TextChoices):
    """How the superior's sheet is filled: a line for each unit, or the cells of one table."""

    LIST = "list", _("每家单位一行")
    GRID = "grid", _("一张表一家单位（或汇总数）")


NUMBERS = (ColumnKind.WHOLE, ColumnKind.DECIMAL, ColumnKind.COMPUTED)
"""The kinds of columns that are counted."""


class Form(models.Model):
    """A statistical form through all its versions, kept by one organization (none: shipped with the product)."""

    code = models.CharField(_("代码"), max_length=64, unique=True, null=True, blank=True)
    name = models.CharField(_("报表名称"), max_length=120)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("制定单位")
    )
    org_path = PathField(_("机构路径"), editable=False, blank=True)
    institution_path = PathField(_("单位路径"), editable=False, blank=True)

    class Meta:
        verbose_name = _("统计报表")
        verbose_name_plural = _("统计报表")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        """The name as lists show it."""
        return self.name

    def get_absolute_url(self) -> str:
        """Where the form and its versions are shown."""
        return reverse("rectification:form_detail", args=[self.pk])


class FormVersion(models.Model):
    """One state of a form: a draft is designed, a published one stands."""

    form = models.ForeignKey(Form, models.PROTECT, related_name="versions", verbose_name=_("统计报表"))
    number = models.PositiveIntegerField(_("版本"))
    state = models.CharField(_("状态"), max_length=20, choices=VersionState, default=VersionState.DRAFT)
    rows = models.JSONField(_("固定行"), default=list, blank=True)
    note = models.TextField(_("填报说明"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("预计填报分钟数"), default=30)
    published_on = models.DateField(_("发布日期"), null=True, blank=True)
    version = models.PositiveIntegerField(_("修改次数"), default=1)

    class Meta:
        verbose_name = _("报表版本")
        verbose_name_plural = _("报表版本")
        ordering = ["form", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_version_unique"),
            models.UniqueConstraint(
                fields=["form"], condition=models.Q(state=VersionState.DRAFT), name="one_draft_of_a_form"
            ),
        ]

    def __str__(self) -> str:
        """Name and version, as a manifest prints it."""
        return _now("%(name)s（第%(version)s版）") % {"name": self.form.name, "version": self.number}

    def get_absolute_url(self) -> str:
        """Where the form is shown."""
        return self.form.get_absolute_url()

    @cached_property
    def design(self) -> list["FormColumn"]:
        """The columns from left to right, read once."""
        return list(self.columns.all())

    @cached_property
    def relations(self) -> list["FormCheck"]:
        """The checks, read once."""
        return list(self.checks.all())

    @property
    def row_count(self) -> int:
        """How many rows a unit fills: one where the form names none."""
        return max(1, len(self.rows))

    @property
    def lines(self) -> list[tuple[int, str]]:
        """Number and heading of every row."""
        return list(enumerate(self.rows or [""], 1))

    @property
    def counted_codes(self) -> list[str]:
        """The letters of the columns that hold numbers."""
        return [column.code for column in self.design if column.is_number]


class FormColumn(models.Model):
    """One column: its letter in formulas, its heading, what may stand in it."""

    form_version = models.ForeignKey(FormVersion, models.PROTECT, related_name="columns", verbose_name=_("报表版本"))
    order = models.PositiveSmallIntegerField(_("序号"))
    code = models.CharField(_("代号"), max_length=2)
    name = models.CharField(_("栏目名称"), max_length=60)
    kind = models.CharField(_("类型"), max_length=20, choices=ColumnKind, default=ColumnKind.WHOLE)
    unit = models.CharField(_("计量单位"), max_length=20, blank=True)
    required = models.BooleanField(_("必填"), default=True)
    lowest = models.DecimalField(_("最小值"), max_digits=15, decimal_places=4, null=True, blank=True)
    highest = models.DecimalField(_("最大值"), max_digits=15, decimal_places=4, null=True, blank=True)
    formula = models.CharField(_("公式"), max_length=200, blank=True)
    known = models.CharField(_("自动预填"), max_length=20, choices=Known, blank=True)

    class Meta:
        verbose_name = _("报表栏目")
        verbose_name_plural = _("报表栏目")
        ordering = ["form_version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["form_version", "code"], name="form_column_code_unique"),
            models.UniqueConstraint(fields=["form_version", "order"], name="form_column_order_unique"),
        ]

    def __str__(self) -> str:
        """Letter and heading, as refusals name it."""
        return f"{self.code} {self.name}"

    @property
    def is_number(self) -> bool:
        """Whether it is counted."""
        return self.kind in NUMBERS

    @property
    def is_computed(self) -> bool:
        """Whether nobody fills it in."""
        return self.kind == ColumnKind.COMPUTED

    @property
    def heading(self) -> str:
        """The heading with the unit of measure."""
        return f"{self.name}（{self.unit}）" if self.unit else self.name


class FormCheck(models.Model):
    """A relation that must hold between cells, or that is pointed out where it does not."""

    form_version = models.ForeignKey(FormVersion, models.PROTECT, related_name="checks", verbose_name=_("报表版本"))
    expression = models.CharField(_("校验关系"), max_length=200)
    message = models.CharField(_("提示语"), max_length=200, blank=True)
    must = models.BooleanField(_("不符合不得上报"), default=True)

    class Meta:
        verbose_name = _("校验关系")
        verbose_name_plural = _("校验关系")
        ordering = ["form_version", "pk"]

    def __str__(self) -> str:
        """The relation in the words of its author where there are some."""
        return self.message or self.expression


class FormLayout(models.Model):
    """The superior's own sheet: which of its columns takes which of ours, and where its footer lies."""

    form = models.OneToOneField(Form, models.PROTECT, related_name="layout", verbose_name=_("统计报表"))
    kind = models.CharField(_("填法"), max_length=10, choices=LayoutKind, default=LayoutKind.LIST)
    sheet = models.CharField(_("工作表"), max_length=31)
    first_row = models.PositiveSmallIntegerField(_("数据起始行"))
    columns = models.JSONField(_("栏目对应"), default=dict)
    serial_column = models.CharField(_("序号列"), max_length=3, blank=True)
    unit_column = models.CharField(_("单位名称列"), max_length=3, blank=True)
    footer = models.JSONField(_("表头表尾单元格"), default=dict)
    sha256 = models.CharField(_("表样摘要"), max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("上级表样")
        verbose_name_plural = _("上级表样")

    def __str__(self) -> str:
        """Whose layout it is."""
        return f"{self.form.name} · {self.sheet}"


FOOTER: dict[str, Any] = {
    "reporting_unit": _("填报单位"),
    "period": _("报告期"),
    "filler": _("填表人"),
    "reviewer": _("审核人"),
    "chief": _("单位负责人"),
    "phone": _("联系电话"),
    "filed_on": _("填报日期"),
}
"""What the head and the foot of a superior's sheet ask for."""
