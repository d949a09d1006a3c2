"""Values and marks as workbooks: every cell with a declared type, so that no text becomes a formula."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from plans import judging
from plans.models import Measurement, TrainingResult

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD_FILL = PatternFill("solid", fgColor="FFE3EFEA")
WRAPPED = Alignment(vertical="top", wrap_text=True)
LONGEST = 32000


def workbook(
    title: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Any]],
    *,
    caption: str,
    printed: bool = False,
) -> IO[bytes]:
    """One sheet: caption, headings, rows; `printed` lays it out for A4 landscape. The caller closes the file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(ILLEGAL_CHARACTERS_RE.sub("", title)[:31].translate(str.maketrans("", "", "[]:*?/\\")))
    for place, (_heading, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A3"
    if printed:
        _lay_out(sheet)
    sheet.append([_cell(sheet, caption)])
    sheet.append([_head(sheet, heading) for heading, _width in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115
    book.save(file)
    file.seek(0)
    return file


def _lay_out(sheet: Any) -> None:
    """A4 landscape, as wide as the paper, the headings on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:2"


def _head(sheet: Any, text: str) -> Any:
    cell = _cell(sheet, text)
    cell.font, cell.fill = Font(bold=True), HEAD_FILL
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    cell = WriteOnlyCell(sheet)
    if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        cell.value, cell.data_type = value, "n"
    elif hasattr(value, "isoformat"):
        cell.value, cell.number_format = value, "yyyy-mm-dd"
    else:
        text = ILLEGAL_CHARACTERS_RE.sub("", "" if value is None else str(value))[:LONGEST]
        cell.value, cell.data_type = text, "s"
        cell.alignment = WRAPPED
    return cell


def series(rows: Iterable[Measurement], *, unit: str, taken_by: str) -> IO[bytes]:
    """One unit's values of every indicator and period, for accreditation and review."""
    columns = (
        (_("指标集"), 26), (_("指标"), 26), (_("时期"), 14), (_("来源"), 10), (_("分子"), 12), (_("分母"), 12),
        (_("指标值"), 12), (_("单位"), 8), (_("要求"), 18), (_("评价"), 10), (_("说明"), 30),
    )  # fmt: skip
    return workbook(
        _("指标数据"),
        columns,
        (
            (
                str(row.indicator.indicator_set), row.indicator.name, str(row.span), row.get_origin_display(),
                row.numerator, row.denominator, _number(row), row.indicator.unit,
                row.indicator.words_of(row.standard), row.get_light_display(),
                _("本期不适用：%(why)s") % {"why": row.note} if row.is_out_of_use else row.note,
            )
            for row in rows
        ),
        caption=_("%(unit)s 指标数据　导出：%(who)s") % {"unit": unit, "who": taken_by},
    )  # fmt: skip


def _number(row: Measurement) -> Any:
    if row.value is None:
        return ""
    if row.indicator.grades:
        return row.shown
    return judging.rounded(row.value, row.indicator.decimals)


def marks(rows: Iterable[TrainingResult], *, title: str, taken_by: str) -> IO[bytes]:
    """How everybody did; the same columns are imported."""
    yes = {True: _("是"), False: _("否"), None: ""}
    columns = (
        (_("姓名"), 14), (_("科室"), 20), (_("应参加"), 8), (_("已参加"), 8), (_("缺席原因"), 20), (_("成绩"), 8),
        (_("合格"), 8), (_("补考日期"), 12), (_("补考成绩"), 10), (_("补考合格"), 10),
    )  # fmt: skip
    return workbook(
        _("培训考核结果"),
        columns,
        (
            (
                one.person.name, one.department.name, yes[one.is_expected], yes[one.attended], one.absent_because,
                one.score, yes[one.passed], one.resit_on, one.resit_score, yes[one.resit_passed],
            )
            for one in rows
        ),
        caption=_("%(title)s　导出：%(who)s") % {"title": title, "who": taken_by},
    )  # fmt: skip
