"""The rows from which an index is built: published editions, and the things of the work that can be found."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from search import findable
from search.index.bundles import LIBRARY, Bundle, Part
from search.models import Article, Edition

CHUNK = 40


def editions(keys: Iterable[int] | None = None) -> Iterator[Bundle]:
    """The bundles of published editions, all or those with these keys."""
    rows = Edition.objects.published()
    wanted = sorted(rows.filter(pk__in=list(keys)).values_list("pk", flat=True) if keys is not None else _keys(rows))
    for start in range(0, len(wanted), CHUNK):
        yield from _bundles(wanted[start : start + CHUNK])


def _keys(rows: "Iterable[Edition]") -> list[int]:
    return list(rows.values_list("pk", flat=True))  # type: ignore[attr-defined]


def _bundles(keys: list[int]) -> Iterator[Bundle]:
    """Their articles in order; what stands before the first is a part of its own, which no article is."""
    articles: dict[int, list[Part]] = defaultdict(list)
    columns = ("edition_id", "pk", "number", "suffix", "text")
    for edition, key, number, suffix, text in (
        Article.objects.filter(edition__in=keys).order_by("edition_id", "ordinal").values_list(*columns)
    ):
        articles[edition].append(Part(key, number or 0, suffix or 0, text))
    for key, preamble in Edition.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "preamble"):
        head = [] if key in articles else [Part(0, 0, 0, preamble)]
        yield Bundle(LIBRARY, key, (*head, *articles[key]))


def things(group: int, keys: Iterable[int] | None = None) -> Iterator[Bundle]:
    """The bundles of one kind of thing, all or those with these keys."""
    kind = findable.by_group().get(group)
    if kind is None:
        return
    rows = kind.model._default_manager.select_related(*kind.related).order_by("pk")
    for thing in (rows if keys is None else rows.filter(pk__in=list(keys))).iterator(chunk_size=500):
        yield Bundle(group, thing.pk, (Part(thing.pk, 0, 0, kind.text(thing)),))


def every() -> Iterator[Bundle]:
    """Everything that belongs in an index."""
    yield from editions()
    for group in findable.by_group():
        yield from things(group)


def some(group: int, keys: Iterable[int]) -> Iterator[Bundle]:
    """Those of one group with these keys, as far as they are there to be found."""
    yield from (editions(keys) if group == LIBRARY else things(group, keys))


def count() -> int:
    """How many bundles an index must hold."""
    kinds = findable.kinds()
    return Edition.objects.published().count() + sum(kind.model._default_manager.count() for kind in kinds)
