"""医疗废物管理条例第三十二条, 第32条, 32: what names an article is a filter, never a matter of degree."""

import re
from dataclasses import dataclass

from search.finding.titles import Titles, key_of
from search.numerals import NUMERAL, number_of

N = rf"[{NUMERAL}]{{1,9}}"
ARTICLE = re.compile(rf"^(?P<name>.*?)\s*第?\s*(?P<number>{N})\s*条\s*(?:之\s*(?P<suffix>{N}))?\s*(?P<rest>.*)$")
BARE = re.compile(r"^(?P<name>.*[^\s\d.．,，:：/\-年月日第])\s*(?P<number>\d{1,4})$")
PARAGRAPH = re.compile(rf"^(?:第?\s*{N}\s*[款项目])*$")
SURE, NEARLY = 0.999, 0.75


@dataclass(frozen=True)
class Reference:
    """An article by its number, of these documents or, where none is named, of any; `rest` is what else was typed."""

    regulations: tuple[int, ...]
    number: int
    suffix: int | None
    rest: str = ""


def reference_in(query: str, titles: Titles) -> Reference | None:
    """The article a query names; nothing where it names none."""
    plain = query.replace("《", " ").replace("》", " ").strip()
    found = ARTICLE.match(plain)
    if found and (number := number_of(found["number"])):
        suffix = number_of(found["suffix"]) if found["suffix"] else None
        rest = "" if PARAGRAPH.match(found["rest"].replace(" ", "")) else found["rest"].strip()
        name = found["name"].strip().removesuffix("的")
        regulations = resolved(name, titles) if name else []
        if name and not regulations:
            return Reference((), number, suffix, f"{name} {rest}".strip())
        return Reference(tuple(regulations), number, suffix, rest)
    bare = BARE.match(plain)
    if bare and (number := int(bare["number"])) and (regulations := _surely(bare["name"].strip(), titles)):
        return Reference(tuple(regulations), number, None)
    return None


def resolved(name: str, titles: Titles) -> list[int]:
    """The documents meant by a name: exactly, by an abbreviation, or by most of its characters."""
    if sure := _surely(name, titles):
        return sure
    liked = [(regulation, of_text) for regulation, of_text, _of_name in titles.likened(name) if of_text >= NEARLY]
    return [regulation for regulation, of_text in liked if of_text >= liked[0][1] - 0.05][:10]


def _surely(name: str, titles: Titles) -> list[int]:
    if exact := titles.named(name):
        return sorted(exact)
    if len(key_of(name)) < 2:
        return []
    whole = [regulation for regulation, of_text, _of_name in titles.likened(name) if of_text >= SURE]
    return (whole or titles.abbreviated(name))[:10]
