"""Paragraphs and runs as WordprocessingML: children in the order of the schema, texts without bad characters."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape  # nosec B406  nothing is parsed

from accountability.documents.standard import FANG_SONG, PITCH, SIZE_3, TIGHTENING, Face

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u200b-\u200f\u202a-\u202e\u2066-\u2069]"
)


def clean(text: str) -> str:
    """A text in one line, without what Word cannot hold and what turns the direction of reading."""
    return re.sub(r"[ \t]*[\r\n]+[ \t]*", "", FORBIDDEN.sub("", text)).strip(" \t")


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a text that was entered with line breaks, empty ones left out."""
    return [
        line
        for line in (clean(part).strip("\u3000 ") for part in re.split(r"[\r\n\x0b\x0c\u2028\u2029]+", text))
        if line
    ]


@dataclass(frozen=True)
class Look:
    """How characters look; what equals the style of the text is not written."""

    face: Face = FANG_SONG
    size: float = SIZE_3
    colour: str = ""
    scale: int = 100  # percent of the width
    spacing: int = TIGHTENING

    def xml(self) -> str:
        """The run properties."""
        named = f'w:ascii="{self.face.latin}" w:eastAsia="{self.face.name}" w:hAnsi="{self.face.latin}" '
        fonts = f'<w:rFonts w:hint="eastAsia" {named}w:cs="{self.face.latin}"/>'
        half_points = round(self.size * 2)
        return "".join([
            fonts,
            f'<w:color w:val="{self.colour}"/>' if self.colour else "",
            f'<w:spacing w:val="{self.spacing}"/>',
            f'<w:w w:val="{self.scale}"/>' if self.scale != 100 else "",
            f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>',
        ])  # fmt: skip


TEXT = Look()


@dataclass(frozen=True)
class Border:
    """One line along a paragraph: eighths of a point, and points of distance from the text."""

    eighths: int
    colour: str = "000000"
    distance: int = 0

    def xml(self, side: str) -> str:
        """The border on one side."""
        return f'<w:{side} w:val="single" w:sz="{self.eighths}" w:space="{self.distance}" w:color="{self.colour}"/>'


@dataclass(frozen=True)
class Set:
    """How a paragraph is set; lengths in twips."""

    style: str = ""
    keep_next: bool = False
    keep_lines: bool = False
    page_before: bool = False
    frame: str = ""
    borders: tuple[tuple[str, Border], ...] = ()
    tabs: tuple[tuple[str, int], ...] = ()
    before: int = 0
    after: int = 0
    pitch: int = PITCH
    left: int = 0
    right: int = 0
    first: int = 0
    hanging: int = 0
    align: str = "both"

    def but(self, **changes: object) -> "Set":
        """The same, changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def xml(self) -> str:
        """The paragraph properties in the order of the schema."""
        borders = "".join(border.xml(side) for side, border in self.borders)
        tabs = "".join(f'<w:tab w:val="{kind}" w:pos="{place}"/>' for kind, place in self.tabs)
        indents = {"left": self.left, "right": self.right, "firstLine": self.first, "hanging": self.hanging}
        indent = "".join(f' w:{name}="{value}"' for name, value in indents.items() if value)
        return "".join([
            f'<w:pStyle w:val="{self.style}"/>' if self.style else "",
            "<w:keepNext/>" if self.keep_next else "",
            "<w:keepLines/>" if self.keep_lines else "",
            "<w:pageBreakBefore/>" if self.page_before else "",
            self.frame,
            f"<w:pBdr>{borders}</w:pBdr>" if borders else "",
            f"<w:tabs>{tabs}</w:tabs>" if tabs else "",
            "" if self.pitch == PITCH else '<w:snapToGrid w:val="0"/>',
            f'<w:spacing w:before="{self.before}" w:after="{self.after}" w:line="{self.pitch}" w:lineRule="exact"/>',
            f"<w:ind{indent}/>" if indent else "",
            f'<w:jc w:val="{self.align}"/>',
        ])  # fmt: skip


def run(text: str, look: Look = TEXT) -> str:
    """Characters of one look; a tab stays a tab."""
    said = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else ""
        for part in FORBIDDEN.sub("", text).split("\t")
    )
    return f"<w:r><w:rPr>{look.xml()}</w:rPr>{said}</w:r>" if said else ""


def lines(texts: Iterable[str], look: Look) -> str:
    """Lines broken by hand within one paragraph."""
    return f"<w:r><w:rPr>{look.xml()}</w:rPr><w:br/></w:r>".join(run(text, look) for text in texts)


def field(instruction: str, look: Look) -> str:
    """A field Word computes, such as the number of the page."""
    properties = f"<w:rPr>{look.xml()}</w:rPr>"
    return (
        f'<w:r>{properties}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{properties}<w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r>{properties}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{properties}<w:t>1</w:t></w:r>"
        f'<w:r>{properties}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def paragraph(content: str, how: Set, look: Look = TEXT) -> str:
    """One paragraph; `look` is that of its end mark, which decides the height of an empty one."""
    return f"<w:p><w:pPr>{how.xml()}<w:rPr>{look.xml()}</w:rPr></w:pPr>{content}</w:p>"
