"""The figures of a set: defined while it is a draft, with parts, targets for classes of units, and their basis."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import trail
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotYet
from plans import indicator_permissions as permissions
from plans.judging import FACTORS, Comparator, Standard, upside_down
from plans.models import (
    Indicator,
    IndicatorKind,
    IndicatorPart,
    IndicatorSet,
    IndicatorSource,
    IndicatorTarget,
    Objective,
    SetState,
)
from plans.periods import Period
from plans.reading.found import Indicator as Read
from search import citing

OF_TRAININGS = (IndicatorSource.ATTENDANCE, IndicatorSource.PASSED)
INDICATOR_FIELDS = tuple(
    field.name
    for field in Indicator._meta.concrete_fields
    if field.name not in {"id", "indicator_set", "code", "order", "objective", "until"}
)


def add_indicator(
    indicator_set: IndicatorSet, *, name: str, by: Person, parts: Iterable[Mapping[str, Any]] = (), **fields: Any
) -> Indicator:
    """Add one figure to a draft."""
    with engine.hold(indicator_set):
        require_draft(indicator_set, by)
        made, rows = write_indicator(indicator_set, name=name, parts=parts, **fields)
        trail.record("indicator_added", indicator_set, by=by, also=[made, *rows], extra={"indicator": made.name})
        if made.cited_text:
            cite_basis(made, by=by)
    return made


def write_indicator(
    indicator_set: IndicatorSet, *, name: str, parts: Iterable[Mapping[str, Any]] = (), **fields: Any
) -> tuple[Indicator, list[IndicatorPart]]:
    """Write one more figure of a held set under the next code; the calling verb records it."""
    taken = indicator_set.indicators.values_list("code", "order")
    numbers = [int(code[1:]) for code, _order in taken if code[1:].isdecimal()]
    made = described(indicator_set, name=name, **fields)
    made.code = f"I{max(numbers, default=0) + 1:02d}"
    made.order = max((order for _code, order in taken), default=0) + 1
    made.save()
    return made, _write_parts(made, parts)


def described(indicator_set: IndicatorSet, *, name: str, **fields: Any) -> Indicator:
    """A figure in these words, checked and not saved."""
    made = Indicator(indicator_set=indicator_set, name=name.strip())
    _fill(made, fields)
    return made


def change_indicator(
    indicator: Indicator, *, by: Person, parts: Iterable[Mapping[str, Any]] | None = None, **fields: Any
) -> None:
    """Change a figure of a draft."""
    indicator_set = indicator.indicator_set
    with engine.hold(indicator_set):
        require_draft(indicator_set, by)
        _fill(indicator, fields)
        indicator.save()
        rows = [] if parts is None else _write_parts(indicator, parts)
        trail.record(
            "indicator_changed", indicator_set, by=by, also=[indicator, *rows], extra={"indicator": str(indicator)}
        )
        if indicator.cited_text:
            cite_basis(indicator, by=by)


def cite_basis(indicator: Indicator, *, by: Person) -> None:
    """Cite the articles that the words of the basis name and the library holds."""
    citing.cite_recognised(indicator.cited_text, source=indicator, by=by)


def remove_indicator(indicator: Indicator, *, by: Person) -> None:
    """Take a figure out of a draft; in the version in force it stays with its values."""
    indicator_set = indicator.indicator_set
    with engine.hold(indicator_set):
        require_draft(indicator_set, by)
        rows: list[models.Model] = [*indicator.parts.all(), *indicator.targets.all(), indicator]
        Indicator.objects.filter(pk=indicator.pk).delete()
        trail.record("indicator_removed", indicator_set, by=by, also=rows, extra={"indicator": str(indicator)})


def set_target(
    indicator: Indicator, *, target: Any, by: Person, upper: Any = None, warning: Any = None, **whom: Any
) -> IndicatorTarget:
    """Say another target; `whom`: organization, level, kind, key_department, year.

    In the version in force a year's target may be set for one unit too (分年度下达目标任务).
    """
    indicator_set = indicator.indicator_set
    with engine.hold(indicator_set):
        permissions.require(by, "keep_indicators", indicator_set)
        if indicator_set.state not in (SetState.DRAFT, SetState.PUBLISHED):
            raise NotYet(_("这一版指标集不在拟定或执行中，不能再下达目标值。"))
        if indicator_set.state == SetState.PUBLISHED and not whom.get("year"):
            raise Invalid({"year": _("执行中的指标集只能按年度下达目标值；要改变其他目标，请另存为新版。")})
        if not any(value not in (None, "") for value in whom.values()):
            raise Invalid({"level": _("请至少选择一项适用范围：单位、级别、类别、重点科室或年度。")})
        made = IndicatorTarget(indicator=indicator, target=target, upper=upper, warning=warning, **whom)
        if upside_down(made.standard):
            raise Invalid({"upper": _("上限不能小于下限，请核对两个数值。")})
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError as error:
            raise AlreadyDone(_("同一范围的目标值已经有了，请先删除再重新下达。")) from error
        trail.record("indicator_target_set", indicator_set, by=by, also=[made], extra={"for": made.whom})
    return made


def remove_target(target: IndicatorTarget, *, by: Person) -> None:
    """Take a target of a draft back."""
    indicator_set = target.indicator.indicator_set
    with engine.hold(indicator_set):
        require_draft(indicator_set, by)
        IndicatorTarget.objects.filter(pk=target.pk).delete()
        trail.record("indicator_target_removed", indicator_set, by=by, also=[target], extra={"for": target.whom})


def require_draft(indicator_set: IndicatorSet, by: Person) -> None:
    """Refuse whoever may not keep the set, and everybody once it was submitted."""
    permissions.require(by, "keep_indicators", indicator_set)
    if not indicator_set.is_draft:
        raise NotYet(_("这一版指标集已提交或已发布，不能再修改；需要修改时请退回，或者另存为新版。"))


WRONG: tuple[tuple[str, Callable[[Indicator], bool], str | Promise], ...] = (
    ("name", lambda one: not one.name.strip(), gettext_lazy("请填写指标名称。")),
    (
        "warning",
        lambda one: one.comparator == Comparator.RANGE and one.warning is not None,
        gettext_lazy("区间指标不设黄线，请清空。"),
    ),
    (
        "upper",
        lambda one: one.target is not None and upside_down(one.standard),
        gettext_lazy("上限不能小于下限，请核对两个数值。"),
    ),
    (
        "numerator",
        lambda one: (
            one.kind == IndicatorKind.RATE and not one.is_worked_out and not (one.numerator and one.denominator)
        ),
        gettext_lazy("率须写明分子和分母的定义。"),
    ),
    (
        "grades",
        lambda one: one.kind == IndicatorKind.GRADE and len(one.grades) < 2,
        gettext_lazy("等级指标至少要有两个等级，由高到低填写。"),
    ),
    (
        "topic",
        lambda one: one.source in OF_TRAININGS and not one.topic.strip(),
        gettext_lazy("由培训计算的指标须写明对应的培训主题。"),
    ),
    (
        "counts_from",
        lambda one: one.kind == IndicatorKind.STREAK and one.counts_from is None,
        gettext_lazy("连续无事件的指标须写明起算日。"),
    ),
)
"""The field, what would be wrong with it, and the sentence."""


def _fill(indicator: Indicator, fields: Mapping[str, Any]) -> None:
    """Take the values over and refuse what cannot be."""
    for name, value in fields.items():
        if name not in {*INDICATOR_FIELDS, "objective", "order"}:
            raise LookupError(f"An indicator has no {name!r} to be filled in.")
        setattr(indicator, name, value)
    if errors := {field: sentence for field, is_wrong, sentence in WRONG if is_wrong(indicator)}:
        raise Invalid(errors)
    if indicator.comparator != Comparator.RANGE:
        indicator.upper = None


def _write_parts(indicator: Indicator, parts: Iterable[Mapping[str, Any]]) -> list[IndicatorPart]:
    """The classes of what is counted, written anew; old rows are returned too, for the trail."""
    old = list(indicator.parts.all())
    indicator.parts.all().delete()
    new = []
    for number, part in enumerate(parts, start=1):
        made = IndicatorPart(indicator=indicator, code=f"p{number}", **part)
        if upside_down(Standard(indicator.comparator, made.target, made.upper)):
            raise Invalid({"parts": _("“%(name)s”的上限不能小于下限，请核对。") % {"name": made.name}})
        made.save()
        new.append(made)
    return [*old, *new]


def copied(indicator: Indicator, into: IndicatorSet) -> list[models.Model]:
    """The same figure in another version, under the same code; every row that was made."""
    fields = {name: getattr(indicator, name) for name in INDICATOR_FIELDS}
    made = Indicator.objects.create(
        indicator_set=into, code=indicator.code, order=indicator.order, objective=indicator.objective, **fields
    )
    parts = IndicatorPart.objects.bulk_create(
        IndicatorPart(indicator=made, code=one.code, name=one.name, target=one.target, upper=one.upper)
        for one in indicator.parts.all()
    )
    names = ("organization", "level", "kind", "key_department", "year", "since", "target", "upper", "warning")
    targets = IndicatorTarget.objects.bulk_create(
        IndicatorTarget(indicator=made, **{name: getattr(one, name) for name in names})
        for one in indicator.targets.all()
    )
    return [made, *parts, *targets]


EVENT_UNITS = ("起", "例", "次", "件")


def indicator_from_reading(
    read: Read, *, indicator_set: IndicatorSet, by: Person, objective: Objective | None = None, **fields: Any
) -> Indicator:
    """The figure that was read in a plan's text: one to one, with its sentence; what looked wrong stays in doubt.

    `fields` are what the clerk changed while confirming it.
    """
    fields = {**_read_fields(read), "objective": objective, **fields}
    name = fields.pop("name", read.name)
    return add_indicator(indicator_set, name=name[:120], by=by, **fields)


def _read_fields(read: Read) -> dict[str, Any]:
    """Kind, comparator and target as the reader says; a rate asks what is divided by what."""
    target = Decimal(str(read.value))
    upper = None if read.at_most is None else Decimal(str(read.at_most))
    kind = _kind_of(read)
    fields: dict[str, Any] = {
        "kind": kind,
        "comparator": Comparator.RANGE if upper is not None else Comparator(read.comparator),
        "target": target,
        "upper": upper,
        "unit": read.unit[:20],
        "doubt": read.doubt[:300],
        "source_text": read.place.source,
        "period": Period.YEAR,
    }
    if kind == IndicatorKind.RATE:
        fields |= {"numerator": _("%(name)s的分子") % {"name": read.name[:80]}}
        fields |= {"denominator": _("%(name)s的分母") % {"name": read.name[:80]}}
    if kind == IndicatorKind.STREAK:
        fields |= {"streak_days": 100 if "百日" in read.name else None}
        fields |= {"counts_from": timezone.localdate().replace(month=1, day=1)}
    return fields


def _kind_of(read: Read) -> str:
    if read.unit in FACTORS:
        return IndicatorKind.RATE
    if read.unit in EVENT_UNITS and read.comparator == "=" and read.value == 0:
        return IndicatorKind.ZERO
    if "百日" in read.name or "安全生产" in read.name:
        return IndicatorKind.STREAK
    return IndicatorKind.COUNT if read.unit in (*EVENT_UNITS, "个", "名", "家", "项", "篇") else IndicatorKind.NUMBER
