"""附件说明、附件、署名、成文日期、版记."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from accountability.documents.checks.faces import is_hei
from accountability.documents.checks.heads import first_indent
from accountability.documents.checks.roles import COPIES, Defect, Paragraph, Read, bare, most, place
from accountability.documents.standard import SIZE_3, SIZE_4

NAME = re.compile(r"^(?:附\s*件\s*[:：]?\s*)?(?:\d{1,2}\s*[.．、]\s*)?")
MOST_INDENT = 6


def attachments(read: Read) -> Iterator[Defect]:
    """附件说明: 「附件：1.×××」 two characters in, no punctuation after the names."""
    for at, one in enumerate(read.named):
        for told in (*(_first_named(one, read) if at == 0 else ()), *_each_named(one)):
            yield Defect("attachment", place(one), told, one["place"])


def _first_named(one: Paragraph, read: Read) -> Iterator[str]:
    words = bare(one)
    if not re.match(r"^附件：", words):
        yield _("附件说明应写作“附件：”，用全角冒号，“附件”二字之间不空格。")
    if len(read.named) == 1 and re.match(r"^附\s*件\s*[:：]?\s*1\s*[.．、]", words):
        yield _("只有一个附件时不编序号。")
    spaces = len(str(one["text"])) - len(str(one["text"]).lstrip("\u3000"))
    if abs(first_indent(one) + spaces - 2) > 0.3:
        yield _("附件说明应左空二字。")


def _each_named(one: Paragraph) -> Iterator[str]:
    words = bare(one)
    if re.search(r"[。；;，,.]$", words):
        yield _("附件名称后不加标点符号。")
    if re.match(r"^(?:附\s*件\s*[:：]?\s*)?\d{1,2}\s*[．、]", words):
        yield _("附件序号后用下脚圆点，如“1.”。")
    if re.search(r"《[^》]*》$", NAME.sub("", words)) and NAME.sub("", words).startswith("《"):
        yield _("附件名称不加书名号。")


def attachment_pages(read: Read) -> Iterator[Defect]:
    """「附件1」 in 黑体 at the upper left of a new page, as many as were named, under the same names."""
    for one, _name in read.attachment_pages:
        if bare(one).endswith((":", "：")):
            yield Defect("attachment_page", place(one), _("附件页左上角的“附件”后不加冒号。"), one["place"])
        if not is_hei(most(one, "faces", "黑体")) or most(one, "sizes", SIZE_3) != SIZE_3:
            yield Defect("attachment_page", place(one), _("附件页的“附件”和序号应为三号黑体。"), one["place"])
        if first_indent(one) > 0.3:
            yield Defect("attachment_page", place(one), _("附件页的“附件”应在版心左上角顶格。"), one["place"])
    named = [_plain(NAME.sub("", bare(one))) for one in read.named]
    shown = [_plain(bare(name)) for _one, name in read.attachment_pages if name is not None]
    if named and shown and len(named) != len(shown):
        told = _("附件说明列了%(named)d个附件，文后有%(shown)d个，应一致。")
        one = read.attachment_pages[0][0]
        yield Defect("attachment_page", place(one), told % {"named": len(named), "shown": len(shown)}, one["place"])
        return
    for (one, _name), name, title in zip(read.attachment_pages, named, shown, strict=False):
        if name != title:
            told = _("附件标题与附件说明中的名称“%(name)s”不一致。")
            yield Defect("attachment_page", place(one), told % {"name": name[:40]}, one["place"])


def _plain(words: str) -> str:
    return re.sub(r"[\s《》。；;，]", "", words)


def date(read: Read) -> Iterator[Defect]:
    """成文日期 in Arabic figures without leading zeros, at the right, under the name of the office."""
    one = read.date
    if one is None:
        if read.has_head and not read.is_minutes:
            yield Defect("date", _("成文日期"), _("没有找到成文日期（如2026年3月5日）。"))
        return
    words, at = bare(one), one["place"]
    if re.search(r"[〇○零一二三四五六七八九十]", words):
        yield Defect("date", place(one), _("成文日期应用阿拉伯数字，如“2026年3月5日”。"), at)
    elif not re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", words):
        yield Defect("date", place(one), _("成文日期应将年、月、日标全，不加空格和其他符号，如“2026年3月5日”。"), at)
    if re.search(r"年\s*0\d|月\s*0\d", words):
        yield Defect("date", place(one), _("成文日期的月、日不编虚位，“3月”不写作“03月”。"), at)
    indented = first_indent(one) > MOST_INDENT or str(one["text"]).startswith(("\u3000" * 8, " " * 16, "\t"))
    if one["align"] not in {"right", "end", "center"} and not indented:
        yield Defect("date", place(one), _("成文日期应居右编排。"), at)
    if read.has_head and read.signature is None and not read.is_minutes:
        yield Defect("signature", place(one), _("成文日期之上没有发文机关署名。"), at)


def imprint(read: Read) -> Iterator[Defect]:
    """版记: 4号仿宋 between rules, 「抄送：…。」 and the date of printing."""
    for one in read.imprint:
        for told in _in_imprint(one):
            yield Defect("imprint", place(one), told, one["place"])
    ruled = any(border.get("val") not in {"none", "nil"} for one in read.imprint for border in one["borders"]) or any(
        one["drawn"] or one["in_table"] for one in read.imprint
    )
    if read.imprint and not ruled and not read.is_letter:
        one = read.imprint[0]
        told = _("版记没有分隔线（首末条粗线、中间细线，与版心等宽）。")
        yield Defect("imprint", place(one), told, one["place"])


def _in_imprint(one: Paragraph) -> Iterator[str]:
    words = bare(one)
    if most(one, "sizes", SIZE_4) != SIZE_4:
        yield _("版记字号为%(size)g磅，应为四号（14磅）。") % {"size": most(one, "sizes")}
    if COPIES.match(words):
        if not re.match(r"^..：", words):
            yield _("“抄送”后应标全角冒号。")
        if not words.endswith("。"):
            yield _("最后一个抄送机关名称后应标句号。")
    elif re.search(r"日", words):
        if not re.search(r"日印发$", words):
            yield _("印发日期后应加“印发”二字。")
        if re.search(r"年\s*0\d|月\s*0\d|[〇一二三四五六七八九]", re.sub(r"^.*?(?=\S{4}年)", "", words)):
            yield _("印发日期应用阿拉伯数字，月、日不编虚位。")
