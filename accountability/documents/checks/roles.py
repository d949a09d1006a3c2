"""Which paragraph of a document plays which part: mark, number, title, addressees, text, attachments, imprint."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accountability.documents.standard import SIZE_3

Paragraph = dict[str, Any]

NUMBER = re.compile(
    r"^(?P<code>[\u4e00-\u9fffA-Za-z]{1,15})\s*(?P<open>[〔\[(（【［﹝<《])\s*(?P<year>\d{2,4})\s*年?(?P<close>[〕\])）】］﹞>》])\s*"
    r"(?P<rest>.{1,12})$"
)
ISSUE = re.compile(r"^第\s*[\d一二三四五六七八九十百]+\s*期$")
SIGNER = re.compile(r"签\s*发\s*人\s*[:：]?")
DATE = re.compile(
    r"^(?:[〇○零一二三四五六七八九十０-９\d]{4}\s*年\s*[〇零一二三四五六七八九十\d]{1,3}\s*月\s*[〇零一二三四五六七八九十\d]{1,3}\s*日"
    r"|\d{4}[./-]\d{1,2}[./-]\d{1,2}\s*日?|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2})$"
)
COPIES = re.compile(r"^(?:主送|抄送|分送|抄报)\s*[:：]?")
PRINTED = re.compile(r"\d\s*日\s*印\s*(?:发|制)?\s*$|印\s*发\s*$")
ATTACHMENT_NAMED = re.compile(r"^附\s*件\s*[:：]\s*\S|^附\s*件\s*\d*\s*[.．、]\s*\S")
ATTACHMENT_PAGE = re.compile(r"^附\s*件\s*(?P<number>[\d一二三四五六七八九十]*)\s*[:：]?$")
NAMED_NEXT = re.compile(r"^\d{1,2}\s*[.．、]")
HEADINGS = (
    re.compile(r"^(?P<n>[一二三四五六七八九十]{1,3})(?P<mark>[、，,.．:：\s])"),
    re.compile(r"^(?P<open>[（(])(?P<n>[一二三四五六七八九十]{1,3})(?P<close>[)）])(?P<mark>[、，.．]?)"),
    re.compile(r"^(?P<n>\d{1,2})(?P<mark>[.．、，,])(?!\d)"),
    re.compile(r"^(?P<open>[（(])(?P<n>\d{1,2})(?P<close>[)）])(?P<mark>[、，.．]?)"),
)
NOTE = re.compile(r"^[（(][^（(]*[)）]$")
SENTENCE = re.compile(r"[。！？；]")
RED_LEAST, RED_MOST = 0xB0, 0x60


@dataclass(frozen=True)
class Defect:
    """One defect: what kind, where, and a sentence with what the standard wants; paragraph 0 is the page itself."""

    code: str
    place: str
    said: str
    paragraph: int = 0


@dataclass(frozen=True)
class HeadingFound:
    """A heading of the text: its level 1–4 as written, its number, and its match."""

    level: int
    number: int
    paragraph: Paragraph
    match: re.Match[str]


@dataclass
class Read:
    """A measured document with its parts recognised."""

    measured: dict[str, Any]
    paragraphs: list[Paragraph]
    mark: Paragraph | None = None
    is_letter: bool = False
    number: Paragraph | None = None
    title: list[Paragraph] = field(default_factory=list)
    addressees: Paragraph | None = None
    body: list[Paragraph] = field(default_factory=list)
    headings: list[HeadingFound] = field(default_factory=list)
    named: list[Paragraph] = field(default_factory=list)
    signature: Paragraph | None = None
    date: Paragraph | None = None
    attachment_pages: list[tuple[Paragraph, Paragraph | None]] = field(default_factory=list)
    imprint: list[Paragraph] = field(default_factory=list)

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The sections of the file."""
        return list(self.measured["sections"])

    @property
    def is_minutes(self) -> bool:
        """Whether the mark says 纪要."""
        return self.mark is not None and bare(self.mark).endswith("纪要")

    @property
    def has_head(self) -> bool:
        """Whether it has a 版头 at all."""
        return self.mark is not None or self.number is not None


def bare(paragraph: Paragraph) -> str:
    """The text of a paragraph without spaces around it."""
    return str(paragraph["text"]).strip(" \t\n\u3000\u00a0")


def place(paragraph: Paragraph) -> str:
    """Where a paragraph stands: its count and its first words."""
    words = re.sub(r"\s+", " ", bare(paragraph))[:16]
    return _("第%(number)d段“%(words)s”") % {"number": paragraph.get("place", 0), "words": words}


def most(paragraph: Paragraph, what: str, otherwise: Any = None) -> Any:
    """The face, size or colour most characters of a paragraph have."""
    counted = paragraph[what]
    return counted[0][0] if counted else otherwise


def is_red(colour: str) -> bool:
    """Whether a colour is a red."""
    if not re.fullmatch(r"[0-9A-F]{6}", colour):
        return False
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return red >= RED_LEAST and max(green, blue) <= RED_MOST


def points(twips: Any) -> float:
    """Twips as written in a file, in points; nothing where it is no number."""
    try:
        return float(twips) / 20
    except (TypeError, ValueError):
        return 0.0


def read_roles(measured: dict[str, Any]) -> Read:
    """Recognise the parts of a measured document."""
    shown = [one for one in measured["paragraphs"] if bare(one) and not one["in_table"]]
    read = Read(measured, shown)
    rest = _head(read, [one for one in shown if not one["in_box"]])
    rest = _imprint(read, rest)
    rest = _attachment_pages(read, rest)
    _closing(read, rest)
    for one in read.body:
        for level, form in enumerate(HEADINGS, 1):
            if found := form.match(bare(one)):
                read.headings.append(HeadingFound(level, _counted(found["n"]), one, found))
                break
    return read


def _counted(said: str) -> int:
    """A number in figures or in Chinese below a hundred."""
    if said.isdigit():
        return int(said)
    digits = {char: n for n, char in enumerate("一二三四五六七八九", 1)}
    tens, ten, ones = said.partition("十")
    return (digits.get(tens, 1) * 10 if ten else 0) + digits.get(ones if ten else tens, 0)


def _head(read: Read, shown: list[Paragraph]) -> list[Paragraph]:
    """Mark, number, title and addressees; returns what follows."""
    first_header = [
        one for section in read.sections[:1] for edge in section["header"].values() for one in edge if bare(one)
    ]
    large = (one for one in first_header if is_red(most(one, "colours", "")) and most(one, "sizes", 0) > SIZE_3 + 4)
    read.mark = next(large, None)
    read.is_letter = read.mark is not None
    at = 0
    while at < min(len(shown), 12):
        one, words = shown[at], bare(shown[at])
        before_title = re.split(r"\t|\s{2,}", SIGNER.split(words)[0].strip())[0]
        if read.mark is None and is_red(most(one, "colours", "")) and most(one, "sizes", 0) > SIZE_3 + 4:
            read.mark = one
        elif NUMBER.match(before_title) or ISSUE.match(before_title) or (read.is_letter and NUMBER.match(words)):
            read.number = one
        elif _is_title(one):
            break
        elif not (len(words) < 30 and at < 6 and not SENTENCE.search(words)):
            return shown[at:]
        at += 1
    else:
        return shown
    return _title(read, shown, at)


def _is_title(one: Paragraph) -> bool:
    black = not is_red(most(one, "colours", ""))
    named = str(one["style"]).lower() == "title" or one["style"] == "标题"
    return black and (named or (one["align"] == "center" and len(bare(one)) < 90))


def _title(read: Read, shown: list[Paragraph], at: int) -> list[Paragraph]:
    while at < len(shown) and _is_title(shown[at]) and len(read.title) < 5:
        if read.title and most(shown[at], "sizes", 0) != most(read.title[0], "sizes", 0):
            break
        read.title.append(shown[at])
        at += 1
    if at < len(shown):
        words = bare(shown[at])
        if (
            re.search(r"[:：]$", words)
            and len(words) < 120
            and not SENTENCE.search(words)
            and not HEADINGS[0].match(words)
        ):
            read.addressees = shown[at]
            at += 1
    return shown[at:]


def _imprint(read: Read, rest: list[Paragraph]) -> list[Paragraph]:
    """The 版记: what stands last, from 抄送 or the line of printing on."""
    for at in range(max(len(rest) - 4, 0), len(rest)):
        if COPIES.match(bare(rest[at])) or (PRINTED.search(bare(rest[at])) and len(bare(rest[at])) < 60):
            read.imprint = rest[at:]
            return rest[:at]
    return rest


def _attachment_pages(read: Read, rest: list[Paragraph]) -> list[Paragraph]:
    """Where attachments begin; what stands before the first is the document itself."""
    starts = [at for at, one in enumerate(rest) if ATTACHMENT_PAGE.match(bare(one))]
    for at in starts:
        read.attachment_pages.append((rest[at], rest[at + 1] if at + 1 < len(rest) else None))
    return rest[: starts[0]] if starts else rest


def _closing(read: Read, rest: list[Paragraph]) -> None:
    """The named attachments, signature and date; what is left is the text."""
    dates = [at for at, one in enumerate(rest) if DATE.match(bare(one))]
    end = len(rest)
    if dates and read.title:
        at = dates[0]
        read.date, end = rest[at], at
        before = bare(rest[at - 1]) if at else ""
        is_name = 0 < len(before) < 40 and not SENTENCE.search(before)
        if is_name and not any(form.match(before) for form in HEADINGS):
            read.signature, end = rest[at - 1], at - 1
    issued = rest[dates[0] + 1 :] if dates and read.title else []
    text = rest[:end]
    named = next((at for at, one in enumerate(text) if ATTACHMENT_NAMED.match(bare(one))), None)
    if named is not None:
        stop = named + 1
        while stop < len(text) and NAMED_NEXT.match(bare(text[stop])):
            stop += 1
        read.named, text = text[named:stop], text[:named] + text[stop:]
    read.body = text + [one for one in issued if not _is_title(one) and not NOTE.match(bare(one))]
