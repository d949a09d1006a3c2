"""From an uploaded file or a pasted text to what the reader finds in it: through the gate, read, taken apart."""

import re
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.gate import MARKED_UP, Checked, gate, stored
from organizations.refusals import Refusal
from plans.reading import Reading, read
from search import reading as files

EXTENSIONS = ("docx", "txt", "md", "pdf")
LONGEST = 300_000
"""The characters of a plan that are read; a 60-page plan has some 40,000."""
FEWEST = 10
"""Chinese characters below which there is no plan."""

WHY = {
    "images": gettext_lazy("“%(name)s”是扫描图片，没有可以提取的文字，请上传带文字的文件，或先做文字识别。"),
    "locked": gettext_lazy("“%(name)s”设有打开密码，请取消密码后重新上传。"),
    "encoding": gettext_lazy("看不出“%(name)s”的文字编码，请另存为UTF-8编码后重新上传。"),
    "slow": gettext_lazy("“%(name)s”太复杂，没能在规定时间内读完，请拆分或另存为txt后重新上传。"),
    "damaged": gettext_lazy("“%(name)s”已损坏或内容异常，无法读取，请用原软件另存后重新上传。"),
}


class NoPlan(Refusal):
    """A file or text out of which no plan can be read."""


@dataclass(frozen=True)
class Words:
    """The text of a plan that passed the gate; `checked` is its file, none for pasted text."""

    text: str
    checked: Checked | None


@dataclass(frozen=True)
class Taken:
    """A plan that was read, not yet kept."""

    text: str
    reading: Reading
    checked: Checked | None


def words_of(upload: UploadedFile) -> Words:
    """Check and keep one file and take its text out; to be called before any transaction."""
    name = str(upload.name or "")
    extension = PurePath(name).suffix.lower().lstrip(".")
    checked = gate(upload, also=tuple(MARKED_UP))
    if extension not in EXTENSIONS:
        told = _("“%(name)s”不能作为计划读取，请上传下列格式之一：%(accepted)s。")
        raise NoPlan(told % {"name": checked.name, "accepted": _("、").join(EXTENSIONS)})
    try:
        text = files.text_of(stored(checked.sha256).read_bytes(), extension, rows=True)
    except files.Unreadable as why:
        raise NoPlan(WHY.get(str(why), WHY["damaged"]) % {"name": checked.name}) from why
    return Words(require_plan(text), checked)


def take(upload: UploadedFile, *, year: int | None = None) -> Taken:
    """Check, keep and read one file; to be called before any transaction."""
    words = words_of(upload)
    return Taken(words.text, read(words.text, year=year), words.checked)


def require_plan(text: str) -> str:
    """The text; a refusal where there is no plan in it."""
    if len(text) > LONGEST:
        told = _("文字超过%(most)d万字，不像一份计划，请拆分后分别导入。")
        raise NoPlan(told % {"most": LONGEST // 10_000})
    if len(re.findall(r"[\u4e00-\u9fff]", text[:20_000])) < FEWEST:
        raise NoPlan(_("没有读到中文的计划正文，请检查文件内容后重新上传。"))
    return text


def taken_apart(text: str, *, year: int | None = None) -> Reading:
    """What the reader finds in a text; a refusal where there is no plan in it."""
    return read(require_plan(text), year=year)
