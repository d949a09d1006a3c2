"""版头: the mark, the number, the signer and the red rule; for letters in the header of the first page."""

from accountability.documents.paper import OfficialPaper, PaperKind
from accountability.documents.standard import (
    CHARACTER,
    FANG_SONG,
    HEI,
    KAI,
    LEFT,
    LETTER_LINE_FROM_BOTTOM,
    LETTER_LINES,
    MARK_FROM_TEXT,
    PAPER_HEIGHT,
    PAPER_WIDTH,
    PITCH,
    POINTS_PER_MM,
    RED,
    RIGHT,
    RULE,
    SIZE_3,
    SONG_TITLE,
    TEXT_WIDTH,
    TITLE_PITCH,
    TWIPS,
    twips,
    width,
)
from accountability.documents.titles import title_lines
from accountability.documents.wordml import Border, Look, Set, clean, lines, paragraph, run

LARGEST_MARK, SMALLEST_MARK = 58.0, 30.0
NARROWEST = 50  # percent of the width of a character
GLYPH_INSET = 0.03  # of the size: empty space above a character within its own square
RULE_FROM_NUMBER = 4  # millimetres
TEXT_TWIPS = twips(TEXT_WIDTH)
TINY = Look(FANG_SONG, 1, spacing=0)


def mark_look(mark: str) -> Look:
    """As large as fits into one line of the text block; a very long name is set narrower before it gets too small."""
    room = TEXT_TWIPS / TWIPS - 4
    size = max(SMALLEST_MARK, min(LARGEST_MARK, room / width(mark) // 0.5 * 0.5))
    scale = min(100, int(room / (size * width(mark)) * 100))
    return Look(SONG_TITLE, size, RED, max(scale, NARROWEST), spacing=0)


def head(paper: OfficialPaper) -> str:
    """Everything above the text on the first page."""
    if paper.kind == PaperKind.PLAIN or not paper.mark:
        return _title(paper, before=0)
    if paper.kind == PaperKind.LETTER:
        return _letter_number(paper) + _title(paper, before=2 * PITCH)
    above = _urgency(paper)
    look = mark_look(paper.mark)
    pitch = round((look.size * 1.2) * TWIPS)
    free = (pitch - look.size * TWIPS) / 2 + look.size * TWIPS * GLYPH_INSET
    before = twips(MARK_FROM_TEXT) - round(free) - (PITCH if above else 0)
    mark = paragraph(run(paper.mark, look), Set(before=before, pitch=pitch, align="center"), look)
    return above + mark + _number(paper) + _title(paper, before=2 * PITCH)


def letter_head(paper: OfficialPaper) -> str:
    """The mark and the first red double line of a letter, for the header of its first page: thick above, thin below."""
    look = mark_look(paper.mark)
    pitch = round(look.size * 1.15 * TWIPS)
    mark = paragraph(run(paper.mark, look), Set(pitch=pitch, align="center"), look)
    gap = twips(RULE_FROM_NUMBER) - round(pitch - look.size * TWIPS)
    return mark + _double_line(max(gap, 0))


def _double_line(before: int) -> str:
    """A red double line 170 mm long in the middle of the paper, thick above and thin below."""
    side = twips((PAPER_WIDTH - LETTER_LINES) / 2)
    borders = (("top", Border(18, RED)), ("bottom", Border(6, RED)))
    how = Set(
        borders=borders, before=before, pitch=40, left=side - twips(LEFT), right=side - twips(RIGHT), align="left"
    )
    return paragraph("", how, TINY)


def letter_foot() -> str:
    """The second double line of a letter, 20 mm above the lower edge of the paper: thin above, thick below."""
    side, top = twips((PAPER_WIDTH - LETTER_LINES) / 2), twips(PAPER_HEIGHT - LETTER_LINE_FROM_BOTTOM) - 100
    frame = (
        f'<w:framePr w:w="{twips(LETTER_LINES)}" w:wrap="around" w:vAnchor="page" w:hAnchor="page" '
        f'w:x="{side}" w:y="{top}"/>'
    )
    borders = (("top", Border(6, RED)), ("bottom", Border(18, RED)))
    line = paragraph("", Set(frame=frame, borders=borders, pitch=40, align="left"), TINY)
    return line + paragraph("", Set(pitch=20), TINY)


def _urgency(paper: OfficialPaper) -> str:
    return paragraph(run(clean(paper.urgency), Look(HEI)), Set(align="left")) if paper.urgency else ""


def _letter_number(paper: OfficialPaper) -> str:
    """发文字号 at the right edge under the double line, the urgency at the left."""
    if not paper.number and not paper.urgency:
        return ""
    before = round(SIZE_3 * 7 / 8 * TWIPS) // 2
    said = run(clean(paper.urgency), Look(HEI)) + run(f"\t{clean(paper.number)}")
    return paragraph(said, Set(before=before, tabs=(("right", TEXT_TWIPS),), align="left"))


def _number(paper: OfficialPaper) -> str:
    """发文字号 two lines under the mark, with the signer on a document that goes up; the red rule 4 mm below."""
    under = (PITCH / TWIPS - SIZE_3) / 2
    distance = round(RULE_FROM_NUMBER * POINTS_PER_MM - under)
    how = Set(before=2 * PITCH, borders=(("bottom", Border(RULE, RED, distance)),), align="center")
    number = run(clean(paper.number))
    if paper.signer and paper.kind == PaperKind.DOCUMENT:
        signer = run("\t签发人：") + run(clean(paper.signer), Look(KAI))
        return paragraph(
            number + signer, how.but(first=CHARACTER, tabs=(("right", TEXT_TWIPS - CHARACTER),), align="left")
        )
    return paragraph(number, how)


def _title(paper: OfficialPaper, *, before: int) -> str:
    return title(paper.title, before=before)


def title(text: str, *, before: int = 0, page_before: bool = False) -> str:
    """A title of the second size, broken between words."""
    look = Look(SONG_TITLE, size=22.0, spacing=0)
    how = Set(style="Title", before=before, pitch=TITLE_PITCH, page_before=page_before, keep_next=True, align="center")
    return paragraph(lines(title_lines(text), look), how, look) if clean(text) else ""
