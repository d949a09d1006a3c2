"""Lines of Chinese: a Han sign is as wide as two Latin ones; none begins with a full stop or holds one sign alone."""

import re
import unicodedata
from itertools import combinations, pairwise

NOT_FIRST = frozenset("，。、；：！？）》」』】〕”’％…—,.;:!?)]}%·")
NOT_LAST = frozenset("（《「『【〔“‘([{")
PIECE = re.compile(r"(?:\d+年)?\d+月\d+日|[A-Za-z0-9][A-Za-z0-9.,:/%]*-?|\s+|.", re.DOTALL)
JOINING = frozenset("并和及与或")
ORPHAN = 2


def width(text: str) -> int:
    """How wide a text is: two for a wide sign, one for a narrow one."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def wrapped(text: str, room: int, most: int = 3) -> list[str]:
    """The text in as few lines as it needs, broken where it reads best; what is over `most` lines is left out."""
    pieces = _pieces(text.strip(), room)
    lines = _filled(pieces, room)
    if len(lines) > most:
        return _cut(lines, room, most)
    if len(lines) < 2 or len(lines) > 3:
        return lines
    ways = (_broken(pieces, places) for places in combinations(range(1, len(pieces)), len(lines) - 1))
    fitting = [way for way in ways if all(0 < width(line) <= room for line in way)]
    return min(fitting, key=_badness, default=lines)


def _broken(pieces: list[str], places: tuple[int, ...]) -> list[str]:
    return ["".join(pieces[at:until]).strip() for at, until in pairwise((0, *places, len(pieces)))]


def _badness(lines: list[str]) -> float:
    """Uneven lines are bad, so is a torn pair of signs or one sign alone; a break before 并 or 《 is good."""
    widths = [width(line) for line in lines]
    torn = sum(1.5 for line in lines[:-1] if (width(line) - len(line)) % 2)
    alone = sum(10 for one in widths if one <= ORPHAN)
    joined = sum(3 for line in lines[1:] if line[0] in JOINING | NOT_LAST)
    return (max(widths) - min(widths)) / 4 + torn + alone - joined


def _cut(lines: list[str], room: int, most: int) -> list[str]:
    last = lines[most - 1]
    while last and width(last) + 2 > room:
        last = last[:-1]
    return [*lines[: most - 1], f"{last}…"]


def _pieces(text: str, room: int) -> list[str]:
    """What may not be torn: a word or number, an opening mark with what follows it, a sign with its closing marks."""
    found: list[str] = []
    for piece in PIECE.findall(text):
        joins = bool(found) and (piece[0] in NOT_FIRST or found[-1][-1] in NOT_LAST)
        if joins and width(found[-1] + piece) <= room:
            found[-1] += piece
        elif width(piece) > room:
            found += _filled(list(piece), room)
        else:
            found.append(piece)
    return found


def _filled(pieces: list[str], room: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in pieces:
        if line and width((line + piece).rstrip()) > room:
            lines.append(line.strip())
            line = piece.lstrip()
        else:
            line += piece
    return [kept for kept in [*lines, line.strip()] if kept]
