"""The picture of a series: where its points, its target and its marks lie; drawn by a template, read by a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 18, 34
LINES = 4


@dataclass(frozen=True)
class Dot:
    """One value: where, its label beneath, its words and its light."""

    x: float
    y: float
    label: str
    words: str
    light: str


@dataclass(frozen=True)
class Mark:
    """A line across: where and what it says."""

    y: float
    words: str


@dataclass(frozen=True)
class Picture:
    """Everything the template draws; `lines` are the own values, broken where one is missing."""

    width: int
    height: int
    dots: list[Dot]
    lines: list[str]
    peers: list[str]
    marks: list[Mark]
    target: float | None
    upper: float | None
    labels: list[tuple[float, str]]


@dataclass(frozen=True)
class Point:
    """What is known of one period: its name, the own value with its words and light, and that of the circle."""

    label: str
    value: Decimal | None
    words: str = ""
    light: str = "none"
    peer: Decimal | None = None


def drawn(points: Sequence[Point], *, target: Decimal | None = None, upper: Decimal | None = None) -> Picture | None:
    """The picture of a series, oldest first; none where there is no value at all."""
    known = [one for point in points for one in (point.value, point.peer) if one is not None]
    if not known:
        return None
    low, high = _ends([*known, *(one for one in (target, upper) if one is not None)])
    across = (WIDTH - LEFT - RIGHT) / max(len(points) - 1, 1)

    def x(place: int) -> float:
        return round(LEFT + (across * place if len(points) > 1 else (WIDTH - LEFT - RIGHT) / 2), 1)

    def y(value: Decimal) -> float:
        return round(HEIGHT - BOTTOM - float((value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM), 1)

    places = [(x(place), point) for place, point in enumerate(points)]
    steps = [low + (high - low) * number / LINES for number in range(LINES + 1)]
    every = max(1, -(-len(points) // 8))
    return Picture(
        WIDTH,
        HEIGHT,
        [Dot(at, y(one.value), one.label, one.words, one.light) for at, one in places if one.value is not None],
        _runs([(at, None if one.value is None else y(one.value)) for at, one in places]),
        _runs([(at, None if one.peer is None else y(one.peer)) for at, one in places]),
        [Mark(y(step), f"{step:.4g}") for step in steps],
        None if target is None else y(target),
        None if upper is None else y(upper),
        [(at, one.label) for number, (at, one) in enumerate(places) if number % every == 0],
    )


def _ends(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """A little more than the values need; a flat series gets some air, nothing goes below zero without need."""
    low, high = min(values), max(values)
    air = (high - low) / 8 or abs(high) / 8 or Decimal(1)
    return max(low - air, Decimal(0)) if low >= 0 else low - air, high + air


def _runs(places: Sequence[tuple[float, float | None]]) -> list[str]:
    """The points of each unbroken stretch, as SVG wants them."""
    runs: list[list[str]] = [[]]
    for at, height in places:
        if height is None:
            runs.append([])
        else:
            runs[-1].append(f"{at},{height}")
    return [" ".join(run) for run in runs if len(run) > 1]
