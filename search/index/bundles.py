"""What goes into an index: a bundle is an edition with its articles, or one thing of the work with its text."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from search.index import words

LIBRARY = 0
"""The group of the library's editions; a thing of the work has its content type's key as its group."""
LAST = 65535


@dataclass(frozen=True)
class Part:
    """An article, or the text of a thing."""

    key: int
    number: int
    suffix: int
    text: str


@dataclass(frozen=True)
class Bundle:
    """What is replaced and removed as a whole."""

    group: int
    key: int
    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        """What it is called inside an index."""
        return name_of(self.group, self.key)

    @cached_property
    def digest(self) -> str:
        """What an index must hold to agree with the database."""
        found = hashlib.blake2b(digest_size=8)
        for part in self.parts:
            found.update(f"{part.key}\x1f{part.number}\x1f{part.suffix}\x1f{part.text}\x1e".encode())
        return found.hexdigest()

    @property
    def indexed(self) -> tuple[Part, ...]:
        """Its parts as far as they can be counted."""
        return self.parts[: LAST + 1]


def name_of(group: int, key: int) -> str:
    """The name of a bundle."""
    return f"{group}:{key}"


def neighbours(bundle: Bundle) -> Counter[str]:
    """How many parts hold each pair of characters: what spelling is corrected by."""
    found: Counter[str] = Counter()
    for part in bundle.indexed:
        found.update({gram for gram in words.grams(words.folded(part.text)) if len(gram) == 2})
    return found


def word_places(texts: Iterable[str]) -> tuple[dict[str, list[int]], list[int]]:
    """For each word the parts it stands in with how often, one after the other; and how many words each part has."""
    places: dict[str, list[int]] = defaultdict(list)
    lengths = []
    for ordinal, text in enumerate(texts):
        counted = Counter(words.words(text))
        for word, often in counted.items():
            places[word] += (ordinal, min(often, LAST))
        lengths.append(counted.total())
    return places, lengths


def gram_places(texts: Iterable[str]) -> dict[str, list[int]]:
    """For each pair of characters the part and the place of each occurrence, one after the other."""
    places: dict[str, list[int]] = defaultdict(list)
    for ordinal, text in enumerate(texts):
        for place, gram in enumerate(words.grams(text)[:LAST]):
            places[gram] += (ordinal, place)
    return places


__all__ = ["LIBRARY", "Bundle", "Part", "gram_places", "name_of", "neighbours", "word_places"]
