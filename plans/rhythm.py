"""How often something is owed: the periods of a rhythm, the day each is due, and what can still be reached.

Pure: nothing here knows Django. Whether people work on a day is asked of a function that the caller passes in.
"""

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plans.reading.calendar import WITHIN_PERIOD
from plans.reading.found import Obligation as Found

DAILY = frozenset({"day", "shift"})
UNCOUNTED = frozenset({"event", "unspecified"})
UNITS = ("day", "shift", "week", "ten_days", "month", "quarter", "half_year", "year", "event", "unspecified")
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
ONE_DAY = timedelta(days=1)
SHIFTS = 3
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
EACH_YEAR = re.compile(r"(\d{2})-(\d{2})")
PARTS = {"初": 10, "上旬": 10, "中旬": 20}
AFTER = "次下翌"

Works = Callable[[date], bool]


class Unclear(ValueError):
    """A rhythm that says nothing a calendar could keep."""


@dataclass(frozen=True)
class Period:
    """One stretch of days in which a number is owed; `due` is the last day that counts, which may lie after it."""

    begins: date
    ends: date
    due: date
    slot: int = 0

    def holds(self, day: date) -> bool:
        """Whether what happens on a day counts towards it."""
        return self.begins <= day <= self.due


@dataclass(frozen=True)
class Rhythm:
    """At least and at most so many times in `every` units; `due` as the reader of plans gives it.

    `alternative` is a second unit of which one must be chosen; `shifts` how many a day has; `workdays` leaves out the
    days of rest.
    """

    unit: str
    every: int = 1
    at_least: int | None = 1
    at_most: int | None = None
    due: str = ""
    alternative: str = ""
    shifts: int = SHIFTS
    workdays: bool = False

    def __post_init__(self) -> None:
        if self.unit not in UNITS or (self.alternative and self.alternative not in UNITS):
            raise Unclear("unit")
        if not 1 <= self.every <= 120 or not 1 <= self.shifts <= 6:
            raise Unclear("every")
        low, high = self.at_least, self.at_most
        if (low is not None and low < 0) or (high is not None and (high < 0 or high < (low or 0))):
            raise Unclear("at_most")
        rule_of(self.due)

    @property
    def needed(self) -> int:
        """How often at least; a ceiling alone asks for nothing."""
        return self.at_least or 0

    @property
    def is_set(self) -> bool:
        """Whether somebody has said how often: not 定期, no choice between two, a number."""
        numbered = self.at_least is not None or self.at_most is not None
        return self.unit != "unspecified" and not self.alternative and numbered

    @property
    def is_daily(self) -> bool:
        """Whether it is kept on a month's page."""
        return self.unit in DAILY

    @property
    def is_single(self) -> bool:
        """Whether it is bound to one day of one year."""
        return bool(ISO.fullmatch(self.due))

    @property
    def goes_on(self) -> bool:
        """Whether it is owed beyond the plan's year until a new plan is issued: all that is shorter than a year."""
        return self.unit not in {"year", *UNCOUNTED} and not self.is_single

    def choices(self) -> list["Rhythm"]:
        """The rhythms between which somebody must choose; itself where there is no choice."""
        if not self.alternative:
            return [self]
        return [replace(self, alternative=""), replace(self, unit=self.alternative, alternative="")]


def of_found(found: Found) -> Rhythm:
    """The rhythm of an obligation as the reader of plans found it; a day it cannot keep is left out."""
    one = Rhythm(found.unit, found.every, found.at_least, found.at_most, alternative=found.alternative)
    try:
        return replace(one, due=found.due)
    except Unclear:
        return one


# --- Due days -------------------------------------------------------------------------------------------------------


def rule_of(due: str) -> re.Match[str] | None:
    """What a text says about the day: ISO, MM-DD, 次月5日前, 季度末月20日; nothing where it is empty."""
    text = due.strip()
    if not text:
        return None
    found = ISO.fullmatch(text) or EACH_YEAR.fullmatch(text) or WITHIN_PERIOD.fullmatch(text)
    if found is None:
        raise Unclear("due")
    if found.re is not WITHIN_PERIOD:
        numbers = [int(part) for part in found.groups()]
        year, month, day = numbers if len(numbers) == 3 else (2024, *numbers)
        if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(max(year, 1), month)[1]:
            raise Unclear("due")
    return found


def due_in(due: str, begins: date, ends: date) -> date | None:
    """The day a period is due; nothing where the day named lies in another period."""
    rule = rule_of(due)
    if rule is None:
        return ends
    if rule.re is WITHIN_PERIOD:
        return _within(rule, begins, ends)
    if rule.re is ISO:
        day = date(*(int(part) for part in rule.groups()))
        return day if begins <= day <= ends else None
    month, day_of = (int(part) for part in rule.groups())
    return _day(ends.year, month, day_of) if begins <= _day(ends.year, month, day_of) <= ends else ends


def _within(rule: re.Match[str], begins: date, ends: date) -> date:
    which = rule["which"]
    first = begins if which.endswith("首月") and which[0] not in AFTER else ends
    year, month = first.year, first.month
    if which[0] in AFTER:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    if rule["day"]:
        return _day(year, month, int(rule["day"]))
    return _day(year, month, PARTS.get(rule["part"] or "", 31))


def _day(year: int, month: int, day: int) -> date:
    """A day of a month; the last one where the month is shorter."""
    return date(year, month, max(1, min(day, calendar.monthrange(year, month)[1])))


# --- Periods --------------------------------------------------------------------------------------------------------


def periods(
    rhythm: Rhythm, first: date, last: date, *, anchor: date | None = None, works: Works | None = None
) -> Iterator[Period]:
    """The whole periods that touch the days from `first` to `last`, in their order.

    Several units together (every two months, every three days) are counted from `anchor`, months from its January.
    """
    if rhythm.unit in UNCOUNTED or last < first:
        return
    unit = "day" if rhythm.unit == "shift" else rhythm.unit
    start = anchor or first
    zero = _index(unit, start if unit in {"day", "week"} else date(start.year, 1, 1))
    group = (_index(unit, first) - zero) // rhythm.every
    while True:
        low = zero + group * rhythm.every
        begins, ends = _span(unit, low)[0], _span(unit, low + rhythm.every - 1)[1]
        if begins > last:
            return
        group += 1
        due = due_in(rhythm.due, begins, ends)
        rests = rhythm.workdays and works is not None and unit == "day" and not works(begins)
        if due is not None and not rests:
            slots = range(1, rhythm.shifts + 1) if rhythm.unit == "shift" else (0,)
            yield from (Period(begins, ends, due, slot) for slot in slots)


def _index(unit: str, day: date) -> int:
    """Which of the units since the beginning of the calendar a day lies in."""
    if unit == "day":
        return day.toordinal()
    if unit == "week":
        return (day.toordinal() - 1) // 7  # the calendar begins on a Monday
    if unit == "ten_days":
        return (day.year * 12 + day.month - 1) * 3 + min((day.day - 1) // 10, 2)
    return (day.year * 12 + day.month - 1) // MONTHS[unit]


def _span(unit: str, index: int) -> tuple[date, date]:
    """The first and the last day of a unit."""
    if unit == "day":
        return date.fromordinal(index), date.fromordinal(index)
    if unit == "week":
        return date.fromordinal(index * 7 + 1), date.fromordinal(index * 7 + 7)
    if unit == "ten_days":
        (year, month), part = divmod(index // 3, 12), index % 3
        return date(year, month + 1, part * 10 + 1), _day(year, month + 1, (10, 20, 31)[part])
    size = MONTHS[unit]
    (year, month), (until, final) = divmod(index * size, 12), divmod(index * size + size - 1, 12)
    return date(year, month + 1, 1), _day(until, final + 1, 31)


# --- Counting -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Meter:
    """Where a quota stands today.

    `last_chance` is the last day on which what is missing can still be done, one a working day; nothing where the
    days no longer suffice.
    """

    done: int
    needed: int
    at_most: int | None
    due: date
    today: date
    last_chance: date | None

    @property
    def missing(self) -> int:
        """How many are still to be done."""
        return max(0, self.needed - self.done)

    @property
    def days_left(self) -> int:
        """Days until it is due, negative after it."""
        return (self.due - self.today).days

    @property
    def state(self) -> str:
        """One of exceeded, met, missed, impossible, pressing, open."""
        if self.at_most is not None and self.done > self.at_most:
            return "exceeded"
        if not self.missing:
            return "met"
        if self.days_left < 0:
            return "missed"
        if self.last_chance is None or self.last_chance < self.today:
            return "impossible"
        return "pressing" if (self.last_chance - self.today).days <= 3 else "open"


def read_meter(
    period: Period, *, needed: int, at_most: int | None, done: int, today: date, works: Works, together: bool = False
) -> Meter:
    """The meter of a period; `together` where everything missing can be done on one day."""
    missing = max(0, needed - done)
    chance = last_chance(period, 1 if together and missing else missing, works)
    return Meter(done, needed, at_most, period.due, today, chance)


def last_chance(period: Period, missing: int, works: Works) -> date | None:
    """The last day from which the working days up to the due day suffice for what is missing, one each.

    A period in which nobody works at all counts its days of rest instead.
    """
    for counts in (works, _any_day):
        day, left = period.due, max(1, missing)
        while day >= period.begins:
            left -= counts(day)
            if left == 0:
                return day
            day -= ONE_DAY
        if left < max(1, missing):
            return None
    return None


def _any_day(_day: date) -> bool:
    return True


def where_it_counts(day: date, owed: Iterable[tuple[Period, int, int]]) -> int | None:
    """Which of several periods (each with what is needed and what is done) a happening counts towards.

    The one due first that still lacks something; where none does, the newest that holds the day.
    """
    holding = [(place, period, needed, done) for place, (period, needed, done) in enumerate(owed) if period.holds(day)]
    if not holding:
        return None
    lacking = [one for one in holding if one[3] < one[2]]
    if lacking:
        return min(lacking, key=lambda one: (one[1].due, one[1].slot))[0]
    return max(holding, key=lambda one: (one[1].begins, -one[1].slot))[0]
