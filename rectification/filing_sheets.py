"""Statistical forms as workbooks: our own layout, the superior's own sheet filled in, a unit's filled sheet read."""

import re
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_from_string

from accountability.attachments import Checked, stored
from accountability.imports import reading
from accountability.imports.registry import Column
from organizations.refusals import Invalid
from rectification.exports import HEAD_FILL
from rectification.models import FOOTER, FormLayout, FormVersion, LayoutKind
from rectification.tabulating import Values, number

LEADS = ("=", "+", "-", "@", "\t", "\r")
LETTERS = re.compile(r"[A-Z]{1,3}")
PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,4})")
THIN = Border(*(Side(style="thin"),) * 4)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
ROW_HEADING = "row"


@dataclass(frozen=True)
class Entry:
    """One unit's figures, or the sum of several under the words for it."""

    name: str
    values: Values


@dataclass(frozen=True)
class Paper:
    """Everything that stands on a sheet: the form, its title, the entries, and the head and foot."""

    version: FormVersion
    title: str
    entries: Sequence[Entry]
    footer: Mapping[str, str]
    missing: Sequence[str] = ()


@dataclass(frozen=True)
class Headings:
    """The columns by which a filled sheet is recognised."""

    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """A column by its name."""
        return next(column for column in self.columns if column.name == name)


def own_workbook(paper: Paper, *, as_list: bool) -> IO[bytes]:
    """The sheet in our own layout; as a list every unit is a line, otherwise the first entry is the table."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = str(_("统计报表"))
    lead = [_("序号"), _("单位")] if as_list else []
    lead += [_("项目")] if paper.version.rows else []
    headings = [*lead, *(column.heading for column in paper.version.design)]
    _title(sheet, paper, len(headings))
    for place, heading in enumerate(headings, 1):
        _put(sheet, 3, place, heading, framed=True)
        sheet.cell(3, place).fill, sheet.cell(3, place).font = HEAD_FILL, Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = 24 if place <= len(lead) and place != 1 else 14
    row = _lines(sheet, paper, as_list=as_list)
    _foot(sheet, paper, row + 1)
    sheet.freeze_panes = sheet.cell(4, len(lead) + 1)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    if paper.missing:
        owing = workbook.create_sheet(str(_("未报单位")))
        for place, name in enumerate(paper.missing, 1):
            _put(owing, place, 1, name)
    return _saved(workbook)


def superior_workbook(layout: FormLayout, paper: Paper) -> IO[bytes]:
    """The superior's own sheet with our figures in the cells it asks for; everything else on it stays."""
    with stored(layout.sha256).open("rb") as file:
        workbook = load_workbook(file, keep_links=False)
    sheet = workbook[layout.sheet]
    added = 0
    lines = _listed(layout, paper) if layout.kind == LayoutKind.LIST else _gridded(layout, paper)
    if layout.kind == LayoutKind.LIST:
        added = _make_room(sheet, layout, len(lines))
    for offset, line in enumerate(lines):
        for letter, value in line.items():
            _put_at(sheet, f"{letter}{layout.first_row + offset}", value)
    for key, place in layout.footer.items():
        letter, row = coordinate_from_string(place)
        _put_at(sheet, f"{letter}{row + added if row > layout.first_row else row}", paper.footer.get(key, ""))
    return _saved(workbook)


def sheet_names(checked: Checked) -> list[str]:
    """The worksheets of an uploaded file."""
    with stored(checked.sha256).open("rb") as file:
        return list(load_workbook(file, read_only=True, keep_links=False).sheetnames)


def refuse_layout(kind: str, columns: Mapping[str, str], footer: Mapping[str, str], first_row: int) -> None:
    """Refuse a layout whose cells do not exist or are asked for twice, with the sentence for its author."""
    for code, letter in columns.items():
        if not LETTERS.fullmatch(letter):
            raise Invalid({f"column_{code}": _("请填写列号，例如 C。")})
    letters = list(columns.values())
    if twice := sorted({letter for letter in letters if letters.count(letter) > 1}):
        raise Invalid({"first_row": _("有两个栏目填进同一列：%(which)s，请核对。") % {"which": _("、").join(twice)}})
    if not letters:
        raise Invalid({"first_row": _("请至少指定一个栏目填在上级表的哪一列。")})
    for key, place in footer.items():
        found = PLACE.fullmatch(place)
        if not found:
            raise Invalid({f"footer_{key}": _("请填写单元格，例如 B20。")})
        if kind == LayoutKind.LIST and int(found[2]) == first_row:
            raise Invalid({f"footer_{key}": _("这个单元格在数据起始行上，会被数据盖住，请核对。")})


def read_filled(checked: Checked, version: FormVersion) -> dict[str, str]:
    """The cells of a sheet a unit has filled in, found by its headings; what cannot be read is said."""
    columns = [Column(column.code, column.heading) for column in version.design if not column.is_computed]
    if version.rows:
        columns.insert(0, Column(ROW_HEADING, _("项目"), required=True))
    table = reading.read(checked, Headings(tuple(columns)))
    places = {name: place for place, (_heading, name) in enumerate(table.headings) if name}
    known = {line: row for row, line in version.lines}
    values: dict[str, str] = {}
    for line in table.lines:
        row = known.get(line.cells[places[ROW_HEADING]].text, 0) if version.rows else 1
        for name, place in places.items():
            cell = line.cells[place]
            if row and name != ROW_HEADING and cell.fault:
                raise Invalid({"file": _("第%(row)d行：%(why)s") % {"row": line.number, "why": cell.fault}})
            if row and name != ROW_HEADING:
                values[f"{name}{row}"] = cell.text
        if not version.rows:
            break
    if not any(values.values()):
        raise Invalid({"file": _("表里没有读到数字，请使用本页下载的空白表填写后再上传。")})
    return values


def _listed(layout: FormLayout, paper: Paper) -> list[dict[str, Any]]:
    """One line for each unit and row, by the superior's column letters."""
    lines = []
    for place, entry in enumerate(paper.entries, 1):
        for row, heading in paper.version.lines:
            line: dict[str, Any] = _figures(layout, paper.version, entry.values, row)
            if layout.serial_column:
                line[layout.serial_column] = place
            if layout.unit_column:
                line[layout.unit_column] = f"{entry.name} {heading}".strip()
            lines.append(line)
    return lines


def _gridded(layout: FormLayout, paper: Paper) -> list[dict[str, Any]]:
    """The rows of one table."""
    return [_figures(layout, paper.version, paper.entries[0].values, row) for row, _heading in paper.version.lines]


def _figures(layout: FormLayout, version: FormVersion, values: Values, row: int) -> dict[str, Any]:
    mapped = [column for column in version.design if column.code in layout.columns]
    return {layout.columns[column.code]: _typed(values, f"{column.code}{row}", column.is_number) for column in mapped}


def _typed(values: Values, cell: str, is_number: bool) -> Any:
    """Numbers as numbers, so that the superior's own sums work."""
    text = values.get(cell, "")
    value: Decimal | None = number(text) if is_number else None
    if value is None:
        return text
    return int(value) if value == value.to_integral_value() else float(value)


def _make_room(sheet: Any, layout: FormLayout, wanted: int) -> int:
    """Insert the lines that are missing beneath the first one; what lies below moves down with its shape."""
    lowest = [row for _letter, row in map(coordinate_from_string, layout.footer.values()) if row > layout.first_row]
    free = 1
    end = min(lowest, default=sheet.max_row + 1)
    while layout.first_row + free < end and not any(cell.value for cell in sheet[layout.first_row + free]):
        free += 1
    added = max(0, wanted - free)
    if not added:
        return 0
    _move_down(sheet, layout.first_row + free, added)
    for row in range(layout.first_row + free, layout.first_row + free + added):
        for model in sheet[layout.first_row]:
            if model.has_style:
                sheet.cell(row, model.column)._style = copy(model._style)
    return added


def _move_down(sheet: Any, after: int, added: int) -> None:
    """Insert lines; merged areas and heights below move with their rows, which the library leaves where they were."""
    merged = [area for area in list(sheet.merged_cells.ranges) if area.min_row >= after]
    for area in merged:
        sheet.unmerge_cells(str(area))
    heights = {row: kept.height for row, kept in sheet.row_dimensions.items() if row >= after and kept.height}
    sheet.insert_rows(after, added)
    for area in merged:
        area.shift(row_shift=added)
        sheet.merge_cells(str(area))
    for row, height in heights.items():
        sheet.row_dimensions[row + added].height = height


def _title(sheet: Any, paper: Paper, width: int) -> None:
    _put(sheet, 1, 1, paper.title)
    sheet.cell(1, 1).font = Font(bold=True, size=16)
    sheet.cell(1, 1).alignment = CENTRED
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=max(2, width))
    sheet.row_dimensions[1].height = 30
    head = [f"{FOOTER[key]}：{paper.footer.get(key, '')}" for key in ("reporting_unit", "period")]
    _put(sheet, 2, 1, "　　".join(head))


def _lines(sheet: Any, paper: Paper, *, as_list: bool) -> int:
    """The figures; returns the last row written."""
    row = 3
    for place, entry in enumerate(paper.entries, 1):
        for line, heading in paper.version.lines:
            row += 1
            lead: list[Any] = [place, entry.name] if as_list else []
            lead += [heading] if paper.version.rows else []
            figures = [_typed(entry.values, f"{c.code}{line}", c.is_number) for c in paper.version.design]
            for column, value in enumerate([*lead, *figures], 1):
                _put(sheet, row, column, value, framed=True)
    return row


def _foot(sheet: Any, paper: Paper, row: int) -> None:
    """Who filled it in, who reviewed it, who answers for it, by telephone and day; room for the seal."""
    signed = [key for key in FOOTER if key not in ("reporting_unit", "period")]
    words = [f"{FOOTER[key]}：{paper.footer.get(key, '')}" for key in signed]
    _put(sheet, row, 1, "　　".join(words))
    _put(sheet, row + 1, 1, _("（单位公章）"))


def _put(sheet: Any, row: int, column: int, value: Any, *, framed: bool = False) -> None:
    """A value in a cell whose type is ours to say: no text becomes a formula."""
    cell = sheet.cell(row, column)
    _write(cell, value)
    if framed:
        cell.border, cell.alignment = THIN, Alignment(vertical="center", wrap_text=True)


def _put_at(sheet: Any, place: str, value: Any) -> None:
    """A value in a cell of the superior's sheet; of a merged area its first cell."""
    cell = sheet[place]
    if isinstance(cell, MergedCell):
        area = next(area for area in sheet.merged_cells.ranges if place in area)
        cell = sheet.cell(area.min_row, area.min_col)
    _write(cell, value)


def _write(cell: Any, value: Any) -> None:
    if not isinstance(value, str):
        cell.value = value
        return
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.value = text or None
    if text:
        cell.data_type = "s"
        if text.startswith(LEADS):
            cell.quotePrefix = True


def _saved(workbook: Workbook) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115 - the response closes it after the last byte
    workbook.save(file)
    file.seek(0)
    return file
