"""From a text to its headings, items and sentences, however its numbering and its line ends are broken."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.numerals import number_of

HAN = r"[\u4e00-\u9fff]"
NUMBERS = (
    (1, re.compile(
        rf"^(?:第\s*[一二三四五六七八九十]+\s*(?:部分|章|篇)|{HAN}{{2,16}}篇\s*(?:[一二三四五六七八九十]+|\d+)$)[、.．\s]*"
    )),
    (2, re.compile(r"^[一二三四五六七八九十]{1,3}\s*[、.．:：。]\s*")),
    (3, re.compile(r"^[（(]\s*[一二三四五六七八九十]{1,3}\s*[）)]\s*[、.．]?\s*")),
    (4, re.compile(
        r"^第\s*[一二三四五六七八九十百\d]+\s*条\s*|^\d{1,3}\s*(?:[、:：;；](?!\d+[、.．])|[.．。](?:(?!\d)|(?=\d{1,2}月)))\s*|^\d{1,2}\s+(?=[\u4e00-\u9fff]{4})"
    )),
    (5, re.compile(r"^(?:[（(]\s*\d{1,2}\s*[）)]|\d{1,2}\s*[）)]|[①-⑳])\s*[、.．]?\s*")),
)  # fmt: skip
PERIOD_HEAD = re.compile(
    r"^[（(]?(?:第?[一二三四1-4]季度|[上下]半年|(?:[1-9]|1[0-2]|[一二三四五六七八九十]{1,2})"
    r"(?:\s*[-—–~～至、]+\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2}))?月份?)[）)]?(?:工作(?:安排|重点|计划)?)?"
    r"(?:\s*(?:[:：]|$)|[ \u3000]+(?=[\u4e00-\u9fff\d]))"
)
INLINE_ITEM = re.compile(rf"(?<=[。；;:：\s])\s*(?=\d{{1,2}}[、.．]\s*{HAN})")
OPEN_END = re.compile(r"(?:[的应对、，,和与及或在将要为把]|以及|进行)$")
SENTENCE = re.compile(r"[^。！？!?；;]{1,500}[。！？!?；;]?")  # no sentence is longer: the work stays linear
STRAY = re.compile(
    rf"(?<=[的{{])[.'’‘`](?={HAN})|[\u200b\u200c\u200d\ufeff]"
    rf"|(?<={HAN})[ \u3000]+(?={HAN}|\d)|(?<=\d)[ \u3000]+(?={HAN})"
)
HUNDREDTHS = re.compile(r"(?P<of>[百千]分之)(?P<value>[一二三四五六七八九十百]{1,5})(?!点)")
SIGNS = {"百分之": "%", "千分之": "‰"}
WIDE = str.maketrans("０１２３４５６７８９％．，；：∶（）～　\t", "0123456789%.,;::()~ ,")
LONGEST_HEADING = 40
LONGEST_RUN_IN = 24


@dataclass(frozen=True)
class Line:
    """One paragraph: the number it bears, as printed, its level (0 none) and its words."""

    number: str
    level: int
    words: str


@dataclass(frozen=True)
class Sentence:
    """A printed sentence and the same without stray signs, wide digits and spaces, for matching."""

    printed: str
    plain: str
    positions: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The printed characters of a match in `plain`."""
        if not self.positions or start >= end:
            return 0, 0
        return self.positions[start], self.positions[end - 1] + 1


def lines_of(text: str) -> Iterator[Line]:
    """The paragraphs: broken ones joined, inline items parted, table rows kept."""
    for paragraph in _joined(text):
        for part in INLINE_ITEM.split(paragraph):
            if part.strip():
                yield numbered(part.strip())


def _joined(text: str) -> Iterator[str]:
    """Paragraphs put together again where a line ends in the middle of a phrase."""
    waiting = ""
    for raw in text.replace("\r", "\n").split("\n"):
        line = raw.strip(" \t\u3000\ufeff")
        if not line:
            continue
        marked = numbered(line).level or PERIOD_HEAD.match(line)
        if waiting and not marked:
            waiting += line
        else:
            if waiting:
                yield waiting
            waiting = line
        if not (OPEN_END.search(waiting) and len(waiting) > 12):
            yield waiting
            waiting = ""
    if waiting:
        yield waiting


def numbered(line: str) -> Line:
    """The line parted from its number."""
    mark = re.match(r"^#{1,6}\s+", line)
    bare = line[mark.end() :] if mark else line
    for level, pattern in NUMBERS:
        if found := pattern.match(bare):
            rest = bare[found.end() :]
            return Line(found[0].strip(), level, rest or found[0].strip()) if rest or level == 1 else Line("", 0, bare)
    return Line("", 1 if mark else 0, bare)


def heading_of(line: Line) -> tuple[str, str]:
    """The line's heading and the rest of its words; no heading where it is all text."""
    words = line.words
    if found := PERIOD_HEAD.match(words):
        return words[: found.end()].strip(" :：()（）"), words[found.end() :].strip()
    if line.level == 1:
        return words, ""
    if line.level in {2, 3, 4}:
        first = SENTENCE.match(words)
        title = first[0].rstrip("。:：") if first else ""
        rest = words[first.end() :].strip() if first else ""
        if rest and len(title) <= LONGEST_RUN_IN and not re.search(r"\d|每|定期|按[日周旬月季]|[,，;；]", title):
            return title, rest
        whole = not rest and len(words) <= LONGEST_HEADING and not words.endswith(("。", "；", ";", ",", "，"))
        if whole and line.level < 4 and not re.search(r"\d|每|定期", words):
            return words.rstrip(":："), ""
    return "", words


def sentences_of(words: str) -> Iterator[Sentence]:
    """The sentences of a paragraph, ready for matching."""
    for found in SENTENCE.finditer(words):
        printed = found[0].strip()
        if printed:
            yield plain_of(printed)


def plain_of(printed: str) -> Sentence:
    """A sentence without what a bad print put into it; every character remembers where it stood."""
    gone = {place for found in STRAY.finditer(printed) for place in range(*found.span())}
    kept = [place for place in range(len(printed)) if place not in gone]
    plain = "".join(printed[place] for place in kept).translate(WIDE)
    plain, kept = _in_digits(plain, kept)
    return Sentence(printed, plain, tuple(kept))


def _in_digits(plain: str, kept: list[int]) -> tuple[str, list[int]]:
    """百分之九十五 as 95%, with the places of its characters."""
    for found in reversed(list(HUNDREDTHS.finditer(plain))):
        value = f"{number_of(found['value'])}{SIGNS[found['of']]}"
        places = [kept[min(found.start() + step, found.end() - 1)] for step in range(len(value) - 1)]
        kept[found.start() : found.end()] = [*places, kept[found.end() - 1]]
        plain = plain[: found.start()] + value + plain[found.end() :]
    return plain, kept
