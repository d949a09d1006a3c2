"""The clocks of rungs: natural hours ignore the calendar, working hours and working days follow it.

A period in working days ends when the office closes on its last day (civil law: where there are office hours, with
them); the day on which it begins is not counted.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import Rung, WorkingHours
from organizations import paths
from organizations.models import Workday
from organizations.refusals import Invalid

ONE_DAY = datetime.timedelta(days=1)
SATURDAY = 5
LONGEST_HOLIDAY = 20  # days looked back and ahead for the working days around a date
Clock = Rung.Clock


class Calendar:
    """The days that depart from the ordinary week, read once for everything that is counted together."""

    def __init__(self, named: Mapping[datetime.date, bool], announced: Iterable[int]) -> None:
        self.named = dict(named)
        self.announced = frozenset(announced)

    @classmethod
    def read(cls, first: datetime.date, last: datetime.date) -> "Calendar":
        """The calendar of the years of these days and a little around them, in one query."""
        margin = datetime.timedelta(days=LONGEST_HOLIDAY)
        low, high = datetime.date(first.year, 1, 1) - margin, datetime.date(last.year, 12, 31) + margin
        rows = Workday.objects.filter(day__range=(low, high)).values_list("day", "working", "source")
        known = list(rows)
        announced = {day.year for day, _works, source in known if source != Workday.Source.ESTIMATED}
        return cls({day: works for day, works, _source in known}, announced)

    @classmethod
    def around(cls, *days: datetime.date) -> "Calendar":
        """The calendar around some days and of the year after the last."""
        return cls.read(min(days), max(days) + datetime.timedelta(days=180))

    def works(self, day: datetime.date) -> bool:
        """Whether people work on a day."""
        return self.named.get(day, day.weekday() < SATURDAY)

    def near(self, day: datetime.date, stride: int) -> datetime.date:
        """The nearest working day at or before (-1) or at or after (+1) a day."""
        while not self.works(day):
            day += ONE_DAY * stride
        return day

    def missing(self, *days: datetime.date) -> list[int]:
        """The years of these days whose official arrangement has not been entered."""
        return sorted({day.year for day in days} - self.announced)


class Hours(NamedTuple):
    """The two halves of a working day."""

    morning_from: datetime.time = WorkingHours.MORNING[0]
    morning_until: datetime.time = WorkingHours.MORNING[1]
    afternoon_from: datetime.time = WorkingHours.AFTERNOON[0]
    afternoon_until: datetime.time = WorkingHours.AFTERNOON[1]

    def spans(self, day: datetime.date) -> list[tuple[datetime.datetime, datetime.datetime]]:
        """The two halves of this day as moments."""
        halves = ((self.morning_from, self.morning_until), (self.afternoon_from, self.afternoon_until))
        return [(moment_of(day, first), moment_of(day, last)) for first, last in halves]


USUAL = Hours()


class AllHours:
    """The working hours of every unit that has its own, read once."""

    def __init__(self) -> None:
        """One query."""
        names = Hours._fields
        rows = WorkingHours.objects.values_list("organization__path", *names)
        self.known = {row[0]: Hours(*row[1:]) for row in rows}

    def at(self, path: str) -> Hours:
        """Those of the nearest unit at or above a path."""
        return next((self.known[one] for one in reversed(paths.lineage(path)) if one in self.known), USUAL)


def moment_of(day: datetime.date, time: datetime.time) -> datetime.datetime:
    """A local time of a day as an instant."""
    return timezone.make_aware(datetime.datetime.combine(day, time))


def require_clock(clock: str) -> None:
    """Refuse a clock nobody knows."""
    if clock not in Clock.values:
        told = {"known": _("、").join(str(label) for label in Clock.labels)}
        raise Invalid({"clock": _("不认识这种计时方式，请从“%(known)s”中选择。") % told})


def reach(
    begin: datetime.datetime, amount: int, *, clock: str, hours: Hours = USUAL, calendar: Calendar
) -> datetime.datetime:
    """The moment at which so much time has passed by this clock."""
    require_clock(clock)
    if clock == Clock.NATURAL_HOURS:
        return begin + datetime.timedelta(hours=amount)
    if clock == Clock.WORKING_DAYS:
        return _after_days(begin, amount, hours, calendar)
    return _after_hours(begin, datetime.timedelta(hours=amount), hours, calendar)


def is_off_hours(moment: datetime.datetime, *, hours: Hours = USUAL, calendar: Calendar) -> bool:
    """Whether nobody is at his desk: a holiday, before the office opens or after it closes; the noon break is not."""
    local = timezone.localtime(moment)
    inside = hours.morning_from <= local.time() < hours.afternoon_until
    return not (calendar.works(local.date()) and inside)


def _after_days(begin: datetime.datetime, amount: int, hours: Hours, calendar: Calendar) -> datetime.datetime:
    day = timezone.localdate(begin)
    while amount:
        day += ONE_DAY
        amount -= calendar.works(day)
    return moment_of(day, hours.afternoon_until)


def _after_hours(
    begin: datetime.datetime, left: datetime.timedelta, hours: Hours, calendar: Calendar
) -> datetime.datetime:
    day = timezone.localdate(begin)
    while True:
        for first, last in hours.spans(day) if calendar.works(day) else ():
            since = max(first, begin)
            if since >= last:
                continue
            if left <= last - since:
                return since + left
            left -= last - since
        day += ONE_DAY
