"""What a paper becomes: the same bytes each time, in the order of the schema, 22 lines of 28 characters."""

import io
import re
import zipfile
from collections import Counter
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from accountability.documents import Attachment, Heading, Paragraph, Table, as_docx, as_pdf, printing
from accountability.documents.bodies import chinese
from accountability.documents.marking import with_banner
from accountability.documents.titles import FITS, title_lines
from accountability.documents.wordml import paragraphs_of
from tests.accountability import papers

ORDER = [
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "kinsoku", "wordWrap", "overflowPunct", "autoSpaceDE", "autoSpaceDN", "snapToGrid",
    "spacing", "ind", "jc", "outlineLvl", "rPr",
]  # fmt: skip
MM = 72 / 25.4
needs_office = pytest.mark.skipif(printing.program() is None, reason="LibreOffice is not installed here")


def words(document):
    return [one.text for one in document.paragraphs]


def opened(paper):
    return Document(io.BytesIO(as_docx(paper)))


@pytest.mark.parametrize("name", papers.ALL)
def test_the_same_paper_gives_the_same_bytes(name):
    first = as_docx(papers.ALL[name]())
    assert first == as_docx(papers.ALL[name]())
    assert with_banner(with_banner(first, "讨论稿"), "") == with_banner(first, "")


@pytest.mark.parametrize("name", papers.ALL)
def test_children_stand_in_the_order_of_the_schema(name):
    with zipfile.ZipFile(io.BytesIO(as_docx(papers.ALL[name]()))) as package:
        for part in package.namelist():
            for found in re.findall(r"<w:pPr>(.*?)</w:pPr>", package.read(part).decode()):
                bare = re.sub(r"<w:(pBdr|tabs|rPr)>.*?</w:\1>", r"<w:\1/>", found)
                places = [ORDER.index(name) for name in re.findall(r"<w:(\w+)", bare)]
                assert places == sorted(places), found


def test_headings_are_counted_unless_they_bring_their_number_along():
    blocks = (
        Heading(1, "总体要求"), Heading(2, "原则"), Heading(3, "第一"), Heading(4, "细目"), Heading(4, "细目"),
        Heading(2, "目标"), Heading(3, "又一"), Heading(1, "二、措施"), Heading(1, "保障"),
        Heading(1, "附则", is_numbered=False),
    )  # fmt: skip
    said = words(opened(papers.a_notice(blocks=blocks, attachments=())))
    assert said[said.index("一、总体要求") :][:10] == [
        "一、总体要求", "（一）原则", "1.第一", "（1）细目", "（2）细目", "（二）目标", "1.又一", "二、措施",
        "三、保障", "附则",
    ]  # fmt: skip
    assert [chinese(number) for number in (1, 10, 11, 20, 35)] == ["一", "十", "十一", "二十", "三十五"]


def test_head_and_foot_of_an_upward_document():
    said = words(opened(papers.a_notice(signer="王某", urgency="特急", title="关于年度工作的报告")))
    assert said[:4] == ["特急", "衡水市人民医院文件", "衡医〔2026〕12号\t签发人：王某", "关于年度工作的报告"]
    copies, printed = "抄送：市卫生健康委员会，市医疗质量控制中心。", "衡水市人民医院办公室\t2026年3月6日印发"
    assert said[-4:] == [copies, "", printed, ""]
    assert "附件：1.2026年度目标任务分解表" in said
    assert "（此件公开发布）" in said
    one = papers.a_notice(attachments=(Attachment("任务表。", (Paragraph("略。"),)),))
    said = words(opened(one))
    assert "附件：任务表" in said
    assert "附件" in said


def test_a_table_repeats_its_headings_and_every_face_is_named():
    document = opened(papers.a_notice())
    table = document.tables[0]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid) == 8844
    faces = Counter(
        run._element.rPr.rFonts.get(qn("w:eastAsia")) for one in document.paragraphs for run in one.runs if run.text
    )
    assert set(faces) == {"方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"}
    with zipfile.ZipFile(io.BytesIO(as_docx(papers.a_notice()))) as package:
        fonts = package.read("word/fontTable.xml").decode()
    assert 'w:altName w:val="仿宋"' in fonts


def test_what_a_user_typed_cannot_break_the_document():
    odd = "甲&乙<丙>\x00\x0b\u202e\ud800“丁”"
    paper = papers.a_notice(
        title=odd, issuer=odd, number=odd, addressees=(odd,), signature=odd, note=odd, copies_to=(odd,),
        blocks=(Paragraph(f"{odd}\n\n{odd}"), Heading(1, odd), Table((odd,), ((odd, odd), ()), caption=odd)),
    )  # fmt: skip
    said = words(opened(paper))
    assert "甲&乙<丙>“丁”：" in said
    assert paragraphs_of("一\r\n\r\n　二\u2028三") == ["一", "二", "三"]
    assert opened(papers.a_notice(title="", addressees=(), blocks=(), attachments=(), copies_to=(), signature=""))


def test_a_long_title_breaks_between_words_and_every_line_fits():
    title = "江州市卫生健康委员会关于印发2026年全市医疗机构医疗废物专项整治行动工作方案的通知"
    lines = title_lines(title)
    assert "".join(lines) == title
    assert len(lines) == 3
    assert not any(line.startswith(("的", "》", "，")) for line in lines)
    assert all(sum(0.5 if char.isascii() else 1 for char in line) <= FITS for line in lines)
    assert "".join(title_lines("长" * 70)) == "长" * 70


def test_without_libreoffice_there_is_no_pdf_and_no_error(monkeypatch):
    monkeypatch.setattr(printing, "PROGRAMS", ("no-such-office",))
    assert as_pdf(as_docx(papers.a_notice())) is None


def texts_of(pdf):
    """Per page the pieces of text with their places in millimetres from the left and from the top."""
    pages = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        found = []

        def seen(text, _cm, matrix, _font, _size, found=found):
            if text.strip():
                found.append((text.strip("\n"), matrix[4] / MM, 297 - matrix[5] / MM))

        page.extract_text(visitor_text=seen)
        pages.append(found)
    return pages


@needs_office
def test_a_page_has_22_lines_of_28_characters_and_its_number_on_the_outer_side():
    long = Paragraph("衡" * 28 * 60)
    pages = texts_of(as_pdf(as_docx(papers.a_notice(blocks=(Paragraph("一"), long, Paragraph("完")), attachments=()))))
    lines = Counter(round(top) for text, _left, top in pages[1] if "衡" in text)
    assert len(lines) == 22
    whole = "".join(text for text, _left, _top in pages[1])
    assert whole.count("衡") == 22 * 28
    tops = sorted({top for text, _left, top in pages[1] if "衡" in text})
    pitch = (tops[-1] - tops[0]) / 21
    assert abs(pitch - 225 / 22) < 0.1
    numbers = [[(left, top) for _text, left, top in page if top > 262] for page in pages[:2]]
    assert numbers[0][0][0] > 150  # odd: right
    assert numbers[1][0][0] < 60  # even: left
    assert all(265 < top < 275 for page in numbers for _left, top in page)


@needs_office
@pytest.mark.parametrize("count", [1, 12, 17])
def test_the_imprint_ends_at_the_foot_of_the_last_page_whatever_stands_above(count):
    blocks = tuple(Paragraph("按照职责分工抓好落实。") for _one in range(count))
    pages = texts_of(as_pdf(as_docx(papers.a_notice(blocks=blocks, attachments=(), dated=date(2026, 3, 5)))))
    last = [(text, top) for text, _left, top in pages[-1]]
    printed = [top for text, top in last if "印发" in text]
    assert printed
    assert 255 < printed[-1] < 262
    rows = (printed[-1], printed[-1] - 480 / 20 / MM)  # each row of the imprint is 480 twips high
    near = {round(top, 1) for _text, top in last if rows[1] - 5 < top < 262}
    assert all(min(abs(top - row) for row in rows) < 0.5 for top in near)
