"""The pictures of a campaign as plain geometry and plain rows: what a template draws, its table says in numbers."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 14, 14, 30
MOST_DAYS, MOST_BARS, SCALE, LABELS = 24, 12, 4, 6
STEPS = 5
"""Into how many shades a share is divided; nothing at all is a shade of its own."""


@dataclass(frozen=True)
class Day:
    """How many findings are open at the end of a day, as planned and as it was; a day to come has no actual."""

    day: datetime.date
    planned: int
    actual: int | None


@dataclass(frozen=True)
class BurnDown:
    """Two lines, their scale and the table behind them."""

    days: list[Day]
    planned: str
    actual: str
    marks: list[tuple[str, int]]
    labels: list[tuple[str, str]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


@dataclass(frozen=True)
class Bar:
    """One value beside its name; the share is of the longest bar, in whole per cent."""

    name: str
    value: int
    share: int
    url: str = ""


@dataclass(frozen=True)
class Cell:
    """How many of how many; the tone is 0 for none up to 5 for all, and empty where nothing was asked."""

    done: int
    asked: int

    @property
    def percent(self) -> int | None:
        """The share in whole per cent."""
        return self.done * 100 // self.asked if self.asked else None

    @property
    def tone(self) -> str:
        """The shade."""
        if self.percent is None:
            return "none"
        return str(0 if not self.done else max(1, min(STEPS, self.percent * STEPS // 100)))


@dataclass(frozen=True)
class HeatRow:
    """One region or department with its cells, in the order of the columns."""

    name: str
    cells: list[Cell]


def burn_down(counts: Mapping[str, Mapping[datetime.date, int]], *, today: datetime.date) -> BurnDown | None:
    """Both lines from what came in, was due, was struck off and was withdrawn on each day; none without findings.

    Planned: what has come in less what should be finished by then. Actual: what has come in less what is finished.
    """
    came, due = +Counter(counts.get("in", {})), +Counter(counts.get("due", {}))
    gone = Counter(counts.get("closed", {})) + Counter(counts.get("withdrawn", {}))
    if not came:
        return None
    first, last = min(came), max(*came, *due, *gone, today)
    days = []
    for day in _sampled(first, last, today):
        arrived = _until(came, day)
        actual = arrived - _until(gone, day) if day <= today else None
        days.append(Day(day, max(0, arrived - _until(due, day)), actual))
    return _drawn(days)


def _until(counts: Mapping[datetime.date, int], day: datetime.date) -> int:
    return sum(count for when, count in counts.items() if when <= day)


def _sampled(first: datetime.date, last: datetime.date, today: datetime.date) -> list[datetime.date]:
    """Evenly spread days from first to last, today among them."""
    whole = (last - first).days
    step = max(1, -(-whole // (MOST_DAYS - 1)))
    found = {first + datetime.timedelta(days=at) for at in range(0, whole + 1, step)} | {last}
    return sorted(found | ({today} if first <= today <= last else set()))


def _drawn(days: Sequence[Day]) -> BurnDown:
    top = max(1, *(day.planned for day in days), *(day.actual or 0 for day in days))
    span = max(1, (days[-1].day - days[0].day).days)

    def point(day: datetime.date, value: int) -> str:
        x = LEFT + (WIDTH - LEFT - RIGHT) * (day - days[0].day).days / span
        y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top
        return f"{x:.1f},{y:.1f}"

    steps = sorted({round(top * number / SCALE) for number in range(SCALE + 1)})
    every = max(1, -(-len(days) // LABELS))
    return BurnDown(
        list(days),
        " ".join(point(day.day, day.planned) for day in days),
        " ".join(point(day.day, day.actual) for day in days if day.actual is not None),
        [(point(days[0].day, step).split(",")[1], step) for step in steps],
        [(point(day.day, 0).split(",")[0], f"{day.day:%m-%d}") for day in days[::every]],
    )


def bars(counted: Iterable[tuple[str, int, str]]) -> list[Bar]:
    """The longest first; what lies beyond the twelfth is left to the ledger."""
    rows = sorted(counted, key=lambda row: (-row[1], row[0]))[:MOST_BARS]
    most = max((value for _name, value, _url in rows), default=0)
    return [Bar(name, value, value * 100 // most if most else 0, url) for name, value, url in rows]


def heat(rows: Mapping[str, Sequence[tuple[int, int]]]) -> list[HeatRow]:
    """Rows by name, each with its cells."""
    return [HeatRow(name, [Cell(done, asked) for done, asked in cells]) for name, cells in rows.items()]


def grouped(rows: Iterable[Sequence[Any]], places: int) -> list[Counter[Any]]:
    """Counts by each of the first columns of rows that end in a count."""
    found: list[Counter[Any]] = [Counter() for _place in range(places)]
    for row in rows:
        for place in range(places):
            found[place][row[place]] += row[-1]
    return found
