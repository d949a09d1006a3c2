"""What the commands of backups share: a progress bar on standard error, one JSON document or lines, honest ends."""

import json
import sys
from typing import Any, NoReturn

from django.core.management.base import CommandError, OutputWrapper


def draw(done: int, total: int) -> None:
    """The bar."""
    if done % 20 and done != total:
        return
    filled = 40 * done // max(total, 1)
    sys.stderr.write(f"\r[{'#' * filled}{'.' * (40 - filled)}] {done}/{total}" + ("\n" if done == total else ""))
    sys.stderr.flush()


def told(out: OutputWrapper, document: dict[str, Any], lines: list[str], *, as_json: bool) -> None:
    """The end of a command: a document for a machine, or lines."""
    out.write(json.dumps(document, ensure_ascii=False) if as_json else "\n".join(lines))


def refused(out: OutputWrapper, sentence: str, *, as_json: bool) -> NoReturn:
    """Give up with one sentence, which a machine finds in the document too."""
    if as_json:
        out.write(json.dumps({"ok": False, "said": sentence}, ensure_ascii=False))
    raise CommandError(sentence)
