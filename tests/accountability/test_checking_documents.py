"""What the checker of official documents says: nothing about ours, each fault of others by name and place."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from accountability.documents import as_docx, checks
from tests.accountability import papers


def found_in(document):
    file = io.BytesIO()
    document.save(file)
    return checks.check(file.getvalue())


def opened(paper=None):
    return Document(io.BytesIO(as_docx(paper or papers.a_notice())))


def starting(document, words):
    return next(one for one in document.paragraphs if one.text.startswith(words))


def said(paragraph, words):
    """Put other words into a paragraph, in the look of its first run."""
    for run in paragraph.runs[1:]:
        run._element.getparent().remove(run._element)
    paragraph.runs[0].text = words


def faced(paragraph, name):
    for run in paragraph.runs:
        run._element.rPr.rFonts.set(qn("w:eastAsia"), name)


@pytest.mark.parametrize("name", papers.ALL)
def test_our_own_documents_have_no_defect(name):
    assert checks.check(as_docx(papers.ALL[name]())) == []


def test_an_upward_and_urgent_document_has_none_either():
    paper = papers.a_notice(
        title="衡水市人民医院关于年度质量工作的报告", urgency="特急", signer="王某", banner="未用印稿"
    )
    assert checks.check(as_docx(paper)) == []


def _margins(document):
    document.sections[0].top_margin, document.sections[0].left_margin = Mm(25.4), Mm(31.7)


def _paper(document):
    document.sections[0].page_width, document.sections[0].page_height = Mm(216), Mm(279)


def _wide_lines(document):
    for one in document.paragraphs:
        one.paragraph_format.line_spacing = Pt(36)


def _small_text(document):
    for run in starting(document, "经院长办公会").runs:
        run.font.size = Pt(14)


def _body_in_song(document):
    faced(starting(document, "经院长办公会"), "宋体")


def _no_indent(document):
    starting(document, "请结合实际").paragraph_format.first_line_indent = Pt(0)


def _grey_text(document):
    for run in starting(document, "经院长办公会").runs:
        run.font.color.rgb = RGBColor(0x33, 0x66, 0x99)


def _no_page_number(document):
    for edge in (document.sections[0].footer, document.sections[0].even_page_footer):
        for one in edge.paragraphs:
            one.clear()


def _same_page_numbers(document):
    document.settings.odd_and_even_pages_header_footer = False


def _black_rule(document):
    border = starting(document, "衡医").paragraph_format._element.pPr.find(qn("w:pBdr"))
    border[0].set(qn("w:color"), "000000")


def _no_rule(document):
    properties = starting(document, "衡医").paragraph_format._element.pPr
    properties.remove(properties.find(qn("w:pBdr")))


def _short_rule(document):
    starting(document, "衡医").paragraph_format.left_indent = Mm(30)


def _said(words, other):
    return lambda document: said(starting(document, words), other)


def _faced(words, name):
    return lambda document: faced(starting(document, words), name)


WRONG = {
    "margins": (_margins, "margin", "天头"),
    "text block": (_margins, "text_block", "版心"),
    "letter size": (_paper, "paper", "A4"),
    "lines": (_wide_lines, "grid", "22行"),
    "small text": (_small_text, "body", "三号"),
    "text in 宋体": (_body_in_song, "body", "仿宋"),
    "no indent": (_no_indent, "body", "左空二字"),
    "coloured text": (_grey_text, "body", "黑色"),
    "no page number": (_no_page_number, "page_number", "没有页码"),
    "odd as even": (_same_page_numbers, "page_number", "奇偶页"),
    "black rule": (_black_rule, "rule", "红色"),
    "no rule": (_no_rule, "rule", "没有红色分隔线"),
    "short rule": (_short_rule, "rule", "与版心等宽"),
    "square brackets": (_said("衡医", "衡医[2026]12号"), "number", "六角括号"),
    "zero before": (_said("衡医", "衡医〔2026〕012号"), "number", "虚位"),
    "第 in number": (_said("衡医", "衡医〔2026〕第12号"), "number", "“第”字"),
    "short year": (_said("衡医", "衡医〔26〕12号"), "number", "标全称"),
    "no 号": (_said("衡医", "衡医〔2026〕12"), "number", "“号”字"),
    "title face": (_faced("衡水市人民医院关于", "黑体"), "title", "小标宋"),
    "title with a stop": (_said("衡水市人民医院关于", "衡水市人民医院关于印发计划的通知。"), "title", "末尾不加标点"),
    "title without kind": (_said("衡水市人民医院关于", "衡水市人民医院年度工作"), "title", "文种"),
    "half-width colon": (_said("各科室", "各科室、各病区:"), "addressees", "全角冒号"),
    "heading face": (_faced("一、总体要求", "宋体"), "heading", "黑体"),
    "second heading": (_faced("（一）提升", "宋体"), "heading", "楷体"),
    "comma after 一": (_said("一、总体要求", "一，总体要求"), "heading", "顿号"),
    "half-width brackets": (_said("（一）提升", "(一)提升水平"), "heading", "全角圆括号"),
    "顿号 after 1": (_said("2.加强", "2、加强防治。"), "heading", "下脚圆点"),
    "gap": (_said("三、保障", "四、保障措施"), "order", "不连续"),
    "half-width comma": (_said("请结合实际", "请结合实际,认真组织实施。"), "punctuation", "全角"),
    "attachment colon": (_said("附件：1.", "附件:1.2026年度目标任务分解表"), "attachment", "全角冒号"),
    "attachment stop": (_said("附件：1.", "附件：1.2026年度目标任务分解表；"), "attachment", "不加标点"),
    "attachment renamed": (_said("2026年度目标任务分解表", "任务表"), "attachment_page", "不一致"),
    "attachment page colon": (_said("附件1", "附件1："), "attachment_page", "不加冒号"),
    "attachment page face": (_faced("附件1", "仿宋_GB2312"), "attachment_page", "黑体"),
    "chinese date": (_said("2026年3月5日", "二〇二六年三月五日"), "date", "阿拉伯数字"),
    "zero in date": (_said("2026年3月5日", "2026年03月05日"), "date", "虚位"),
    "dotted date": (_said("2026年3月5日", "2026.3.5"), "date", "标全"),
    "copies without stop": (_said("抄送", "抄送：市卫生健康委员会"), "imprint", "句号"),
    "copies half-width": (_said("抄送", "抄送:市卫生健康委员会。"), "imprint", "全角冒号"),
    "secret": (_said("衡水市人民医院文件", "机密★1年"), "secret", "非涉密"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_document_is_told_what_is_wrong_with_it(name):
    spoil, code, words = WRONG[name]
    document = opened()
    spoil(document)
    found = [defect for defect in found_in(document) if defect.code == code]
    assert any(words in defect.said for defect in found), found_in(document)
    assert all(defect.place for defect in found)


def test_a_document_typed_into_an_empty_word_file_is_told_all_its_defects():
    document = Document()
    document.add_heading("关于开展检查的通知", 0)
    document.add_paragraph("各科室：")
    document.add_paragraph("根据上级要求，决定在全院范围内开展医疗质量安全专项检查，现将有关事项通知如下。")
    document.add_paragraph("一. 检查时间")
    document.add_paragraph("2026.3.5")
    codes = {defect.code for defect in found_in(document)}
    assert {"paper", "margin", "text_block", "grid", "page_number", "title", "body", "heading"} <= codes


def test_numbers_that_word_writes_by_itself_are_read():
    document = Document()
    for words in ("甲", "乙"):
        document.add_paragraph(words, style="List Number")
    found = checks.measure(_bytes(document))["paragraphs"]
    assert [one["text"] for one in found] == ["1.甲", "2.乙"]


def _bytes(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_the_command_prints_defects_with_their_place(tmp_path, capsys):
    document = opened()
    said(starting(document, "衡医"), "衡医[2026]12号")
    document.save(tmp_path / "通知.docx")
    call_command("check_official", str(tmp_path / "通知.docx"), json=True)
    told = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in told["defects"]] == ["number"]
    assert "衡医[2026]12号" in told["defects"][0]["place"]
    call_command("check_official", str(tmp_path / "通知.docx"))
    assert "共1处不符合GB/T 9704—2012。" in capsys.readouterr().out


def test_the_command_refuses_what_an_upload_would_not_be_allowed(tmp_path):
    (tmp_path / "假.docx").write_bytes(b"PK\x03\x04 not a package")
    with pytest.raises(CommandError, match="已损坏"):
        call_command("check_official", str(tmp_path / "假.docx"))
    with pytest.raises(CommandError, match="没有这个文件"):
        call_command("check_official", str(tmp_path / "无.docx"))
