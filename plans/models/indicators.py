"""指标: sets owned by a centre or commission, versioned; what each figure means and what is asked of whom."""

import datetime
import uuid
from decimal import Decimal

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from engine.models import Flowing
from organizations.fields import PathField
from organizations.models import Organization, Person
from plans.judging import Comparator, Standard, plain
from plans.periods import Period

from . import indicator_querysets

LONG_AGO = datetime.date(1900, 1, 1)
"""Stands in an index for the day of a target that always held."""


class SetState(models.TextChoices):
    """How far a version of a set is."""

    DRAFT = "draft", _("拟定中")
    APPROVING = "approving", _("待发布")
    PUBLISHED = "published", _("执行中")
    SUPERSEDED = "superseded", _("已被新版替代")
    RETIRED = "retired", _("已停用")


class FilledBy(models.TextChoices):
    """Who reports the values of a set."""

    INSTITUTIONS = "institutions", _("下级机构")
    DEPARTMENTS = "departments", _("本单位各科室")
    ITSELF = "itself", _("本单位")


class IndicatorKind(models.TextChoices):
    """What kind of figure it is."""

    RATE = "rate", _("率（分子/分母）")
    NUMBER = "number", _("数值")
    COUNT = "count", _("计数")
    ZERO = "zero", _("零发生")
    STREAK = "streak", _("连续无事件")
    GRADE = "grade", _("等级")


class IndicatorSource(models.TextChoices):
    """Where the values come from: reported by people, or worked out from what the system knows."""

    FILLED = "filled", _("单位填报")
    ATTENDANCE = "attendance", _("培训参加率（由培训记录计算）")
    PASSED = "passed", _("考核合格率（由考核成绩计算）")
    PUNCTUAL = "punctual", _("数据报送及时率（由报送记录计算）")
    CORRECTED = "corrected", _("数据更正率（由更正记录计算）")


class IndicatorSet(Flowing):
    """One version of a set of indicators."""

    name = models.CharField(_("指标集"), max_length=120)
    series = models.UUIDField(_("系列"), default=uuid.uuid4, editable=False, db_index=True)
    number = models.PositiveSmallIntegerField(_("版次"), default=1)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="following", verbose_name=_("上一版")
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("归口单位"))
    plan = models.ForeignKey(
        "plans.Plan", models.SET_NULL, null=True, blank=True, related_name="indicator_sets", verbose_name=_("计划")
    )
    basis = models.CharField(_("依据"), max_length=300, blank=True)
    note = models.TextField(_("说明"), blank=True)
    filled_by = models.CharField(_("填报主体"), max_length=20, choices=FilledBy, default=FilledBy.INSTITUTIONS)
    unit_kinds = models.JSONField(_("机构类别"), default=list, blank=True)
    unit_levels = models.JSONField(_("机构级别"), default=list, blank=True)
    key_departments_only = models.BooleanField(_("只限重点科室"), default=False)
    due_days = models.PositiveSmallIntegerField(_("期末后几日内报送"), default=10)
    starts_on = models.DateField(_("自何日起执行"))
    state = models.CharField(_("状态"), max_length=20, choices=SetState, default=SetState.DRAFT)
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("拟定人"))
    published_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("发布人")
    )
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    publish_path = PathField(_("发布审核单位路径"), editable=False)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = indicator_querysets.SetQuerySet.as_manager()

    class Meta:
        verbose_name = _("指标集")
        verbose_name_plural = _("指标集")
        ordering = ("name", "-number")
        constraints = (
            models.UniqueConstraint(fields=("series", "number"), name="indicator_set_number_once"),
            models.UniqueConstraint(
                fields=("series",), condition=Q(state=SetState.PUBLISHED), name="indicator_set_one_in_force"
            ),
            models.UniqueConstraint(
                fields=("series",),
                condition=Q(state__in=[SetState.DRAFT, SetState.APPROVING]),
                name="indicator_set_one_draft",
            ),
        )
        indexes = (models.Index(fields=("org_path", "state"), name="indicator_set_path_state"),)

    def __str__(self) -> str:
        return _t("%(name)s（第%(number)s版）") % {"name": self.name, "number": self.number}

    def get_absolute_url(self) -> str:
        """Where the set is shown."""
        return reverse("plans:indicator_set_detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Whether it may still be edited."""
        return self.state == SetState.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether somebody has yet to act on it."""
        return self.state in (SetState.DRAFT, SetState.APPROVING)

    @property
    def drafters(self) -> models.QuerySet[Person]:
        """Who may not publish it."""
        return Person.objects.filter(pk=self.drafted_by_id)


class Indicator(models.Model):
    """One figure: its definition, its target, when it warns, and how often it is reported."""

    indicator_set = models.ForeignKey(IndicatorSet, models.PROTECT, related_name="indicators", verbose_name=_("指标集"))
    code = models.CharField(_("代码"), max_length=20)
    order = models.PositiveSmallIntegerField(_("序号"), default=1)
    name = models.CharField(_("指标名称"), max_length=120)
    kind = models.CharField(_("类型"), max_length=10, choices=IndicatorKind, default=IndicatorKind.RATE)
    source = models.CharField(_("数据来源"), max_length=12, choices=IndicatorSource, default=IndicatorSource.FILLED)
    topic = models.CharField(_("对应培训主题"), max_length=60, blank=True)
    period = models.CharField(_("报送周期"), max_length=10, choices=Period, default=Period.MONTH)
    comparator = models.CharField(_("要求"), max_length=6, choices=Comparator, default=Comparator.AT_LEAST)
    target = models.DecimalField(_("目标值"), max_digits=20, decimal_places=6, null=True, blank=True)
    upper = models.DecimalField(_("上限"), max_digits=20, decimal_places=6, null=True, blank=True)
    warning = models.DecimalField(_("黄线"), max_digits=20, decimal_places=6, null=True, blank=True)
    unit = models.CharField(_("单位"), max_length=20, blank=True)
    grades = models.JSONField(_("等级（由高到低）"), default=list, blank=True)
    numerator = models.CharField(_("分子"), max_length=300, blank=True)
    denominator = models.CharField(_("分母"), max_length=300, blank=True)
    population = models.CharField(_("统计范围"), max_length=300, blank=True)
    may_exceed = models.BooleanField(_("分子可以大于分母"), default=False)
    minimum_sample = models.PositiveIntegerField(_("最小样本量"), default=0)
    decimals = models.PositiveSmallIntegerField(_("小数位数"), default=2)
    streak_days = models.PositiveSmallIntegerField(_("每个周期的天数"), null=True, blank=True)
    counts_from = models.DateField(_("起算日"), null=True, blank=True)
    worsening = models.PositiveSmallIntegerField(_("连续几期走坏即预警"), default=0)
    is_checked = models.BooleanField(_("另有督查核对"), default=False)
    reach_by = models.DateField(_("应达到日期"), null=True, blank=True)
    cited_text = models.CharField(_("限值依据"), max_length=500, blank=True)
    doubt = models.CharField(_("存疑"), max_length=300, blank=True)
    source_text = models.TextField(_("原文"), blank=True)
    objective = models.ForeignKey(
        "plans.Objective", models.SET_NULL, null=True, blank=True, related_name="indicators", verbose_name=_("计划目标")
    )
    since = models.DateField(_("自何日起统计"), null=True, blank=True, editable=False)
    until = models.DateField(_("统计到何日"), null=True, blank=True, editable=False)

    objects = indicator_querysets.IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("指标")
        verbose_name_plural = _("指标")
        ordering = ("indicator_set", "order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("indicator_set", "code"), name="indicator_code_once_per_set"),
            models.CheckConstraint(
                condition=~Q(comparator=Comparator.RANGE) | Q(target__isnull=True) | Q(target__lte=F("upper")),
                name="indicator_range_is_upright",
            ),
        )
        indexes = (models.Index(fields=("code",), name="indicator_code"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where it is shown with its trend."""
        return reverse("plans:indicator_detail", args=[self.pk])

    @property
    def org_path(self) -> str:
        """It belongs where its set belongs."""
        return self.indicator_set.org_path

    @property
    def institution_path(self) -> str:
        """It belongs where its set belongs."""
        return self.indicator_set.institution_path

    @property
    def standard(self) -> Standard:
        """What is asked of everybody for whom nothing else is said."""
        return Standard(self.comparator, self.target, self.upper, self.warning)

    @property
    def is_counted_by_events(self) -> bool:
        """Whether its values follow from events that are registered when they happen."""
        return self.kind in (IndicatorKind.ZERO, IndicatorKind.STREAK)

    @property
    def is_worked_out(self) -> bool:
        """Whether nobody types its values."""
        return self.source != IndicatorSource.FILLED or self.is_counted_by_events

    @property
    def may_have_parts(self) -> bool:
        """Whether it is counted by class."""
        return self.kind in (IndicatorKind.COUNT, IndicatorKind.NUMBER)

    @property
    def standard_words(self) -> str:
        """The target as it is written."""
        return self.words_of(self.standard)

    def words_of(self, standard: Standard) -> str:
        """A standard of this indicator as it is written; a grade by its name."""
        if self.kind == IndicatorKind.GRADE:
            return _t("%(grade)s及以上") % {"grade": self.grade_of(standard.target)} if standard.target else ""
        if self.may_have_parts and (parts := list(self.parts.all())):
            return _("；").join(f"{part.name}{self.words_of_part(part)}" for part in parts)
        return standard.words(self.unit)

    def words_of_part(self, part: "IndicatorPart") -> str:
        """The target of one part."""
        return Standard(self.comparator, part.target, part.upper).words(self.unit)

    def grade_of(self, value: Decimal | None) -> str:
        """The name of a grade; the best has the highest number."""
        place = len(self.grades) - int(value) if value is not None else -1
        return str(self.grades[place]) if 0 <= place < len(self.grades) else ""

    def rank_of(self, grade: str) -> Decimal | None:
        """The number of a grade."""
        return Decimal(len(self.grades) - self.grades.index(grade)) if grade in self.grades else None

    def shown(self, value: Decimal | None) -> str:
        """A value as people read it."""
        if value is None:
            return ""
        if self.kind == IndicatorKind.GRADE:
            return self.grade_of(value)
        return f"{plain(value, self.decimals)}{self.unit}"


class IndicatorPart(models.Model):
    """A class of what is counted, with a ceiling or goal of its own: 一类障碍, 国家级重点专科."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="parts", verbose_name=_("指标"))
    code = models.CharField(_("代码"), max_length=10)
    name = models.CharField(_("分类"), max_length=60)
    target = models.DecimalField(_("目标值"), max_digits=20, decimal_places=6, null=True, blank=True)
    upper = models.DecimalField(_("上限"), max_digits=20, decimal_places=6, null=True, blank=True)

    class Meta:
        verbose_name = _("指标分类")
        verbose_name_plural = _("指标分类")
        ordering = ("indicator", "pk")
        constraints = (models.UniqueConstraint(fields=("indicator", "code"), name="indicator_part_once"),)

    def __str__(self) -> str:
        return self.name


class IndicatorTarget(models.Model):
    """Another target for some units or one year: 三级医院, 重点科室, one unit, 2026年; the narrowest applies."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets", verbose_name=_("指标"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("单位")
    )
    level = models.CharField(_("级别"), max_length=10, choices=Organization.Level, blank=True)
    kind = models.CharField(_("机构类别"), max_length=20, choices=Organization.Kind, blank=True)
    key_department = models.BooleanField(_("重点科室"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    since = models.DateField(_("自何日起"), null=True, blank=True)
    target = models.DecimalField(_("目标值"), max_digits=20, decimal_places=6)
    upper = models.DecimalField(_("上限"), max_digits=20, decimal_places=6, null=True, blank=True)
    warning = models.DecimalField(_("黄线"), max_digits=20, decimal_places=6, null=True, blank=True)

    class Meta:
        verbose_name = _("分类目标值")
        verbose_name_plural = _("分类目标值")
        ordering = ("indicator", "pk")
        constraints = (
            models.UniqueConstraint(
                "indicator",
                Coalesce("organization", Value(0)),
                "level",
                "kind",
                Coalesce(Cast("key_department", models.IntegerField()), Value(2)),
                Coalesce("year", Value(0)),
                Coalesce("since", Value(LONG_AGO, output_field=models.DateField())),
                name="indicator_target_once",
            ),
            models.CheckConstraint(
                condition=Q(upper__isnull=True) | Q(target__lte=F("upper")), name="indicator_target_is_upright"
            ),
        )

    def __str__(self) -> str:
        return self.whom

    @property
    def whom(self) -> str:
        """For whom it holds."""
        key = {True: _t("重点科室"), False: _t("普通科室"), None: ""}[self.key_department]
        year = _t("%(year)s年") % {"year": self.year} if self.year else ""
        since = _t("%(day)s起") % {"day": f"{self.since:%Y-%m-%d}"} if self.since else ""
        named = (year, since, str(self.organization or ""), self.get_level_display() if self.level else "",
                 self.get_kind_display() if self.kind else "", key)  # fmt: skip
        return " ".join(part for part in named if part)

    @property
    def standard(self) -> Standard:
        """What it asks."""
        return Standard(self.indicator.comparator, self.target, self.upper, self.warning)

    def holds_for(self, unit: Organization, year: int, on: datetime.date | None = None) -> bool:
        """Whether it speaks of this unit in this year; one of a revision from its day on, hence only of a day."""
        return (
            (self.since is None or (on is not None and self.since <= on))
            and (self.organization_id is None or self.organization_id == unit.pk)
            and (not self.level or self.level == unit.level)
            and (not self.kind or self.kind == unit.kind)
            and (self.key_department is None or self.key_department == unit.is_key_department)
            and (self.year is None or self.year == year)
        )

    @property
    def narrowness(self) -> tuple[bool, int, datetime.date]:
        """One unit before every class of units; of two classes the one that says more; of two days the later."""
        said = (self.level, self.kind, self.key_department is not None, self.year)
        return self.organization_id is not None, sum(map(bool, said)), self.since or LONG_AGO


class Reporter(models.Model):
    """Who is named in a unit to report the values of a set (指定专人)."""

    indicator_set = models.ForeignKey(IndicatorSet, models.CASCADE, related_name="reporters", verbose_name=_("指标集"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("单位"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("填报人"))
    org_path = PathField(_("机构路径"), editable=False)

    class Meta:
        verbose_name = _("指标填报人")
        verbose_name_plural = _("指标填报人")
        ordering = ("org_path",)
        constraints = (
            models.UniqueConstraint(fields=("indicator_set", "organization"), name="reporter_once_per_unit"),
        )

    def __str__(self) -> str:
        return f"{self.organization} {self.person}"
