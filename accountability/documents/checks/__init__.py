"""Any docx against GB/T 9704—2012: each defect with its place and a sentence that says what the standard wants."""

import json
import subprocess  # nosec B404
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from accountability.documents.checks import closings, heads, numbering, opening, pages, texts
from accountability.documents.checks.roles import Defect, read_roles
from organizations.refusals import Refusal

__all__ = ["Defect", "NoDocument", "check", "measure"]

SECONDS = 30
PROGRAM = Path(__file__).resolve().parent.parent / "measuring.py"
CHECKS = (
    pages.page, pages.text_block, pages.grid, pages.page_numbers,
    heads.mark, heads.number, heads.rule, heads.title, heads.addressees, heads.secret,
    texts.body, texts.headings, texts.punctuation, texts.tables,
    numbering.order,
    opening.features, opening.version,
    closings.attachments, closings.attachment_pages, closings.date, closings.imprint,
)  # fmt: skip


class NoDocument(Refusal):
    """A file that cannot be measured."""


def check(content: bytes) -> list[Defect]:
    """All defects of a docx that passed the gate, in the order of the document."""
    read = read_roles(measure(content))
    found = [defect for one in CHECKS for defect in one(read)]
    return sorted(found, key=lambda defect: defect.paragraph)


def measure(content: bytes) -> dict[str, Any]:
    """What the file looks like, measured in a process of its own with little time and memory."""
    command = [sys.executable, "-I", str(PROGRAM)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # nosec B603
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise NoDocument(_("文件太复杂或已损坏，没能在规定时间内读完，请用WPS或Word另存后重试。")) from error
    if "why" in answer:
        large = _("正文过大，不像一份公文，无法检查版式。")
        raise NoDocument(
            large if answer["why"] == "large" else _("文件已损坏，无法检查版式，请用WPS或Word另存后重试。")
        )
    return answer
