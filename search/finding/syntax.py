"""What was typed, taken apart: quotes, AND OR NOT and brackets. Nothing is a mistake; what does not close is closed."""

import re
from dataclasses import dataclass, field
from typing import Literal

JOINING = re.compile(r"(?:^|[\s()（）])(?:AND|OR|NOT)(?=[\s()（）]|$)|&&|\||!|\s-\S")
LONGEST, DEEPEST, MOST_PIECES = 200, 12, 60
QUOTES = {'"': '"', "“": "”", "”": "”", "「": "」", "『": "』", "＂": "＂"}
OPERATORS = {"AND": "and", "&&": "and", "OR": "or", "||": "or", "|": "or", "NOT": "not", "!": "not"}
BRACKETS = {"(": "(", "（": "(", ")": ")", "）": ")"}
PIECE = re.compile(r"&&|\|\||[|!()（）]|[^\s|!()（）\"“”「」『』＂&]+|&")


@dataclass(frozen=True)
class Free:
    """Words as they were typed."""

    text: str


@dataclass(frozen=True)
class Quoted:
    """Words that must stand together."""

    text: str


@dataclass(frozen=True)
class Joined:
    """What was joined by an operator."""

    how: Literal["and", "or", "not"]
    parts: tuple["Said", ...]


Said = Free | Quoted | Joined


@dataclass
class _Pieces:
    rows: list[tuple[str, str]] = field(default_factory=list)
    at: int = 0

    @property
    def next(self) -> tuple[str, str]:
        return self.rows[self.at] if self.at < len(self.rows) else ("end", "")

    def take(self) -> tuple[str, str]:
        found = self.next
        self.at += 1
        return found


def parse(text: str) -> Said | None:
    """What was said; nothing where nothing was."""
    pieces = _Pieces(_pieces(text[:LONGEST]))
    found: list[Said] = []
    while pieces.next[0] != "end":
        said = _either(pieces, 0)
        if said is not None:
            found.append(said)
        if pieces.next[0] == ")":  # one that was never opened
            pieces.take()
    return _joined("and", found)


def has_operators(query: str) -> bool:
    """Whether more than words was typed; brackets alone belong to names."""
    return any(sign in query for sign in QUOTES) or bool(JOINING.search(query))


def is_plain(said: Said | None) -> bool:
    """Whether it is only words."""
    return isinstance(said, Free)


def _pieces(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(text) and len(found) < MOST_PIECES:
        sign = text[at]
        if sign in QUOTES:
            end = text.find(QUOTES[sign], at + 1)
            end = len(text) if end < 0 else end
            found.append(("quoted", text[at + 1 : end]))
            at = end + 1
            continue
        match = PIECE.match(text, at)
        if match is None:
            at += 1
            continue
        found.append(_piece(match.group()))
        at = match.end()
    return [piece for piece in found if piece[0] != "nothing"]


def _piece(word: str) -> tuple[str, str]:
    if word in OPERATORS:
        return OPERATORS[word], word
    if word in BRACKETS:
        return BRACKETS[word], word
    return ("word", word) if word.strip("-*?&") else ("nothing", "")


def _either(pieces: _Pieces, depth: int) -> Said | None:
    parts = [_both(pieces, depth)]
    while pieces.next[0] == "or":
        pieces.take()
        parts.append(_both(pieces, depth))
    return _joined("or", [part for part in parts if part is not None])


def _both(pieces: _Pieces, depth: int) -> Said | None:
    """Words side by side are one free text; everything else side by side is joined by AND."""
    parts: list[Said] = []
    free: list[str] = []
    while pieces.next[0] not in ("end", "or", ")"):
        kind, word = pieces.next
        if kind == "and":
            pieces.take()
            _close(free, parts)
        elif kind == "word" and not (word.startswith("-") and (parts or free)):
            pieces.take()
            free.append(word)
        else:
            _close(free, parts)
            part = _one(pieces, depth)
            if part is not None:
                parts.append(part)
    _close(free, parts)
    return _joined("and", parts)


def _close(free: list[str], parts: list[Said]) -> None:
    if free:
        parts.append(Free(" ".join(free)))
        free.clear()


def _one(pieces: _Pieces, depth: int) -> Said | None:
    kind, word = pieces.take()
    if kind == "not":
        inner = _one(pieces, depth + 1) if depth < DEEPEST and pieces.next[0] != "end" else None
        return Joined("not", (inner,)) if inner is not None else None
    if kind == "(":
        inner = _either(pieces, depth + 1) if depth < DEEPEST else None
        if pieces.next[0] == ")":
            pieces.take()
        return inner
    if kind == "quoted":
        return Quoted(word) if word.strip() else None
    if kind == "word" and word.startswith("-"):
        return Joined("not", (Free(word.lstrip("-")),))
    return Free(word) if kind == "word" else None


def _joined(how: Literal["and", "or"], parts: list[Said]) -> Said | None:
    if len(parts) > 1:
        return Joined(how, tuple(parts))
    return parts[0] if parts else None
