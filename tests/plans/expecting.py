"""What a careful reader finds in the plans of `seeds/`, and how the product's reader compares."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from plans.reading import Indicator, Obligation, Reading, read

SEEDS = Path(__file__).parent / "seeds"
NAMES = ("001", "003", "hospital", "county", "centre")
"""Eighteen hospital plans, four plans of medical safety, and three plans in the layout hospitals use today."""


@dataclass(frozen=True)
class Comparison:
    """Found against expected, by kind."""

    expected: int
    found: int
    right: int
    missing: list[str]
    surplus: list[str]

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return self.right / self.expected


def text(name: str) -> str:
    """A plan."""
    return (SEEDS / f"{name}.txt").read_text(encoding="utf-8")


def compared(kind: str, names: tuple[str, ...] = NAMES) -> Comparison:
    """One kind (频次, 指标) over some plans; a thing is right when everything said about it is."""
    expected, found = Counter(), Counter()
    for name in names:
        rows = (SEEDS / f"{name}.expected.txt").read_text(encoding="utf-8").splitlines()
        expected.update(f"{name} {row}" for row in rows if row.startswith(kind))
        found.update(f"{name} {row}" for row in rows_of(read(text(name)), kind))
    right = expected & found
    return Comparison(
        expected.total(), found.total(), right.total(), sorted(expected - found), sorted(found - expected)
    )


def rows_of(reading: Reading, kind: str) -> list[str]:
    """What was found, a line each, as the expected files have it."""
    if kind == "指标":
        return [
            _row(kind, one.name, one.comparator, f"{one.value:g}", one.unit, _words(one)) for one in reading.indicators
        ]
    return [
        _row(kind, one.unit, one.every, one.at_least or "-", one.at_most or "-", one.due or "-", _words(one, 6, 8))
        for one in reading.obligations
    ]


def _row(*cells: object) -> str:
    return "\t".join(str(cell) for cell in cells)


def _words(thing: Obligation | Indicator, before: int = 0, after: int = 0) -> str:
    """The characters it was read from, with some around them; the first words of a sentence are taken whole."""
    place = thing.place
    return place.source[max(0, place.start - before) : place.end + after]
