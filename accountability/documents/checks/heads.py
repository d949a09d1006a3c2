"""版头、标题、主送机关."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from accountability.documents import standard
from accountability.documents.checks.faces import is_fang_song, is_hei, is_kai, is_title_song
from accountability.documents.checks.roles import (
    NUMBER,
    SIGNER,
    Defect,
    Paragraph,
    Read,
    bare,
    is_red,
    most,
    place,
    points,
)
from accountability.documents.standard import SIZE_2, SIZE_3

KINDS = (
    "决议",
    "决定",
    "命令",
    "令",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
)
SECRET = re.compile(r"^[（(]?(绝密|机密|秘密)\s*[★☆]?")
RULE_SHORTFALL = 20  # points by which a red rule may miss the width of the text block


def mark(read: Read) -> Iterator[Defect]:
    """发文机关标志: red, 小标宋, centred, with 文件 at its end unless it is a letter or minutes."""
    one = read.mark
    if one is None:
        if read.number is not None:
            told = _("有发文字号而没有红色的发文机关标志。")
            yield Defect("mark", place(read.number), told, read.number["place"])
        return
    number = one.get("place", 0)
    if not is_title_song(most(one, "faces", "")):
        told = _("发文机关标志用的是“%(face)s”，应为小标宋体。")
        yield Defect("mark", place(one), told % {"face": most(one, "faces", "")}, number)
    if one["align"] != "center":
        yield Defect("mark", place(one), _("发文机关标志应居中。"), number)


def number(read: Read) -> Iterator[Defect]:
    """发文字号: 衡医〔2026〕12号."""
    one = read.number
    if one is None:
        return
    words = re.split(r"\t|\s{2,}", SIGNER.split(bare(one))[0].strip())[0]
    found = NUMBER.match(words)
    for told in _wrong(found) if found else ():
        yield Defect("number", place(one), told, one["place"])
    if most(one, "sizes", SIZE_3) != SIZE_3:
        told = _("发文字号的字号为%(size)g磅，应为三号（16磅）。")
        yield Defect("number", place(one), told % {"size": most(one, "sizes")}, one["place"])
    if SIGNER.search(bare(one)):
        if not re.search(r"签发人：", bare(one)):
            yield Defect("signer", place(one), _("“签发人”后应标全角冒号。"), one["place"])
        if not any(is_kai(face) for face, _count in one["faces"]):
            yield Defect("signer", place(one), _("签发人姓名应为三号楷体。"), one["place"])


def _wrong(found: re.Match[str]) -> Iterator[str]:
    """What is wrong with a number as written."""
    if (found["open"], found["close"]) != ("〔", "〕"):
        wrong = {"open": found["open"], "close": found["close"]}
        yield _("发文字号的年份用了“%(open)s%(close)s”，应用六角括号“〔〕”括入。") % wrong
    if len(found["year"]) != 4:
        yield _("发文字号的年份应标全称，如“2026”。")
    rest = found["rest"]
    if rest.lstrip().startswith("第"):
        yield _("发文字号的序号前不加“第”字。")
    if re.match(r"第?\s*0", rest):
        yield _("发文字号的序号不编虚位，“1”不写作“01”。")
    if not rest.rstrip().endswith("号"):
        yield _("发文字号的序号后应加“号”字。")
    if re.search(r"\s", found[0]):
        yield _("发文字号中不应有空格。")


def rule(read: Read) -> Iterator[Defect]:
    """The red rule under the head, as wide as the text block."""
    if not read.has_head or read.is_letter:
        return
    start = read.mark or read.number
    assert start is not None  # nosec B101  has_head says so
    end = read.title[0]["place"] if read.title else start["place"] + 8
    above = [one for one in read.measured["paragraphs"] if start["place"] <= one["place"] <= end]
    lines = [(one, border) for one in above for border in one["borders"] if border[""] in {"top", "bottom"}]
    coloured = [(one, border) for one, border in lines if border.get("val") not in {"none", "nil"}]
    if not coloured:
        if not any(one["drawn"] for one in above):
            told = _("发文字号之下没有红色分隔线（距发文字号4毫米，与版心等宽）。")
            yield Defect("rule", place(start), told, start["place"])
        return
    one, border = coloured[-1]
    if not is_red(border.get("color", "").upper()):
        yield Defect("rule", place(one), _("版头中的分隔线应为红色。"), one["place"])
    short = sum(abs(points(one["indent"].get(side))) for side in ("left", "right", "start", "end"))
    if short > RULE_SHORTFALL / 2:
        yield Defect("rule", place(one), _("红色分隔线应与版心等宽。"), one["place"])


def title(read: Read) -> Iterator[Defect]:
    """标题: 2号小标宋体, centred, ending with the kind of document."""
    if not read.title:
        if read.has_head:
            yield Defect("title", _("标题"), _("没有找到居中的标题。"))
        return
    first, words = read.title[0], "".join(re.sub(r"\s", "", bare(one)) for one in read.title)
    where, at = place(first), first["place"]
    if not is_title_song(most(first, "faces", "")):
        told = _("标题用的是“%(face)s”，应为小标宋体。")
        yield Defect("title", where, told % {"face": most(first, "faces", "")}, at)
    if abs(most(first, "sizes", SIZE_2) - SIZE_2) > 0:
        told = _("标题字号为%(size)g磅，应为二号（22磅）。")
        yield Defect("title", where, told % {"size": most(first, "sizes")}, at)
    if first["align"] != "center":
        yield Defect("title", where, _("标题应居中。"), at)
    if words.endswith(("。", "，", "；", "：", ".", "!", "！")):
        yield Defect("title", where, _("标题末尾不加标点。"), at)
    elif read.has_head and not read.is_minutes and not words.endswith(KINDS):
        yield Defect("title", where, _("标题应写明文种（如通知、函、报告、请示）。"), at)


def addressees(read: Read) -> Iterator[Defect]:
    """主送机关: from the left edge, a full-width colon at the end."""
    one = read.addressees
    if one is None:
        return
    if not bare(one).endswith("："):
        yield Defect("addressees", place(one), _("主送机关名称后应标全角冒号。"), one["place"])
    if first_indent(one) > 0.3 or str(one["text"]).startswith((" ", "\u3000", "\t")):
        yield Defect("addressees", place(one), _("主送机关应居左顶格。"), one["place"])
    if not is_fang_song(most(one, "faces", standard.FANG_SONG.name)) or most(one, "sizes", SIZE_3) != SIZE_3:
        yield Defect("addressees", place(one), _("主送机关应为三号仿宋体。"), one["place"])


def secret(read: Read) -> Iterator[Defect]:
    """密级: where one stands at all, in 黑体 of the third size; this system must not hold such a document."""
    for one in read.paragraphs[:4]:
        if SECRET.match(bare(one)):
            told = _("标有密级。本系统为非涉密系统，涉密公文不得在非涉密计算机上制作、检查。")
            yield Defect("secret", place(one), told, one["place"])
            if not is_hei(most(one, "faces", "")) or most(one, "sizes", SIZE_3) != SIZE_3:
                yield Defect("secret", place(one), _("密级和保密期限应为三号黑体，编在版心左上角。"), one["place"])


def first_indent(one: Paragraph) -> float:
    """The indent of the first line in characters of the text."""
    indent = one["indent"]
    if "firstLineChars" in indent and indent["firstLineChars"] not in {"0", ""}:
        return float(indent["firstLineChars"]) / 100
    left = points(indent.get("left", indent.get("start", 0)))
    return (left + points(indent.get("firstLine", 0)) - points(indent.get("hanging", 0))) / SIZE_3
