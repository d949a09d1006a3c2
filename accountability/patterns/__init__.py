"""数据核对: named questions an auditor asks of the records; each says what it lists, and none says that it is wrong.

A feature registers its questions in its `ready()`: `patterns.register(Pattern("code", …))`. Nothing of what is found is
stored; only the measure, by `set_threshold`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accountability import trail
from accountability.models import PatternThreshold
from accountability.records import Period
from organizations import paths, rights
from organizations.models import Duty, Organization, Person
from organizations.refusals import Invalid
from organizations.sight import Who

LOOK, SET = "accountability.look_at_patterns", "accountability.set_patterns"
Said = str | Promise

for duty in (Duty.AUDITOR, Duty.AUDIT_ADMIN):
    rights.default(duty, LOOK, "subtree")
    rights.default(duty, SET, "own")


@dataclass(frozen=True)
class Odd:
    """One row of an answer: when, who, what it is about and where that is shown, and the very facts."""

    at: datetime | None
    who: str
    title: str
    url: str
    facts: str


@dataclass(frozen=True)
class Pattern:
    """A question: `rows` asks it within sight, period and measure; `show` turns a row into what is listed.

    `explains` says what is listed and which ordinary reasons there may be; without `unit` there is nothing to measure.
    """

    code: str
    title: Said
    explains: Said
    rows: Callable[[Who, Period, int], QuerySet[Any]]
    show: Callable[[Any], Odd]
    amount: int = 0
    unit: Said = ""
    least: int = 1
    most: int = 3650
    groups: bool = False


_patterns: dict[str, Pattern] = {}


def register(pattern: Pattern) -> None:
    """Let auditors ask it."""
    _patterns[pattern.code] = pattern


def every() -> list[Pattern]:
    """All questions, in the order in which they were registered."""
    return list(_patterns.values())


def named(code: str) -> Pattern | None:
    """The question of this name."""
    return _patterns.get(code)


def amounts(unit: Organization) -> dict[str, int]:
    """The measure of each question at a unit: its own newest one, else that of the nearest unit above, else shipped."""
    found = {pattern.code: pattern.amount for pattern in every()}
    rows = PatternThreshold.objects.filter(org_path__in=paths.lineage(unit.path)).order_by("org_path", "pk")
    return found | {code: amount for code, amount in rows.values_list("code", "amount") if code in found}


def set_threshold(pattern: Pattern, *, at: Organization, amount: int, because: str, by: Person) -> PatternThreshold:
    """Change the measure for one unit and those beneath it; the reason is on record."""
    rights.require(by, SET, at)
    if not pattern.unit or not pattern.least <= amount <= pattern.most:
        told = {"least": pattern.least, "most": pattern.most}
        raise Invalid({"amount": _("请填写%(least)d到%(most)d之间的整数。") % told})
    if not because.strip():
        raise Invalid({"because": _("请写明调整理由。")})
    with transaction.atomic():
        before = amounts(at)[pattern.code]
        row = PatternThreshold.objects.create(
            organization=at,
            org_path=at.path,
            code=pattern.code,
            amount=amount,
            because=because.strip()[:300],
            set_by=by,
        )
        trail.record("threshold_set", row, by=by, because=row.because, changed={"amount": [before, amount]})
    return row
