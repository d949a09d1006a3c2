"""From an uploaded file to what the library will hold: through the gate, read, taken apart, described."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.gate import MARKED_UP, Checked, gate, stored
from organizations.refusals import Refusal
from search import reading
from search.describing import Description, describe
from search.models import Article
from search.parsing import ParsedArticle, ParsedText, parse

WHY = {
    "images": gettext_lazy("“%(name)s”是扫描图片，没有可以提取的文字，请上传带文字的文件，或先做文字识别。"),
    "locked": gettext_lazy("“%(name)s”设有打开密码，请取消密码后重新上传。"),
    "encoding": gettext_lazy("看不出“%(name)s”的文字编码，请另存为UTF-8编码后重新上传。"),
    "slow": gettext_lazy("“%(name)s”太复杂，没能在规定时间内读完，请拆分或另存为txt后重新上传。"),
    "damaged": gettext_lazy("“%(name)s”已损坏或内容异常，无法读取，请用原软件另存后重新上传。"),
}
READABLE = format_lazy("{}", "、".join(reading.EXTENSIONS))


class NoText(Refusal):
    """A file out of which no regulation can be read."""


@dataclass(frozen=True)
class Taken:
    """A file that was read and taken apart, not yet in the library."""

    checked: Checked
    parsed: ParsedText
    description: Description

    @property
    def text_hash(self) -> str:
        """The digest of the articles alone: the same words in another file are the same text."""
        return hash_of(self.parsed.articles)


def hash_of(articles: Iterable[ParsedArticle | Article]) -> str:
    """The digest of articles by label, headings and words; also of Article rows in their order."""
    found = hashlib.sha256()
    for article in articles:
        found.update(f"{article.label}\x1f{article.heading}\x1f{article.text}\x1e".encode())
    return found.hexdigest()


def take(upload: UploadedFile, *, path: str = "", level: str = "") -> Taken:
    """Check, keep, read and take apart one file; to be called before any transaction."""
    return read(let_in(upload), path=path or str(upload.name or ""), level=level)


def let_in(upload: UploadedFile) -> Checked:
    """Check and keep a file out of which a regulation may be read; its text is not looked at yet."""
    name = str(upload.name or "")
    extension = PurePath(name).suffix.lower().lstrip(".")
    if extension not in reading.EXTENSIONS:
        told = _("“%(name)s”不能作为法规文本读取，请上传下列格式之一：%(accepted)s。")
        raise NoText(told % {"name": name[:80], "accepted": READABLE})
    return gate(upload, also=tuple(MARKED_UP))


def read(checked: Checked, *, path: str = "", level: str = "") -> Taken:
    """Read and take apart a file that was let in; to be called before any transaction."""
    parsed = taken_apart(checked)
    description = describe(parsed, path=path or checked.name, level=level)
    if not description.title_key:
        raise NoText(_("“%(name)s”没有标题，请在第一行写明名称后重新上传。") % {"name": checked.name})
    return Taken(checked, parsed, description)


def taken_apart(checked: Checked) -> ParsedText:
    """The text of a checked file, taken apart; a refusal where there is none."""
    extension = PurePath(checked.name).suffix.lower().lstrip(".")
    try:
        text = reading.text_of(stored(checked.sha256).read_bytes(), extension)
    except reading.Unreadable as why:
        raise NoText(WHY.get(str(why), WHY["damaged"]) % {"name": checked.name}) from why
    parsed = parse(text)
    if not parsed.articles:
        raise NoText(_("“%(name)s”里没有正文，请检查文件内容后重新上传。") % {"name": checked.name})
    return parsed
