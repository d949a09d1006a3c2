"""What a docx really looks like: page, paragraphs, runs and page numbers as they take effect, as plain data.

Run as a program of its own with little time and memory, so that a hostile file takes down nothing but its reader:
`python -I measuring.py < file`. Nothing here knows Django or anything else of ours; what passes out is JSON.
"""

import io
import json
import re
import resource
import sys
import xml.etree.ElementTree as ET  # nosec B405
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

SECONDS = 20
MEMORY = 512 * 1024 * 1024
LARGEST_PART = 12 * 1024 * 1024
PARAGRAPHS = 20_000

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
GONE = {f"{W}{name}" for name in ("del", "moveFrom", "delText", "rPr", "pPr")}
DRAWN = {f"{W}drawing", f"{W}pict", f"{W}object"}
CHINESE = re.compile(r"[\u3400-\u9fff\uff01-\uff5e\u3001-\u3011\u3014\u3015]")
COUNTED = ("faces", "sizes", "colours", "latin", "spacings", "scales")
Properties = dict[str, Any]


class Sheets:
    """The parts of one file and what its styles say."""

    def __init__(self, content: bytes) -> None:
        self.package = zipfile.ZipFile(io.BytesIO(content))
        styles = self.part("word/styles.xml")
        defaults = styles.find(f"{W}docDefaults") if styles is not None else None
        self.paragraph_defaults = properties(defaults.find(f"{W}pPrDefault/{W}pPr") if defaults is not None else None)
        self.run_defaults = properties(defaults.find(f"{W}rPrDefault/{W}rPr") if defaults is not None else None)
        self.styles = (
            {style.get(f"{W}styleId", ""): style for style in styles if style.tag == f"{W}style"}
            if styles is not None
            else {}
        )
        self.usual = next(
            (
                key
                for key, style in self.styles.items()
                if style.get(f"{W}default") in {"1", "true"} and style.get(f"{W}type") == "paragraph"
            ),
            "",
        )
        self.theme = self._theme()
        self.numbers = Numbers(self.part("word/numbering.xml"))
        self.known: dict[str, tuple[Properties, Properties]] = {}

    def part(self, name: str) -> ET.Element | None:
        """One part, read; none where the file lacks it."""
        try:
            if self.package.getinfo(name).file_size > LARGEST_PART:
                raise ValueError("large")
            return ET.fromstring(self.package.read(name))  # nosec B314  declarations were refused before
        except KeyError:
            return None

    def _theme(self) -> dict[str, str]:
        """The Chinese face of the theme's two fonts."""
        found: dict[str, str] = {}
        theme = self.part("word/theme/theme1.xml")
        if theme is None:
            return found
        for name in ("major", "minor"):
            font = theme.find(f".//{A}{name}Font")
            if font is not None:
                han = next(
                    (one.get("typeface", "") for one in font.findall(f"{A}font") if one.get("script") == "Hans"), ""
                )
                ea = font.find(f"{A}ea")
                found[name] = (ea.get("typeface", "") if ea is not None else "") or han
        return found

    def style(self, key: str) -> tuple[Properties, Properties]:
        """The paragraph and run properties of a style with all it is based on."""
        if key not in self.known:
            self.known[key] = ({}, {})  # a circle of styles ends here
            style = self.styles.get(key)
            if style is None:
                return {}, {}
            based = style.find(f"{W}basedOn")
            over, under = properties(style.find(f"{W}pPr")), properties(style.find(f"{W}rPr"))
            below = self.style(based.get(f"{W}val", "")) if based is not None else ({}, {})
            self.known[key] = (merged(below[0], over), merged(below[1], under))
        return self.known[key]

    def relations(self) -> dict[str, str]:
        """Where the relations of the main part lead."""
        root = self.part("word/_rels/document.xml.rels")
        return {one.get("Id", ""): one.get("Target", "") for one in root} if root is not None else {}


class Numbers:
    """Numbers that Word writes before paragraphs by itself."""

    FORMATS = {"decimal", "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "none"}

    def __init__(self, root: ET.Element | None) -> None:
        abstract = (
            {} if root is None else {one.get(f"{W}abstractNumId"): one for one in root.findall(f"{W}abstractNum")}
        )
        self.kinds: dict[str, ET.Element | None] = {}
        self.counted: Counter[tuple[str, int]] = Counter()
        for num in [] if root is None else root.findall(f"{W}num"):
            kind = num.find(f"{W}abstractNumId")
            self.kinds[num.get(f"{W}numId", "")] = abstract.get(kind.get(f"{W}val")) if kind is not None else None

    def before(self, number: ET.Element | None) -> str:
        """What Word writes before a paragraph of this numbering."""
        if number is None:
            return ""
        key, level = (value(number.find(f"{W}{name}")) for name in ("numId", "ilvl"))
        kind, depth = self.kinds.get(key), int(level or 0)
        found = next((one for one in kind if one.get(f"{W}ilvl") == str(depth)), None) if kind is not None else None
        if found is None:
            return ""
        self.counted[key, depth] += 1
        for deeper in range(depth + 1, 10):
            self.counted[key, deeper] = 0
        said, form = value(found.find(f"{W}lvlText")), value(found.find(f"{W}numFmt"))
        for at in range(depth + 1):
            count = self.counted[key, at] or 1
            said = said.replace(f"%{at + 1}", chinese(count) if "hinese" in form or "japanese" in form else str(count))
        return said


def chinese(number: int) -> str:
    """A number below a hundred in Chinese."""
    tens, ones = divmod(min(number, 99), 10)
    digits = "零一二三四五六七八九"
    return digits[ones] if not tens else ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def value(element: ET.Element | None) -> str:
    """The value of an element that has one."""
    return element.get(f"{W}val", "") if element is not None else ""


def properties(element: ET.Element | None) -> Properties:
    """The properties of an element by name: its attributes, borders with their sides."""
    found: Properties = {}
    for child in element if element is not None else ():
        name = child.tag.rpartition("}")[2]
        if name in {"pBdr", "tabs"}:
            found[name] = [{"": one.tag.rpartition("}")[2], **attributes(one)} for one in child]
        else:
            found[name] = attributes(child)
    return found


def attributes(element: ET.Element) -> dict[str, str]:
    """The attributes of an element without their namespaces."""
    return {key.rpartition("}")[2]: said for key, said in element.attrib.items()}


def merged(below: Properties, above: Properties) -> Properties:
    """What takes effect where both speak; fonts, indents and spaces attribute by attribute."""
    found = dict(below)
    for name, said in above.items():
        parts = name in {"rFonts", "ind", "spacing"} and isinstance(found.get(name), dict)
        found[name] = {**found[name], **said} if parts else said
    return found


def measured(content: bytes) -> Properties:
    """All that the checks ask for."""
    sheets = Sheets(content)
    root = sheets.part("word/document.xml")
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise ValueError("damaged")
    settings = sheets.part("word/settings.xml")
    odd_and_even = settings.find(f"{W}evenAndOddHeaders") if settings is not None else None
    relations = sheets.relations()
    sections = [section(one, sheets, relations) for one in body.iter(f"{W}sectPr")]
    paragraphs = [one for one, _n in zip(walked(body, sheets), range(PARAGRAPHS), strict=False)]
    for number, one in enumerate(paragraphs, 1):
        one["place"] = number
    return {
        "sections": sections,
        "odd_and_even": odd_and_even is not None and value(odd_and_even) not in {"0", "false"},
        "paragraphs": paragraphs,
        **opened_anywhere(sheets, settings),
    }


def opened_anywhere(sheets: Sheets, settings: ET.Element | None) -> Properties:
    """What decides whether other programs show the same: features used, the version meant, fonts to fall back on."""
    features: Counter[str] = Counter()
    for name in sheets.package.namelist():
        if name.startswith("word/") and name.endswith(".xml") and "/" not in name[len("word/") :]:
            root = sheets.part(name)
            features.update(one.tag.rpartition("}")[2] for one in (root.iter() if root is not None else ()))
    rows = settings.iter(f"{W}compatSetting") if settings is not None else ()
    mode = next((value(one) for one in rows if one.get(f"{W}name") == "compatibilityMode"), "")
    fonts = sheets.part("word/fontTable.xml")
    named = fonts.findall(f"{W}font") if fonts is not None else []
    return {
        "features": features,
        "mode": int(mode) if mode.isdecimal() else None,
        "fallbacks": {one.get(f"{W}name", ""): value(one.find(f"{W}altName")) for one in named},
    }


def section(element: ET.Element, sheets: Sheets, relations: dict[str, str]) -> Properties:
    """The page of one section with its headers and footers."""
    found: Properties = {
        name: attributes(one)
        for name in ("pgSz", "pgMar", "docGrid", "cols")
        if (one := element.find(f"{W}{name}")) is not None
    }
    found["first_differs"] = element.find(f"{W}titlePg") is not None
    for what in ("header", "footer"):
        found[what] = {}
        for reference in element.findall(f"{W}{what}Reference"):
            target = relations.get(reference.get(f"{R}id", ""), "").lstrip("/")
            part = sheets.part(target if target.startswith("word/") else f"word/{target}")
            if part is not None:
                found[what][reference.get(f"{W}type", "default")] = list(walked(part, sheets))
    return found


def walked(parent: ET.Element, sheets: Sheets, *, in_table: bool = False, in_box: bool = False) -> Iterator[Properties]:
    """The paragraphs in their order, those of tables and text boxes marked."""
    for child in parent:
        if child.tag == f"{W}p":
            boxes: list[ET.Element] = []
            yield paragraph(child, sheets, boxes, in_table=in_table, in_box=in_box)
            for box in boxes:
                yield from walked(box, sheets, in_table=in_table, in_box=True)
        elif child.tag not in GONE and child.tag != f"{W}sectPr":
            yield from walked(child, sheets, in_table=in_table or child.tag == f"{W}tbl", in_box=in_box)


def paragraph(
    element: ET.Element, sheets: Sheets, boxes: list[ET.Element], *, in_table: bool, in_box: bool
) -> Properties:
    """One paragraph as it takes effect."""
    own = element.find(f"{W}pPr")
    direct = properties(own)
    key = direct.get("pStyle", {}).get("val", "") or sheets.usual
    by_style, run_style = sheets.style(key)
    how = merged(merged(sheets.paragraph_defaults, by_style), direct)
    number = own.find(f"{W}numPr") if own is not None else None
    if number is None and key in sheets.styles:
        number = sheets.styles[key].find(f"{W}pPr/{W}numPr")
    look = merged(sheets.run_defaults, run_style)
    found: Properties = {name: Counter() for name in COUNTED}
    found |= {"text": sheets.numbers.before(number), "fields": [], "drawn": False}
    collected(element, look, sheets, found, boxes)
    style = sheets.styles.get(key)
    name = style.find(f"{W}name") if style is not None else None
    return {
        **found,
        **{name: found[name].most_common(3) for name in COUNTED},
        "style": value(name), "align": how.get("jc", {}).get("val", "left"), "indent": how.get("ind", {}),
        "spacing": how.get("spacing", {}), "borders": how.get("pBdr", []), "tabs": how.get("tabs", []),
        "frame": how.get("framePr", {}), "page_before": "pageBreakBefore" in how,
        "in_table": in_table, "in_box": in_box,
    }  # fmt: skip


def collected(node: ET.Element, look: Properties, sheets: Sheets, found: Properties, boxes: list[ET.Element]) -> None:
    """The words below a node and how they look."""
    for child in node:
        if child.tag == f"{W}r":
            own = properties(child.find(f"{W}rPr"))
            by_style = sheets.style(own.get("rStyle", {}).get("val", ""))[1]
            taken(child, merged(merged(look, by_style), own), sheets, found, boxes)
        elif child.tag == f"{W}fldSimple":
            found["fields"].append(child.get(f"{W}instr", "").strip())
            collected(child, look, sheets, found, boxes)
        elif child.tag not in GONE:
            collected(child, look, sheets, found, boxes)


def taken(run: ET.Element, look: Properties, sheets: Sheets, found: Properties, boxes: list[ET.Element]) -> None:
    """The words of one run."""
    for child in run:
        if child.tag == f"{W}t":
            counted(child.text or "", look, sheets, found)
        elif child.tag == f"{W}tab":
            found["text"] += "\t"
        elif child.tag in {f"{W}br", f"{W}cr"}:
            found["text"] += "\n"
        elif child.tag == f"{W}instrText":
            found["fields"].append((child.text or "").strip())
        elif child.tag in DRAWN or child.tag.endswith("}AlternateContent"):
            found["drawn"] = True
            boxes.extend(list(child.iter(f"{W}txbxContent"))[:1])


def counted(text: str, look: Properties, sheets: Sheets, found: Properties) -> None:
    """Add a text and the weight of its look."""
    found["text"] += text
    fonts, weight = look.get("rFonts", {}), len(re.sub(r"\s", "", text))
    if not weight:
        return
    themed = fonts.get("eastAsiaTheme", "")
    face = (
        sheets.theme.get("major" if themed.startswith("major") else "minor", "")
        if themed
        else fonts.get("eastAsia", "")
    )
    if han := len(CHINESE.findall(text)):
        found["faces"][face] += han
    if weight > han:
        found["latin"][fonts.get("ascii", "")] += weight - han
    found["sizes"][int(look.get("sz", {}).get("val", 20)) / 2] += weight
    found["colours"][look.get("color", {}).get("val", "auto").upper()] += weight
    found["spacings"][int(look.get("spacing", {}).get("val", 0))] += weight
    found["scales"][int(look.get("w", {}).get("val", 100))] += weight


def main() -> None:
    """Read standard input, write one line of JSON."""
    content = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        answer = measured(content)
    except Exception as error:  # noqa: BLE001  a hostile file may raise anything
        answer = {"why": "large" if str(error) == "large" or isinstance(error, MemoryError) else "damaged"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
