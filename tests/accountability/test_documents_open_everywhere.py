"""D20: our documents use nothing that Word and WPS show differently; what can be asked of a file without them is asked.

That a page looks the same on a screen of either program is not tested here: neither runs where the tests run.
"""

import io
import re
import zipfile

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from accountability.documents import as_docx, checks
from accountability.documents.standard import PITCH
from tests.accountability import papers

FIRST_EDITION = {
    *("altName", "autoSpaceDE", "autoSpaceDN", "b", "basedOn", "body", "bookmarkEnd", "bookmarkStart", "bottom", "br"),
    *("cantSplit", "characterSpacingControl", "charset", "color", "cols", "compat", "compatSetting", "decimalSymbol"),
    *(
        "docDefaults",
        "docGrid",
        "document",
        "evenAndOddHeaders",
        "family",
        "fldChar",
        "font",
        "fonts",
        "footerReference",
    ),
    *(
        "framePr",
        "ftr",
        "gridCol",
        "gridSpan",
        "hdr",
        "headerReference",
        "ind",
        "insideH",
        "insideV",
        "instrText",
        "jc",
    ),
    *("keepLines", "keepNext", "kinsoku", "lang", "left", "listSeparator", "name", "next", "noWrap", "outlineLvl"),
    *("overflowPunct", "p", "pBdr", "pPr", "pPrDefault", "pStyle", "pageBreakBefore", "pgMar", "pgNumType", "pgSz"),
    *("pitch", "qFormat", "r", "rFonts", "rPr", "rPrDefault", "right", "sectPr", "settings", "shd", "snapToGrid"),
    *("spacing", "style", "styles", "sz", "szCs", "t", "tab", "tabs", "tbl", "tblBorders", "tblCellMar", "tblGrid"),
    *("tblHeader", "tblInd", "tblLayout", "tblPr", "tblW", "tc", "tcBorders", "tcMar", "tcPr", "tcW", "themeFontLang"),
    *("titlePg", "top", "tr", "trHeight", "trPr", "type", "vAlign", "vMerge", "w", "widowControl"),
}
"""Elements of WordprocessingML that every word processor since 2007 reads; a new one is looked at before it is used."""
LATIN = {"Times New Roman"}


@pytest.fixture(params=papers.ALL)
def content(request) -> bytes:
    """Every kind of paper there is."""
    return as_docx(papers.ALL[request.param]())


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def test_a_paper_uses_only_what_every_word_processor_reads(content):
    used = checks.measure(content)["features"]
    assert set(used) <= FIRST_EDITION
    assert checks.check(content) == []
    for text in parts(content).values():
        assert not re.search(r"http://schemas\.microsoft\.com/office/word/20|markup-compatibility", text)


def test_every_chinese_face_names_what_stands_in_for_it(content):
    measured = checks.measure(content)
    faces = {face for one in measured["paragraphs"] for face, _weight in one["faces"]}
    assert faces
    for face in faces:
        assert measured["fallbacks"].get(face), face
    assert {face for one in measured["paragraphs"] for face, _weight in one["latin"]} <= LATIN


def test_every_section_has_its_grid_and_the_file_says_for_which_version_it_is(content):
    measured = checks.measure(content)
    assert {(one["docGrid"]["type"], one["docGrid"]["linePitch"]) for one in measured["sections"]} == {
        ("lines", str(PITCH))
    }
    assert measured["mode"] == 15


def test_the_only_field_is_the_page_s_number_and_it_shows_one_without_being_updated(content):
    for name, text in parts(content).items():
        said = re.findall(r"<w:instrText[^>]*>([^<]*)</w:instrText>", text)
        assert {one.strip() for one in said} <= {"PAGE"}, name
        kinds = re.findall(r'w:fldCharType="(\w+)"', text)
        assert kinds == ["begin", "separate", "end"] * len(said), name
        assert len(re.findall(r'"separate"/></w:r><w:r>.*?<w:t>\d</w:t></w:r><w:r>.*?"end"', text)) == len(said)


def test_nothing_is_fetched_from_elsewhere_and_nothing_runs(content):
    for name, text in parts(content).items():
        if name.endswith(".rels"):
            assert "External" not in text
    assert not [name for name in parts(content) if re.search(r"vba|activeX|embeddings|customXml", name)]


def spoiled(name, **attributes):
    """A notice with one element more in its last paragraph."""
    document = Document(io.BytesIO(as_docx(papers.a_notice())))
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    document.paragraphs[-1]._element.append(element)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sdt", "内容控件"),
        ("altChunk", "外部文档"),
        ("ins", "修订痕迹"),
        ("commentReference", "批注"),
        ("object", "嵌入的对象"),
    ],
)
def test_what_only_one_program_shows_is_a_defect_of_any_document(name, words):
    assert any(words in one.said for one in checks.check(spoiled(name)) if one.code == "feature")


def test_a_file_that_wants_to_be_laid_out_as_by_word_2003_is_told_so():
    document = Document(io.BytesIO(as_docx(papers.a_notice())))
    for one in document.settings.element.iter(qn("w:compatSetting")):
        one.set(qn("w:val"), "11")
    file = io.BytesIO()
    document.save(file)
    assert [one.code for one in checks.check(file.getvalue()) if one.code == "version"] == ["version"]
