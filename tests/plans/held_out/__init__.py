"""Plans the reader was not built on: each folder is a set, the expected answer under each line (see its README).

A set is written with its answers before the reader is run on it. What it reads then is kept in `FIRST`; afterwards the
set teaches, so that only the first reading of the last set says how well an unknown plan is read.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from plans.reading import Reading, read

HERE = Path(__file__).parent
KINDS = ("频次", "指标")
FIRST: dict[str, tuple[tuple[float, float], tuple[float, float]] | None] = {
    "first": None,
    "second": None,
    "third": ((0.93, 0.98), (0.93, 0.87)),
    "fourth": ((0.928, 0.838), (0.856, 0.761)),
    "fifth": ((0.946, 0.822), (0.877, 0.847)),
    "sixth": ((0.894, 0.868), (0.927, 0.864)),
    "seventh": ((0.905, 0.935), (0.870, 0.853)),
    "eighth": ((0.922, 0.959), (0.928, 0.913)),
    "ninth": ((0.980, 0.960), (0.910, 0.925)),
    "tenth": ((0.960, 0.975), (0.964, 0.964)),
    "eleventh": ((0.956, 0.956), (0.948, 0.965)),
    "twelfth": ((0.989, 0.979), (0.952, 0.975)),
}
"""Precision and recall of frequencies and of indicators when a set was read for the first time."""
SETS = tuple(FIRST)


@dataclass(frozen=True)
class Score:
    """Found against expected."""

    expected: int
    found: int
    right: int
    missing: list[str]
    surplus: list[str]

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / max(1, self.found)

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return self.right / max(1, self.expected)


def score(name: str, kind: str) -> Score:
    """One kind over one set; a thing is right when everything said about it is and it stands in its line."""
    expected: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for path in sorted((HERE / name).glob("*.txt")):
        plan, answers = _parted(path.read_text(encoding="utf-8"))
        expected.update(f"{path.stem} {line}\t{row}" for line, row in answers if row.startswith(kind))
        found.update(f"{path.stem} {row}" for row in _found(read("\n".join(plan)), plan, kind))
    right = expected & found
    return Score(expected.total(), found.total(), right.total(), sorted(expected - found), sorted(found - expected))


def _parted(text: str) -> tuple[list[str], list[tuple[int, str]]]:
    """The plan as its authors wrote it, and the answers with the number of their line."""
    plan: list[str] = []
    answers: list[tuple[int, str]] = []
    for line in text.splitlines():
        if line.startswith("="):
            answers.append((len(plan), line.removeprefix("=")))
        else:
            plan.append(line)
    return plan, answers


def _found(reading: Reading, plan: list[str], kind: str) -> list[str]:
    if kind == "指标":
        cells = [(one.place.source, one.name, one.comparator, f"{one.value:g}", one.unit) for one in reading.indicators]
    else:
        cells = [
            (one.place.source, one.unit, str(one.every), str(one.at_least or "-"), str(one.at_most or "-"),
             one.due or "-")
            for one in reading.obligations
        ]  # fmt: skip
    return ["\t".join((str(_line(plan, source)), kind, *told)) for source, *told in cells]


def _line(plan: list[str], source: str) -> int:
    """The number of the line a sentence stands in."""
    return next((number for number, line in enumerate(plan, start=1) if source.strip() in line), 0)
