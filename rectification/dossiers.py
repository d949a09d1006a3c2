"""The dossier box 档案盒 of a campaign: its pieces in the order in which they are asked for, bound into sheets.

Every sheet takes a fixed number of lines, so that the index knows on which page a piece begins before it is printed.
Source of the order: domain note D18.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

LINES, WIDTH = 36, 40
"""How many lines of how many characters stand on a sheet of A4 with room for its heading and its number."""

INTRODUCED = ("：", ":", ": ")
"""What stands before the name of a file that lies apart."""


@dataclass(frozen=True)
class Piece:
    """One piece: what it is called, what stands in it, and which files lie with it on their own paper."""

    part: str
    title: str
    lines: Sequence[str]
    files: Sequence[str] = ()


@dataclass(frozen=True)
class Sheet:
    """One printed page."""

    number: int
    part: str
    title: str
    lines: list[str]
    is_first: bool


@dataclass(frozen=True)
class Entry:
    """A line of the index."""

    number: int
    part: str
    title: str
    first: int
    last: int
    files: int

    @property
    def pages(self) -> str:
        """From which page to which."""
        return str(self.first) if self.first == self.last else f"{self.first}—{self.last}"


@dataclass
class Box:
    """The sheets in order and the index that leads to them."""

    entries: list[Entry] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)


def bound(pieces: Iterable[Piece], *, with_files: str) -> Box:
    """Number the sheets from 1 and say in the index where each piece lies; `with_files` introduces what lies apart."""
    box = Box()
    for number, piece in enumerate(pieces, 1):
        first = len(box.sheets) + 1
        told = [*piece.lines, *(f"{with_files}{name}" for name in piece.files)]
        for place, lines in enumerate(_sheets(told)):
            box.sheets.append(Sheet(len(box.sheets) + 1, piece.part, piece.title, lines, is_first=place == 0))
        box.entries.append(Entry(number, piece.part, piece.title, first, len(box.sheets), len(piece.files)))
    return box


def _sheets(lines: Iterable[str]) -> Iterator[list[str]]:
    """Lines by the sheet, a long one counted as many and broken where it fills more than is left."""
    held: list[str] = []
    used = 0
    for line in _broken(lines):
        cost = max(1, -(-len(line) // WIDTH))
        if held and used + cost > LINES:
            yield held
            held, used = [], 0
        held.append(line)
        used += cost
    yield held


def _broken(lines: Iterable[str]) -> Iterator[str]:
    """No line longer than half a sheet."""
    most = WIDTH * LINES // 2
    for text in lines:
        for line in text.splitlines() or [""]:
            for start in range(0, max(1, len(line)), most):
                yield line[start : start + most]


def without(content: Mapping[str, Any], names: Iterable[str], instead: str) -> dict[str, Any]:
    """A box as it was laid aside, where these names of files are no longer read; its pages stay as they were."""
    ends = tuple(f"{mark}{name}" for name in names for mark in INTRODUCED)

    def told(line: str) -> str:
        found = next((end for end in ends if line.endswith(end)), "")
        return f"{line[: len(line) - len(found) + 1]}{instead}" if found else line

    sheets = [{**sheet, "lines": [told(line) for line in sheet["lines"]]} for sheet in content.get("sheets", ())]
    return {**content, "sheets": sheets}


def kept(box: Box) -> dict[str, Any]:
    """A box as plain data, to be laid aside."""
    return {"entries": [asdict(entry) for entry in box.entries], "sheets": [asdict(sheet) for sheet in box.sheets]}


def opened(content: Mapping[str, Any]) -> Box:
    """A box as it was laid aside."""
    return Box(
        [Entry(**entry) for entry in content.get("entries", ())],
        [Sheet(**sheet) for sheet in content.get("sheets", ())],
    )
