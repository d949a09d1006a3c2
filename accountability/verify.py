"""The registry behind `manage verify_all`: checks that say in one sentence each what does not agree."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.functional import Promise

from accountability import seals


class Difference(NamedTuple):
    """One thing that is not as it must be: which thing, and what is wrong with it."""

    thing: str
    sentence: str


Check = Callable[[], Iterable[Difference]]
Counts = Callable[[], int]


@dataclass(frozen=True)
class Registered:
    """A check under its name."""

    name: str
    title: str | Promise
    check: Check
    counts: Counts | None


@dataclass
class Result:
    """What one check looked at and found."""

    name: str
    title: str
    count: int
    differences: list[Difference] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For a machine."""
        return {
            "name": self.name,
            "title": self.title,
            "count": self.count,
            "differences": [found._asdict() for found in self.differences],
        }


_checks: dict[str, Registered] = {}


def register(name: str, check: Check, counts: Counts | None = None, *, title: str | Promise = "") -> None:
    """Add a check: it yields differences; `counts` says at how many things it looks."""
    _checks[name] = Registered(name, title or name, check, counts)


def run() -> list[Result]:
    """Seal what waits, then run every check."""
    seals.seal_pending()
    return [
        Result(each.name, str(each.title), each.counts() if each.counts else 0, list(each.check()))
        for each in _checks.values()
    ]
