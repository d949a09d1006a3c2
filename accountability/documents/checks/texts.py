"""正文: its face and size, indents, headings, punctuation, tables."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from accountability.documents.checks.faces import is_fang_song, is_hei, is_kai
from accountability.documents.checks.heads import first_indent
from accountability.documents.checks.roles import Defect, HeadingFound, Paragraph, Read, bare, most, place
from accountability.documents.standard import SIZE_3

ATTENDANCE = re.compile(r"^(出席|请假|列席|主持|记录|缺席|参加)[^：:]{0,6}[：:]")
HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff])([,;:?!()])|([,;:?!()])(?=[\u4e00-\u9fff])")
FULL = dict(zip(",;:?!()", "，；：？！（）", strict=True))
MOST_OF_A_KIND = 20
BLACK = {"AUTO", "000000"}


def body(read: Read) -> Iterator[Defect]:
    """3号仿宋, the first line two characters in, black."""
    headed = {id(one.paragraph) for one in read.headings}
    said = 0
    for one in read.body:
        if one["in_box"] or id(one) in headed or said >= MOST_OF_A_KIND:
            continue
        for told in _of_text(one):
            said += 1
            yield Defect("body", place(one), told, one["place"])


def _of_text(one: Paragraph) -> Iterator[str]:
    face = most(one, "faces", "")
    if face and not is_fang_song(face):
        yield _("正文用的是“%(face)s”，应为仿宋体。") % {"face": face}
    if (size := most(one, "sizes", SIZE_3)) != SIZE_3:
        yield _("正文字号为%(size)g磅，应为三号（16磅）。") % {"size": size}
    if most(one, "colours", "AUTO") not in BLACK:
        yield _("正文应为黑色。")
    spaces = len(str(one["text"])) - len(str(one["text"]).lstrip("\u3000"))
    indent = first_indent(one) + spaces
    if not ATTENDANCE.match(bare(one)) and one["align"] not in {"center", "right", "end"} and abs(indent - 2) > 0.3:
        yield _("自然段首行缩进%(found).1f字，应为左空二字。") % {"found": indent}


def headings(read: Read) -> Iterator[Defect]:
    """一、黑体 （一）楷体 1.仿宋 （1）仿宋, with the punctuation that belongs to each."""
    for heading in read.headings:
        one = heading.paragraph
        for told in (*_punctuated(heading), *_set(heading)):
            yield Defect("heading", place(one), told, one["place"])


def _punctuated(heading: HeadingFound) -> Iterator[str]:
    found = heading.match
    after = found["mark"] or ""
    if heading.level == 1 and after != "、":
        yield _("第一层序号应写作“一、”，后用顿号。")
    elif heading.level == 3 and after != ".":
        yield _("第三层序号应写作“1.”，后用下脚圆点。")
    elif heading.level in {2, 4}:
        if (found["open"], found["close"]) != ("（", "）"):
            yield _("第二层、第四层序号应用全角圆括号，如“（一）”“（1）”。")
        if after:
            yield _("序号有圆括号的，括号后不加标点。")


def _set(heading: HeadingFound) -> Iterator[str]:
    """The face of the heading; text that follows it in the same paragraph weighs more and is left out."""
    one = heading.paragraph
    faces = [face for face, _count in one["faces"]]
    first, is_short = faces[0] if faces else "", len(bare(one)) <= 40
    if heading.level == 1 and not any(map(is_hei, faces)) and is_short:
        yield _("第一层标题用的是“%(face)s”，应为黑体。") % {"face": first}
    if heading.level == 2 and not any(map(is_kai, faces)) and is_short:
        yield _("第二层标题用的是“%(face)s”，应为楷体。") % {"face": first}
    if heading.level > 2 and not is_fang_song(first):
        yield _("第三层、第四层标题用的是“%(face)s”，应为仿宋体。") % {"face": first}
    if most(one, "sizes", SIZE_3) != SIZE_3:
        yield _("标题字号为%(size)g磅，应为三号（16磅）。") % {"size": most(one, "sizes")}
    spaces = len(str(one["text"])) - len(str(one["text"]).lstrip("\u3000"))
    if abs(first_indent(one) + spaces - 2) > 0.3:
        yield _("各层标题应左空二字。")


def punctuation(read: Read) -> Iterator[Defect]:
    """Half-width punctuation between Chinese characters."""
    for one in [*read.body, *read.title][:2000]:
        if found := HALF_WIDTH.search(bare(one)):
            sign = found[1] or found[2]
            told = _("中文之间用了半角标点“%(half)s”，应为全角“%(full)s”。") % {"half": sign, "full": FULL[sign]}
            yield Defect("punctuation", place(one), told, one["place"])


def tables(read: Read) -> Iterator[Defect]:
    """A table has words of at least 小五 (9 points)."""
    small = [one for one in read.measured["paragraphs"] if one["in_table"] and 0 < most(one, "sizes", 12) < 9]
    if small:
        told = _("表格中有小于9磅的字，看不清楚，请放大或改为横排表格。")
        yield Defect("table", place(small[0]), told, small[0]["place"])
