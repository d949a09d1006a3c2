"""A Whoosh index as arrays: parts are counted through, matches are masks over them, scores are sums.

Whoosh's own filters cost more than the search, and its facets count wrongly; so it is asked for posting lists only.
"""

import math
import threading
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.index.asks import Answer, Ask, Keys
from search.index.backend import Damaged
from search.index.kept import Places, kept
from search.index.matching import Matching

LONGEST_EXPANSION = 400
EMPTY: Places = (np.zeros(0, np.int32), np.zeros(0, np.uint16))


class Leaf:
    """One segment: its documents never change, they are only deleted.

    Deleted ones are counted through like the others, so that what was read before the deletion still holds.
    """

    def __init__(self, reader: Any, name: str, before: "Leaf | None" = None) -> None:
        self.reader, self.name = reader, name
        self.lock = threading.Lock()
        count = reader.doc_count_all()
        self.metas: list[dict[str, Any]] = (
            before.metas if before is not None else [reader.stored_fields(number)["meta"] for number in range(count)]
        )
        self.sizes = [len(meta["parts"]) // 8 for meta in self.metas]
        self.living = [not reader.is_deleted(number) for number in range(count)]
        self.base = np.cumsum([0, *self.sizes])
        self.size = int(self.base[-1])

    def alive(self) -> NDArray[np.bool_]:
        """Which parts belong to documents that are still there."""
        return np.repeat(np.array(self.living, bool), self.sizes)

    def joined(self, field: str, code: str) -> NDArray[Any]:
        """One number of every part."""
        return np.frombuffer(b"".join(meta[field] for meta in self.metas), code)

    def repeated(self, field: str) -> NDArray[np.int64]:
        """One number of every part's bundle."""
        return np.repeat(np.array([meta[field] for meta in self.metas], np.int64), self.sizes)

    def places(self, field: str, text: str) -> Places:
        """The parts with this term, each with the value packed beside it."""
        return kept.get((self.name, field, text), lambda: self._read(field, text))

    def _read(self, field: str, text: str) -> Places:
        with self.lock:
            if (field, text.encode()) not in self.reader:
                return EMPTY
            matcher = self.reader.postings(field, text)
            documents, values = [], []
            while matcher.is_active():
                documents.append(matcher.id())
                values.append(matcher.value())
                matcher.next()
        packed = np.frombuffer(b"".join(values), np.uint16).reshape(-1, 2)
        bases = np.repeat(self.base[documents], [len(value) // 4 for value in values])
        return (bases + packed[:, 0]).astype(np.int32), packed[:, 1].copy()

    def beginning(self, field: str, sign: str) -> list[str]:
        """The terms that begin with a character."""
        found = []
        with self.lock:
            for text in self.reader.expand_prefix(field, sign):
                found.append(text.decode())
                if len(found) >= LONGEST_EXPANSION:
                    break
        return found


class ArrayReader:
    """An index as it stood at one commit."""

    def __init__(self, whoosh: Any, known: Mapping[str, Leaf]) -> None:
        self.whoosh = whoosh
        try:
            reader = whoosh.reader()
            self.reader = reader
            opened = [leaf for leaf, _base in reader.leaf_readers() if leaf.doc_count_all()]
            self.leaves = [self._leaf(leaf, known) for leaf in opened]
        except Exception as error:  # whatever a damaged file makes Whoosh or pickle raise
            raise Damaged(type(error).__name__) from error
        self.starts = np.cumsum([0, *(leaf.size for leaf in self.leaves)])
        self.size = int(self.starts[-1])

    def _leaf(self, reader: Any, known: Mapping[str, Leaf]) -> Leaf:
        """A segment known already is not read anew; only what was deleted since is asked."""
        if reader.segment() is None:
            raise Damaged("no segment")
        name = f"{self.whoosh.storage.folder}:{reader.segment().segment_id()}"
        return Leaf(reader, name, known.get(name))

    @cached_property
    def alive(self) -> NDArray[np.bool_]:
        """Which parts were not deleted."""
        arrays = [leaf.alive() for leaf in self.leaves]
        return np.concatenate(arrays) if arrays else np.zeros(0, bool)

    @cached_property
    def parts(self) -> Keys:
        """The key of each part."""
        return self._joined("parts", "i8")

    @cached_property
    def numbers(self) -> NDArray[np.int32]:
        """The number of each article."""
        return self._joined("numbers", "i4")

    @cached_property
    def suffixes(self) -> NDArray[np.int32]:
        """The suffix of each article."""
        return self._joined("suffixes", "i4")

    @cached_property
    def lengths(self) -> NDArray[np.float32]:
        """How much longer or shorter than others each part is."""
        found = self._joined("lengths", "i4").astype(np.float32)
        return found / max(float(found.mean()) if found.size else 1.0, 1.0)

    @cached_property
    def bundles(self) -> Keys:
        """The key of the bundle of each part."""
        return self._repeated("key")

    @cached_property
    def groups(self) -> Keys:
        """The group of the bundle of each part."""
        return self._repeated("group")

    @cached_property
    def order(self) -> tuple[Keys, NDArray[np.int64]]:
        """The distinct bundles in order, and which of them each part belongs to."""
        keys, inverse = np.unique(self.bundles, return_inverse=True)
        return keys, inverse

    def _joined(self, field: str, code: str) -> NDArray[Any]:
        arrays = [leaf.joined(field, code) for leaf in self.leaves]
        return np.concatenate(arrays) if arrays else np.zeros(0, code)

    def _repeated(self, field: str) -> NDArray[np.int64]:
        arrays = [leaf.repeated(field) for leaf in self.leaves]
        return np.concatenate(arrays) if arrays else np.zeros(0, np.int64)

    def places(self, field: str, text: str) -> Places:
        """The parts with this term over all segments, each with its packed value."""
        read = [(leaf.places(field, text), start) for leaf, start in zip(self.leaves, self.starts, strict=False)]
        found = [(places, start) for places, start in read if places[0].size]
        if not found:
            return EMPTY
        if len(found) == 1 and not found[0][1]:
            return found[0][0]
        documents = [parts + np.int32(start) for (parts, _values), start in found]
        return np.concatenate(documents), np.concatenate([values for (_parts, values), _start in found])

    def beginning(self, field: str, sign: str) -> list[str]:
        """The terms that begin with a character."""
        return sorted({text for leaf in self.leaves for text in leaf.beginning(field, sign)})

    def within(self, only: Keys | None, never: Keys | None) -> NDArray[np.bool_] | None:
        """Which parts lie in these bundles and not in those; nothing where all do."""
        if only is None and never is None:
            return None
        keys, inverse = self.order
        allowed = np.ones(keys.size, bool) if only is None else np.isin(keys, only)
        if never is not None:
            allowed &= ~np.isin(keys, never)
        return None if allowed.all() else allowed[inverse]

    def ask(self, ask: Ask) -> Answer:
        """The best parts and the counts."""
        if not self.size:
            return Answer()
        matching = Matching(self)
        mask = matching.mask(ask.match) & self.alive
        if ask.group is not None:
            mask = mask & (self.groups == ask.group)
        before = self.within(ask.counted_only, ask.counted_never)
        counted, sizes = self._counts(mask if before is None else mask & before)
        after = self.within(ask.only, ask.never)
        found = np.flatnonzero(mask if after is None else mask & after)
        if not found.size:
            return Answer(counted=counted, sizes=sizes)
        found, scores = _best(found, matching.scores(ask, found), ask.best)
        columns = (self.groups[found], self.bundles[found], self.parts[found])
        return Answer(scores.astype(np.float64), *columns, counted, sizes)

    def _counts(self, mask: NDArray[np.bool_]) -> tuple[Keys, Keys]:
        """The bundles with parts that match, and how many."""
        keys, inverse = self.order
        counted = np.bincount(inverse[mask], minlength=keys.size)
        some = np.flatnonzero(counted)
        return keys[some], counted[some]

    def rarity(self, parts: int) -> float:
        """How much a term tells that stands in so many parts."""
        return math.log(1 + (self.size - parts + 0.5) / (parts + 0.5))

    def digests(self) -> dict[str, str]:
        """The name of each bundle and the digest of what was put in."""
        pairs = [pair for leaf in self.leaves for pair in zip(leaf.metas, leaf.living, strict=True)]
        return {f"{meta['group']}:{meta['key']}": meta["digest"] for meta, lives in pairs if lives}

    def frequency(self, word: str) -> int:
        """How many parts hold a word."""
        return int(self.places("words", word)[0].size)

    def is_current(self) -> bool:
        """Whether nothing was committed since."""
        return bool(self.reader.generation() == self.whoosh.latest_generation())

    def refreshed(self) -> "ArrayReader":
        """The view as of now; segments that are the same are not read anew."""
        return ArrayReader(self.whoosh, {leaf.name: leaf for leaf in self.leaves})


def _best(found: Keys, scores: NDArray[np.float32], best: int) -> tuple[Keys, NDArray[np.float32]]:
    """The best by score, of equal ones the first."""
    if found.size > best:
        chosen = np.argpartition(-scores, best - 1)[:best]
        found, scores = found[chosen], scores[chosen]
    order = np.lexsort((found, -scores))
    return found[order], scores[order]
