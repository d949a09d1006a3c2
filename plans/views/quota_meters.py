"""The quota meter: number and picture of how far a period is, with the last day on which it can still be met."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.clocks import Calendar
from plans.models import Occurrence, OccurrenceState
from plans.rhythm import Meter

MOST_CELLS = 12
WIDTH = 120
TONES = {
    "met": "done",
    "exceeded": "overdue",
    "missed": "overdue",
    "impossible": "overdue",
    "pressing": "waiting",
    "open": "active",
}


@dataclass(frozen=True)
class Cell:
    """One stroke of the picture."""

    x: float
    width: float
    filled: bool


@dataclass(frozen=True)
class Shown:
    """A meter as a page shows it."""

    meter: Meter
    tone: str
    words: str
    cells: list[Cell]
    percent: int

    @property
    def numbers(self) -> str:
        """1 / 2."""
        return f"{self.meter.done} / {self.meter.needed}" if self.meter.needed else str(self.meter.done)

    @property
    def spoken(self) -> str:
        """What the picture says, for those who do not see it."""
        told = {"done": self.meter.done, "needed": self.meter.needed, "words": self.words}
        return _("已完成%(done)d次，应完成%(needed)d次。%(words)s") % told


def with_meters(rows: Iterable[Occurrence]) -> list[Any]:
    """The occurrences with their meters, read with one look at the calendar."""
    kept = list(rows)
    today = timezone.localdate()
    days = [day for row in kept for day in (row.begins_on, row.due_on)]
    works = Calendar.around(min(days), max(days)).works if days else _never
    for row in kept:
        row.shown = shown(row, works, today)  # type: ignore[attr-defined]
    return kept


def _never(_day: datetime.date) -> bool:
    return False


def shown(row: Occurrence, works: Any, today: datetime.date) -> Shown:
    """One meter."""
    meter = row.meter(works, today)
    settled = row.state in (OccurrenceState.EXPLAINED, OccurrenceState.WITHDRAWN)
    tone = "" if settled else TONES[meter.state]
    many = meter.needed > MOST_CELLS or not meter.needed
    percent = min(100, round(100 * meter.done / meter.needed)) if meter.needed else 0
    cells = [] if many else list(_cells(meter))
    words = row.get_state_display() if settled else _words(meter)
    return Shown(meter, tone, words, cells, percent)


def _cells(meter: Meter) -> Iterable[Cell]:
    gap = 3
    width = (WIDTH - gap * (meter.needed - 1)) / meter.needed
    for place in range(meter.needed):
        yield Cell(round(place * (width + gap), 2), round(width, 2), place < meter.done)


def _words(meter: Meter) -> str:
    """How many days are left, and the last one on which what is missing can still be done."""
    if meter.state == "exceeded":
        return _("超过至多%(most)d次的要求") % {"most": meter.at_most or 0}
    if meter.state == "met":
        return _("已达到要求") if meter.needed else _("未超过上限")
    if meter.state == "missed":
        return _("逾期%(days)d天，还差%(missing)d次") % {"days": -meter.days_left, "missing": meter.missing}
    left = _("今天到期") if not meter.days_left else _("剩%(days)d天") % {"days": meter.days_left}
    if meter.state == "impossible" or meter.last_chance is None:
        return _("%(left)s，还差%(missing)d次，剩下的工作日已经不够") % {"left": left, "missing": meter.missing}
    last = f"{meter.last_chance.month}月{meter.last_chance.day}日"
    told = {"left": left, "missing": meter.missing, "last": last}
    if meter.missing == 1:
        return _("%(left)s，还差1次，最迟%(last)s完成") % told
    return _("%(left)s，还差%(missing)d次，最迟%(last)s开始") % told
