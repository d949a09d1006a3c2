"""责任链: how things follow from one another, told once by each feature and walked in both directions.

A feature says in its `ready()` what lies behind and ahead of its rows, by the names of the fields that point there:

    walks.register(Finding, back={"inspection": (_("检查"), _("发现问题"))}, by="author", at="recorded_at")

The first word says what the thing behind is to this row, the second what this row is to the thing behind. One line
serves both directions. A field may be a foreign key or a generic one; what no field tells is told by `pair`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise

from organizations.sight import Who

Said = str | Promise
Words = tuple[Said, Said]
Pairs = Callable[[Collection[int] | None, Collection[int] | None], Iterable[tuple[int, int]]]
BACK, FORWARD = "back", "forward"


@dataclass(frozen=True)
class Kind:
    """What a model says about itself: the fields that point behind and ahead, who did it and when, and what to read."""

    model: type[models.Model]
    back: Mapping[str, Words] = field(default_factory=dict)
    forward: Mapping[str, Words] = field(default_factory=dict)
    by: str = ""
    at: str = ""
    related: tuple[str, ...] = ()
    has_page: bool = True

    def links(self, way: str) -> Mapping[str, Words]:
        """The fields that point in one direction."""
        return self.back if way == BACK else self.forward


@dataclass(frozen=True)
class Pairing:
    """Two models that follow from one another without a field: `pairs` finds (behind, ahead) for keys of one side."""

    behind: type[models.Model]
    ahead: type[models.Model]
    words: Words
    pairs: Pairs


@dataclass(frozen=True)
class Entered:
    """A place where a walk may begin: what it is called, and its page."""

    kind: str
    title: str
    url: str


Finder = Callable[[str, Who], Iterable[Entered]]
_kinds: dict[type[models.Model], Kind] = {}
_pairings: list[Pairing] = []
_finders: list[Finder] = []


def register(model: type[models.Model], **told: Any) -> None:
    """Let walks lead over the rows of a model; `told` as in `Kind`."""
    _kinds[model] = Kind(model, **told)


def pair(behind: type[models.Model], ahead: type[models.Model], *, words: Words, pairs: Pairs) -> None:
    """Let walks lead from one model to another where no field of theirs tells the way."""
    _pairings.append(Pairing(behind, ahead, words, pairs))


def enter(finder: Finder) -> None:
    """Let walks begin at what somebody typed: `finder` turns it into things within his sight."""
    _finders.append(finder)


def kinds() -> list[Kind]:
    """Every kind that walks lead over."""
    return list(_kinds.values())


def kind_of(model: type[models.Model]) -> Kind | None:
    """What a model says about itself, if walks lead over it."""
    return _kinds.get(model)


def pairings() -> list[Pairing]:
    """What no field tells."""
    return _pairings


def finders() -> list[Finder]:
    """The ways in."""
    return _finders
