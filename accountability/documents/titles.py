"""Where a long title breaks: between words, into a trapezoid or a diamond, never before 的 or within 《》."""

import math
import re
from collections.abc import Iterator
from functools import cache

import rjieba

from accountability.documents.standard import SIZE_2, TEXT_WIDTH, TWIPS, twips, width
from accountability.documents.wordml import clean

FITS = twips(TEXT_WIDTH) / TWIPS / SIZE_2  # characters of a title's size in one line
NEVER_FIRST = tuple("的等及和与）》、，；：”’")
NEVER_LAST = tuple("（《“‘、和与及")
AFTER = re.compile(r"(?:关于印发|关于|印发|》|的|[、，；：])$")


@cache
def title_lines(title: str) -> tuple[str, ...]:
    """The lines of a title of the second size, as few as hold it."""
    text = clean(title)
    words = _words(text) if width(text) > FITS else [text]
    fewest = math.ceil(width(text) / FITS) or 1
    for count in range(fewest, fewest + 3):
        best = min(_broken(words, count), key=_cost, default=None)
        if best is not None:
            return best
    most = int(FITS)
    return tuple(text[start : start + most] for start in range(0, len(text), most))


def _words(text: str) -> list[str]:
    """Words that stay together: those of the dictionary, numbers with what they count, short titles in 《》."""
    words: list[str] = []
    for word in rjieba.cut(text):
        if words and (word.startswith(NEVER_FIRST) or words[-1].endswith(NEVER_LAST) or _is_number(words[-1], word)):
            words[-1] += word
        else:
            words.append(word)
    return words


def _is_number(before: str, word: str) -> bool:
    return before[-1].isascii() and (word[0].isascii() or word[0] in "年月日号期季个%％")


def _broken(words: list[str], count: int) -> Iterator[tuple[str, ...]]:
    """Every way to set the words in so many lines that fit; a line too full or too empty is not followed further."""
    if count == 1:
        whole = "".join(words)
        if width(whole) <= FITS:
            yield (whole,)
        return
    for cut in range(1, len(words)):
        line, rest = "".join(words[:cut]), words[cut:]
        if width(line) > FITS:
            return
        if width("".join(rest)) <= FITS * (count - 1):
            yield from ((line, *lines) for lines in _broken(rest, count - 1))


def _cost(lines: tuple[str, ...]) -> float:
    """How far from a diamond or a trapezoid: an hourglass is worst, equal lines bad, a break after a joint good."""
    widths = [width(line) for line in lines]
    uneven = max(widths) - min(widths)
    hourglass = sum(20 for a, b, c in zip(widths, widths[1:], widths[2:], strict=False) if b < a and b < c)
    rectangle = 4 if uneven < 1 else 0
    joints = sum(-3 for line in lines[:-1] if AFTER.search(line))
    return uneven + hourglass + rectangle + joints
