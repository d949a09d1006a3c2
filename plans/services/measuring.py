"""One value: taken as typed or worked out from what the system knows, held against the standard of its unit."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import trail
from organizations.models import Organization, Person
from organizations.refusals import Invalid
from plans import events, judging
from plans.judging import Light, Standard
from plans.models import (
    CountedEvent,
    Indicator,
    IndicatorKind,
    IndicatorReport,
    IndicatorSource,
    Measurement,
    Training,
    TrainingResult,
)
from plans.models.trainings import TrainingState

from .writing import figure

Entered = Mapping[str, Any]
"""What was typed for one indicator: numerator, denominator, value, grade, parts, is_out_of_use, note."""


def standard_for(indicator: Indicator, unit: Organization, year: int, on: datetime.date | None = None) -> Standard:
    """What is asked of a unit in a year: the narrowest target that speaks of it, otherwise that of everybody.

    `on` is the last day of a period: a target of a revision holds for the periods that end on its day or later.
    """
    told = [one for one in indicator.targets.all() if one.holds_for(unit, year, on)]
    return max(told, key=lambda one: one.narrowness).standard if told else indicator.standard


def take(row: Measurement, entered: Entered) -> None:
    """Put what was typed into a value; a refusal at the field of what cannot be. The caller saves it."""
    indicator, mark = row.indicator, f"i{row.indicator_id}"
    row.is_out_of_use = bool(entered.get("is_out_of_use"))
    row.note = str(entered.get("note") or "").strip()[:300]
    row.numerator = row.denominator = row.value = None
    row.parts = {}
    if row.is_out_of_use:
        if not row.note:
            raise Invalid({f"{mark}_note": _("“%(name)s”本期不适用的，请写明理由。") % {"name": indicator.name}})
    elif indicator.kind == IndicatorKind.RATE:
        _take_rate(row, entered, mark)
    elif indicator.kind == IndicatorKind.GRADE:
        _take_grade(row, entered, mark)
    elif parts := list(indicator.parts.all()):
        _take_parts(row, parts, entered, mark)
    else:
        row.value = _not_negative(entered.get("value"), f"{mark}_value", indicator.name)
        if indicator.kind == IndicatorKind.COUNT and row.value is not None and row.value % 1:
            raise Invalid({f"{mark}_value": _("“%(name)s”是计数，请填写整数。") % {"name": indicator.name}})


def _take_rate(row: Measurement, entered: Entered, mark: str) -> None:
    name = row.indicator.name
    above = _not_negative(entered.get("numerator"), f"{mark}_numerator", _("%(name)s 分子") % {"name": name})
    below = _not_negative(entered.get("denominator"), f"{mark}_denominator", _("%(name)s 分母") % {"name": name})
    if (above is None) != (below is None):
        lacking = "numerator" if above is None else "denominator"
        raise Invalid({f"{mark}_{lacking}": _("“%(name)s”的分子和分母请一并填写。") % {"name": name}})
    if above is not None and below is not None and above > below and not row.indicator.may_exceed:
        told = _("“%(name)s”的分子（%(above)s）大于分母（%(below)s），请核对。")
        said = {"name": name, "above": judging.plain(above), "below": judging.plain(below)}
        raise Invalid({f"{mark}_numerator": told % said})
    row.numerator, row.denominator = above, below
    if above is not None and below is not None:
        row.value = _kept(judging.rate(above, below, row.indicator.unit))


def _take_grade(row: Measurement, entered: Entered, mark: str) -> None:
    said = str(entered.get("grade") or "").strip()
    if said and said not in row.indicator.grades:
        told = {"name": row.indicator.name, "grades": _("、").join(row.indicator.grades)}
        raise Invalid({f"{mark}_grade": _("“%(name)s”请在%(grades)s中选择。") % told})
    row.value = row.indicator.rank_of(said)


def _take_parts(row: Measurement, parts: list[Any], entered: Entered, mark: str) -> None:
    typed = entered.get("parts") or {}
    for part in parts:
        name = f"{row.indicator.name} {part.name}"
        value = _not_negative(typed.get(part.code), f"{mark}_{part.code}", name)
        if value is not None:
            row.parts[part.code] = judging.plain(value)
    if len(row.parts) == len(parts):
        row.value = sum((Decimal(text) for text in row.parts.values()), Decimal(0))


def _not_negative(text: Any, field: str, name: str) -> Decimal | None:
    value = figure(text, field, name, places=4)
    if value is not None and value < 0:
        raise Invalid({field: _("“%(name)s”不能是负数。") % {"name": name}})
    return value


def _kept(value: Decimal | None) -> Decimal | None:
    """As many places as the column keeps."""
    return None if value is None else judging.rounded(value, 12)


def judge(row: Measurement) -> None:
    """Freeze the standard of the day into the value and give it its light. The caller saves it."""
    standard = standard_for(row.indicator, row.organization, row.begins_on.year, row.ends_on)
    row.target, row.upper, row.warning = standard.target, standard.upper, standard.warning
    row.light = _light(row, standard)
    row.is_alarming = _is_alarming(row, standard)


def _light(row: Measurement, standard: Standard) -> str:
    if row.is_out_of_use or row.value is None:
        return Light.NONE
    if row.denominator is not None and row.denominator < row.indicator.minimum_sample:
        return Light.SMALL
    lights = []
    for part in row.indicator.parts.all():
        value = row.of_part(part)
        if value is not None:
            lights.append(Standard(row.indicator.comparator, part.target, part.upper).light(value))
    if row.target is not None:
        lights.append(standard.light(row.value))
    return next((light for light in (Light.RED, Light.YELLOW, Light.GREEN) if light in lights), Light.NONE)


def _is_alarming(row: Measurement, standard: Standard) -> bool:
    """Whether it is the last of several values that were each worse than the one before."""
    times = row.indicator.worsening
    if not times or row.value is None:
        return False
    earlier = Measurement.objects.series_of(row.indicator).own().final().filter(
        organization=row.organization, begins_on__lt=row.begins_on, value__isnull=False
    )  # fmt: skip
    values = list(earlier.order_by("-begins_on").values_list("value", flat=True)[:times])
    known = [value for value in reversed(values) if value is not None]
    return judging.getting_worse(standard, [*known, row.value], times)


def work_out(row: Measurement) -> None:
    """The value of an indicator that nobody types, from what is on record today. The caller saves it."""
    indicator = row.indicator
    row.numerator = row.denominator = row.value = None
    if indicator.is_counted_by_events:
        row.value = Decimal(_counted(row))
        return
    above, below = WORKED_OUT[IndicatorSource(indicator.source)](row)
    row.numerator, row.denominator = Decimal(above), Decimal(below)
    row.value = _kept(judging.rate(row.numerator, row.denominator, indicator.unit))


def _counted(row: Measurement) -> int:
    """How often it happened in the period; of a streak the days without it, or how many full rounds of days."""
    happened = CountedEvent.objects.of(row.indicator).standing().filter(organization__path__startswith=row.org_path)
    if row.indicator.kind == IndicatorKind.ZERO:
        return happened.filter(happened_on__range=(row.begins_on, row.ends_on)).count()
    until = min(row.ends_on, timezone.localdate())
    days = list(happened.filter(happened_on__lte=until).order_by("happened_on").values_list("happened_on", flat=True))
    begun = row.indicator.counts_from or row.begins_on
    return streak(days, begun, until) if not row.indicator.streak_days else rounds(
        days, max(begun, row.begins_on), until, row.indicator.streak_days
    )  # fmt: skip


def streak(days: list[datetime.date], begun: datetime.date, until: datetime.date) -> int:
    """The days without an event up to and including a day; the day of an event does not count."""
    last = max((day for day in days if begun <= day <= until), default=None)
    return (until - last).days if last else max((until - begun).days + 1, 0)


def rounds(days: list[datetime.date], begun: datetime.date, until: datetime.date, length: int) -> int:
    """How many full rounds of so many days without an event lie between two days (百日无事故)."""
    found, start = 0, begun
    for day in sorted({one for one in days if begun <= one <= until}):
        found += max((day - start).days, 0) // length
        start = day + datetime.timedelta(days=1)
    return found + max((until - start).days + 1, 0) // length


def _trained(row: Measurement) -> Any:
    held = Training.objects.filter(
        state__in=[TrainingState.HELD, TrainingState.CLOSED],
        topic=row.indicator.topic.strip(),
        held_on__range=(row.begins_on, row.ends_on),
    )
    return TrainingResult.objects.filter(training__in=held, org_path__startswith=row.org_path)


def _attendance(row: Measurement) -> tuple[int, int]:
    expected = _trained(row).filter(is_expected=True)
    return expected.filter(attended=True).count(), expected.count()


def _passed(row: Measurement) -> tuple[int, int]:
    examined = _trained(row).filter(passed__isnull=False)
    return examined.filter(Q(passed=True) | Q(resit_passed=True)).count(), examined.count()


def _punctual(row: Measurement) -> tuple[int, int]:
    due = IndicatorReport.objects.filter(
        organization=row.organization, due_on__range=(row.begins_on, row.ends_on), due_on__lt=timezone.localdate()
    )
    in_time = sum(not one.is_late for one in due.only("first_reported_at", "due_on"))
    return in_time, due.count()


def _corrected(row: Measurement) -> tuple[int, int]:
    reported = Measurement.objects.own().final().filter(
        organization=row.organization, ends_on__range=(row.begins_on, row.ends_on),
        indicator__source=IndicatorSource.FILLED,
    )  # fmt: skip
    return reported.filter(corrections__isnull=False).distinct().count(), reported.count()


WORKED_OUT = {
    IndicatorSource.ATTENDANCE: _attendance,
    IndicatorSource.PASSED: _passed,
    IndicatorSource.PUNCTUAL: _punctual,
    IndicatorSource.CORRECTED: _corrected,
}


def raise_breach(row: Measurement, *, by: Person) -> bool:
    """Tell those above of a red value, once for this value; the caller holds its report."""
    if row.light != Light.RED or row.breached_at is not None:
        return False
    row.breached_at = timezone.now()
    row.save(update_fields=["breached_at"])
    said = _("“%(name)s”%(period)s为%(value)s，未达到%(standard)s的要求。") % {
        "name": row.indicator.name,
        "period": row.span,
        "value": row.shown,
        "standard": row.indicator.words_of(row.standard),
    }
    tell_breach(row, row.indicator, row.organization, said, row.ends_on, by=by)
    return True


def tell_breach(
    thing: Measurement | CountedEvent,
    indicator: Indicator,
    unit: Organization,
    description: str,
    found_on: datetime.date,
    *,
    by: Person,
) -> None:
    """Record and emit it."""
    trail.record("indicator_breached", thing, by=by, extra={"indicator": indicator.name, "said": description})
    events.indicator_breached.send(
        sender=type(thing),
        thing=thing,
        by=by,
        organization=unit,
        owner=indicator.indicator_set.organization,
        description=description,
        cited_text=indicator.cited_text,
        found_on=min(found_on, timezone.localdate()),
    )
