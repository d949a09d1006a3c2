"""What a line of the results shows of a text: the stretch that answers, the words marked; never HTML."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate, islice
from typing import NamedTuple

from search.index import words

LONGEST, BEFORE, MOST_MARKS, MOST_BEGINNINGS = 130, 24, 200, 60


class Piece(NamedTuple):
    """A run of text; the page escapes it and marks those that were asked for."""

    text: str
    marked: bool = False


class Marker:
    """Marks what was asked for; worked out once for all lines of a page."""

    def __init__(self, shown: Iterable[str]) -> None:
        words_ = sorted({word for word in shown if word}, key=lambda word: (-len(word), word))
        self.found = re.compile("|".join(map(re.escape, words_))).finditer if words_ else None

    def snippet(self, text: str, longest: int = LONGEST) -> list[Piece]:
        """The stretch of a text with the most of what was asked for."""
        flat, folded = _flat(text)
        marks = self._marks(folded)
        start = _start(folded, marks, longest)
        end = min(len(flat), start + longest)
        pieces = _pieces(flat, [(low, high) for low, high in marks if low < end and high > start], start, end)
        return [*([Piece("…")] if start else []), *pieces, *([Piece("…")] if end < len(flat) else [])]

    def marked(self, text: str) -> list[Piece]:
        """A whole text with what was asked for marked."""
        return _pieces(text, self._marks(words.folded(text)), 0, len(text))

    def _marks(self, folded: str) -> list[tuple[int, int]]:
        """Where what was asked for stands: from the left, the longest first, none across another."""
        if self.found is None:
            return []
        return [found.span() for found in islice(self.found(folded), MOST_MARKS)]


@lru_cache(maxsize=4096)
def _flat(text: str) -> tuple[str, str]:
    """A text in one line, and the same as it is compared; texts that are found once are found again."""
    flat = " ".join(text.split())
    return flat, words.folded(flat)


def snippet(text: str, shown: Iterable[str], longest: int = LONGEST) -> list[Piece]:
    """The stretch of one text with the most of what was asked for."""
    return Marker(shown).snippet(text, longest)


def marked(text: str, shown: Iterable[str]) -> list[Piece]:
    """One whole text with what was asked for marked."""
    return Marker(shown).marked(text)


def _start(folded: str, marks: list[tuple[int, int]], longest: int) -> int:
    """Where the stretch begins that holds the most marked characters; at the beginning of a sentence if one is near."""
    if len(folded) <= longest or not marks:
        return 0
    held = list(accumulate((high - low for low, high in marks), initial=0))
    ends = [high for _low, high in marks]
    best, most = 0, -1
    for place, (low, _high) in enumerate(marks[:MOST_BEGINNINGS]):
        here = held[max(place, bisect_right(ends, low + longest - BEFORE))] - held[place]
        if here > most:
            best, most = low, here
    start = max(0, min(best - BEFORE, len(folded) - longest))
    stop = max(folded.rfind(sign, start, best) for sign in "。；，：") if best else -1
    return stop + 1 if stop >= start else start


def _pieces(text: str, marks: list[tuple[int, int]], start: int, end: int) -> list[Piece]:
    found: list[Piece] = []
    at = start
    for low, high in marks:
        low, high = max(low, start), min(high, end)  # noqa: PLW2901  cut to the stretch
        if low > at:
            found.append(Piece(text[at:low]))
        if high > low:
            found.append(Piece(text[low:high], marked=True))
            at = high
    if at < end:
        found.append(Piece(text[at:end]))
    return found
