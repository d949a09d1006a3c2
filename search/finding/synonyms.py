"""The term dictionary as queries use it: 院感 asks for 医院感染 too, and the other way round."""

from collections import defaultdict
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from organizations.sight import Who, sight_of
from search.finding.prepared import Prepared
from search.index import words
from search.models import Synonym

Dictionary = dict[str, tuple[str, ...]]
MOST = 6


def _read() -> QuerySet[Any, Any]:
    return Synonym.objects.order_by("term_id", "pk").values_list("term__org_path", "term_id", "term__word", "word")


_rows = Prepared(_read)


def dictionary(who: Who) -> Dictionary:
    """Each word with the others that mean the same: everybody's terms and those of the units around a person."""
    around = {"", *(scope.institution_path for scope in sight_of(who).scopes)}
    return _dictionary(tuple(tuple(row) for path, *row in _rows.rows() if path in around))


@lru_cache(maxsize=16)
def _dictionary(rows: tuple[tuple[Any, ...], ...]) -> Dictionary:
    groups: dict[int, list[str]] = defaultdict(list)
    for term, full, word in rows:
        if not groups[term]:
            groups[term].append(words.tidy(full))
        groups[term].append(words.tidy(word))
    found: dict[str, list[str]] = defaultdict(list)
    for group in groups.values():
        for word in group:
            found[word] += [other for other in group if other != word and other not in found[word]]
    return {word: tuple(others[:MOST]) for word, others in found.items() if len(word) > 1}


def concepts(text: str, known: Dictionary) -> list[tuple[str, tuple[str, ...]]]:
    """The words of the dictionary that stand in a text, the longest first, none inside another; with what they mean."""
    found: list[tuple[str, tuple[str, ...]]] = []
    rest = text
    for word in sorted(known, key=lambda word: (-len(word), word)):
        if word in rest:
            found.append((word, known[word]))
            rest = rest.replace(word, "\n")
    return found
