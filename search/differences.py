"""What changed between two texts, by characters of Chinese and by words of other scripts. A pure function."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

WORDS = re.compile(r"[A-Za-z]+|[0-9０-９]+|\s+|.", re.DOTALL)
SENTENCES = re.compile(r"[^。；\n]*[。；\n]?")
MOST_PAIRS = 2_000_000  # beyond this many comparisons whole sentences are compared


class Piece(NamedTuple):
    """A run of text: "same", "old" (only in the older text) or "new"."""

    kind: str
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in reading order; without the new ones they make the old text."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    if len(before) * len(after) > MOST_PAIRS:
        before, after = [one for one in SENTENCES.findall(old) if one], [one for one in SENTENCES.findall(new) if one]
    return list(_joined(_pieces(before, after)))


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    for tag, low, high, from_, to in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(before[low:high]))
            continue
        if high > low:
            yield Piece("old", "".join(before[low:high]))
        if to > from_:
            yield Piece("new", "".join(after[from_:to]))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """A single character that both texts happen to share between changes is no island worth showing."""
    old = new = ""
    waiting = list(pieces)
    for place, piece in enumerate(waiting):
        between = 0 < place < len(waiting) - 1
        island = piece.kind == "same" and between and len(piece.text) == 1 and (old or new)
        if piece.kind == "same" and not island:
            yield from _flush(old, new)
            old = new = ""
            yield piece
        else:
            old += piece.text if piece.kind != "new" else ""
            new += piece.text if piece.kind != "old" else ""
    yield from _flush(old, new)


def _flush(old: str, new: str) -> Iterator[Piece]:
    if old:
        yield Piece("old", old)
    if new:
        yield Piece("new", new)
