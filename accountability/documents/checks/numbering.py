"""The order of the numbers: no level is left out, none is missing."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accountability.documents.checks.roles import Defect, Read, place

NAMES = ("一、", "（一）", "1.", "（1）")


def order(read: Read) -> Iterator[Defect]:
    """一、 is followed by （一） or by 1. where the document has no second level; numbers count up by one."""
    counted, used = [0] * 4, {heading.level for heading in read.headings}
    for heading in read.headings:
        level, one = heading.level, heading.paragraph
        if heading.number != 1 and heading.number != counted[level - 1] + 1:
            told = _("序号不连续：第%(level)d层的上一个序号是%(before)d，这里是%(number)d。")
            words = {"level": level, "before": counted[level - 1], "number": heading.number}
            yield Defect("order", place(one), told % words, one["place"])
        counted[level - 1] = heading.number
        counted[level:] = [0] * (4 - level)
        if level == 2 and 1 in used and counted[0] == 0:
            told = _("“（一）”前没有“一、”，结构层次应依次为%(levels)s。")
            yield Defect("order", place(one), told % {"levels": "".join(f"“{name}”" for name in NAMES)}, one["place"])
        if level == 4 and not counted[2]:
            told = _("“（1）”前没有“1.”，结构层次应依次为%(levels)s。")
            yield Defect("order", place(one), told % {"levels": "".join(f"“{name}”" for name in NAMES)}, one["place"])
