"""The forms by which something recognised is corrected, one for each kind."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.forms.asking import AskingForm, DayField, words
from plans.models import PlanReading, ReadingKind
from plans.recognising import AS_MEASURE, AS_OBJECTIVE, AS_TEXT, day_of

UNITS = [
    ("day", _("每日")),
    ("shift", _("每班")),
    ("week", _("每周")),
    ("ten_days", _("每旬")),
    ("month", _("每月")),
    ("quarter", _("每季度")),
    ("half_year", _("每半年")),
    ("year", _("每年")),
    ("event", _("每起、每次之后")),
    ("unspecified", _("未写明（批准前须确定）")),
]
COMPARATORS = [(">=", "≥"), ("<=", "≤"), ("=", "=")]
MEANT = [(AS_MEASURE, _("任务措施")), (AS_OBJECTIVE, _("目标")), (AS_TEXT, _("正文"))]
ALTERNATIVES = [("", "—"), *UNITS]


class MeasureReadingForm(AskingForm):
    """A line."""

    meant = forms.ChoiceField(label=_("作为"), choices=MEANT)
    text = words(_("内容"), required=True)
    responsible = forms.CharField(label=_("责任单位"), max_length=100, required=False)


class ObligationReadingForm(AskingForm):
    """A frequency."""

    text = words(_("要求"), required=True, rows=2)
    unit = forms.ChoiceField(label=_("周期"), choices=UNITS)
    every = forms.IntegerField(label=_("每几个周期"), min_value=1, max_value=60, initial=1)
    at_least = forms.IntegerField(label=_("最少次数"), min_value=0, max_value=9999, required=False)
    at_most = forms.IntegerField(label=_("最多次数"), min_value=1, max_value=9999, required=False)
    responsible = forms.CharField(label=_("责任单位"), max_length=100, required=False)
    due = forms.CharField(label=_("时限"), max_length=40, required=False)
    coverage = forms.BooleanField(label=_("要求全覆盖"), required=False)


class IndicatorReadingForm(AskingForm):
    """A threshold."""

    name = forms.CharField(label=_("指标名称"), max_length=200)
    comparator = forms.ChoiceField(label=_("比较方式"), choices=COMPARATORS)
    value = forms.FloatField(label=_("数值"))
    at_most = forms.FloatField(label=_("范围上限"), required=False)
    unit = forms.CharField(label=_("计量单位"), max_length=20, required=False)


class DateReadingForm(AskingForm):
    """A day."""

    text = forms.CharField(label=_("事项"), max_length=300, required=False)
    due = DayField(label=_("日期"))


class BasisReadingForm(AskingForm):
    """A document."""

    title = forms.CharField(label=_("文件名称"), max_length=200, required=False)
    number = forms.CharField(label=_("文号"), max_length=100, required=False)


FORMS: dict[str, type[AskingForm]] = {
    ReadingKind.MEASURE: MeasureReadingForm,
    ReadingKind.OBLIGATION: ObligationReadingForm,
    ReadingKind.INDICATOR: IndicatorReadingForm,
    ReadingKind.DATE: DateReadingForm,
    ReadingKind.BASIS: BasisReadingForm,
}


def form_for(reading: PlanReading, data: Any = None) -> AskingForm:
    """The form of a reading, filled with what was read or corrected."""
    told: dict[str, Any] = dict(reading.result)
    told["meant"] = told.get("as", AS_MEASURE)
    if reading.kind == ReadingKind.DATE:
        told["due"] = day_of(told.get("due"), reading.of.plan.year)
    return FORMS.get(reading.kind, MeasureReadingForm)(data, initial=told)


def corrected_by(form: AskingForm) -> dict[str, Any]:
    """The values a person put in the place of what was read, as JSON keeps them."""
    told = dict(form.cleaned_data)
    if "meant" in told:
        told["as"] = told.pop("meant")
    if told.get("due") and hasattr(told["due"], "isoformat"):
        told["due"] = told["due"].isoformat()
    return told
