"""Where items of an assessment come from that other features keep: each kind has a source, told by the site above.

scoring_sources.register(ScoreItemKind.QUOTAS, lambda asked: …)
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from rectification.models import ScoreLevel, ScoreRound
from rectification.scoring import Fact


@dataclass(frozen=True)
class Asked:
    """Which rows are wanted: those that lie below a path and fall into these days."""

    org_path: str
    begins_on: date
    ends_on: date


@dataclass(frozen=True)
class Found:
    """One row, and where it lies."""

    org_path: str
    institution_path: str
    fact: Fact


Source = Callable[[Asked], Iterable[Found]]
_sources: dict[str, Source] = {}


def register(kind: str, source: Source) -> None:
    """Let a kind of item read its rows from there."""
    _sources[kind] = source


def facts_of(round_: ScoreRound) -> dict[int, dict[str, list[Fact]]]:
    """What each assessed unit has of every kind its rule asks about; kinds not asked about are not read."""
    wanted = set(round_.rule.items.values_list("kind", flat=True))
    kinds = [kind for kind in _sources if kind in wanted]
    if not kinds:
        return {}
    units = dict(round_.scores.values_list("org_path", "organization"))
    by_department = round_.rule.level == ScoreLevel.DEPARTMENT
    asked = Asked(round_.org_path, round_.begins_on, round_.ends_on)
    facts: dict[int, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for kind in kinds:
        for found in _sources[kind](asked):
            unit = units.get(found.org_path if by_department else found.institution_path)
            if unit is not None:
                facts[unit][kind].append(found.fact)
    return facts
