"""The library's answer to a question: hits within sight, filtered, grouped by document, counted, shown."""

import datetime
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from typing import Any

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from search.finding import questions, still
from search.finding.catalogue import Catalogue, Mask, catalogue, chosen_mask
from search.finding.eyes import Eyes
from search.finding.facets import Choice, facets
from search.finding.questions import Question
from search.finding.snippets import Marker, Piece
from search.finding.synonyms import dictionary
from search.index import view
from search.index.asks import Answer, Ask, Hit, Keys
from search.index.bundles import LIBRARY
from search.models import Article, Edition

PAGE, BEST, MOST_PAGES, PER_DOCUMENT = 10, 200, 50, 3


@dataclass(frozen=True)
class Wanted:
    """What is sought: the words, the filters, the day as of which the library is read, the page."""

    query: str
    filters: Mapping[str, str] = field(default_factory=dict)
    day: datetime.date | None = None
    page: int = 1
    size: int = PAGE

    def with_query(self, query: str) -> "Wanted":
        """The same with other words."""
        return Wanted(query, self.filters, self.day, self.page, self.size)


@dataclass
class FoundArticle:
    """One article of the results; none where the document as a whole was found."""

    article: Article | None
    edition: Edition
    pieces: list[Piece]
    score: float
    rank: int = 0


@dataclass
class FoundDocument:
    """One document with its best articles, and how many of them match."""

    edition: Edition
    title: list[Piece]
    articles: list[FoundArticle]
    matching: int
    rank: int


@dataclass
class Found:
    """A page of the library's answer."""

    documents: list[FoundDocument] = field(default_factory=list)
    total: int = 0
    articles: int = 0
    page: int = 1
    pages: int = 1
    facets: dict[str, list[Choice]] = field(default_factory=dict)
    meant: str = ""
    question: Question | None = None
    milliseconds: float = 0.0
    by_database: bool = False
    hits: list[FoundArticle] = field(default_factory=list)


def find(wanted: Wanted, *, by: Eyes) -> Found:
    """A page of results; `Damaged` where no index answers."""
    began = time.perf_counter()
    held = Held.of(wanted, by)
    if held is None:
        return Found(milliseconds=_since(began))
    found = held.page()
    found.milliseconds = _since(began)
    return found


def best(wanted: Wanted, *, by: Eyes, limit: int = 10) -> Found:
    """The best articles one by one, for machines."""
    began = time.perf_counter()
    held = Held.of(wanted, by)
    if held is None:
        return Found(milliseconds=_since(began))
    found = Found(question=held.question, meant=held.question.meant, articles=held.articles())
    found.hits = held.rows(held.hits(np.arange(held.ranked[1].size)[:limit]))
    found.milliseconds = _since(began)
    return found


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 2)


@dataclass
class Held:
    """One search while it is worked out."""

    wanted: Wanted
    eyes: Eyes
    catalogue: Catalogue
    question: Question
    seen: Mask
    answer: Answer

    @classmethod
    def of(cls, wanted: Wanted, eyes: Eyes) -> "Held | None":
        """Ask the index within the asker's sight; nothing where nothing was said."""
        held = catalogue(wanted.day or timezone.localdate())
        question = questions.question(wanted.query, held, dictionary(eyes.who))
        if question is None:
            return None
        seen = held.seen_by(eyes)
        if wanted.day is not None:
            seen = seen & held.binds
        chosen = seen & chosen_mask(held, wanted.filters)
        ask = Ask(
            match=question.match,
            weighed=tuple(question.weighed),
            bonuses=tuple(question.bonuses),
            group=LIBRARY,
            best=min(BEST * max(1, wanted.page // 5 + 1), BEST * 10),
            said=question.said,
            **_limits(held, seen, "counted_"),
            **_limits(held, chosen, ""),
        )
        return cls(wanted, eyes, held, question, seen, view.reader().ask(ask))

    @cached_property
    def counts(self) -> Keys:
        """How many articles of each edition match within sight, before the visitor's filters."""
        counts = np.zeros(self.catalogue.keys.size, np.int64)
        places, here = self.catalogue.located(self.answer.counted)
        counts[places[here]] = self.answer.sizes[here]
        return counts * self.seen

    @cached_property
    def matching(self) -> Mask:
        """The editions with matching articles within the filters."""
        return chosen_mask(self.catalogue, self.wanted.filters) & (self.counts > 0)

    def articles(self) -> int:
        """How many articles match within the filters."""
        return int(self.counts[self.matching].sum())

    @cached_property
    def ranked(self) -> tuple[NDArray[np.float64], Keys]:
        """How much each hit is worth, best first, and which it is; what applies no longer, or not yet, comes later."""
        places, here = self.catalogue.located(self.answer.bundles)
        here[here] = self.seen[places[here]]
        some = np.flatnonzero(here)
        scores = self.answer.scores[some] * self.catalogue.worth[places[some]]
        order = np.argsort(-scores, kind="stable")
        return scores[order], some[order]

    def hits(self, chosen: Keys | list[int]) -> list[Hit]:
        """Hits by their rank."""
        scores, which = self.ranked
        some, answer = which[chosen], self.answer
        columns = (scores[chosen], answer.groups[some], answer.bundles[some], answer.parts[some])
        return [Hit(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]

    def grouped(self) -> list[list[int]]:
        """The hits by their ranks for each document, the best document first; of a document its best edition alone."""
        bundles = self.answer.bundles[self.ranked[1]]
        places, _here = self.catalogue.located(bundles)
        groups: dict[int, list[int]] = {}
        best: dict[int, int] = {}
        rows = zip(self.catalogue.regulations[places].tolist(), bundles.tolist(), strict=True)
        for rank, (regulation, bundle) in enumerate(rows):
            if best.setdefault(regulation, bundle) == bundle:
                groups.setdefault(regulation, []).append(rank)
        return list(groups.values())

    def page(self) -> Found:
        """The page asked for."""
        groups, size = self.grouped(), self.wanted.size
        total = len(self.catalogue.sizes("regulation", np.flatnonzero(self.matching)))
        pages = max(1, min(-(-total // size), -(-len(groups) // size) or 1, MOST_PAGES))
        number = min(max(1, self.wanted.page), pages)
        found = Found(total=total, articles=self.articles(), page=number, pages=pages)
        found.question, found.meant = self.question, self.question.meant
        before = (number - 1) * size
        chosen = [group[:PER_DOCUMENT] for group in groups[before : before + size]]
        found.documents = self._documents(chosen, before)
        found.facets = facets(self.catalogue, self.counts, self.wanted.filters)
        return found

    def _documents(self, groups: list[list[int]], before: int) -> list[FoundDocument]:
        """Of each document its best articles, by their ranks."""
        hits = self.hits(list(chain.from_iterable(groups)))
        rows = {(row.edition.pk, row.article.pk if row.article else 0): row for row in self.rows(hits)}
        documents, following = [], iter(hits)
        for place, ranks in enumerate(groups):
            keys = [(hit.bundle, hit.part) for hit in islice(following, len(ranks))]
            shown = [rows[key] for key in keys if key in rows]
            if not shown:  # taken away since the index was written
                continue
            edition, rank = shown[0].edition, before + place + 1
            title = self.marker.marked(edition.regulation.title)
            matching = int(self.counts[self.catalogue.places[edition.pk]])
            documents.append(FoundDocument(edition, title, shown, matching, rank))
        return documents

    @cached_property
    def marker(self) -> Marker:
        """What marks the words that were asked for."""
        return Marker(self.question.shown)

    def rows(self, hits: list[Hit]) -> list[FoundArticle]:
        """The rows behind hits, as far as they are still there and in sight; in the order of the hits."""
        articles = still.articles({hit.part for hit in hits if hit.part}, self.eyes, self.catalogue.articles)
        bare = still.editions({hit.bundle for hit in hits if not hit.part}, self.eyes)
        editions = self.catalogue.editions({*bare, *(article.edition_id for article in articles.values())})
        found: list[FoundArticle] = []
        for hit in hits:
            article = articles.get(hit.part)
            edition = editions.get(article.edition_id if article else hit.bundle)
            if edition is None or (article is None and (hit.part or hit.bundle not in bare)):
                continue
            if article:
                article.edition = edition
            pieces = self.marker.snippet(article.text if article else edition.preamble)
            found.append(FoundArticle(article, edition, pieces, hit.score, len(found) + 1))
        return found


def _limits(held: Catalogue, mask: Mask, prefix: str) -> dict[str, Any]:
    """A mask over the editions as the keys it lets through or keeps out, whichever are fewer."""
    out = int(mask.size - mask.sum())
    if not out:
        return {}
    if out <= mask.size // 2:
        return {f"{prefix}never": held.keys[~mask]}
    return {f"{prefix}only": held.keys[mask]}
