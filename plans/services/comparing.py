"""One's own value beside those of district and city: sums over units, and only where nobody's single value shows.

An aggregate is shown from three units on; an outer circle beside an inner one only where what lies between them is
nothing or at least two units, because whoever sees both could subtract.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from organizations import paths
from organizations.models import Organization
from plans import judging
from plans.models import Indicator, IndicatorKind, Measurement
from plans.periods import Span

FEWEST = 3
FEWEST_BETWEEN = 2


@dataclass(frozen=True)
class Circle:
    """The values of the units beneath one superior in one period, added up."""

    name: str
    units: int
    value: Decimal


Sum = tuple[str, Decimal | None, Decimal | None, Decimal | None]
"""Path, numerator, denominator and value of one unit."""


def circles(indicator: Indicator, unit: Organization, spans: Sequence[Span]) -> dict[Span, list[Circle]]:
    """For each period the circles around a unit, the narrowest first; two queries."""
    superiors = list(
        Organization.objects.filter(path__in=paths.lineage(unit.path)[:-1], kind=Organization.Kind.COMMISSION).order_by(
            "-path"
        )
    )
    rows = Measurement.objects.series_of(indicator).own().final().filter(begins_on__in=[one.begins_on for one in spans])
    told = rows.filter(value__isnull=False).exclude(light=judging.Light.SMALL)
    by_begin: dict[object, list[Sum]] = {}
    for begins_on, path, above, below, value in told.values_list(
        "begins_on", "org_path", "numerator", "denominator", "value"
    ):
        by_begin.setdefault(begins_on, []).append((path, above, below, value))
    return {span: _around(indicator, superiors, by_begin.get(span.begins_on, [])) for span in spans}


def _around(indicator: Indicator, superiors: Iterable[Organization], sums: Sequence[Sum]) -> list[Circle]:
    shown: list[Circle] = []
    inner = 0
    for superior in superiors:
        within = [one for one in sums if paths.contains(superior.path, one[0])]
        between = len(within) - inner
        if len(within) < FEWEST or (inner and 0 < between < FEWEST_BETWEEN):
            continue
        if inner and not between:
            continue
        shown.append(Circle(superior.short_name or superior.name, len(within), added_up(indicator, within)))
        inner = len(within)
    return shown


def added_up(indicator: Indicator, sums: Sequence[Sum]) -> Decimal:
    """Of rates the sum of numerators over that of denominators, of everything else the mean."""
    if indicator.kind == IndicatorKind.RATE:
        above = sum((one[1] or Decimal(0) for one in sums), Decimal(0))
        below = sum((one[2] or Decimal(0) for one in sums), Decimal(0))
        return judging.rate(above, below, indicator.unit) or Decimal(0)
    return sum((one[3] or Decimal(0) for one in sums), Decimal(0)) / len(sums)
