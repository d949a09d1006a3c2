"""A sentence in pieces: what was recognised is marked, the rest is not."""

from collections.abc import Iterable
from dataclasses import dataclass

from plans.models import PlanReading


@dataclass(frozen=True)
class Piece:
    """A stretch of words, and the reading that was found in it."""

    text: str
    reading: PlanReading | None = None


def pieces_of(text: str, readings: Iterable[PlanReading]) -> list[Piece]:
    """The words of a line with every reading's place marked; of two that overlap the first is."""
    spans: list[tuple[int, int, PlanReading]] = []
    for one in readings:
        begins = text.find(one.source)
        start, end = (begins + one.start, begins + one.end) if begins >= 0 else (0, 0)
        if 0 <= start < end <= len(text) and not any(a < end and start < b for a, b, _one in spans):
            spans.append((start, end, one))
    pieces, place = [], 0
    for start, end, one in sorted(spans, key=lambda span: span[0]):
        if start > place:
            pieces.append(Piece(text[place:start]))
        pieces.append(Piece(text[start:end], one))
        place = end
    if place < len(text):
        pieces.append(Piece(text[place:]))
    return pieces
