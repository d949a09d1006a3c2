"""What `inspect_upload` says of honest, odd and hostile files, one line each."""

import json

import pytest
from django.core.management import CommandError, call_command

from accountability import features, inspecting, packages
from accountability.gate import root
from tests.accountability import hostile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="m"'
BODY = (
    f"<w:document {W}><w:body>"
    "<w:p><w:ins><w:r><w:t>新增一句</w:t></w:r></w:ins><w:del><w:r><w:delText>旧句</w:delText></w:r></w:del></w:p>"
    "<w:sdt><w:sdtContent><w:p/></w:sdtContent></w:sdt>"
    "<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>"
    "<w:p><w:r><w:rPr><w:vanish/></w:rPr><mc:AlternateContent><mc:Choice><w:txbxContent/></mc:Choice>"
    "<mc:Fallback><w:txbxContent/></mc:Fallback></mc:AlternateContent></w:r></w:p></w:body></w:document>"
)
RELATION = '<Relationship Type="x/{kind}" Target="http://example.org/" TargetMode="External"/>'


def a_docx(body=BODY, more=None):
    parts = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types><Override PartName="/word/document.xml" '
        f'ContentType="{hostile.MAIN["docx"][1]}"/></Types>',
        "word/document.xml": body,
    }
    return hostile.zipped(parts | (more or {}))


def looked_at(folder, capsys, **files):
    paths = []
    for name, content in files.items():
        paths.append(folder / name.replace("__", "."))
        paths[-1].write_bytes(content)
    call_command("inspect_upload", *map(str, paths), json=True)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_one_line_for_each_file_with_what_else_it_holds(tmp_path, capsys):
    more = {
        "word/_rels/document.xml.rels": f"<Relationships>{RELATION.format(kind='attachedTemplate')}"
        f"{RELATION.format(kind='hyperlink')}</Relationships>",
        "word/embeddings/a.xlsx": b"x",
    }
    rows = b'<worksheet><row hidden="1"><c><f>1+1</f></c></row><mergeCell ref="A1:B1"/></worksheet>'
    book = hostile.office("xlsx", more={"xl/worksheets/sheet1.xml": rows})
    plan, table, paper = looked_at(tmp_path, capsys, plan__docx=a_docx(more=more), table__xlsx=book, a__pdf=hostile.PDF)
    assert list(plan) == ["file", "accepted", "reason", "flags", "counts", "seconds", "peak_mb"]
    assert plan["file"] == "plan.docx"
    assert plan["accepted"]
    assert not plan["reason"]
    assert set(plan["flags"]) == {
        "tracked_insertions", "tracked_deletions", "content_controls", "text_boxes", "nested_tables", "hidden_text",
        "external_parts", "links", "embedded_objects",
    }  # fmt: skip
    assert plan["counts"]["text_boxes"] == 1  # written twice for old readers, there once
    assert set(table["flags"]) == {"formulas", "merged_cells", "hidden_rows_or_columns"}
    assert paper["accepted"]
    assert paper["flags"] == []
    assert paper["peak_mb"] > 0


HOSTILE = {
    "bomb.docx": (hostile.bomb, "解开后过大"),
    "old.doc": (lambda: hostile.OLE, "旧版办公文件"),
    "locked.docx": (lambda: hostile.OLE, "打开密码"),
    "lying.docx": (hostile.lying_about_its_size, "已损坏"),
    "macro.docx": (lambda: a_docx(more={"word/vbaProject.bin": b"x"}), "含有宏"),
    "plan.docm": (lambda: a_docx(), "不接受扩展名"),
    "picture.docx": (lambda: hostile.PNG, "不是真正的docx"),
    "up.docx": (lambda: a_docx(more={"word/../../etc/passwd": b"x"}), "内部结构异常"),
    "doctype.docx": (lambda: a_docx(more={"word/styles.xml": "<!DOCTYPE a><a/>".encode("utf-16")}), "内部结构异常"),
    "hidden.docx": (lambda: a_docx(more={"word/a.bin": b"<?xml ?><!DOCTYPE a><a/>"}), "内部结构异常"),
    "template.docx": (lambda: hostile.office(kind="x.wordprocessingml.template.main+xml"), "不是真正的docx"),
    "empty.docx": (lambda: b"", "空文件"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_refused_file_has_its_reason_and_leaves_nothing(name, tmp_path, capsys):
    make, words = HOSTILE[name]
    before = sorted(root().rglob("*")) if root().exists() else []
    (answer,) = looked_at(tmp_path, capsys, **{name.replace(".", "__"): make()})
    assert not answer["accepted"], answer
    assert words in answer["reason"], answer
    assert answer["flags"] == []
    assert (sorted(root().rglob("*")) if root().exists() else []) == before


def test_a_table_with_more_cells_than_any_office_needs_is_refused(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(packages, "CELLS", 50)
    rows = "<w:tbl>" + "<w:tr>" + "<w:tc><w:p/></w:tc>" * 51 + "</w:tr></w:tbl>"
    (answer,) = looked_at(tmp_path, capsys, wide__docx=a_docx(f"<w:document {W}>{rows}</w:document>"))
    assert "表格过大" in answer["reason"]
    monkeypatch.setattr(packages, "ROWS", 2)
    sheet = hostile.office("xlsx", more={"xl/worksheets/sheet1.xml": "<worksheet>" + "<row/>" * 3 + "</worksheet>"})
    (answer,) = looked_at(tmp_path, capsys, long__xlsx=sheet)
    assert "表格过大" in answer["reason"]


def test_a_looker_that_dies_or_hangs_is_said_not_waited_for(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(inspecting, "look_through", lambda _path: (_ for _ in ()).throw(SystemExit))
    (answer,) = looked_at(tmp_path, capsys, a__pdf=hostile.PDF)
    assert not answer["accepted"]
    assert "超出限度" in answer["reason"]


def test_what_cannot_be_walked_is_said():
    assert inspecting.features(a_docx("<w:p>torn"), "docx") == {"unread": 1}
    assert inspecting.words({"unread": 1}) == ["内部结构未能读完1处"]
    assert set(features.COUNTED.values()) <= set(inspecting.FLAGS)


def test_the_command_speaks_to_people_too(tmp_path, capsys):
    (tmp_path / "方案.docx").write_bytes(a_docx())
    call_command("inspect_upload", str(tmp_path / "方案.docx"))
    told = capsys.readouterr().out
    assert told.startswith("方案.docx：接受；含修订中插入的文字（按正文读取）1处")
    assert "MB" in told
    with pytest.raises(CommandError, match="没有这个文件"):
        call_command("inspect_upload", str(tmp_path / "无.docx"))
