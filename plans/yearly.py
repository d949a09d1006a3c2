"""A plan's year at a glance: what falls due in which month, and where a bar begins and ends in the picture.

Reads rows that were fetched together and asks the database nothing, so that a page costs the same for any plan.
"""

import calendar
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from plans.models import Measure, Obligation, Plan
from plans.rhythm import Period, periods

ACROSS = 720
"""The width of the picture, whatever it shows."""
ROUTINE = frozenset({"day", "shift", "week", "ten_days", "event", "unspecified"})
Standing = Mapping[tuple[int, datetime.date], Mapping[str, int]]
"""How the periods of a duty stand that are due on a day: total, done, missed."""


@dataclass(frozen=True)
class Item:
    """One thing that falls due on a day; `light` is done, late or nothing."""

    text: str
    url: str
    due: datetime.date | None
    light: str = ""
    often: str = ""


@dataclass
class WallRow:
    """One section or department: its routine and its twelve months."""

    label: str
    routine: list[Item] = field(default_factory=list)
    months: list[list[Item]] = field(default_factory=lambda: [[] for _month in range(12)])


@dataclass(frozen=True)
class Bar:
    """One stretch in the picture: where it begins, how wide it is, its light and its words."""

    x: float
    width: float
    light: str
    words: str


@dataclass(frozen=True)
class GanttRow:
    """One measure or duty with its bars over the span, and over the quarter that a phone shows."""

    text: str
    url: str
    unit: str
    person: str
    when: str
    light: str
    bars: list[Bar]
    near: list[Bar]


@dataclass(frozen=True)
class Months:
    """Whole months side by side, each as wide as the other."""

    year: int
    first: int = 1
    last: int = 12

    @property
    def begins(self) -> datetime.date:
        """The first day."""
        return datetime.date(self.year, self.first, 1)

    @property
    def ends(self) -> datetime.date:
        """The last day."""
        return datetime.date(self.year, self.last, calendar.monthrange(self.year, self.last)[1])

    @property
    def names(self) -> list[str]:
        """What stands above the picture."""
        return [_("%(month)s月") % {"month": month} for month in range(self.first, self.last + 1)]

    @property
    def lines(self) -> list[float]:
        """Where one month ends and the next begins."""
        number = self.last - self.first + 1
        return [round(ACROSS / number * place, 1) for place in range(1, number)]

    def x(self, day: datetime.date, *, after: bool = False) -> float:
        """Where a day begins, or ends."""
        number = self.last - self.first + 1
        length = calendar.monthrange(day.year, day.month)[1]
        place = (day.year - self.year) * 12 + day.month - self.first + (day.day - (0 if after else 1)) / length
        return round(min(max(place, 0.0), float(number)) * ACROSS / number, 1)

    def bar(self, begins: datetime.date, ends: datetime.date, light: str, words: str) -> Bar | None:
        """The part of a stretch that lies within; nothing where it lies outside."""
        if ends < self.begins or begins > self.ends:
            return None
        left, right = self.x(max(begins, self.begins)), self.x(min(ends, self.ends), after=True)
        return Bar(left, round(max(right - left - 1, 3), 1), light, words)

    def today(self) -> float | None:
        """Where today lies."""
        day = timezone.localdate()
        return self.x(day) if self.begins <= day <= self.ends else None


def wall(
    measures: Iterable[Measure], duties: Iterable[Obligation], standing: Standing, *, year: int, by: str
) -> list[WallRow]:
    """The rows of the year wall, by `section` or by `department`, in the order in which the plan names them."""
    rows: dict[str, WallRow] = {}
    for measure in measures:
        due = due_of(measure)
        if due.year == year:
            item = Item(measure.text, measure.get_absolute_url(), due, light_of(measure))
            _row_of(rows, measure, by).months[due.month - 1].append(item)
    for duty in duties:
        row = _row_of(rows, duty, by)
        if is_routine(duty):
            row.routine.append(Item(duty.text, duty.get_absolute_url(), None, often=duty.often))
            continue
        for item in _items(duty, standing, year):
            row.months[item.due.month - 1].append(item)  # type: ignore[union-attr]  # a dated one
    for row in rows.values():
        for month in row.months:
            month.sort(key=lambda one: one.due or datetime.date.max)
    return list(rows.values())


def _row_of(rows: dict[str, WallRow], thing: Measure | Obligation, by: str) -> WallRow:
    side = thing.section if by == "section" else thing.lead_unit
    label = str(side) if side else (_("未分章节") if by == "section" else _("未定单位"))
    return rows.setdefault(label, WallRow(label))


def _items(duty: Obligation, standing: Standing, year: int) -> list[Item]:
    """A duty in the year, once for each of its periods."""
    owed = periods_of(duty, datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    return [
        Item(duty.text, duty.get_absolute_url(), one.due, _light(standing.get((duty.pk, one.due))))
        for one in owed
        if one.due.year == year
    ]


def gantt_of_measure(measure: Measure, months: Months, near: Months) -> GanttRow:
    """One bar from its beginning, or from the plan's, to its limit."""
    plan, due, light = measure.plan, due_of(measure), light_of(measure)
    begins = min(measure.starts_on or max(plan.effective_on or plan.starts_on, plan.starts_on), due)
    words = f"{begins:%Y-%m-%d}—{due:%Y-%m-%d}"
    return GanttRow(
        measure.text,
        measure.get_absolute_url(),
        str(measure.lead_unit or ""),
        str(measure.person or ""),
        words,
        light,
        _kept([months.bar(begins, due, light, words)]),
        _kept([near.bar(begins, due, light, words)]),
    )


def gantt_of_duty(duty: Obligation, months: Months, near: Months, standing: Standing) -> GanttRow:
    """One bar for each period; what is routine is one bar as long as it is owed."""
    if is_routine(duty) and duty.unit not in ("event", "unspecified"):
        begins, ends = _owed(duty, months.begins, months.ends)
        owed = [(begins, ends, "", duty.often)] if begins <= ends else []
    elif is_routine(duty):
        owed = []
    else:
        owed = [
            (one.begins, one.due, _light(standing.get((duty.pk, one.due))), f"{one.due:%Y-%m-%d}")
            for one in periods_of(duty, months.begins, months.ends)
        ]
    lights = {light for _begins, _ends, light, _words in owed}
    return GanttRow(
        duty.text,
        duty.get_absolute_url(),
        str(duty.lead_unit),
        str(duty.person or ""),
        duty.often,
        "late" if "late" in lights else "",
        _kept(months.bar(*one) for one in owed),
        _kept(near.bar(*one) for one in owed),
    )


def due_of(measure: Measure) -> datetime.date:
    """The day its task is due; before it has one, its limit."""
    return measure.assignment.due_on if measure.assignment else measure.limit


def light_of(measure: Measure) -> str:
    """Whether its task is done, or late."""
    task = measure.assignment
    if task is None:
        return ""
    if task.state == task.State.DONE:
        return "done"
    return "late" if task.state == task.State.OPEN and task.due_on < timezone.localdate() else ""


def is_routine(duty: Obligation) -> bool:
    """Whether it comes round at least once a month, or at no day that could be written into one."""
    return duty.unit in ROUTINE or (duty.unit == "month" and duty.every == 1) or not duty.is_set


def periods_of(duty: Obligation, first: datetime.date, last: datetime.date) -> list[Period]:
    """The periods that are owed in these days, each once however many units owe them."""
    if not duty.is_set:
        return []
    begins, ends = _owed(duty, first, last)
    anchor = duty.starts_on or duty.plan.starts_on
    found = periods(duty.rhythm, begins, ends, anchor=anchor)
    return [one for one in found if one.due >= begins]


def _owed(duty: Obligation, first: datetime.date, last: datetime.date) -> tuple[datetime.date, datetime.date]:
    plan: Plan = duty.plan
    until = duty.ends_on or (last if duty.starts_on else plan.ends_on)
    return max(first, duty.starts_on or plan.starts_on), min(last, until)


def _light(counts: Mapping[str, int] | None) -> str:
    if not counts:
        return ""
    if counts["missed"]:
        return "late"
    return "done" if counts["done"] == counts["total"] else ""


def _kept(bars: Iterable[Any]) -> list[Bar]:
    return [one for one in bars if one is not None]
