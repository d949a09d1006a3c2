"""Plans the reader was not built on: six institutions, the expected answer under each line, in two halves.

A line that begins with `=` answers for the line above it: `=频次 unit every at_least at_most due` or `=指标 name
comparator value unit`, tab between. The first half may teach the reader general rules; the second is only measured.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from plans.reading import Reading, read

HERE = Path(__file__).parent
HALVES = ("first", "second", "third")
KINDS = ("频次", "指标")


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


def score(half: str, kind: str) -> Score:
    """One kind over one half; a thing is right when everything said about it is and it stands in its line."""
    expected: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for path in sorted((HERE / half).glob("*.txt")):
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
