"""Where proposals for a new plan come from: each source is registered, those of other features by the site above."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model

from organizations.models import Organization
from plans.models import Plan


@dataclass(frozen=True)
class Proposed:
    """One thing that speaks for a line in the new plan."""

    kind: str
    source: Model
    text: str
    because: str
    unit: Organization | None = None
    url: str = ""
    due_on: datetime.date | None = None


Source = Callable[[Plan], Iterable[Proposed]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Let a source propose things for every new plan."""
    if source not in _sources:
        _sources.append(source)


def proposed_for(plan: Plan) -> list[Proposed]:
    """Everything that speaks for a line in this plan."""
    return [one for source in _sources for one in source(plan)]
