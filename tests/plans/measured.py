"""Makers of sets of indicators, of what units report, and of trainings."""

import datetime
from decimal import Decimal
from typing import Any

from engine.models import Turn
from organizations.models import Organization, Person
from plans.models import Indicator, IndicatorReport, IndicatorSet, Measurement, Training
from plans.periods import Span, span_of
from plans.services import indicator_sets, indicators, reports, trainings
from tests.cast import Cast

YEAR = 2026
LONG_AGO = datetime.date(2025, 1, 1)
JANUARY, FEBRUARY, MARCH = (span_of("month", datetime.date(YEAR, month, 1)) for month in (1, 2, 3))


def fresh(thing: Any) -> Any:
    """The row as it stands now."""
    return type(thing).objects.get(pk=thing.pk)


def open_nodes(thing: Any) -> list[str]:
    """The steps that wait."""
    return sorted(Turn.objects.of(thing).open().values_list("node", flat=True))


def drafted(cast: Cast, *, owner: Organization | None = None, by: Person | None = None, **fields: Any) -> IndicatorSet:
    """An empty set of the city, for all its hospitals, by the month."""
    fields = {"name": "医疗质量月报", "starts_on": LONG_AGO, "unit_kinds": ["hospital"], **fields}
    return indicator_sets.draft_set(owner or cast.city, by=by or cast.li, **fields)


def figure(indicator_set: IndicatorSet, name: str = "手卫生依从率", **fields: Any) -> Indicator:
    """A monthly rate of at least 90 %."""
    given: dict[str, Any] = {"target": Decimal(90), "unit": "%"}
    if fields.get("kind", "rate") == "rate":
        given |= {"numerator": "正确执行时机数", "denominator": "应执行时机数"}
    return indicators.add_indicator(indicator_set, name=name, by=indicator_set.drafted_by, **{**given, **fields})


def published(indicator_set: IndicatorSet, *, by: Person) -> IndicatorSet:
    """In force."""
    indicator_sets.submit_set(indicator_set, by=indicator_set.drafted_by)
    indicator_sets.publish_set(indicator_set, by=by)
    return fresh(indicator_set)


def monthly(cast: Cast, **fields: Any) -> Indicator:
    """The rate in a published set of the city."""
    one = figure(drafted(cast), **fields)
    published(one.indicator_set, by=cast.director_wang)
    return fresh(one)


def report_of(indicator: Indicator, unit: Organization, span: Span = MARCH) -> IndicatorReport:
    """A unit's report, opened where it is not."""
    reports.open_reports(indicator.indicator_set, span, by=None)
    return indicator.indicator_set.reports.get(organization=unit, begins_on=span.begins_on)


def rate(indicator: Indicator, above: Any, below: Any, **more: Any) -> dict[int, dict[str, Any]]:
    """What is typed for a rate."""
    return {indicator.pk: {"numerator": str(above), "denominator": str(below), **more}}


def reported(
    indicator: Indicator, unit: Organization, span: Span, values: Any, *, by: Person, reviewer: Person
) -> Measurement:
    """Filled in, reviewed and sent up."""
    report = report_of(indicator, unit, span)
    reports.save_report(report, values=values, by=by)
    reports.submit_report(report, by=by)
    reports.review_report(report, by=reviewer)
    return Measurement.objects.get(indicator=indicator, organization=unit, begins_on=span.begins_on, origin="own")


def exam(cast: Cast, **fields: Any) -> Training:
    """An approved closed-book examination of the hospital."""
    given = {
        "title": "三基理论考试",
        "due_on": datetime.date(YEAR, 3, 10),
        "kind": "both",
        "exam": "closed",
        "topic": "三基",
        "content": "基础理论、基本知识、基本技能",
        "audience": "临床医护人员",
        "goal": "合格率100%",
        "pass_mark": Decimal(80),
        **fields,
    }
    made = trainings.plan_training(cast.peoples_hospital, by=cast.qian, **given)
    trainings.submit_training(made, by=cast.qian)
    trainings.approve_training(made, by=cast.vice_president_he)
    return fresh(made)
