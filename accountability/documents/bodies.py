"""正文: headings, paragraphs, tables and places for signatures, between the addressees and the signature."""

import re
from collections.abc import Iterable
from itertools import accumulate, pairwise

from accountability.documents.paper import Block, Heading, OfficialPaper, Paragraph, SigningPlaces, Table
from accountability.documents.standard import (
    CHARACTER,
    FANG_SONG,
    HEADING_FACES,
    HEI,
    PITCH,
    SIZE_TABLE,
    TEXT_WIDTH,
    twips,
    width,
)
from accountability.documents.wordml import TEXT, Look, Set, clean, paragraph, paragraphs_of, run

DIGITS = "零一二三四五六七八九"
CARRIED = (
    re.compile(r"^[一二三四五六七八九十百]+、"),
    re.compile(r"^[（(][一二三四五六七八九十百]+[)）]"),
    re.compile(r"^\d{1,3}[.．]\s*(?!\d)"),
    re.compile(r"^[（(]\d{1,3}[)）]"),
)
INDENTED = Set(first=2 * CHARACTER)
TABLE_PITCH = 360
TEXT_TWIPS = twips(TEXT_WIDTH)
CELL_LOOK, HEADING_LOOK = Look(FANG_SONG, SIZE_TABLE, spacing=0), Look(HEI, SIZE_TABLE, spacing=0)


def chinese(number: int) -> str:
    """A number below a hundred in Chinese: 一, 十, 二十三."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def marker(level: int, number: int) -> str:
    """How the standard numbers this level."""
    return (f"{chinese(number)}、", f"（{chinese(number)}）", f"{number}.", f"（{number}）")[level - 1]


def addressees(paper: OfficialPaper) -> str:
    """主送机关: one line under the title, from the left edge, with a full-width colon."""
    named = "、".join(clean(one) for one in paper.addressees if clean(one)).rstrip("：:，、")
    return paragraph(run(f"{named}："), Set(before=PITCH)) if named else ""


def blocks(given: Iterable[Block], *, before: int = 0, keeps: bool = False) -> str:
    """The text, its headings counted; `before` is the space above the first block.

    With `keeps` the last paragraph stays with what follows, so that no page has only the signature.
    """
    counted = [0] * 4
    said: list[str] = []
    for block in given:
        space = before if not said else 0
        match block:
            case Heading():
                said.append(_heading(block, counted, space))
            case Paragraph():
                said.extend(_paragraphs(block, space))
            case Table():
                said.append(_table(block))
            case SigningPlaces():
                said.append(_places(block))
    if keeps and said and "<w:keepNext/>" not in said[-1] and said[-1].startswith("<w:p>"):
        said[-1] = said[-1].replace("<w:pPr>", "<w:pPr><w:keepNext/>", 1)
    return "".join(said)


def _heading(block: Heading, counted: list[int], before: int) -> str:
    """A heading with its number; one that carries its number along sets the count."""
    text, level = clean(block.text), min(max(block.level, 1), 4)
    carried = CARRIED[level - 1].match(text)
    counted[level - 1] += 1
    counted[level:] = [0] * (4 - level)
    if block.is_numbered and not carried:
        text = marker(level, counted[level - 1]) + text
    how = INDENTED.but(style=f"Heading{level}", keep_next=not block.continues, before=before)
    look = Look(HEADING_FACES[level])
    more = paragraphs_of(block.continues)
    first = paragraph(run(text, look) + run(more[0] if more else ""), how, look)
    return first + "".join(paragraph(run(one), INDENTED) for one in more[1:])


def _paragraphs(block: Paragraph, before: int) -> list[str]:
    how = INDENTED if block.is_indented else Set()
    return [
        paragraph(run(text), how.but(before=before if not n else 0)) for n, text in enumerate(paragraphs_of(block.text))
    ]


def _table(block: Table) -> str:
    """A table over the whole width; its headings come again on each page, a row is not torn."""
    count = max([len(block.headings), *map(len, block.rows)])
    columns = _columns(block, count)
    head = _row(block.headings, columns, is_head=True) if any(block.headings) else ""
    body = "".join(_row(row, columns) for row in block.rows)
    caption = paragraph(run(clean(block.caption), Look(HEI, 14, spacing=0)), Set(keep_next=True, align="center"))
    side = '<w:{0} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    sides = "".join(side.format(name) for name in ("top", "left", "bottom", "right", "insideH", "insideV"))
    return (
        (caption if block.caption else "")
        + f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
        + f"<w:tblBorders>{sides}</w:tblBorders>"
        + '<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
        + f"</w:tblGrid>{head}{body}</w:tbl>"
        + paragraph("", Set(pitch=TABLE_PITCH // 2), CELL_LOOK)
    )


def _columns(block: Table, count: int) -> list[int]:
    """The widths in twips: shares as given, otherwise by the longest text with a least width."""
    shares = list(block.widths)
    if len(shares) != count:
        cells = [*([block.headings] if block.headings else []), *block.rows[:200]]
        shares = [1 + max([2.0, *(min(width(row[n]), 18.0) for row in cells if n < len(row))]) for n in range(count)]
    edges = [0, *accumulate(shares)]
    places = [round(edge / edges[-1] * TEXT_TWIPS) for edge in edges]
    return [b - a for a, b in pairwise(places)]


def _row(cells: tuple[str, ...], columns: list[int], *, is_head: bool = False) -> str:
    look, align = (HEADING_LOOK, "center") if is_head else (CELL_LOOK, "left")
    how = Set(pitch=TABLE_PITCH, align=align, keep_next=is_head)
    said = ""
    for n, column in enumerate(columns):
        texts = paragraphs_of(cells[n]) if n < len(cells) else []
        short = how.but(align="center") if sum(map(width, texts)) <= 4 else how
        inner = "".join(paragraph(run(text, look), short, look) for text in texts or [""])
        said += f'<w:tc><w:tcPr><w:tcW w:w="{column}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'
    header = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{said}</w:tr>"


def _places(block: SigningPlaces) -> str:
    """Places for signatures side by side, two in a row, kept together on one page."""
    half = TEXT_TWIPS // 2
    rows = ""
    for start in range(0, len(block.places), 2):
        pair = (*block.places[start : start + 2], ())[:2]
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{half}" w:type="dxa"/></w:tcPr>'
            + "".join(paragraph(run(clean(line)), Set(keep_next=True, align="left")) for line in place or ("",))
            + "</w:tc>"
            for place in pair
        )
        rows += f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
    grid = f'<w:gridCol w:w="{half}"/>' * 2
    layout = f'<w:tblPr><w:tblW w:w="{half * 2}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
    return (
        paragraph("", Set())
        + f"<w:tbl>{layout}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        + paragraph("", Set(pitch=20), TEXT)
    )
