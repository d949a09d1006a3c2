"""What a regulation's history block, closing articles and file name say about it: dates, number, issuer, level."""

import datetime
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from .models.choices import Level
from .numerals import NUMERAL, number_of
from .parsing import ParsedText

DAY = re.compile(rf"([{NUMERAL}]{{4}})\s*年\s*([{NUMERAL}]{{1,3}})\s*月\s*([{NUMERAL}]{{1,3}})\s*日")
IN_NAME = re.compile(r"[（(](\d{4})-(\d{1,2})-(\d{1,2})[)）]\s*$")
IN_FORCE = re.compile(rf"自\s*({DAY.pattern})\s*起\s*(?:正式)?(?:施行|实施|执行|生效)")
AT_ONCE = re.compile(r"自(?:公布|发布|印发|颁布|下发)之日起(?:施行|实施|执行|生效)")
UNTIL = re.compile(rf"有效期至\s*({DAY.pattern})")
REPEALED = re.compile(r"《([^《》]{2,120})》[^。；]{0,160}?(?:同时|即行|予以)废止")
BRACKETED = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[（(]\s*\d{4}\s*[〕\]）)]\s*第?\s*\d{1,5}\s*号")
ORDER = re.compile(rf"([\u4e00-\u9fff]{{2,30}}?(?:令|公告))\s*[（(]?第?\s*([{NUMERAL}]+)\s*号")
ISSUED = re.compile(r"公布|发布|通过|批准|印发|修订|修正|修改|颁布")
FOLDERS = {
    "地方": Level.LOCAL,
    "行政法规": Level.ADMINISTRATIVE,
    "司法解释": Level.JUDICIAL,
    "部门规章": Level.DEPARTMENTAL,
    "规范性文件": Level.NORMATIVE,
    "标准": Level.STANDARD,
    **dict.fromkeys(("宪法", "刑法", "民法", "行政法", "经济法", "社会法", "诉讼", "法律"), Level.LAW),
}
"""Words in the names of folders, the longer before the shorter."""
COUNTRY = "中华人民共和国"
CLOSING = 4


@dataclass(frozen=True)
class Description:
    """What is known about an edition without asking anybody; empty where nothing is said."""

    title: str
    title_key: str
    level: Level
    issuer: str
    document_number: str
    number_is_own: bool
    issued_on: datetime.date | None
    effective_on: datetime.date | None
    ended_on: datetime.date | None
    repeals: tuple[str, ...]


def title_key(title: str) -> str:
    """A title as it is compared: one width, no spaces, no 《》, no 中华人民共和国 before it."""
    plain = unicodedata.normalize("NFKC", title)
    plain = re.sub(r"[\s《》〈〉<>]", "", plain)
    return (plain.removeprefix(COUNTRY) or plain)[:200]


def describe(parsed: ParsedText, *, path: str = "", level: str = "") -> Description:
    """Read what a text says about itself; `path` is the name of its file with its folders."""
    name = PurePath(path).stem
    title = (parsed.title or IN_NAME.sub("", name).strip())[:200]
    closing = "\n".join(article.text for article in parsed.articles[-CLOSING:])
    issued = _day_in_name(name) or _last_issued(parsed.history)
    number, is_own = _number(parsed.history)
    ends = UNTIL.search(closing)
    found = Level(level) if level else _level(path, title, parsed.history)
    return Description(
        title=title,
        title_key=title_key(title),
        level=found,
        issuer=_issuer(parsed.history) or ("国务院" if found == Level.ADMINISTRATIVE else ""),
        document_number=number,
        number_is_own=is_own,
        issued_on=issued,
        effective_on=_effective(parsed.history, closing, issued),
        ended_on=day_of(ends[1]) if ends else None,
        repeals=tuple(
            dict.fromkeys(found for found in REPEALED.findall(closing) if title_key(found) != title_key(title))
        ),
    )


def day_of(words: str) -> datetime.date | None:
    """The first day written in words: 2011年1月8日, 二〇一一年一月八日."""
    found = DAY.search(words)
    return _day(*(number_of(part) for part in found.groups())) if found else None


def _day(year: int | None, month: int | None, day: int | None) -> datetime.date | None:
    try:
        return datetime.date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def _day_in_name(name: str) -> datetime.date | None:
    found = IN_NAME.search(name)
    return _day(*map(int, found.groups())) if found else None


def _last_issued(history: tuple[str, ...]) -> datetime.date | None:
    """The day of the last line that says it was passed, issued or amended."""
    days = [day for line in history if ISSUED.search(line) and "施行" not in line for day in [_last_day(line)] if day]
    return max(days, default=None)


def _last_day(line: str) -> datetime.date | None:
    days = [_day(*(number_of(part) for part in found.groups())) for found in DAY.finditer(line)]
    return max((day for day in days if day), default=None)


def _effective(history: tuple[str, ...], closing: str, issued: datetime.date | None) -> datetime.date | None:
    """The day of effect as the text says it; a day before this edition is that of an older one and says nothing."""
    said = [day_of(line) for line in history if "施行" in line] + [
        day_of(found[1]) for found in IN_FORCE.finditer(closing)
    ]
    days = [day for day in said if day]
    if not days:
        return issued if AT_ONCE.search(closing) else None
    return max(days) if not issued or max(days) >= issued else None


def _number(history: tuple[str, ...]) -> tuple[str, bool]:
    """The last 文号 told, and whether it is the document's own and not that of an order that amended many."""
    for line in reversed(history):
        found = BRACKETED.search(line) or ORDER.search(DAY.sub(" ", line))
        if found:
            own = not re.search(r"修订|修正|修改|废止", line)
            return re.sub(r"\s+", "", found[0]).removeprefix("根据")[:100], own
    return "", False


def _issuer(history: tuple[str, ...]) -> str:
    """Who issued it, by the first line that names an authority."""
    for line in history:
        plain = DAY.sub(" ", line)
        order = ORDER.search(plain)
        if order:
            return re.sub(r"(主席)?(令|公告)$", "", order[1]).removeprefix(COUNTRY)
        named = re.search(r"全国人民代表大会(?:常务委员会)?|最高人民法院|最高人民检察院|国务院", plain)
        if named:
            return named[0]
        congress = re.search(r"([\u4e00-\u9fff]{2,12}?)第[\u4e00-\u9fff]+届(人民代表大会(?:常务委员会)?)", plain)
        if congress:
            return "全国人民代表大会常务委员会" if congress[1] == "全国" else congress[1] + congress[2]
    return ""


def _level(path: str, title: str, history: tuple[str, ...]) -> Level:
    """By the folder it lay in, else by who issued it and by its last character."""
    for word, level in FOLDERS.items():
        if any(word in part for part in PurePath(path).parts[:-1]):
            return level
    said = " ".join(history)
    if re.search(r"最高人民(法院|检察院)", title + said):
        return Level.JUDICIAL
    if "国务院令" in said:
        return Level.ADMINISTRATIVE
    if title.endswith("法") and ("全国人民代表大会" in said or "主席令" in said):
        return Level.LAW
    if re.search(r"人民代表大会", said):
        return Level.LOCAL
    return Level.DEPARTMENTAL if re.search(r"(部|委员会|总局|局)令", said) else Level.NORMATIVE
