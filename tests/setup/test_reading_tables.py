"""A table is read whatever clerks do to it, or refused with one sentence; nothing is left behind."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accountability.imports import reading
from accountability.imports.reading import receive
from accountability.models import Attachment, ImportBatch
from organizations.refusals import Refusal
from tests.accountability import hostile
from tests.cast import Cast
from tests.setup.making import HEAD, csv_of, faults, prepared, target, xlsx_of

ROW = ("江北医院", "JB01", "医院", "", "二级")


def read(content: bytes, name: str = "名册.csv") -> reading.Table:
    return reading.read(receive(SimpleUploadedFile(name, content)), target())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_every_encoding_offices_use(encoding):
    table = read(csv_of(ROW, encoding=encoding))
    assert [cell.text for cell in table.lines[0].cells] == list(ROW)


def test_csv_and_xlsx_say_the_same():
    assert read(csv_of(ROW)).lines == read(xlsx_of(ROW), "名册.xlsx").lines


def test_a_title_foreign_columns_other_orders_and_empty_rows_do_no_harm():
    content = (
        "江北区机构名册,,,\n\n备注,类别（必填）, 机构名称 ＊,级别\n抄自2025,医院,江北医院,二级\n,,,\n,诊所,何氏诊所,\n"
    )
    table = read(content.encode())
    assert [name for _heading, name in table.headings] == ["", "kind", "name", "level"]
    assert [line.number for line in table.lines] == [4, 6]


def test_numbers_days_and_truths_of_a_workbook_become_plain_text():
    table = read(xlsx_of(("江北医院", 20260105, "医院", True, 1.5)), "名册.xlsx")
    assert [cell.text for cell in table.lines[0].cells] == ["江北医院", "20260105", "医院", "是", "1.5"]


def test_what_an_export_has_guarded_comes_back_as_it_was():
    table = read(csv_of(("'-江北医院", "'=1", "医院", "", "")))
    assert [cell.text for cell in table.lines[0].cells][:2] == ["-江北医院", "=1"]


def _with_part(name: str, content: str) -> bytes:
    """An honest workbook with one part exchanged."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_of(ROW))) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return held.getvalue()


def _sheet(rows: str) -> str:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'


def _text(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


SHEET = "xl/worksheets/sheet1.xml"
HEADINGS = f'<row r="1">{_text("A1", "机构名称")}{_text("B1", "类别")}</row>'
REFUSED = {
    "gb18030 with broken bytes": ("名册.csv", csv_of(ROW, encoding="gb18030") + b"\x81", "不是能读出文字的文本文件"),
    "a table of an old office": ("名册.xls", hostile.OLE, "旧版办公文件"),
    "a wrong extension": ("名册.docx", hostile.office(), "不接受扩展名为“docx”的文件"),
    "a table with macros": ("名册.xlsm", xlsx_of(ROW), "不接受扩展名为“xlsm”的文件"),
    "macros under another name": ("名册.xlsx", hostile.office("xlsx", more={"xl/vbaProject.bin": b"x"}), "含有宏"),
    "an encrypted table": ("名册.xlsx", hostile.OLE, "去掉密码"),
    "a damaged table": ("名册.xlsx", xlsx_of(ROW)[:-200], "已损坏"),
    "a table that inflates": ("名册.xlsx", _with_part(SHEET, " " * 30_000_000), "解开后过大"),
    "a doctype": ("名册.xlsx", _with_part(SHEET, '<!DOCTYPE x [<!ENTITY a "b">]><x/>'), "内部结构异常"),
    "no sheet at all": ("名册.xlsx", hostile.office("xlsx"), "读不出表格"),
    "a broken sheet": ("名册.xlsx", _with_part(SHEET, _sheet(HEADINGS + '<row r="x">')), "读不出表格"),
    "a million empty rows": (
        "名册.xlsx",
        _with_part(SHEET, _sheet(HEADINGS + f'<row r="1048576">{_text("A1048576", "甲")}</row>')),
        "大量空行",
    ),
    "headings alone": ("名册.csv", csv_of(), "只有表头"),
    "no headings": ("名册.csv", "甲,乙\n丙,丁\n".encode(), "没有找到表头"),
    "columns missing": ("名册.csv", csv_of(("甲", "乙"), head=("机构名称", "级别")), "缺少这些列：类别"),
    "a column twice": ("名册.csv", csv_of(("甲", "医院", "乙"), head=("机构名称", "类别", "机构名称")), "出现了两次"),
    "quotes that do not match": ("名册.csv", '机构名称,类别\n"甲"乙,医院\n'.encode(), "引号不成对"),
    "nothing": ("名册.csv", b"", "空文件"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_one_sentence(name, cast: Cast):
    file, content, words = REFUSED[name]
    with pytest.raises(Refusal) as refused:
        prepared(content, at=cast.city, name=file)
    assert words in refused.value.message
    assert refused.value.message.endswith("。")
    assert not ImportBatch.objects.exists()
    assert not Attachment.objects.exists()


def test_rows_and_characters_have_budgets(monkeypatch, cast: Cast):
    monkeypatch.setattr(reading, "ROWS", 2)
    with pytest.raises(Refusal, match="超过2行"):
        read(csv_of(ROW, ROW, ROW))
    monkeypatch.setattr(reading, "CHARACTERS", 10)
    with pytest.raises(Refusal, match="文字过多"):
        read(csv_of(ROW))


def test_a_formula_and_an_error_value_are_faults_of_their_cells(cast: Cast):
    rows = (("江北医院", "=1+1", "医院", "", "二级"), ("江南医院", "#REF!", "医院", "", "二级"))
    found = faults(prepared(xlsx_of(*rows), at=cast.city, name="名册.xlsx"))
    assert [(number, column) for number, column, _sentence in found] == [(2, "code"), (3, "code")]
    assert "公式" in found[0][2]
    assert "错误值" in found[1][2]
    assert "公式" in faults(prepared(csv_of(rows[0]), at=cast.city))[0][2]


def test_a_cell_far_to_the_right_costs_nothing(cast: Cast):
    far = _with_part(
        SHEET, _sheet(HEADINGS + f'<row r="2">{_text("A2", "甲")}{_text("B2", "诊所")}{_text("XFD2", "远")}</row>')
    )
    assert faults(prepared(far, at=cast.city, name="名册.xlsx")) == []


def test_every_heading_of_the_sample_is_known():
    assert {heading.rstrip("*") for heading in HEAD} <= {str(column.label) for column in target().columns}
