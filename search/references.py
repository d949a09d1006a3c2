"""References in running text: 《医疗废物管理条例》第三十二条、第三十三条第二款. Pure functions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .numerals import NUMERAL, article_label, number_of

TITLE = re.compile(r"《([^《》\n]{2,120})》")
BETWEEN = re.compile(r"\s*(?:[（(][^（）()\n]{0,40}[)）])?\s*(?:第\s*[一二三四五六七八九十0-9]+\s*[编章节]\s*)*")
ARTICLE = re.compile(rf"第\s*([{NUMERAL}]{{1,9}})\s*条(?:\s*之\s*([{NUMERAL}]{{1,3}})(?![{NUMERAL}]*\s*[条款项规]))?")
NAMED = re.compile(r"\s*(?:[（(][^（）()\n]{0,40}[)）])?\s*[:：]\s*([\u4e00-\u9fff]{2,20}?制度)")
PART = re.compile(rf"\s*(?:第\s*[{NUMERAL}]{{1,6}}\s*[款项目]|[（(][{NUMERAL}]{{1,4}}[)）]\s*[项目]?)")
AND = re.compile(r"\s*[、,，和及与]\s*(?:以及)?\s*")
MOST = 50


@dataclass(frozen=True)
class Reference:
    """One article named in a text, and where the text names it."""

    title: str
    number: int
    suffix: int
    start: int
    end: int
    name: str = ""  # of an item that is named and not numbered: 《…要点》：查对制度

    @property
    def label(self) -> str:
        """《…》第…条, 《…》：…制度."""
        return f"《{self.title}》{self.name or article_label(self.number, self.suffix)}"


def recognise(text: str) -> list[Reference]:
    """Every article that the text names after a title in 《》, in order, at most MOST; the same one twice is one."""
    found: dict[tuple[str, int, int, str], Reference] = {}
    for title in TITLE.finditer(text):
        for reference in _after(text, title):
            found.setdefault((reference.title, reference.number, reference.suffix, reference.name), reference)
            if len(found) == MOST:
                return list(found.values())
    return list(found.values())


def _after(text: str, title: re.Match[str]) -> Iterator[Reference]:
    """The articles that follow one title, joined by 、 or 和."""
    named = NAMED.match(text, title.end())
    if named:
        yield Reference(title[1].strip(), 0, 0, title.start(), named.end(), named[1])
        return
    between = BETWEEN.match(text, title.end())
    place = between.end() if between else title.end()
    while (found := ARTICLE.match(text, place)) is not None:
        number = number_of(found[1])
        if number:
            yield Reference(title[1].strip(), number, number_of(found[2] or "") or 0, title.start(), found.end())
        place = found.end()
        while part := PART.match(text, place):
            place = part.end()
        joined = AND.match(text, place)
        if joined is None:
            return
        place = joined.end()


def titles(text: str) -> list[str]:
    """Every title in 《》, each once."""
    return list(dict.fromkeys(found[1].strip() for found in TITLE.finditer(text)))
