"""Phases on a time line, as plain geometry: every bar is a share of the whole width."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

MARGIN_DAYS = 2
MOST_TICKS = 4
LAST_LABEL = 0.88  # of the width: a label further right would be cut
BEFORE_TODAY, AFTER_TODAY = 0.2, 0.06  # of a phone's width: a label that begins between would touch the word 今天


@dataclass(frozen=True)
class Bar:
    """One phase: where its window lies, and where its actual work ran when it has begun."""

    phase: Any
    left: str
    width: str
    middle: str
    is_narrow: bool
    days: str


@dataclass(frozen=True)
class Tick:
    """A labelled day on the axis."""

    left: str
    day: date
    label: str


@dataclass(frozen=True)
class Gantt:
    """The whole picture; `today` is None when today lies outside it."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    today: str | None


def _share(days: float, whole: int) -> str:
    """A share of the width in per cent, as SVG writes it in every language."""
    return f"{max(0.0, min(1.0, days / whole)) * 100:.2f}%"


def _written(day: date, year: int) -> str:
    """A day as short as the axis needs it; the year where it is another one than that beside it."""
    text = f"{day.month}/{day.day}"
    return text if day.year == year else f"{day.year}/{text}"


def _ticks(first: date, whole: int, now: float | None, year: int) -> tuple[Tick, ...]:
    """The labelled days, none of which touches the word 今天; the first one of another year says so."""
    step = max(7, -(-whole // (MOST_TICKS * 7)) * 7)
    found = []
    for at in range(MARGIN_DAYS, int(whole * LAST_LABEL), step):
        if now is not None and -BEFORE_TODAY < (at - now) / whole < AFTER_TODAY:
            continue
        day = first + timedelta(days=at)
        found.append(Tick(_share(at, whole), day, _written(day, year)))
        year = day.year
    return tuple(found)


def draw(phases: Sequence[Any], *, today: date) -> Gantt | None:
    """The picture of phases that have `opens_on` and `closes_on`; nothing when there are none."""
    if not phases:
        return None
    first = min(phase.opens_on for phase in phases) - timedelta(days=MARGIN_DAYS)
    last = max(phase.closes_on for phase in phases) + timedelta(days=MARGIN_DAYS)
    whole = (last - first).days + 1
    bars = []
    for phase in phases:
        start, length = (phase.opens_on - first).days, (phase.closes_on - phase.opens_on).days + 1
        bars.append(
            Bar(
                phase,
                _share(start, whole),
                _share(length, whole),
                _share(start + length / 2, whole),
                length / whole < 0.12,
                f"{_written(phase.opens_on, today.year)}—{_written(phase.closes_on, phase.opens_on.year)}",
            )
        )
    inside = first <= today <= last
    now = (today - first).days + 0.5
    ticks = _ticks(first, whole, now if inside else None, today.year)
    return Gantt(tuple(bars), ticks, _share(now, whole) if inside else None)
