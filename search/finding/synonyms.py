"""The term dictionary as queries use it: 院感 asks for 医院感染 too, and the other way round."""

from collections import defaultdict

from django.db.models import Q

from organizations.sight import Who, sight_of
from search.index import words
from search.models import Synonym

Dictionary = dict[str, tuple[str, ...]]
MOST = 6


def dictionary(who: Who) -> Dictionary:
    """Each word with the others that mean the same: everybody's terms and those of the units around a person."""
    seen = sight_of(who)
    around = {scope.institution_path for scope in seen.scopes}
    rows = Synonym.objects.filter(Q(term__org_path="") | Q(term__org_path__in=around)).order_by("term_id", "pk")
    groups: dict[int, list[str]] = defaultdict(list)
    for term, full, word in rows.values_list("term_id", "term__word", "word"):
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
