"""The rule of sight once more: what an index found is read by its keys and shown only if it is still to be seen.

An index and the catalogue may lag behind the rows for a moment, so each row of a page says for itself whether it is
published and public; for what is not public the rule of sight is asked. Rows are read by key alone: joined with the
conditions of the rule, SQLite walks through every published edition.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from search.finding.eyes import Eyes
from search.finding.prepared import Prepared
from search.models import Access, Article, Edition, EditionState

AT_ONCE, MOST_KNOWN = 30, 5_000
COLUMNS = tuple(field.attname for field in Article._meta.concrete_fields)
KEY = COLUMNS.index(Article._meta.pk.attname)
Known = dict[int, tuple[tuple[Any, ...], Article]]


def _read() -> QuerySet[Any, Any]:
    rows = Article.objects.filter(pk__in=range(AT_ONCE)).order_by()
    return rows.values_list(*COLUMNS, "edition__state", "edition__regulation__access")


_rows = Prepared(_read)


def articles(keys: Iterable[int], eyes: Eyes, known: Known | None = None) -> dict[int, Article]:
    """These articles, as far as they are seen; one that reads as it did before is not made into an object again."""
    wanted, found, states = sorted(set(keys)), {}, {}
    known = {} if known is None else known
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        for read in _rows.rows([*some, *[0] * (AT_ONCE - len(some))]):
            key, columns = read[KEY], read[:-2]
            before = known.get(key)
            if before is None or before[0] != columns:
                before = known[key] = (columns, Article.from_db(connection.alias, COLUMNS, columns))
            found[key], states[key] = before[1], read[-2:]
    if len(known) > MOST_KNOWN:
        known.clear()
    seen = _seen(states, eyes, eyes.articles)
    return found if len(seen) == len(found) else {key: row for key, row in found.items() if key in seen}


def editions(keys: Iterable[int], eyes: Eyes) -> set[int]:
    """Which of these editions are seen."""
    wanted = set(keys)
    if not wanted:
        return set()
    rows = Edition.objects.filter(pk__in=wanted).order_by().values_list("pk", "state", "regulation__access")
    return _seen({key: (state, access) for key, state, access in rows}, eyes, eyes.editions)


def _seen(states: dict[int, tuple[str, str]], eyes: Eyes, in_sight: Any) -> set[int]:
    """The published ones that are public, and of the others those the rule lets through."""
    published = {key for key, (state, _access) in states.items() if state == EditionState.PUBLISHED}
    public = {key for key in published if states[key][1] == Access.PUBLIC} if eyes.sees_public else set()
    closed = published - public
    if not closed:
        return public
    return public | set(in_sight().filter(pk__in=closed).order_by().values_list("pk", flat=True))
