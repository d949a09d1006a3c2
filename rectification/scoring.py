"""The points of an assessment as a pure function of rows: the same rows and rules give the same points anywhere.

Only what is named here counts: a source of findings that is not among COUNTED_SOURCES gives and takes nothing, so that
a protected report never reaches a score.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from rectification.models.choices import FindingSource
from rectification.models.scores import ScoreItem, ScoreItemKind

ALGORITHM = "3"
COUNTED_SOURCES = (
    FindingSource.SELF,
    FindingSource.SUPERVISION,
    FindingSource.SPOT_CHECK,
    FindingSource.ASSIGNED,
)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Fact:
    """One row that may count: where it is read, how it is called, and what is known of it."""

    url: str
    label: str
    severity: str = ""
    due_on: datetime.date | None = None
    done_on: datetime.date | None = None
    returns: int = 0
    found: bool = False
    met: bool | None = None  # of what is judged by itself, not by a day: whether it was reached


@dataclass(frozen=True)
class Facts:
    """What is known of one unit in a period: its findings, its forms, and what other features count."""

    findings: Sequence[Fact] = ()
    forms: Sequence[Fact] = ()
    elsewhere: Mapping[str, Sequence[Fact]] = field(default_factory=dict)  # by kind of item


@dataclass(frozen=True)
class Line:
    """What one item gives or takes, and why."""

    points: Decimal
    causes: list[dict[str, str]] = field(default_factory=list)


def line_of(item: ScoreItem, facts: Facts, granted: Iterable[Any], today: datetime.date) -> Line:
    """One item worked out for one unit; what is taken is negative, and never more than the item's limit."""
    match item.kind:
        case ScoreItemKind.FINDING:
            return _each(item, [fact for fact in _fitting(item, facts.findings) if fact.found])
        case ScoreItemKind.OVERDUE:
            return _each(item, [fact for fact in _fitting(item, facts.findings) if _is_late(fact, today)])
        case ScoreItemKind.FIXED_IN_TIME:
            return _share(item, [fact for fact in _fitting(item, facts.findings) if _was_due(fact, today)], today)
        case ScoreItemKind.FORMS_IN_TIME:
            return _share(item, [fact for fact in facts.forms if _was_due(fact, today)], today)
        case ScoreItemKind.CORRECTION:
            return _each(item, [fact for fact in facts.forms for _time in range(fact.returns)])
        case ScoreItemKind.QUOTAS | ScoreItemKind.TASKS | ScoreItemKind.INDICATORS:
            return _share(item, [fact for fact in facts.elsewhere.get(item.kind, ()) if _was_due(fact, today)], today)
    return _by_hand(item, granted)


def ranked(totals: Mapping[int, Decimal], veto_bottom: int) -> dict[int, tuple[int, bool]]:
    """Rank and veto by key: equal totals share a rank; the veto meets those behind all but the last n."""
    ordered = sorted(totals.values(), reverse=True)
    edge = len(ordered) - veto_bottom
    return {
        key: (rank := ordered.index(total) + 1, bool(veto_bottom) and len(ordered) > veto_bottom and rank > edge)
        for key, total in totals.items()
    }


def candidates(places: Mapping[int, tuple[int, bool]], commend_top: int) -> set[int]:
    """Who may be proposed for commendation: up to the n-th place, all who share it, and nobody the veto meets."""
    return {key for key, (rank, vetoed) in places.items() if rank <= commend_top and not vetoed}


def _fitting(item: ScoreItem, findings: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in findings if not item.severity or fact.severity == item.severity]


def _was_due(fact: Fact, today: datetime.date) -> bool:
    if fact.met is not None:
        return True
    return fact.due_on is not None and (fact.due_on < today or fact.done_on is not None)


def _is_late(fact: Fact, today: datetime.date) -> bool:
    if fact.met is not None:
        return not fact.met
    return fact.due_on is not None and (fact.done_on or today) > fact.due_on


def _each(item: ScoreItem, facts: Sequence[Fact]) -> Line:
    taken = item.points * len(facts)
    return Line(-_limited(item, taken), [_cause(fact, -item.points) for fact in facts])


def _share(item: ScoreItem, due: Sequence[Fact], today: datetime.date) -> Line:
    late = [fact for fact in due if _is_late(fact, today)]
    if not late:
        return Line(Decimal(0))
    each = item.points / len(due)
    return Line(-_limited(item, each * len(late)), [_cause(fact, -each) for fact in late])


def _by_hand(item: ScoreItem, granted: Iterable[Any]) -> Line:
    sign = 1 if item.kind == ScoreItemKind.BONUS else -1
    given = list(granted)
    causes = [{"url": "", "label": grant.because, "points": _written(sign * grant.points)} for grant in given]
    return Line(sign * _limited(item, sum((grant.points for grant in given), Decimal(0))), causes)


def _limited(item: ScoreItem, points: Decimal) -> Decimal:
    most = item.most if item.most is not None else points
    return min(points, most).quantize(CENT, ROUND_HALF_UP)


def _cause(fact: Fact, points: Decimal) -> dict[str, str]:
    return {"url": fact.url, "label": fact.label, "points": _written(points)}


def _written(points: Decimal) -> str:
    return f"{points.quantize(CENT, ROUND_HALF_UP):f}"
