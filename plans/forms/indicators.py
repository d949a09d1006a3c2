"""What is asked about sets, indicators, values and events."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization, Person
from plans.judging import Comparator, Light, plain
from plans.models import (
    FilledBy,
    Indicator,
    IndicatorKind,
    IndicatorSet,
    IndicatorSource,
    Measurement,
    ReportReminder,
)
from plans.periods import Period

from .indicator_asking import AskingForm, DayField, LongText

KINDS = [
    one
    for one in Organization.Kind.choices
    if one[0] not in {*Organization.DEPENDENT_KINDS, Organization.Kind.COMMISSION, Organization.Kind.QC_CENTER}
]
FIGURE = {"max_digits": 20, "decimal_places": 6, "required": False}
ANY = ("", _("不限"))
PART_HELP = _("每行一类，写成“一类障碍 2”或“国家级 2”，区间写成“甲类 2 5”；不分类的留空。")


class SetForm(AskingForm):
    """The head of a set."""

    name = forms.CharField(label=_("指标集名称"), max_length=120)
    starts_on = DayField(label=_("自何日起执行"))
    basis = forms.CharField(label=_("依据"), max_length=300, required=False, help_text=_("文件名称和文号。"))
    filled_by = forms.ChoiceField(label=_("填报主体"), choices=FilledBy.choices)
    unit_kinds = forms.MultipleChoiceField(
        label=_("机构类别（不选为全部）"), choices=KINDS, required=False, widget=forms.CheckboxSelectMultiple
    )
    unit_levels = forms.MultipleChoiceField(
        label=_("机构级别（不选为全部）"), choices=Organization.Level.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    key_departments_only = forms.BooleanField(label=_("科室填报时只限重点科室"), required=False)
    due_days = forms.IntegerField(label=_("期末后几日内报送"), min_value=1, max_value=90, initial=10)
    note = LongText(label=_("说明"), max_length=2000, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class IndicatorForm(AskingForm):
    """One figure of a set."""

    name = forms.CharField(label=_("指标名称"), max_length=120)
    kind = forms.ChoiceField(label=_("类型"), choices=IndicatorKind.choices)
    period = forms.ChoiceField(label=_("报送周期"), choices=Period.choices)
    unit = forms.CharField(label=_("单位"), max_length=20, required=False, help_text=_("如 %、‰、起、天、万元。"))
    numerator = forms.CharField(label=_("分子的定义"), max_length=300, required=False)
    denominator = forms.CharField(label=_("分母的定义"), max_length=300, required=False)
    population = forms.CharField(label=_("统计范围"), max_length=300, required=False)
    comparator = forms.ChoiceField(label=_("要求"), choices=Comparator.choices)
    target = forms.DecimalField(label=_("目标值（区间的下限）"), **FIGURE)  # type: ignore[arg-type]
    upper = forms.DecimalField(label=_("区间的上限"), **FIGURE)  # type: ignore[arg-type]
    warning = forms.DecimalField(
        label=_("黄线"),
        help_text=_("在目标值好的一侧，表示达标但接近限值；在差的一侧，表示未达标但在容许范围内。越过两者为红色。"),
        **FIGURE,  # type: ignore[arg-type]
    )
    grades = forms.CharField(
        label=_("等级（由高到低，用顿号隔开）"),
        max_length=200,
        required=False,
        help_text=_("等级指标填写，如 A、B、C。"),
    )
    parts = LongText(label=_("分类和各类目标值"), max_length=2000, required=False, help_text=PART_HELP)
    minimum_sample = forms.IntegerField(
        label=_("最小样本量"),
        min_value=0,
        max_value=1_000_000,
        initial=0,
        help_text=_("分母小于它时只显示“样本不足”，不评价。"),
    )
    decimals = forms.IntegerField(label=_("小数位数"), min_value=0, max_value=6, initial=2)
    may_exceed = forms.BooleanField(label=_("分子可以大于分母（如床位使用率）"), required=False)
    is_checked = forms.BooleanField(label=_("另由督查核对，与自查比对"), required=False)
    worsening = forms.IntegerField(label=_("连续几期走坏即预警（0为不预警）"), min_value=0, max_value=12, initial=0)
    source = forms.ChoiceField(label=_("数据来源"), choices=IndicatorSource.choices)
    topic = forms.CharField(
        label=_("对应培训主题"), max_length=60, required=False, help_text=_("由培训计算时填写，如 三基。")
    )
    streak_days = forms.IntegerField(
        label=_("每个周期的天数"),
        min_value=1,
        max_value=3650,
        required=False,
        help_text=_("百日无事故填100；只数天数的留空。"),
    )
    counts_from = DayField(label=_("起算日"), required=False, help_text=_("连续无事件的指标填写。"))
    reach_by = DayField(label=_("应达到日期"), required=False)
    cited_text = forms.CharField(
        label=_("限值依据"), max_length=500, required=False, help_text=_("写明文件和条款，法规库里有的自动引用。")
    )
    doubt = forms.CharField(
        label=_("存疑"), max_length=300, required=False, help_text=_("核对无误后清空，才能提交发布。")
    )

    def clean(self) -> dict[str, Any]:
        """Grades as a list, parts as rows."""
        cleaned = super().clean()
        cleaned["grades"] = [
            one.strip() for one in cleaned.get("grades", "").replace(",", "、").split("、") if one.strip()
        ]
        if cleaned.get("kind") == IndicatorKind.GRADE and cleaned["grades"] and cleaned.get("target") is None:
            self.add_error(
                "target", _t("等级指标的目标值填名次：1为最低等级，%(most)d为最高。") % {"most": len(cleaned["grades"])}
            )
        cleaned["parts"] = self._parts(cleaned.get("parts", ""))
        return cleaned

    def _parts(self, text: str) -> list[dict[str, Any]]:
        found = []
        for line in filter(None, (one.split() for one in text.splitlines())):
            try:
                figures = [Decimal(one) for one in line[1:3]]
            except ArithmeticError:
                figures = []
            if not figures or len(line) > 3 or not all(one.is_finite() for one in figures):
                self.add_error("parts", _t("“%(line)s”没有读懂，请写成“名称 目标值”。") % {"line": " ".join(line)[:40]})
                continue
            upper = figures[1] if len(figures) > 1 else None
            found.append({"name": line[0][:60], "target": figures[0], "upper": upper})
        return found

    @staticmethod
    def initial_of(indicator: Indicator) -> dict[str, Any]:
        """The form as the figure stands."""
        told = {name: getattr(indicator, name) for name in IndicatorForm.base_fields if hasattr(indicator, name)}
        lines = [
            " ".join(filter(None, (one.name, plain(one.target), plain(one.upper)))) for one in indicator.parts.all()
        ]
        figures = {name: told[name] and plain(told[name]) for name in ("target", "upper", "warning")}
        return {**told, **figures, "grades": "、".join(indicator.grades), "parts": "\n".join(lines)}


class FigureAddedForm(IndicatorForm):
    """A figure that a revision adds to one of the plan's sets in force."""

    indicator_set = forms.ModelChoiceField(IndicatorSet.objects.none(), label=_("指标集"), empty_label=None)
    field_order = ("indicator_set",)

    def __init__(self, *given: Any, sets: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        field: Any = self.fields["indicator_set"]
        field.queryset = sets


class TargetForm(AskingForm):
    """Another target for some units or a year."""

    level = forms.ChoiceField(label=_("级别"), choices=[ANY, *Organization.Level.choices], required=False)
    kind = forms.ChoiceField(label=_("机构类别"), choices=[ANY, *KINDS], required=False)
    key_department = forms.ChoiceField(
        label=_("科室"), choices=[ANY, ("yes", _("重点科室")), ("no", _("普通科室"))], required=False
    )
    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("单位"), required=False, empty_label=_("不限")
    )
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2099, required=False)
    target = forms.DecimalField(label=_("目标值（区间的下限）"), max_digits=20, decimal_places=6)
    upper = forms.DecimalField(label=_("区间的上限"), **FIGURE)  # type: ignore[arg-type]
    warning = forms.DecimalField(label=_("黄线"), **FIGURE)  # type: ignore[arg-type]

    def __init__(self, *given: Any, units: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["organization"].queryset = units  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """What the verb is given."""
        cleaned = dict(self.cleaned_data)
        cleaned["key_department"] = {"yes": True, "no": False}.get(cleaned["key_department"])
        return cleaned


class CopyForm(AskingForm):
    """From when the new version holds."""

    starts_on = DayField(label=_("新版自何日起执行"))


class ReporterForm(AskingForm):
    """Who reports for a unit."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("填报人"))

    def __init__(self, *given: Any, people: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class ReportForm(AskingForm):
    """The values of one report: for each indicator the fields its kind needs."""

    remark = LongText(label=_("说明"), max_length=2000, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *given: Any, rows: Sequence[Measurement], **named: Any) -> None:
        super().__init__(*given, **named)
        self.rows = [row for row in rows if not row.indicator.is_worked_out]
        for row in self.rows:
            for name, field in fields_of(row).items():
                self.fields[f"i{row.indicator_id}_{name}"] = field
        self.order_fields([*(name for name in self.fields if name.startswith("i")), "remark", "version"])

    def values(self) -> dict[int, dict[str, Any]]:
        """What was typed, by indicator."""
        told: dict[int, dict[str, Any]] = {}
        for row in self.rows:
            mark = f"i{row.indicator_id}_"
            typed = {name.removeprefix(mark): self.cleaned_data[name] for name in self.fields if name.startswith(mark)}
            told[row.indicator_id] = {**typed, "parts": typed}
        return told


def fields_of(row: Measurement) -> dict[str, forms.Field]:
    """The fields of one value, with what stands there now."""
    indicator = row.indicator
    fields: dict[str, forms.Field] = {}
    if indicator.kind == IndicatorKind.RATE:
        fields["numerator"] = _typed(indicator.numerator or _t("分子"), row.numerator, row.reported.get("numerator"))
        fields["denominator"] = _typed(indicator.denominator or _t("分母"), row.denominator)
    elif indicator.kind == IndicatorKind.GRADE:
        grades = [("", _t("请选择")), *((grade, grade) for grade in indicator.grades)]
        fields["grade"] = forms.ChoiceField(
            label=indicator.name, choices=grades, required=False, initial=indicator.grade_of(row.value)
        )
    elif parts := list(indicator.parts.all()):
        fields |= {part.code: _typed(part.name, row.of_part(part)) for part in parts}
    else:
        label = f"{indicator.name}（{indicator.unit}）" if indicator.unit else indicator.name
        fields["value"] = _typed(label, row.value)
    fields["is_out_of_use"] = forms.BooleanField(label=_t("本期不适用"), required=False, initial=row.is_out_of_use)
    fields["note"] = forms.CharField(label=_t("说明"), max_length=300, required=False, initial=row.note)
    return fields


def _typed(label: str, value: Any, _before: Any = None) -> forms.CharField:
    """A figure, typed with the number pad of a phone."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=40, required=False, initial=plain(value), widget=widget)


class CheckForm(AskingForm):
    """What somebody who checks a unit measured there."""

    day = DayField(label=_("所属时期内的任意一天"))

    def __init__(self, *given: Any, row: Measurement, **named: Any) -> None:
        super().__init__(*given, **named)
        for name, field in fields_of(row).items():
            if name != "is_out_of_use":
                self.fields[name] = field


class EventForm(AskingForm):
    """What happened."""

    happened_on = DayField(label=_("发生日期"))
    what = forms.CharField(label=_("简要情况"), max_length=300, help_text=_("不写患者姓名。"))


class RemindForm(AskingForm):
    """Whom to remind, and how."""

    how = forms.ChoiceField(label=_("方式"), choices=ReportReminder.How.choices)
    note = forms.CharField(label=_("电话催报情况"), max_length=200, required=False)
    reports: Any = forms.ModelMultipleChoiceField(None, label=_("未上报的单位"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *given: Any, owing: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["reports"].queryset = owing  # type: ignore[attr-defined]


class IndicatorFilter(forms.Form):
    """Words, period, light; an unknown value is simply not applied."""

    words = forms.CharField(
        label=_("关键词"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": _("指标或指标集")}),
    )
    period = forms.ChoiceField(label=_("报送周期"), choices=[("", _("全部")), *Period.choices], required=False)
    light = forms.ChoiceField(label=_("最近评价"), choices=[("", _("全部")), *Light.choices], required=False)
