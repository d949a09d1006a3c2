"""Finding in the work: the index proposes, the rule of sight decides, in one question per kind."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Model, Q, TextField
from django.utils import timezone

from organizations.sight import Who, sight_of, visible
from search.findable import Findable
from search.finding import snippets
from search.finding.catalogue import catalogue
from search.finding.questions import question
from search.finding.snippets import Piece
from search.finding.synonyms import dictionary
from search.index import view, words
from search.index.asks import Ask, Bonus, InBundles

PROPOSED, PAGE = 400, 20


@dataclass
class FoundThing:
    """One thing of the work."""

    thing: Model
    title: list[Piece]
    about: str
    url: str
    pieces: list[Piece]


@dataclass
class FoundThings:
    """A page of things of one kind; `at_least` where the index proposed more than were looked at."""

    rows: list[FoundThing] = field(default_factory=list)
    total: int = 0
    at_least: bool = False
    page: int = 1
    pages: int = 1


def find(query: str, kind: Findable, *, by: Who, page: int = 1) -> FoundThings:
    """The things of one kind that answer and that somebody sees, the best first."""
    if not sight_of(by).person:
        return FoundThings()
    proposed, shown = _proposed(query, kind, by)
    if not proposed:
        return FoundThings()
    seen = set(visible(by, kind.model).filter(pk__in=proposed).values_list("pk", flat=True))
    keys = [key for key in proposed if key in seen]
    pages = max(1, -(-len(keys) // PAGE))
    number = min(max(1, page), pages)
    chosen = keys[(number - 1) * PAGE : number * PAGE]
    things = kind.model._default_manager.select_related(*kind.related).in_bulk(chosen)
    rows = [_row(things[key], kind, shown) for key in chosen if key in things]
    return FoundThings(rows, len(keys), len(proposed) >= PROPOSED, number, pages)


def _proposed(query: str, kind: Findable, by: Who) -> tuple[list[int], list[str]]:
    asked = question(query, catalogue(timezone.localdate()), dictionary(by))
    if asked is None or asked.reference is not None:
        return _by_words(query, kind)
    weighed = tuple(asked.weighed)
    bonuses = tuple(b for b in asked.bonuses if not isinstance(b.node, InBundles) and isinstance(b, Bonus))
    try:
        found = view.reader().ask(Ask(asked.match, weighed, bonuses, group=kind.group, best=PROPOSED))
    except Exception:  # noqa: BLE001  whatever a damaged index raises, people get an answer
        return _by_words(query, kind)
    return [hit.bundle for hit in found.hits], asked.shown


def _by_words(query: str, kind: Findable) -> tuple[list[int], list[str]]:
    """What the database finds in the columns of a kind by itself."""
    asked = [word for word in words.tidy(query).split() if word][:4]
    columns = [
        column.name
        for column in kind.model._meta.concrete_fields
        if isinstance(column, CharField | TextField) and not column.choices and column.name != "org_path"
    ]
    condition = Q()
    for word in asked:
        condition &= Q(*((f"{name}__icontains", word) for name in columns), _connector=Q.OR)
    if not asked:
        return [], []
    rows = kind.model._default_manager.filter(condition).order_by("-pk")
    return list(rows.values_list("pk", flat=True)[:PROPOSED]), asked


def _row(thing: Any, kind: Findable, shown: list[str]) -> FoundThing:
    title = snippets.marked(kind.title(thing), shown)
    return FoundThing(thing, title, kind.about(thing), kind.address(thing), snippets.snippet(kind.text(thing), shown))
