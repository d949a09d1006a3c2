"""A file goes through the gate, is read and printed as JSON; what is no plan is refused with a sentence."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from organizations.refusals import Refusal
from plans import intake
from tests.accountability import hostile
from tests.plans import expecting

OBLIGATION = {"text", "source", "unit", "at_least", "at_most", "every", "kind", "due", "responsible"}
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def printed(path, *options):
    out = io.StringIO()
    call_command("import_plan", str(path), "--dry-run", *options, stdout=out)
    return out.getvalue()


def docx(body):
    """A Word file with this body."""
    return hostile.office(more={"word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>"})


def paragraph(words):
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def row(*cells):
    return "<w:tr>" + "".join(f"<w:tc>{paragraph(words)}</w:tc>" for words in cells) + "</w:tr>"


def test_the_command_prints_every_kind_of_thing_as_json(tmp_path):
    (tmp_path / "计划.txt").write_text(expecting.text("hospital"), encoding="utf-8")

    answer = json.loads(printed(tmp_path / "计划.txt", "--json"))

    assert set(answer) >= {"sections", "obligations", "indicators", "dates", "basis", "unread"}
    assert set(answer["obligations"][0]) >= OBLIGATION
    assert set(answer["indicators"][0]) >= {"name", "comparator", "value", "unit", "source"}
    assert set(answer["dates"][0]) == {"text", "source", "due"}
    assert answer["year"] == 2025


def test_the_command_tells_a_person_what_it_found_and_what_not(tmp_path):
    (tmp_path / "计划.txt").write_text("工作计划\n感控科每月督导一次，经常性开展巡查。", encoding="utf-8")

    told = printed(tmp_path / "计划.txt")

    assert "频次 感控科每月督导一次（每月督导一次）" in told
    assert "未读 经常性：没有写明频次" in told


def test_the_year_may_be_told(tmp_path):
    (tmp_path / "计划.txt").write_text("工作计划\n6月底前完成半年工作总结。", encoding="utf-8")

    answer = json.loads(printed(tmp_path / "计划.txt", "--json", "--year", "2027"))

    assert answer["obligations"][0]["due"] == "2027-06-30"


def test_a_word_file_is_read_with_insertions_and_its_tables_row_by_row(tmp_path):
    inserted = f"<w:p><w:ins>{'<w:r><w:t>医务科每半年组织演练一次。</w:t></w:r>'}</w:ins></w:p>"
    table = f"<w:tbl>{row('任务', '频次', '责任科室')}{row('手卫生督查', '每月一次', '感控科')}</w:tbl>"
    (tmp_path / "计划.docx").write_bytes(docx(paragraph("感控工作计划") + inserted + table))

    answer = json.loads(printed(tmp_path / "计划.docx", "--json"))

    assert [(one["text"], one["unit"]) for one in answer["obligations"]] == [
        ("医务科每半年组织演练一次", "half_year"),
        ("手卫生督查，每月一次", "month"),
    ]
    assert answer["obligations"][1]["source"] == "手卫生督查，每月一次，感控科"


REFUSED = {
    "计划.doc": (hostile.OLE, "旧版办公文件"),
    "计划.wps": (hostile.OLE, "旧版办公文件"),
    "计划.docm": (hostile.office(), "不接受扩展名"),
    "加密.docx": (hostile.OLE, "加了打开密码"),
    "损坏.docx": (b"PK\x03\x04" + b"\0" * 200, "已损坏"),
    "炸弹.docx": (hostile.bomb(), "解开后过大"),
    "改名.docx": (hostile.PDF, "不是真正的docx文件"),
    "空.txt": (b"", "空文件"),
    "空白.docx": (docx(paragraph(" ")), "没有读到中文的计划正文"),
    "plan.txt": (b"Annual work plan: meet once a month. " * 20, "没有读到中文的计划正文"),
    "两兆.txt": (("每月检查一次。" * 100_000).encode(), "文字超过30万字"),
    "名单.xlsx": (hostile.office("xlsx"), "不能作为计划读取"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_plan_is_refused_with_what_to_do(name, tmp_path):
    content, sentence = REFUSED[name]
    (tmp_path / name).write_bytes(content)

    with pytest.raises(CommandError) as refused:
        printed(tmp_path / name, "--json")

    assert sentence in str(refused.value)
    assert "请" in str(refused.value)


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(CommandError, match="没有这个文件"):
        printed(tmp_path / "计划.txt")


def test_pasted_text_is_held_to_the_same_measure():
    with pytest.raises(Refusal, match="没有读到中文"):
        intake.taken_apart("plan")

    assert intake.taken_apart("二〇二七年感控工作计划：每月督导一次。").obligations
