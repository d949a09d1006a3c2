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

AT_ONCE = 30
COLUMNS = tuple(field.attname for field in Article._meta.concrete_fields)


def _read() -> QuerySet[Any, Any]:
    rows = Article.objects.filter(pk__in=range(AT_ONCE)).order_by()
    return rows.values_list(*COLUMNS, "edition__state", "edition__regulation__access")


_rows = Prepared(_read)


def articles(keys: Iterable[int], eyes: Eyes) -> dict[int, Article]:
    """These articles, as far as they are seen."""
    wanted, found, states = sorted(set(keys)), {}, {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        for *columns, state, access in _rows.rows([*some, *[0] * (AT_ONCE - len(some))]):
            row = Article.from_db(connection.alias, COLUMNS, columns)
            found[row.pk], states[row.pk] = row, (state, access)
    seen = _seen(states, eyes, eyes.articles)
    return {key: row for key, row in found.items() if key in seen}


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
