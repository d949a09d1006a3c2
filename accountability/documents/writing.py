"""From a paper to the bytes of a docx; the same paper always gives the same bytes."""

import io
import zipfile
from datetime import UTC, datetime, time
from typing import Any

from docx import Document
from docx.oxml import parse_xml

from accountability.documents import bodies, closings, heads
from accountability.documents.blank import base_file, packed
from accountability.documents.paper import OfficialPaper, PaperKind
from accountability.documents.standard import (
    CHARACTER,
    HEI,
    LETTER_MARK_FROM_PAPER,
    PITCH,
    SIZE_4,
    SMALL_CHARACTER,
    SONG,
    twips,
)
from accountability.documents.wordml import NAMESPACES, Look, Set, clean, field, paragraph, run

NUMBER = Look(SONG, SIZE_4, spacing=0)
BANNER = Look(HEI, SIZE_4, "C00000", spacing=0)


def as_docx(paper: OfficialPaper) -> bytes:
    """The document laid out after GB/T 9704—2012."""
    document = Document(io.BytesIO(base_file()))
    body = document.element.body
    for element in parse_xml(f"<w:body {NAMESPACES}>{_text(paper)}</w:body>"):
        body.insert(len(body) - 1, element)
    _fill_edges(document, paper)
    _describe(document, paper)
    return saved(document)


def saved(document: Any) -> bytes:
    """The bytes of a document: the same content gives the same bytes."""
    file = io.BytesIO()
    document.save(file)
    with zipfile.ZipFile(file) as package:
        return packed({name: package.read(name) for name in package.namelist()})


def _text(paper: OfficialPaper) -> str:
    """All paragraphs in their order."""
    named = bodies.addressees(paper)
    keeps = len(paper.blocks) > 1 and paper.kind != PaperKind.MINUTES  # the first page must show text
    return "".join([
        heads.head(paper),
        named,
        bodies.blocks(paper.blocks, before=0 if named else PITCH, keeps=keeps),
        closings.attendance(paper),
        closings.attachments_named(paper),
        closings.signature(paper),
        closings.note(paper),
        closings.attachments(paper),
        closings.imprint(paper),
    ])  # fmt: skip


def _fill_edges(document: Any, paper: OfficialPaper) -> None:
    """Page numbers, right on odd pages and left on even ones; the draft's mark; a letter's lines on its first page."""
    section = document.sections[0]
    said = run("— ", NUMBER) + field("PAGE", NUMBER) + run(" —", NUMBER)
    edge = Set(style="Footer", pitch=round(SIZE_4 * 20))
    _fill(section.footer, paragraph(said, edge.but(align="right", right=SMALL_CHARACTER), NUMBER))
    _fill(section.even_page_footer, paragraph(said, edge.but(align="left", left=SMALL_CHARACTER), NUMBER))
    fill_banner(document, paper.banner)
    if paper.kind == PaperKind.LETTER and paper.mark:
        section.different_first_page_header_footer = True
        section.header_distance = twips(LETTER_MARK_FROM_PAPER - 1.2) * 635  # a glyph begins below its line
        _fill(section.first_page_header, heads.letter_head(paper))
        _fill(section.first_page_footer, heads.letter_foot())


def fill_banner(document: Any, banner: str) -> None:
    """The mark of a draft at the upper right of every page, outside the text block."""
    how = Set(style="Header", pitch=PITCH, align="right", right=CHARACTER)
    said = paragraph(run(clean(banner), BANNER), how, BANNER)
    for header in (document.sections[0].header, document.sections[0].even_page_header):
        _fill(header, said)


def _fill(edge: Any, paragraphs: str) -> None:
    """Put these paragraphs into a header or footer instead of its own."""
    element = edge._element
    for old in list(element):
        element.remove(old)
    for new in parse_xml(f"<w:body {NAMESPACES}>{paragraphs}</w:body>"):
        element.append(new)


def _describe(document: Any, paper: OfficialPaper) -> None:
    """The properties of the file; its dates are the document's own, not those of the clock."""
    told = document.core_properties
    moment = datetime.combine(paper.dated or paper.printed_on or datetime(2000, 1, 1, tzinfo=UTC).date(), time(), UTC)
    told.title, told.author, told.language = (
        clean(paper.title)[:250],
        clean(paper.signature or paper.issuer)[:250],
        "zh-CN",
    )
    told.subject, told.keywords = clean(paper.number)[:250], "，".join(map(clean, paper.keywords))[:250]
    told.created = told.modified = moment
