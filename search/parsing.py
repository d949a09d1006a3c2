"""A regulation's text taken apart: history, preamble, headings and articles.

Everything here is a pure function of the text. What looks odd but may be lawful (a gap in the numbers) is a warning.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .numerals import NUMERAL, number_of

RECORD_LENGTH = 600
LONG_LINE = 120
MOST_WARNINGS = 20
SEPARATOR = " › "
PREAMBLE = "序言"

INVISIBLE = re.compile(
    "[\ufeff\u200b-\u200f\u2028-\u202f\u2060-\u206f\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]"
)
FRONT_MATTER = re.compile(r"\A\s*---\n.*?\n---\s*\n", re.DOTALL)
INFO_END = re.compile(r"^<!--\s*INFO END\s*-->\s*$")
COMMENT = re.compile(r"^<!--.*-->$")
ARTICLE = re.compile(rf"^第\s*([{NUMERAL}]+)\s*条(?:\s*之\s*([{NUMERAL}]+))?(?:[ \t　]*[:：]|[ \t　]+|$)(.*)$")
PART = re.compile(rf"^第\s*([{NUMERAL}]+)\s*(分编|编|章|节)(?:[ \t　:：]+|$)(.{{0,60}})$")
UNNUMBERED = re.compile(r"^(总\s*则|附\s*则)$")
ITEM = re.compile(r"^([一二三四五六七八九十百]{1,4})[、．.]\s*(.*)$")
HASHES = re.compile(r"^(#{1,6})\s*(.*?)\s*#*$")
RANKS = {"编": 0, "分编": 1, "章": 2, "节": 3}
OTHER = 4


@dataclass(frozen=True)
class ParsedArticle:
    """One record to be: an article, an item 一、, the preamble or a piece of prose."""

    number: int | None
    suffix: int
    label: str
    heading: str
    text: str


@dataclass(frozen=True)
class ParsedText:
    """A text taken apart; `history` is the block that says who passed and amended it when."""

    title: str
    history: tuple[str, ...]
    articles: tuple[ParsedArticle, ...]
    warnings: tuple[str, ...] = ()

    @property
    def preamble(self) -> str:
        """The words before the first article."""
        return self.articles[0].text if self.articles and self.articles[0].label == PREAMBLE else ""


@dataclass
class _Open:
    """The record whose paragraphs are being read."""

    number: int | None = None
    suffix: int = 0
    label: str = ""
    heading: str = ""
    lines: list[str] = field(default_factory=list)

    def close(self) -> ParsedArticle | None:
        text = "\n".join(self.lines)
        return ParsedArticle(self.number, self.suffix, self.label, self.heading, text) if text else None


def clean(text: str) -> str:
    """One kind of line end, no invisible and no control characters, no front matter of a web site generator."""
    plain = INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return FRONT_MATTER.sub("", plain, count=1)


def parse(text: str, *, title: str = "") -> ParsedText:
    """Take a regulation's text apart; `title` is used where the text itself names none."""
    lines = [line for line in (_stripped(line) for line in clean(text).split("\n")) if line]
    found, lines = _take_title(lines)
    history, body = _take_history(lines)
    words = [HASHES.sub(r"\2", line) for line in body]
    if any(ARTICLE.match(line) for line in words):
        articles, label = _by_articles(body, ARTICLE), "条"
    elif sum(bool(ITEM.match(line)) for line in words) > 1:
        articles, label = _by_articles(body, ITEM), "项"
    else:
        articles, label = _by_length(words), ""
    more, articles = _history_in_brackets(articles)
    return ParsedText(found or title, (*history, *more), tuple(articles), tuple(_warnings(articles, label)))


def _stripped(line: str) -> str:
    """A line without spaces around it and without marks of emphasis."""
    plain = line.replace("**", "").replace("\u00a0", " ").strip(" \t　")
    return "" if COMMENT.match(plain) and not INFO_END.match(plain) else plain


def _take_title(lines: list[str]) -> tuple[str, list[str]]:
    """The title, where a first heading or a short first line is one, and the lines after it."""
    if not lines:
        return "", lines
    hashes = HASHES.match(lines[0])
    words = (hashes[2] if hashes else lines[0]).strip()
    plain = not ARTICLE.match(words) and not PART.match(words) and not ITEM.match(words)
    if plain and len(words) <= LONG_LINE and not words.endswith(("。", "；", "：", ":")):
        return re.sub(r"\s+", " ", words), lines[1:]
    return "", lines


def _take_history(lines: list[str]) -> tuple[list[str], list[str]]:
    """The block that ends at INFO END, else at the first heading, article or long line; and what follows."""
    for place, line in enumerate(lines):
        if INFO_END.match(line):
            return [HASHES.sub(r"\2", one) for one in lines[:place]], lines[place + 1 :]
    history: list[str] = []
    for line in lines:
        starts = HASHES.match(line) or ARTICLE.match(line) or PART.match(line) or ITEM.match(line)
        if starts or len(line) > LONG_LINE or not _tells_history(line):
            break
        history.append(line)
    return history, lines[len(history) :]


def _tells_history(line: str) -> bool:
    """Whether a line says when a document was passed, issued or amended, or under which number."""
    return bool(re.search(r"\d{4}\s*年|〔\d{4}〕|号\s*$|^目\s*录$", line)) and not line.endswith("。")


def _by_articles(lines: Iterable[str], start: re.Pattern[str]) -> list[ParsedArticle]:
    """The records of a text that counts its articles 第…条 or its items 一、."""
    found: list[ParsedArticle | None] = []
    path: dict[int, str] = {}
    current = _Open(label=PREAMBLE)
    for line in lines:
        words = HASHES.sub(r"\2", line)
        match = start.match(words)
        heading = None if match else _heading(line)
        if not match and not heading:
            current.lines.append(words)
            continue
        found.append(current.close())
        if heading:
            rank, name = heading
            path = {kept: said for kept, said in path.items() if kept < rank} | {rank: name}
            is_first = current.label == PREAMBLE and not any(found)
            current = _Open(label=PREAMBLE if is_first else "", heading="" if is_first else _joined(path))
        elif match:
            current = _opened(match, start, _joined(path))
    return [record for record in (*found, current.close()) if record]


def _opened(match: re.Match[str], start: re.Pattern[str], heading: str) -> _Open:
    """The record that a line opens."""
    if start is ITEM:
        return _Open(number_of(match[1]), 0, f"{match[1]}、", heading, [match[2]] if match[2] else [])
    number, suffix = number_of(match[1]), number_of(match[2] or "") or 0
    label = re.sub(r"\s+", "", f"第{match[1]}条{f'之{match[2]}' if match[2] else ''}")
    rest = match[3].strip(" \t　")
    return _Open(number, suffix, label, heading, [rest] if rest else [])


def _heading(line: str) -> tuple[int, str] | None:
    """编, 分编, 章 or 节 by its words, never by the number of #; any other heading ranks below them."""
    hashes = HASHES.match(line)
    words = re.sub(r"[ \t　]+", " ", hashes[2] if hashes else line).strip()
    part = PART.match(words)
    if part and not words.endswith("。"):
        return RANKS[part[2]], f"第{part[1]}{part[2]} {part[3].replace(' ', '')}".strip()
    if UNNUMBERED.match(words):
        return RANKS["章"], words.replace(" ", "")
    return (OTHER, words) if hashes and words else None


def _joined(path: dict[int, str]) -> str:
    return SEPARATOR.join(path[rank] for rank in sorted(path))[:300]


def _by_length(lines: Iterable[str]) -> list[ParsedArticle]:
    """Prose, cut between paragraphs into pieces of about RECORD_LENGTH characters."""
    pieces: list[list[str]] = [[]]
    for line in _short_enough(lines):
        if pieces[-1] and sum(map(len, pieces[-1])) + len(line) > RECORD_LENGTH:
            pieces.append([])
        pieces[-1].append(line)
    return [ParsedArticle(None, 0, "", "", "\n".join(piece)) for piece in pieces if piece]


def _short_enough(lines: Iterable[str]) -> Iterator[str]:
    """Paragraphs; one that is far too long is cut after its sentences."""
    for line in lines:
        rest = line
        while len(rest) > 2 * RECORD_LENGTH:
            place = rest.rfind("。", 0, RECORD_LENGTH) + 1 or RECORD_LENGTH
            yield rest[:place]
            rest = rest[place:]
        if rest:
            yield rest


def _history_in_brackets(articles: list[ParsedArticle]) -> tuple[list[str], list[ParsedArticle]]:
    """A preamble that is one pair of brackets （…年…通过） belongs to the history."""
    if not articles or articles[0].label != PREAMBLE:
        return [], articles
    lines = articles[0].text.split("\n")
    told = 0
    while told < len(lines) and re.fullmatch(r"[（(].*\d{4}\s*年.*[)）]", lines[told]):
        told += 1
    rest = [line for line in lines[told:] if not re.fullmatch(r"目\s*录", line)]
    kept = [ParsedArticle(None, 0, PREAMBLE, "", "\n".join(rest))] if rest else []
    return lines[:told], [*kept, *articles[1:]]


def _warnings(articles: list[ParsedArticle], unit: str) -> list[str]:
    """What a reader should look at: numbers that jump, return or come twice."""
    found: list[str] = []
    if not articles:
        return ["没有找到正文。"]
    if not unit:
        return ["没有找到“第…条”或“一、”，已按段落分段。"]
    last, seen = (0, 0), set()
    for article in articles:
        if article.number is None:
            continue
        key = (article.number, article.suffix)
        if key in seen:
            found.append(f"{article.label}出现了不止一次。")
        elif unit == "条" and article.number > last[0] + 1:
            found.append(f"{article.label}之前缺少条款（上一条为第{last[0]}条）。")
        elif unit == "条" and key < last:
            found.append(f"{article.label}的条号小于前一条。")
        seen.add(key)
        last = key
    return found[:MOST_WARNINGS]
