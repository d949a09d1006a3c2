"""The empty file every official document starts from, written here part by part: styles, fonts, settings, page."""

import io
import zipfile
from functools import cache

from accountability.documents.standard import (
    BOTTOM,
    CHARACTER,
    FACES,
    HEADING_FACES,
    LEFT,
    LETTER_MARK_FROM_PAPER,
    NUMBER_FROM_TEXT,
    PAPER_HEIGHT,
    PAPER_WIDTH,
    PITCH,
    RIGHT,
    SIZE_2,
    SIZE_4,
    SONG,
    SONG_TITLE,
    TITLE_PITCH,
    TOP,
    Face,
    mm_of,
    twips,
)
from accountability.documents.wordml import NAMESPACES, Look, Set

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CORE = "application/vnd.openxmlformats-package.core-properties+xml"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
THE_SAME_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can hold: bytes do not depend on the clock
HEADERS = ("header1", "header2", "header3")  # odd pages, even pages, the first page
FOOTERS = ("footer1", "footer2", "footer3")
PARTS = ("document", "styles", "settings", "fontTable", *HEADERS, *FOOTERS)


def packed(parts: dict[str, bytes]) -> bytes:
    """A package of these parts: the same parts give the same bytes."""
    order = sorted(parts, key=lambda name: (name != "[Content_Types].xml", name != "_rels/.rels", name))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name in order:
            entry = zipfile.ZipInfo(name, THE_SAME_MOMENT)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            package.writestr(entry, parts[name])
    return file.getvalue()


@cache
def base_file() -> bytes:
    """The empty document: A4, the text block, the styles; its headers and footers are there and empty."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("rId1", "officeDocument", "word/document.xml"), ("rId2", "", "docProps/core.xml")]),
        "docProps/core.xml": _properties(),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{_section()}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(
            [(f"rId{n}", "".join(c for c in part if c.isalpha()), f"{part}.xml") for n, part in enumerate(PARTS[1:], 1)]
        ),
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": f"<w:fonts {NAMESPACES}>{''.join(map(_font, FACES))}{LATIN}</w:fonts>",
    }
    parts |= {f"word/{name}.xml": f"<w:hdr {NAMESPACES}><w:p/></w:hdr>" for name in HEADERS}
    parts |= {f"word/{name}.xml": f"<w:ftr {NAMESPACES}><w:p/></w:ftr>" for name in FOOTERS}
    return packed({name: (XML + text).encode() for name, text in parts.items()})


def _content_types() -> str:
    kinds = {"document": "document.main"} | {name: name.rstrip("123") for name in PARTS[1:]}
    said = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{WORD}.{kind}+xml"/>' for part, kind in kinds.items()
    )
    core = f'<Override PartName="/docProps/core.xml" ContentType="{CORE}"/>'
    usual = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'<Types xmlns="{PACKAGE}/content-types">{usual}{said}{core}</Types>'


def _relations(targets: list[tuple[str, str, str]]) -> str:
    core = f"{PACKAGE}/relationships/metadata/core-properties"
    said = "".join(
        f'<Relationship Id="{key}" Type="{f"{OFFICE}/{kind}" if kind else core}" Target="{target}"/>'
        for key, kind, target in targets
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{said}</Relationships>'


def _properties() -> str:
    spaces = (
        f'xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    return f"<cp:coreProperties {spaces}></cp:coreProperties>"


def _section() -> str:
    """The page; header and footer lie outside the text block."""
    kinds = ("default", "even", "first")
    references = "".join(
        f'<w:{what}Reference w:type="{kind}" r:id="rId{first + n}"/>'
        for what, first in (("header", 4), ("footer", 7))
        for n, kind in enumerate(kinds)
    )
    half_a_line = mm_of(SIZE_4 * 20) / 2
    from_foot = twips(BOTTOM - NUMBER_FROM_TEXT - half_a_line - 0.4)
    return (
        f"<w:sectPr>{references}"
        f'<w:pgSz w:w="{twips(PAPER_WIDTH)}" w:h="{twips(PAPER_HEIGHT)}"/>'
        f'<w:pgMar w:top="{twips(TOP)}" w:right="{twips(RIGHT)}" w:bottom="{twips(BOTTOM)}" w:left="{twips(LEFT)}"'
        f' w:header="{twips(LETTER_MARK_FROM_PAPER - 12)}" w:footer="{from_foot}" w:gutter="0"/>'
        f'<w:cols w:space="720"/><w:docGrid w:type="lines" w:linePitch="{PITCH}"/></w:sectPr>'
    )


def _styles() -> str:
    usual = Look().xml() + '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    unspaced = '<w:kinsoku/><w:overflowPunct/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    set_as = f'<w:spacing w:before="0" w:after="0" w:line="{PITCH}" w:lineRule="exact"/><w:jc w:val="both"/>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{usual}</w:rPr></w:rPrDefault>"
        f'<w:pPrDefault><w:pPr><w:widowControl w:val="0"/>{unspaced}{set_as}</w:pPr></w:pPrDefault></w:docDefaults>'
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    )
    title = _style("Title", "Title", Set(pitch=TITLE_PITCH, align="center"), Look(SONG_TITLE, SIZE_2, spacing=0))
    headings = "".join(
        _style(f"Heading{level}", f"heading {level}", Set(first=2 * CHARACTER), Look(face), outline=level - 1)
        for level, face in HEADING_FACES.items()
    )
    edges = "".join(
        _style(name.title(), name, Set(pitch=280, align="left"), Look(SONG, SIZE_4, spacing=0))
        for name in ("header", "footer")
    )
    table = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar>'
        '<w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    return f"<w:styles {NAMESPACES}>{defaults}{normal}{title}{headings}{edges}{table}</w:styles>"


def _style(key: str, name: str, how: Set, look: Look, outline: int | None = None) -> str:
    level = "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{how.xml()}{level}</w:pPr><w:rPr>{look.xml()}</w:rPr></w:style>"
    )


def _settings() -> str:
    """Odd and even pages differ; the compatibility mode is that of Word 2013 and later."""
    return (
        f'<w:settings {NAMESPACES}><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


LATIN = (
    '<w:font w:name="Times New Roman"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/>'
    "</w:font>"
)


def _font(face: Face) -> str:
    return (
        f'<w:font w:name="{face.name}"><w:altName w:val="{face.instead}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
    )
