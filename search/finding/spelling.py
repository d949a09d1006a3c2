"""One wrong character: a pair that stands nowhere betrays it, the pairs around it say what is right."""

import threading
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.index import generations, words
from search.index.backend import Damaged
from search.index.pairs import code_of, read

LIKE_SOUND, LEAST_GAIN, SURE_GAIN, NOWHERE = 6.0, 2.0, 6.5, -3.0
MOST_PLACES, MOST_SIGNS = 12, 400
SECOND = np.uint64(0xFFFFFFFF)
_lock = threading.Lock()
_held: dict[Path, "Spelling"] = {}


class Spelling:
    """Which characters stand side by side in the library, and in how many parts; pairs as numbers, in order."""

    def __init__(self, pairs: NDArray[np.uint64], counts: NDArray[np.uint32]) -> None:
        self.pairs, self.counts = pairs, counts

    def often(self, codes: NDArray[np.uint64]) -> NDArray[np.float64]:
        """In how many parts pairs stand."""
        if not self.pairs.size:
            return np.zeros(codes.size)
        places = np.minimum(np.searchsorted(self.pairs, codes), self.pairs.size - 1)
        return np.where(self.pairs[places] == codes, self.counts[places], 0).astype(np.float64)

    def corrected(self, query: str) -> str:
        """The query with one character put right; nothing where none seems wrong."""
        best, gain = "", 0.0
        for place in self._doubtful(query):
            for sign, worth in self._instead(query, place):
                if worth > gain:
                    best, gain = query[:place] + sign + query[place + 1 :], worth
        return best

    def _doubtful(self, query: str) -> list[int]:
        """The places whose pairs stand nowhere, unless two whole words merely meet there."""
        loose = _loose(query)
        pairs = [place for place in range(len(query) - 1) if _are_han(query[place : place + 2])]
        often = self.often(np.array([code_of(query[place], query[place + 1]) for place in pairs], np.uint64))
        missing = [place for place, found in zip(pairs, often.tolist(), strict=True) if not found]
        near = {at for place in missing if {place, place + 1} & loose for at in (place, place + 1)}
        return sorted(near)[:MOST_PLACES]

    def _instead(self, query: str, place: int) -> list[tuple[str, float]]:
        """What could stand at a place so that its pairs occur, with how much more usual it is."""
        left = query[place - 1] if place and _are_han(query[place - 1]) else ""
        right = query[place + 1] if place + 1 < len(query) and _are_han(query[place + 1]) else ""
        if not left and not right:
            return []
        signs = self._neighbours(left, right)
        gains = self._worth(left, signs, right) - self._worth(left, np.array([ord(query[place])], np.uint64), right)
        sounds, found = words.sound(query[place]), []
        for at in np.flatnonzero(gains > LEAST_GAIN)[:MOST_SIGNS].tolist():
            sign = chr(int(signs[at]))
            worth = float(gains[at]) + (LIKE_SOUND if words.sound(sign) == sounds else 0.0)
            if worth > SURE_GAIN and sign != query[place] and _are_han(sign):
                found.append((sign, worth))
        return found

    def _neighbours(self, left: str, right: str) -> NDArray[np.uint64]:
        """What follows the one or, without it, stands before the other."""
        if left:
            ends = np.array([code_of(left, "\0"), (ord(left) + 1) << 32], np.uint64)
            low, high = np.searchsorted(self.pairs, ends)
            return self.pairs[low:high] & SECOND
        return self.pairs[(self.pairs & SECOND) == np.uint64(ord(right))] >> np.uint64(32)

    def _worth(self, left: str, signs: NDArray[np.uint64], right: str) -> NDArray[np.float64]:
        """How usual characters are between their neighbours; far below nothing where a pair stands nowhere."""
        total = np.zeros(signs.size)
        if left:
            total += _usual(self.often(signs | np.uint64(ord(left) << 32)))
        if right:
            total += _usual(self.often((signs << np.uint64(32)) | np.uint64(ord(right))))
        return total


def _usual(often: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(often > 0, np.log1p(often), NOWHERE)


def _are_han(text: str) -> bool:
    return all(words.HAN.match(sign) for sign in text)


def _loose(query: str) -> set[int]:
    """The places of characters that belong to no longer word: where a wrong one breaks a word apart."""
    found, at = set(), 0
    for word in words.pieces(query):
        if len(word) == 1:
            found.add(at)
        at += len(word)
    return found


def spelling() -> Spelling | None:
    """The pairs of the current generation; nothing where there is no index."""
    try:
        folder = generations.current()
    except Damaged:
        return None
    with _lock:
        if folder not in _held:
            _held.clear()
            try:
                _held[folder] = Spelling(*read(folder))
            except (OSError, ValueError, KeyError):
                return None
        return _held[folder]
