"""Finding documents by what they are called: whole names, short names, parts of names, abbreviations, initials."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from search.index import words

COUNTRY = "中华人民共和国"
FEW = 30
SHORTEST_INITIALS, LONGEST_INITIALS = 3, 40
LONGEST_ABBREVIATION = 12


@lru_cache(maxsize=30_000)
def key_of(name: str) -> str:
    """A name as it is compared."""
    found = "".join(words.runs(words.folded(name)))
    return found.removeprefix(COUNTRY) or found


@lru_cache(maxsize=30_000)
def initials_of(key: str) -> str:
    """The initials of a name's key."""
    return words.initials(key)


class Titles:
    """The names of the documents, each name a row; worked out once for a state of the library."""

    def __init__(self, names: Sequence[tuple[int, str]], aliases: Sequence[tuple[int, str]]) -> None:
        rows = [(regulation, key_of(name)) for regulation, name in [*names, *aliases]]
        self.display = dict(names)
        self.regulations = np.array([regulation for regulation, _key in rows], np.int64)
        self.keys = [key for _regulation, key in rows]
        self.exact: dict[str, set[int]] = defaultdict(set)
        grams: dict[str, list[int]] = defaultdict(list)
        signs: dict[str, set[int]] = defaultdict(set)
        for row, (regulation, key) in enumerate(rows):
            self.exact[key].add(regulation)
            for gram in set(words.phrase(key)):
                grams[gram].append(row)
            for sign in set(key):
                signs[sign].add(row)
        self.grams = {gram: np.array(found, np.int32) for gram, found in grams.items()}
        self.signs = signs
        self.weights = {gram: math.log(1 + len(rows) / len(found)) for gram, found in grams.items()}
        whole = [sum(self.weights[gram] for gram in set(words.phrase(key))) for key in self.keys]
        self.whole = np.array(whole, np.float32)
        self.by_initials = [initials_of(key) for key in self.keys]

    def named(self, text: str) -> set[int]:
        """The documents of exactly this name or short name."""
        return self.exact.get(key_of(text), set())

    def likened(self, text: str) -> list[tuple[int, float, float]]:
        """Documents whose names share pairs of characters with a text, the likest first.

        With each how much of the text its name holds, and how much of the name the text holds, both up to 1.
        """
        asked = set(words.phrase(key_of(text)))
        if not asked or not self.keys:
            return []
        shared = np.zeros(len(self.keys), np.float32)
        unknown = math.log(1 + len(self.keys))
        total = 0.0
        for gram in asked:
            weight = self.weights.get(gram, unknown)
            total += weight
            if gram in self.grams:
                shared[self.grams[gram]] += weight
        return self._ranked(shared / max(total, 0.001), shared / np.maximum(self.whole, 0.001))

    def _ranked(self, of_text: NDArray[np.floating], of_name: NDArray[np.floating]) -> list[tuple[int, float, float]]:
        worth = of_text + of_name * np.float32(0.5)
        some = np.flatnonzero(worth > 0)
        best = some[np.argsort(-worth[some], kind="stable")][: FEW * 2]
        found: dict[int, tuple[int, float, float]] = {}
        for row in best.tolist():
            regulation = int(self.regulations[row])
            found.setdefault(regulation, (regulation, float(of_text[row]), float(of_name[row])))
        return list(found.values())[:FEW]

    def abbreviated(self, text: str) -> list[int]:
        """Documents in whose name the signs of a short text follow one another in order, the shortest name first."""
        key = key_of(text)
        if not 2 <= len(key) <= LONGEST_ABBREVIATION:
            return []
        rows: set[int] | None = None
        for sign in set(key):
            rows = self.signs.get(sign, set()) if rows is None else rows & self.signs.get(sign, set())
        fitting = [row for row in rows or () if _follows(key, self.keys[row]) and self.keys[row][0] == key[0]]
        fitting.sort(key=lambda row: (len(self.keys[row]), row))
        return _once(int(self.regulations[row]) for row in fitting)[:FEW]

    def by_sound(self, letters: str) -> list[tuple[int, float]]:
        """Documents by the initials of their names, whole ones first; with each how well it fits, up to 1."""
        if not SHORTEST_INITIALS <= len(letters) <= LONGEST_INITIALS:
            return []
        found: dict[int, float] = {}
        for row, known in enumerate(self.by_initials):
            if letters in known:
                fit = 1.0 if known == letters else 0.7 if known.startswith(letters) else 0.5
                fit -= 0.2 * (1 - len(letters) / len(known))
                regulation = int(self.regulations[row])
                found[regulation] = max(found.get(regulation, 0.0), fit)
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:FEW]


def _follows(short: str, long: str) -> bool:
    """Whether the signs of a short text stand in a long one in this order."""
    rest = iter(long)
    return all(sign in rest for sign in short)


def _once(keys: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(keys))
