"""Workbooks that go out: the uploaded sheet with its bad cells marked, and the sample of a target."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from accountability.imports.reading import FORMULA_LEADS
from accountability.imports.registry import Kind, Target
from accountability.models import ImportBatch, ImportRow
from accountability.signing.manifests import in_first_language

HEAD_FILL = PatternFill("solid", fgColor="FFE3EFEA")
BAD_FILL = PatternFill("solid", fgColor="FFF9D0CC")
BAD_FONT = Font(color="FF9B1C1C")
WRAPPED = Alignment(vertical="top", wrap_text=True)
LONGEST_TEXT = 32_000
A_MARK = "Bihuan"


def _cell(sheet: Any, text: object, *, sentences: Sequence[str] = (), head: bool = False) -> Any:
    """A cell that stays text whatever it begins with; marked where something is wrong with it."""
    cell = WriteOnlyCell(sheet)
    written = ILLEGAL_CHARACTERS_RE.sub("", str(text))[:LONGEST_TEXT]
    if written:
        cell.value = written
        cell.data_type = "s"
        cell.quotePrefix = written.startswith(FORMULA_LEADS)
    cell.alignment, cell.number_format = WRAPPED, "@"
    if head:
        cell.font, cell.fill = Font(bold=True), HEAD_FILL
    if sentences:
        cell.font, cell.fill = BAD_FONT, BAD_FILL
        cell.comment = Comment("\n".join(sentences), A_MARK, height=90, width=280)
    return cell


def _saved(workbook: Workbook) -> IO[bytes]:
    """The workbook in an open file at its beginning; whoever takes it closes it."""
    file = TemporaryFile()  # noqa: SIM115 - the response closes it after the last byte
    workbook.save(file)
    file.seek(0)
    return file


def marked(batch: ImportBatch, rows: Iterable[ImportRow]) -> IO[bytes]:
    """The uploaded sheet with the same headings and rows, each bad cell coloured and the sentences beside its row."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(str(_("核对结果")))
    names = [name for _heading, name in batch.headings]
    widths = [max(12, min(30, len(heading) * 2 + 4)) for heading, _name in batch.headings]
    for place, width in enumerate([*widths, 60], 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    headings = [_cell(sheet, heading, head=True) for heading, _name in batch.headings]
    sheet.append([*headings, _cell(sheet, _("核对结果（改正后可不删此列）"), head=True)])
    for row in rows:
        sheet.append(_marked_row(sheet, names, row))
    return _saved(workbook)


def _marked_row(sheet: Any, names: Sequence[str], row: ImportRow) -> list[Any]:
    """One row of the sheet; what is wrong with no cell in particular stands at its end."""
    wrong: dict[str, list[str]] = defaultdict(list)
    for column, sentence in row.errors:
        wrong[column].append(sentence)
    cells = [
        _cell(sheet, text, sentences=wrong.get(name, ()) if name else ())
        for name, text in zip(names, row.payload, strict=False)
    ]
    told = _("第%(number)d行：") % {"number": row.number} + "".join(sentence for _name, sentence in row.errors)
    if not row.errors:
        return [*cells, _cell(sheet, row.get_state_display() if row.state != ImportRow.State.READY else "")]
    return [*cells, _cell(sheet, told, sentences=[told])]


def sample(target: Target) -> IO[bytes]:
    """A sheet to fill in, with a few rows as an example, and a second one that says what goes where."""
    with in_first_language():
        return _saved(_sample(target))


def _sample(target: Target) -> Workbook:
    """The two sheets, in the language in which tables are written here."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(str(target.title))
    guide = workbook.create_sheet(str(_("填写说明")))
    for place, column in enumerate(target.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = max(14, len(str(column.label)) * 3)
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, heading, head=True) for heading in headings(target)])
    for example in target.samples:
        sheet.append([_cell(sheet, example.get(column.name, "")) for column in target.columns])
    for letter, width in zip("ABCD", (16, 8, 60, 60), strict=True):
        guide.column_dimensions[letter].width = width
    guide.append([_cell(guide, text, head=True) for text in (_("列名"), _("必填"), _("可以填写"), _("说明"))])
    for column in target.columns:
        offered = _("、").join(str(words) for words in column.choices.values())
        offered = _("是、否") if column.kind is Kind.YES else offered
        told = (column.label, _("是") if column.required else "", offered, column.about)
        guide.append([_cell(guide, text) for text in told])
    return workbook


def headings(target: Target) -> list[str]:
    """The headings of a target, the required ones with a star."""
    return [f"{column.label}{'*' if column.required else ''}" for column in target.columns]


def sample_csv(target: Target) -> bytes:
    """The same sheet as csv, in UTF-8 with the mark by which spreadsheets know it."""
    with in_first_language():
        first = headings(target)
    lines = [first, *([row.get(column.name, "") for column in target.columns] for row in target.samples)]
    return ("\ufeff" + "\r\n".join(",".join(map(_quoted, line)) for line in lines) + "\r\n").encode()


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\n') else text
