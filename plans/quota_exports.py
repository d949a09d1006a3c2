"""A register as a workbook; every cell is text of a declared type, so that nothing typed becomes a formula."""

from tempfile import TemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from plans.models import Register

CHUNK = 500
LONGEST = 32000


def register_workbook(register: Register) -> IO[bytes]:
    """The entries in force; the second sheet has them as the import reads them."""
    book = Workbook(write_only=True)
    shown, again = book.create_sheet(_("登记册")), book.create_sheet(_("导入用"))
    own = register.names
    head = [register.label, _("所在科室"), *own, _("有效期至"), _("备案日期"), _("备案编号")]
    shown.append([_cell(shown, text, bold=True) for text in head])
    names = (_("登记册"), _("名称"), _("所在科室"), _("有效期至"), _("备案日期"), _("备案编号"), _("其他栏目"))
    again.append([_cell(again, text, bold=True) for text in names])
    rows = register.entries.active().select_related("organization").order_by("pk")
    for entry in rows.iterator(chunk_size=CHUNK):
        entry.register = register
        days = [f"{day:%Y-%m-%d}" if day else "" for day in (entry.valid_until, entry.filed_on)]
        cells = [entry.label, entry.organization.name, *entry.cells, *days, entry.filed_number]
        shown.append([_cell(shown, text) for text in cells])
        rest = "；".join(f"{name}：{text}" for name, text in zip(own, entry.cells, strict=True) if text)
        told = [register.name, entry.label, entry.organization.name, *days, entry.filed_number, rest]
        again.append([_cell(again, text) for text in told])
    file = TemporaryFile()  # noqa: SIM115  whoever sends it closes it
    book.save(file)
    file.seek(0)
    return file


def _cell(sheet: Any, text: object, *, bold: bool = False) -> Any:
    """One cell of text."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", str(text))[:LONGEST])
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
