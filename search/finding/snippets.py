"""What a line of the results shows of a text: the stretch that answers, the words marked; never HTML."""

from collections.abc import Iterable
from dataclasses import dataclass

from search.index import words

LONGEST, BEFORE, MOST_MARKS = 130, 24, 200


@dataclass(frozen=True)
class Piece:
    """A run of text; the page escapes it and marks those that were asked for."""

    text: str
    marked: bool = False


def snippet(text: str, shown: Iterable[str], longest: int = LONGEST) -> list[Piece]:
    """The stretch of a text with the most of what was asked for."""
    flat = " ".join(text.split())
    folded = words.folded(flat)
    marks = _marks(folded, shown)
    start = _start(folded, marks, longest)
    end = min(len(flat), start + longest)
    pieces = _pieces(flat, [(low, high) for low, high in marks if low < end and high > start], start, end)
    return [*([Piece("…")] if start else []), *pieces, *([Piece("…")] if end < len(flat) else [])]


def marked(text: str, shown: Iterable[str]) -> list[Piece]:
    """A whole text with what was asked for marked."""
    return _pieces(text, _marks(words.folded(text), shown), 0, len(text))


def _marks(folded: str, shown: Iterable[str]) -> list[tuple[int, int]]:
    """Where what was asked for stands, the longest first, none across another."""
    found: list[tuple[int, int]] = []
    taken = bytearray(len(folded))
    for word in sorted({word for word in shown if word}, key=lambda word: (-len(word), word)):
        at = folded.find(word)
        while at >= 0 and len(found) < MOST_MARKS:
            if not any(taken[at : at + len(word)]):
                taken[at : at + len(word)] = b"\1" * len(word)
                found.append((at, at + len(word)))
            at = folded.find(word, at + len(word))
    return sorted(found)


def _start(folded: str, marks: list[tuple[int, int]], longest: int) -> int:
    """Where the stretch begins that holds the most marked characters; at the beginning of a sentence if one is near."""
    if len(folded) <= longest or not marks:
        return 0
    best, most = 0, -1
    for low, _high in marks[:60]:
        held = sum(high - start for start, high in marks if low <= start and high <= low + longest - BEFORE)
        if held > most:
            best, most = low, held
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
