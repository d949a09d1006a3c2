"""Paper, margins, text block, grid of lines and characters, page numbers."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from accountability.documents import standard
from accountability.documents.checks.roles import Defect, Read, bare, most, points
from accountability.documents.standard import mm_of

MM = {"pgSz": ("w", "h"), "pgMar": ("top", "left", "right", "bottom")}
LEAST_WEIGHT = 20  # characters from which a paragraph is typical of the text


def _section(number: int, count: int) -> str:
    return _("页面设置") if count == 1 else _("页面设置（第%(number)d节）") % {"number": number}


def _mm(section: dict[str, dict[str, str]], what: str, name: str) -> float:
    return float(mm_of(points(section.get(what, {}).get(name, 0)) * 20))


def page(read: Read) -> Iterator[Defect]:
    """A4, 天头37毫米, 订口28毫米."""
    for number, section in enumerate(read.sections, 1):
        where = _section(number, len(read.sections))
        width, height = sorted((_mm(section, "pgSz", "w"), _mm(section, "pgSz", "h")))
        if abs(width - standard.PAPER_WIDTH) > 1 or abs(height - standard.PAPER_HEIGHT) > 1:
            told = _("纸张为%(width).0f毫米×%(height).0f毫米，应为A4（210毫米×297毫米）。")
            yield Defect("paper", where, told % {"width": width, "height": height})
        if section["pgSz"].get("orient") == "landscape":
            continue
        wanted = (("top", _("天头（上边距）"), standard.TOP), ("left", _("订口（左边距）"), standard.LEFT))
        for name, words, most_right in wanted:
            found = _mm(section, "pgMar", name)
            if abs(found - most_right) > standard.MARGIN_TOLERANCE:
                told = _("%(what)s为%(found).1f毫米，应为%(wanted).0f毫米，允许误差1毫米。")
                yield Defect("margin", where, told % {"what": words, "found": found, "wanted": most_right})


def text_block(read: Read) -> Iterator[Defect]:
    """版心156毫米×225毫米."""
    for number, section in enumerate(read.sections, 1):
        if section["pgSz"].get("orient") == "landscape":
            continue
        width = _mm(section, "pgSz", "w") - _mm(section, "pgMar", "left") - _mm(section, "pgMar", "right")
        height = _mm(section, "pgSz", "h") - _mm(section, "pgMar", "top") - _mm(section, "pgMar", "bottom")
        if abs(width - standard.TEXT_WIDTH) > 2 or abs(height - standard.TEXT_HEIGHT) > 2:
            told = _("版心为%(width).0f毫米×%(height).0f毫米，应为156毫米×225毫米。")
            where = _section(number, len(read.sections))
            yield Defect("text_block", where, told % {"width": width, "height": height})


def grid(read: Read) -> Iterator[Defect]:
    """22 lines of 28 characters, as the text is set."""
    typical = [one for one in read.body if len(bare(one)) >= LEAST_WEIGHT]
    if not typical or not read.sections:
        return
    section = read.sections[0]
    pitches = sorted(filter(None, (_pitch(one, section) for one in typical)))
    height = (
        points(section["pgSz"].get("h")) - points(section["pgMar"].get("top")) - points(section["pgMar"].get("bottom"))
    )
    where = _section(1, len(read.sections))
    if pitches:
        lines = int((height + 2) / pitches[len(pitches) // 2])
        if lines != standard.LINES:
            told = _("正文每面%(lines)d行，应为22行（行距约29磅）。")
            yield Defect("grid", where, told % {"lines": lines})
    width = (
        points(section["pgSz"].get("w")) - points(section["pgMar"].get("left")) - points(section["pgMar"].get("right"))
    )
    steps = sorted(most(one, "sizes", 16) + most(one, "spacings", 0) / 20 for one in typical)
    characters = int((width + 3) / steps[len(steps) // 2]) if steps else 0
    if section.get("docGrid", {}).get("type") in {"linesAndChars", "snapToChars"}:
        characters = int(width / (16 + float(section["docGrid"].get("charSpace", 0)) / 4096) + 0.2)
    if characters not in {standard.CHARACTERS, standard.CHARACTERS - 1}:  # 16 points without tightening are 27.6
        told = _("正文每行%(characters)d个字，应为28个字（三号字）。")
        yield Defect("grid", where, told % {"characters": characters})


def _pitch(one: dict[str, dict[str, str]], section: dict[str, dict[str, str]]) -> float:
    """The distance of two lines in points."""
    spacing, said = one["spacing"], section.get("docGrid", {})
    line, rule = float(spacing.get("line") or 240), spacing.get("lineRule", "auto")
    if rule in {"exact", "atLeast"}:
        return line / 20
    pitch = points(said.get("linePitch")) if said.get("type", "default") != "default" else 0.0
    return (pitch or float(most(one, "sizes", 16)) * 1.3) * line / 240


def page_numbers(read: Read) -> Iterator[Defect]:
    """4号半角宋体 between two dashes, right on odd pages, left on even ones; none on the first page of a letter."""
    where = _("页脚")
    footers = {kind: edge for section in read.sections for kind, edge in section["footer"].items()}
    numbered = {
        kind: next((one for one in edge if any(re.match(r"PAGE\b", said) for said in one["fields"])), None)
        for kind, edge in footers.items()
    }
    odd, even = numbered.get("default"), numbered.get("even")
    if odd is None and even is None:
        yield Defect(
            "page_number", where, _("没有页码。页码用四号半角宋体阿拉伯数字，左右各放一条一字线，编在版心下边缘之下。")
        )
        return
    if not read.measured["odd_and_even"] or even is None:
        yield Defect("page_number", where, _("没有区分奇偶页：单页码居右空一字，双页码居左空一字。"))
    for one, align, told in (
        (odd, {"right", "end"}, _("单页码应居右，空一字。")),
        (even, {"left", "start", "both"}, _("双页码应居左，空一字。")),
    ):
        if (
            one is not None
            and read.measured["odd_and_even"]
            and even is not None
            and one["align"] not in align
            and not one["frame"]
        ):
            yield Defect("page_number", where, told)
    first = odd or even
    if first is not None and not re.match(r"^[—－\-–―─]\s*\d+\s*[—－\-–―─]$", bare(first)):
        yield Defect("page_number", where, _("页码左右应各放一条一字线，如“— 1 —”。"))
    if first is not None and most(first, "sizes", standard.SIZE_4) != standard.SIZE_4:
        told = _("页码字号为%(size)g磅，应为四号（14磅）。")
        yield Defect("page_number", where, told % {"size": most(first, "sizes")})
    if read.is_letter and any(section["first_differs"] is False for section in read.sections[:1]):
        yield Defect("page_number", where, _("信函格式首页不显示页码。"))
