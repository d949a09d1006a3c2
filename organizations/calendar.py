"""Working days: the ordinary week, corrected by the days the calendar names."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from organizations.models import Workday

ONE_DAY = timedelta(days=1)
LOOK_AHEAD = timedelta(days=60)
SATURDAY = 5


class Shift(NamedTuple):
    """The working days to which a date may be moved; both are the date itself when people work on it."""

    before: date
    after: date


def is_working_day(day: date) -> bool:
    """Whether people work on a day."""
    return _works(day, _named(day, day))


def add_working_days(day: date, n: int) -> date:
    """The n-th working day after a day, or before it when n is negative; the day itself is not counted."""
    stride = ONE_DAY if n >= 0 else -ONE_DAY
    named, known_to = _window(day, stride)
    left = abs(n)
    while left:
        day += stride
        if day == known_to:
            named, known_to = _window(day, stride)
        left -= _works(day, named)
    return day


def shift_suggestions(day: date) -> Shift:
    """The nearest working days not after and not before a date."""
    if is_working_day(day):
        return Shift(day, day)
    return Shift(add_working_days(day, -1), add_working_days(day, 1))


def missing_years(days: Iterable[date]) -> list[int]:
    """The years of these days whose announced holidays are not in the calendar: results there are uncertain."""
    years = {day.year for day in days}
    known = Workday.objects.exclude(source=Workday.Source.ESTIMATED).filter(day__year__in=years)
    return sorted(years - set(known.values_list("day__year", flat=True).distinct()))


def _works(day: date, named: dict[date, bool]) -> bool:
    return named.get(day, day.weekday() < SATURDAY)


def _named(low: date, high: date) -> dict[date, bool]:
    return dict(Workday.objects.filter(day__range=(low, high)).values_list("day", "working"))


def _window(day: date, stride: timedelta) -> tuple[dict[date, bool], date]:
    """The days the calendar names from here on, and the day where that knowledge ends."""
    end = day + LOOK_AHEAD if stride > timedelta(0) else day - LOOK_AHEAD
    return _named(min(day, end), max(day, end)), end
