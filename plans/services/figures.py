"""Figures read in a plan's text: what a person confirmed is an indicator of the plan's draft set."""

import datetime
from typing import Any, cast

from organizations.models import Person
from plans.models import Indicator, IndicatorSet, Measure, Objective, Plan, PlanReading, ReadingKind, Section, SetState
from plans.reading.found import Indicator as Read
from plans.reading.found import Place

from . import importing, indicator_sets, indicators


def declare() -> None:
    """Tell the import which row a confirmed figure becomes."""
    importing.register_maker(ReadingKind.INDICATOR, indicator_of)


def indicator_of(reading: PlanReading, measure: Measure | None, section: Section | None, by: Person) -> Indicator:
    """A confirmed figure with its sentence, in the draft set of its plan; what was corrected is in doubt no more."""
    told = cast("dict[str, Any]", reading.result)
    top = told.get("at_most")
    read = Read(
        name=str(told.get("name") or ""),
        comparator=str(told.get("comparator") or ">="),
        value=float(told.get("value") or 0),
        unit=str(told.get("unit") or ""),
        doubt="" if reading.verdict == "changed" else reading.doubt,
        place=Place(reading.source, reading.start, reading.end, reading.section),
        at_most=None if top is None else float(top),
    )
    aim = Objective.objects.filter(plan=reading.of.plan, text__contains=reading.source).order_by("order", "pk").first()
    return indicators.indicator_from_reading(
        read, indicator_set=_draft_of(reading.of.plan, by=by), by=by, objective=aim
    )


def _draft_of(plan: Plan, *, by: Person) -> IndicatorSet:
    """The set of the plan that is being drafted; begun when the first figure wants one."""
    known = plan.indicator_sets.filter(state=SetState.DRAFT).order_by("pk").first()
    first = plan.effective_on or datetime.date(plan.year, 1, 1)
    return known or indicator_sets.draft_set(
        plan.organization, name=plan.title[:120], starts_on=first, by=by, plan=plan
    )
