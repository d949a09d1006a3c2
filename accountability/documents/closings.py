"""What follows the text: 附件说明, 署名, 成文日期, 附注, 出席, attachments, the 版记 at the foot of the last page."""

import math

from accountability.documents import bodies, heads
from accountability.documents.paper import Attachment, OfficialPaper, PaperKind, day
from accountability.documents.standard import (
    BOTTOM,
    CHARACTER,
    FANG_SONG,
    HEI,
    LEFT,
    PAPER_HEIGHT,
    PITCH,
    SIZE_4,
    SMALL_CHARACTER,
    TEXT_WIDTH,
    THICK,
    THIN,
    twips,
    width,
)
from accountability.documents.wordml import Border, Look, Set, clean, paragraph, run

DIGIT_AND_DOT = 240  # twips: 「1.」 in the text
SMALL = Look(FANG_SONG, SIZE_4, spacing=0)
SMALL_PITCH = 480
CHARACTERS_IN_ROW = 26.0  # of the 31 of a line: one is free on each side, the others stand under the names
TEXT_TWIPS = twips(TEXT_WIDTH)


def listed(attachments: tuple[Attachment, ...]) -> list[Attachment]:
    """The attachments named in the 附件说明."""
    return [one for one in attachments if not one.is_issued_with]


def attachments_named(paper: OfficialPaper) -> str:
    """附件说明: one line under the text, names without punctuation at their end, lines broken under the name."""
    named = listed(paper.attachments)
    names = [clean(one.title).rstrip("。；;，、.") for one in named]
    if len(names) == 1:
        how = Set(before=PITCH, left=5 * CHARACTER, hanging=3 * CHARACTER, keep_next=True)
        return paragraph(run(f"附件：{names[0]}"), how)
    said = ""
    for number, name in enumerate(names, 1):
        digits = DIGIT_AND_DOT + 155 * (len(str(number)) - 1)
        left = 5 * CHARACTER + digits
        first = Set(before=PITCH, left=left, hanging=3 * CHARACTER + digits, keep_next=True)
        how = first if number == 1 else Set(left=left, hanging=digits, keep_next=True)
        said += paragraph(run(f"{'附件：' if number == 1 else ''}{number}.{name}"), how)
    return said


def signature(paper: OfficialPaper) -> str:
    """署名 and 成文日期: with a seal the date stands four characters from the edge and the name in its middle."""
    if paper.kind == PaperKind.MINUTES or not (paper.signature or paper.dated):
        return ""
    name, when = clean(paper.signature), day(paper.dated) if paper.dated else ""
    wide, date_wide = round(width(name) * CHARACTER), round(width(when) * CHARACTER)
    if paper.is_to_be_sealed:
        date_right = 4 * CHARACTER
        name_right = date_right + (date_wide - wide) // 2
        if name_right < 0:
            name_right, date_right = 0, max((wide - date_wide) // 2, 0)
    else:
        name_right, date_right = 2 * CHARACTER, 2 * CHARACTER + wide - date_wide - 2 * CHARACTER
        if date_right < 2 * CHARACTER:
            name_right, date_right = name_right + 2 * CHARACTER - date_right, 2 * CHARACTER
    how = Set(keep_next=True, align="right")
    room = 2 * PITCH if paper.is_to_be_sealed else PITCH  # for the seal
    said = paragraph(run(name), how.but(before=room, right=name_right)) if name else ""
    return (
        said + paragraph(run(when), Set(right=date_right, align="right", before=0 if name else room)) if when else said
    )


def note(paper: OfficialPaper) -> str:
    """附注 in round brackets, two characters from the left, under the date."""
    text = clean(paper.note).strip("（）()")
    return paragraph(run(f"（{text}）"), Set(left=2 * CHARACTER)) if text else ""


def attendance(paper: OfficialPaper) -> str:
    """出席、请假、列席 of minutes: the word in 黑体, the names hanging after the colon."""
    said = ""
    for label, names in paper.attendance:
        if clean(names):
            wide = round(width(clean(label)) + 1) * CHARACTER
            how = Set(before=0 if said else PITCH, left=2 * CHARACTER + wide, hanging=wide)
            said += paragraph(run(clean(label), Look(HEI)) + run(f"：{clean(names)}"), how)
    return said


def attachments(paper: OfficialPaper) -> str:
    """Each on a new page: 「附件」 with its number in 黑体 in the first line, the title in the third."""
    named = listed(paper.attachments)
    said = ""
    for one in paper.attachments:
        if one.is_issued_with:
            said += heads.title(one.title, page_before=True)
        else:
            number = str(named.index(one) + 1) if len(named) > 1 else ""
            look = Look(HEI)
            said += paragraph(run(f"附件{number}", look), Set(page_before=True, keep_next=True, align="left"), look)
            said += heads.title(one.title, before=PITCH)
        said += bodies.blocks(one.blocks, before=PITCH)
    return said


def imprint(paper: OfficialPaper) -> str:
    """版记: 抄送 and 印发 between rules as wide as the text, its last rule on the lower edge of the text block.

    Each row is a frame of its own at its place on the paper, with an empty paragraph between: a frame of two rows and
    a floating table are not held at the foot of the page by every program. A letter's has neither rules nor the
    office that printed it.
    """
    rows = _imprint_rows(paper)
    foot = twips(PAPER_HEIGHT - BOTTOM)
    anchor = paragraph("", Set(pitch=20, keep_next=True), Look(FANG_SONG, 1, spacing=0))
    said = ""
    for number, row in reversed(list(enumerate(rows))):
        count = math.ceil(width(row) / CHARACTERS_IN_ROW) if "\t" not in row else 1
        foot -= count * SMALL_PITCH
        said = (
            paragraph(run(row, SMALL), _imprint_row(paper, row, number, len(rows), foot, count), SMALL) + anchor + said
        )
    return said[: -len(anchor)] + anchor.replace("<w:keepNext/>", "") if rows else ""


def _imprint_row(paper: OfficialPaper, row: str, number: int, count: int, top: int, lines: int) -> Set:
    """How one row of the 版记 is set: `top` is its place on the paper in twips."""
    frame = (
        f'<w:framePr w:w="{TEXT_TWIPS}" w:h="{lines * SMALL_PITCH}" w:hRule="exact" w:wrap="notBeside" '
        f'w:vAnchor="page" w:hAnchor="page" w:x="{twips(LEFT)}" w:y="{top}"/>'
    )
    borders = [("top", Border(THICK if number == 0 else THIN))]
    if number == count - 1:
        borders.append(("bottom", Border(THICK)))
    label = 4 * SMALL_CHARACTER
    return Set(
        frame=frame,
        borders=() if paper.kind == PaperKind.LETTER else tuple(borders),
        pitch=SMALL_PITCH,
        keep_next=True,
        tabs=(("right", TEXT_TWIPS - SMALL_CHARACTER),),
        left=label,
        right=0 if "\t" in row else SMALL_CHARACTER,
        hanging=label - SMALL_CHARACTER,
        align="left",
    )


def _imprint_rows(paper: OfficialPaper) -> list[str]:
    rows = []
    if copies := [clean(one).rstrip("。，；") for one in paper.copies_to if clean(one)]:
        word = "分送" if paper.kind == PaperKind.MINUTES else "抄送"
        rows.append(f"{word}：{'，'.join(copies)}。")
    if paper.kind != PaperKind.LETTER and (paper.printed_by or paper.printed_on):
        printed = f"{day(paper.printed_on)}印发" if paper.printed_on else ""
        rows.append(f"{clean(paper.printed_by)}\t{printed}")
    return rows
