"""What the gate says of a file, what else the file holds, and what looking at it cost."""

import json
import os
import resource
import select
import signal
import subprocess  # nosec B404
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.gate import look_through
from organizations.refusals import Refusal

SECONDS = 15
MEMORY = 1024 * 1024 * 1024
PROGRAM = Path(__file__).resolve().parent / "features.py"
WITH_FEATURES = {"docx", "xlsx", "pptx", "pdf", "jpg", "jpeg", "png", "webp"}
FLAGS: dict[str, str | Promise] = {
    "tracked_insertions": gettext_lazy("修订中插入的文字（按正文读取）"),
    "tracked_deletions": gettext_lazy("修订中删除的文字（不读取）"),
    "content_controls": gettext_lazy("内容控件（其中文字按正文读取）"),
    "text_boxes": gettext_lazy("文本框（其中文字按正文读取）"),
    "nested_tables": gettext_lazy("表格中套有表格（逐格读取）"),
    "hidden_text": gettext_lazy("隐藏文字"),
    "footnotes": gettext_lazy("脚注或尾注"),
    "comments": gettext_lazy("批注"),
    "pictures": gettext_lazy("图片或图形"),
    "embedded_objects": gettext_lazy("嵌入的文件"),
    "foreign_parts": gettext_lazy("嵌入的其他格式正文"),
    "links": gettext_lazy("超链接"),
    "external_parts": gettext_lazy("打开时会读取的外部文件"),
    "hidden_sheets": gettext_lazy("隐藏的工作表"),
    "hidden_rows_or_columns": gettext_lazy("隐藏的行或列"),
    "formulas": gettext_lazy("公式"),
    "merged_cells": gettext_lazy("合并单元格"),
    "scripts": gettext_lazy("脚本"),
    "encrypted": gettext_lazy("加密"),
    "attached_files": gettext_lazy("附带的文件"),
    "opens_something": gettext_lazy("打开时自动执行的动作"),
    "forms": gettext_lazy("可填写的表单"),
    "camera_details": gettext_lazy("拍摄信息（可能含地点）"),
    "unread": gettext_lazy("内部结构未能读完"),
}


@dataclass(frozen=True)
class Inspection:
    """One file looked at: the gate's answer, what else it holds, and the time and memory this took."""

    file: str
    accepted: bool
    reason: str
    flags: dict[str, int]
    seconds: float
    peak_mb: int

    def as_json(self) -> dict[str, Any]:
        """One line for a machine."""
        return {
            "file": self.file, "accepted": self.accepted, "reason": self.reason, "flags": sorted(self.flags),
            "counts": self.flags, "seconds": self.seconds, "peak_mb": self.peak_mb,
        }  # fmt: skip


def features(content: bytes, extension: str) -> dict[str, int]:
    """What a file holds besides its plain text, counted in a process of its own with little time and memory."""
    if extension not in WITH_FEATURES:
        return {}
    command = [sys.executable, "-I", str(PROGRAM), extension]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # nosec B603
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return {"unread": 1}
    return {str(name): int(count) for name, count in answer.get("found", {"unread": 1}).items()}


def words(flags: dict[str, int]) -> list[str]:
    """The features in words, for the screen that shows what was read and what was not."""
    return [_("%(what)s%(count)d处") % {"what": FLAGS.get(name, name), "count": count} for name, count in flags.items()]


def inspect(path: Path) -> Inspection:
    """Look at one file in a process of its own; whatever happens to that process, the answer says so."""
    started = time.monotonic()
    receiving, sending = os.pipe()
    child = os.fork()
    if not child:
        os.close(receiving)
        _answer(path, sending)
    os.close(sending)
    said = _heard(receiving, child)
    _pid, _status, used = os.wait4(child, 0)
    try:
        answer: dict[str, Any] = json.loads(said)
    except ValueError:
        answer = {"reason": _("检查这个文件用的时间或内存超出限度，请拆分或另存后重试。"), "flags": {}}
    return Inspection(
        file=path.name,
        accepted=not answer["reason"],
        reason=str(answer["reason"]),
        flags=dict(answer["flags"]),
        seconds=round(time.monotonic() - started, 2),
        peak_mb=round(used.ru_maxrss / 1024),
    )


def _answer(path: Path, sending: int) -> None:
    """In the child: look, say what was found, end without waking anything of the parent's."""
    status = 1
    with suppress(BaseException):
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        reason, flags = "", {}
        try:
            checked = look_through(path)
            flags = features(path.read_bytes(), checked.name.rpartition(".")[2].lower())
        except Refusal as refusal:
            reason = str(refusal)
        os.write(sending, json.dumps({"reason": reason, "flags": flags}).encode())
        status = 0
    os._exit(status)


def _heard(receiving: int, child: int) -> bytes:
    """What the child says until it ends or its time is over."""
    said, until = b"", time.monotonic() + SECONDS + 5
    with os.fdopen(receiving, "rb", buffering=0) as pipe:
        while select.select([pipe], [], [], max(until - time.monotonic(), 0))[0]:
            if not (part := pipe.read(65_536)):
                return said
            said += part
    os.kill(child, signal.SIGKILL)
    return b""
