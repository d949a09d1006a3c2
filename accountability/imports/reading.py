"""Tables are read from files that passed the gate: xlsx and csv, within budgets, cell by cell as text."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple, Protocol

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from accountability import file_refusals
from accountability.gate import OLD_OFFICE, Checked, clean_name, decoded, gate, stored
from accountability.imports import refusals
from accountability.imports.registry import Column
from accountability.signing.manifests import in_first_language
from organizations.refusals import Refusal

EXTENSIONS = ("xlsx", "csv")
ROWS = 20_000
SCANNED = 100_000
COLUMNS = 60
LONGEST = 4_000
CHARACTERS = 30_000_000
HEAD_ROWS = 10
SEPARATORS = (",", "\t", ";")
FORMULA_LEADS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
MARKS = re.compile(r"[*＊\s]|[（(]必填[)）]")


class Headed(Protocol):
    """What a table is read for: the columns by whose headings it is recognised."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are looked for."""

    def column(self, name: str) -> Column:
        """A column by its name."""


class Cell(NamedTuple):
    """The text of a cell and what is wrong with it, if anything."""

    text: str
    fault: str = ""


class Line(NamedTuple):
    """One row of the sheet: its number there and its cells, as many as there are headings."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A sheet as read: each heading as it stands with the name of its column (none for a foreign one), and the rows."""

    headings: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


def receive(upload: UploadedFile) -> Checked:
    """Let an upload pass the gate if it calls itself a table; to be called before any transaction."""
    name = clean_name(str(upload.name or ""))
    extension = name.rpartition(".")[2].lower()
    if extension in OLD_OFFICE:
        raise file_refusals.old_office(name)
    if extension not in EXTENSIONS:
        raise file_refusals.unaccepted(extension, EXTENSIONS)
    return gate(upload)


def read(checked: Checked, target: Headed) -> Table:
    """The table in a file that passed the gate; one sentence where it cannot be read."""
    raw = _of_csv(checked) if checked.name.lower().endswith(".csv") else _of_xlsx(checked)
    return _table(raw, target)


def _table(raw: Iterator[Sequence[Cell]], target: Headed) -> Table:
    """Find the headings, then collect the rows that hold anything."""
    numbered = enumerate(raw, 1)
    headings = _headings(numbered, target)
    lines: list[Line] = []
    characters = 0
    for number, cells in numbered:
        if number > SCANNED:
            raise refusals.too_many_empty_rows(SCANNED)
        kept = tuple(cells[: len(headings)])
        characters += sum(len(cell.text) for cell in kept)
        if characters > CHARACTERS:
            raise refusals.too_much_text()
        if any(cell.text or cell.fault for cell in kept):
            lines.append(Line(number, kept + (Cell(""),) * (len(headings) - len(kept))))
        if len(lines) > ROWS:
            raise refusals.too_many_rows(ROWS)
    if not lines:
        raise refusals.without_rows()
    return Table(headings, tuple(lines))


def _headings(numbered: Iterable[tuple[int, Sequence[Cell]]], target: Headed) -> tuple[tuple[str, str], ...]:
    """The headings: of the first rows the one that names the most columns."""
    names = {_bare(str(column.label)): column.name for column in target.columns}
    with in_first_language():
        names |= {_bare(str(column.label)): column.name for column in target.columns}
    required = [column for column in target.columns if column.required]
    for number, cells in numbered:
        found = [names.get(_bare(cell.text), "") for cell in cells]
        known = [name for name in found if name]
        if len(known) >= min(2, len(names)):
            break
        if number >= HEAD_ROWS:
            raise refusals.without_headings(str(column.label) for column in required)
    else:
        raise refusals.without_headings(str(column.label) for column in required)
    if missing := [str(column.label) for column in required if column.name not in known]:
        raise refusals.without_columns(missing)
    for name in known:
        if known.count(name) > 1:
            raise refusals.with_a_column_twice(str(target.column(name).label))
    last = max(place for place, cell in enumerate(cells, 1) if cell.text)
    return tuple((cell.text[:100], name) for cell, name in zip(cells[:last], found, strict=False))


def _bare(label: str) -> str:
    """A heading without marks, spaces and widths of brackets."""
    return unicodedata.normalize("NFKC", MARKS.sub("", label)).casefold()


def _of_csv(checked: Checked) -> Iterator[list[Cell]]:
    """The records of a csv file in UTF-8, UTF-16 or GB18030; a record may span lines."""
    text = decoded(stored(checked.sha256).read_bytes(), checked.name).lstrip("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for record in records:
            yield [_typed(text) for text in record[:COLUMNS]]
    except csv.Error as error:
        raise refusals.torn(records.line_num) from error


def _typed(text: str) -> Cell:
    """A cell of text: a formula is refused, the apostrophe before what only looks like one is taken off."""
    bare = text.strip()
    if bare.startswith("="):
        return _formula(bare)
    if bare.startswith("'") and bare[1:].startswith(FORMULA_LEADS):
        text = bare[1:]
    return _plain(text)


def _of_xlsx(checked: Checked) -> Iterator[list[Cell]]:
    """The rows of the first visible sheet; whatever the library stumbles over is told as one sentence."""
    try:
        with stored(checked.sha256).open("rb") as file:
            workbook = load_workbook(file, read_only=True, keep_links=False)
            sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
            for row in sheets[0].iter_rows(max_col=COLUMNS):
                yield [_converted(cell) for cell in row]
    except (Refusal, GeneratorExit):
        raise
    except Exception as error:
        raise refusals.unreadable(checked.name) from error


def _converted(cell: Any) -> Cell:
    """The text of a workbook's cell, whatever its type."""
    value = cell.value
    if value is None:
        return Cell("")
    if cell.data_type == "f":
        return _formula(str(getattr(value, "text", value)))
    if cell.data_type == "e":
        with in_first_language():
            sentence = _("单元格是错误值（%(value)s），请改成正确的内容。") % {"value": str(value)[:20]}
        return Cell(str(value)[:50], sentence)
    if isinstance(value, bool):
        return Cell("是" if value else "否")
    if isinstance(value, datetime):
        at_midnight = value.time() == time()
        return Cell(value.date().isoformat() if at_midnight else value.isoformat(" ", "seconds"))
    if isinstance(value, date | time):
        return Cell(value.isoformat())
    if isinstance(value, float) and value.is_integer():
        return Cell(str(int(value)))
    return _plain(str(value))


def _formula(text: str) -> Cell:
    """A cell that computes instead of saying."""
    with in_first_language():
        return Cell(text[:200], _("单元格是公式，请复制后“选择性粘贴”为数值。"))


def _plain(text: str) -> Cell:
    """A text without what no database stores and nobody sees."""
    if len(text) > LONGEST:
        with in_first_language():
            return Cell(text[:100], _("内容过长，最多%(most)d个字。") % {"most": LONGEST})
    if text.isascii() and text.isprintable():
        return Cell(text.strip())
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (char for char in composed if char == "\n" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co"})
    return Cell("".join(kept).strip(" \n\t\u3000\u00a0"))
