"""指标数据: values of open reports, as a unit or its superior has them in a table."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.imports import Column, Kind, Place, Problem, Row, Target
from organizations.models import Person
from organizations.refusals import Invalid, NotYet
from plans.models import IndicatorReport, Measurement, ReportState
from plans.services import measuring, reports
from workflow_site.setup.targets.places import Units, in_slices, units_beneath

PERMISSION = "plans.fill_indicators"
Key = tuple[str, str, int, datetime.date]


@dataclass
class Known:
    """The units beneath the place, and their values that are waiting to be filled in."""

    units: Units
    waiting: dict[Key, Measurement] = field(default_factory=dict)


def know(place: Place, rows: Sequence[Row]) -> Known:
    """What the rows refer to."""
    known = Known(units_beneath(place, PERMISSION))
    named = {unit.pk for row in rows if (unit := _unit(row, known)[0])}
    fillable = (ReportState.OPEN, ReportState.RETURNED)
    for keys in in_slices(named):
        found = Measurement.objects.own().filter(organization__in=keys, report__state__in=fillable)
        found = found.select_related("indicator__indicator_set", "report__indicator_set", "organization")
        for one in found.prefetch_related("indicator__parts", "indicator__targets"):
            known.waiting[_key(one)] = one
    return known


def _key(one: Measurement) -> Key:
    return one.indicator.indicator_set.name, one.indicator.name, one.organization_id, one.begins_on


def _unit(row: Row, known: Known) -> tuple[Any, str]:
    unit, why = known.units.institution(row["institution"])
    if unit is None or not row["department"]:
        return unit, why
    return known.units.department(unit, row["department"])


def _found(row: Row, known: Known) -> tuple[Measurement | None, str, str]:
    """The value a row means; otherwise the column that is wrong, and why."""
    unit, why = _unit(row, known)
    if unit is None:
        return None, "department" if row["department"] else "institution", why
    here = [
        one
        for (name, figure, place, _begun), one in known.waiting.items()
        if (name, figure, place) == (row["set"], row["indicator"], unit.pk)
    ]
    exact = [one for one in here if one.begins_on <= row["day"] <= one.ends_on]
    if exact:
        return exact[0], "", ""
    told = {"unit": unit.name, "indicator": row["indicator"]}
    if here:
        return None, "day", _("“%(unit)s”的“%(indicator)s”这一期没有待填报的数据，请核对时期，或先退回更正。") % told
    return None, "indicator", _("“%(unit)s”没有待填报的“%(indicator)s”，请核对指标集和指标名称。") % told


def _entered(row: Row, one: Measurement) -> dict[str, Any]:
    entered: dict[str, Any] = {name: row[name] for name in ("numerator", "denominator", "value", "note")}
    if one.indicator.grades:
        entered["grade"] = row["value"]
    return entered


def check(rows: Sequence[Row], known: Known) -> Iterator[Problem]:
    """Each value waits to be filled in, and can be."""
    for row in rows:
        one, column, why = _found(row, known)
        if one is None:
            yield Problem(row.number, column, why)
            continue
        if one.indicator.is_worked_out or one.indicator.parts.all():
            yield Problem(row.number, "indicator", _("这项指标由系统计算或分类填报，不能用表格导入。"))
            continue
        trial = Measurement(indicator=one.indicator, organization=one.organization)
        try:
            measuring.take(trial, _entered(row, one))
        except Invalid as refusal:
            for name, sentence in refusal.errors.items():
                yield Problem(row.number, name.rpartition("_")[2].replace("grade", "value"), sentence)
            continue
        if trial.value is None:
            yield Problem(row.number, "value", _("请填写数值；率请填写分子和分母。"))


def exists(row: Row, known: Known) -> bool:
    """Whether this very value stands there already."""
    one = _found(row, known)[0]
    if one is None or one.value is None:
        return False
    trial = Measurement(indicator=one.indicator, organization=one.organization)
    try:
        measuring.take(trial, _entered(row, one))
    except Invalid:
        return False
    return (trial.value, trial.numerator, trial.denominator) == (one.value, one.numerator, one.denominator)


def apply(row: Row, known: Known, *, by: Person | None) -> IndicatorReport:
    """Fill the value in as a clerk would; the report is then submitted on its page."""
    one, _column, why = _found(row, known)
    if one is None or one.report is None:
        raise NotYet(why)
    if by is None:
        raise NotYet(_("指标数据须有填报人，请由有填报权限的人员导入。"))
    report = IndicatorReport.objects.get(pk=one.report.pk)
    reports.save_report(report, values={one.indicator_id: _entered(row, one)}, by=by)
    return report


TARGET = Target(
    name="measurements",
    title=gettext_lazy("指标数据"),
    permission=PERMISSION,
    columns=(
        Column("set", gettext_lazy("指标集"), required=True, longest=120),
        Column("indicator", gettext_lazy("指标"), required=True, longest=120),
        Column(
            "institution", gettext_lazy("单位"), longest=120,
            about=gettext_lazy("机构代码、名称或简称；空白表示导入单位本身"),
        ),
        Column("department", gettext_lazy("科室"), longest=120, about=gettext_lazy("科室填报的指标填写")),
        Column(
            "day", gettext_lazy("时期"), required=True, kind=Kind.DAY,
            about=gettext_lazy("所属时期内的任意一天，如 2026-03-31"),
        ),
        Column("numerator", gettext_lazy("分子"), longest=40),
        Column("denominator", gettext_lazy("分母"), longest=40),
        Column("value", gettext_lazy("数值"), longest=40, about=gettext_lazy("率不填，由分子和分母计算；等级填等级")),
        Column("note", gettext_lazy("说明"), longest=300),
    ),
    key=("set", "indicator", "institution", "department", "day"),
    know=know,
    check=check,
    exists=exists,
    apply=apply,
    samples=(
        {
            "set": "医院感染管理质控指标", "indicator": "手卫生依从率", "institution": "江北区人民医院",
            "day": "2026-03-31", "numerator": "186", "denominator": "200",
        },
    ),
    lead=gettext_lazy("填写已下发、待填报的指标数据；导入不等于提交，仍由填报单位核对后提交审核。"),
    label="indicator",
)  # fmt: skip
