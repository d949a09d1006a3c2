"""Asking the library, whatever the state of its index: where none answers the database does, and says so."""

import logging
from functools import reduce
from operator import and_

from django.db.models import Q
from django.utils import timezone

from search.finding import results, snippets
from search.finding.catalogue import Catalogue, Mask, catalogue, chosen_mask
from search.finding.eyes import Eyes
from search.finding.references import reference_in
from search.finding.results import Found, FoundArticle, FoundDocument, Wanted
from search.index import view, words

log = logging.getLogger(__name__)
MOST_ROWS, MOST_WORDS = 200, 6


def page(wanted: Wanted, *, by: Eyes) -> Found:
    """A page of results."""
    try:
        return results.find(wanted, by=by)
    except Exception as error:  # noqa: BLE001  whatever a damaged index raises, people get an answer
        return _instead(error, wanted, by)


def articles(wanted: Wanted, *, by: Eyes, limit: int = 10) -> Found:
    """The best articles one by one."""
    try:
        return results.best(wanted, by=by, limit=limit)
    except Exception as error:  # noqa: BLE001  as above
        return _instead(error, wanted, by, limit)


def _instead(error: Exception, wanted: Wanted, by: Eyes, limit: int = MOST_ROWS) -> Found:
    log.warning("The search index does not answer (%s: %s); the database does.", type(error).__name__, error)
    view.forget()
    return by_database(wanted, by=by, limit=limit)


def by_database(wanted: Wanted, *, by: Eyes, limit: int = MOST_ROWS) -> Found:
    """What the database finds by itself: articles with all the words, or the article that is named; unranked."""
    held = catalogue(wanted.day or timezone.localdate())
    tidied = words.tidy(wanted.query)
    seen = held.seen_by(by) & chosen_mask(held, wanted.filters)
    if wanted.day is not None:
        seen &= held.binds
    condition, shown = _condition(tidied, held)
    found = Found(by_database=True)
    if condition is None:
        return found
    rows = by.articles().filter(condition, edition__in=_keys(held, seen)).with_edition().order_by("edition", "ordinal")
    taken = list(rows[: min(limit, MOST_ROWS)])
    for article in taken:
        article.edition.status_code = str(held.statuses[held.places[article.edition_id]])
        pieces = snippets.snippet(article.text, shown)
        found.hits.append(FoundArticle(article, article.edition, pieces, 1.0, len(found.hits) + 1))
    found.articles = len(taken)
    _group(found, shown)
    return found


def _condition(tidied: str, held: Catalogue) -> tuple[Q | None, list[str]]:
    reference = reference_in(tidied, held.titles)
    if reference is not None and reference.regulations:
        condition = Q(edition__regulation__in=reference.regulations, number=reference.number)
        return (condition if reference.suffix is None else condition & Q(suffix=reference.suffix)), []
    asked = [word for word in words.words(tidied) if len(word) > 1][:MOST_WORDS] or list(words.runs(tidied))[:1]
    if not asked:
        return None, []
    titled = Q(edition__regulation__in=held.titles.named(tidied), ordinal__lte=1)
    return reduce(and_, (Q(text__icontains=word) for word in asked)) | titled, asked


def _keys(held: Catalogue, seen: Mask) -> list[int]:
    keys: list[int] = held.keys[seen].tolist()
    return keys


def _group(found: Found, shown: list[str]) -> None:
    """The rows by document, on one page."""
    groups: dict[int, list[FoundArticle]] = {}
    for hit in found.hits:
        groups.setdefault(hit.edition.pk, []).append(hit)
    for rank, hits in enumerate(groups.values(), start=1):
        title = snippets.marked(hits[0].edition.regulation.title, shown)
        kept = hits[: results.PER_DOCUMENT]
        found.documents.append(FoundDocument(hits[0].edition, title, kept, len(hits), rank))
    found.total = len(found.documents)
