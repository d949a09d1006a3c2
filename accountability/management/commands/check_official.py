"""Measures a document against GB/T 9704—2012 and lists its defects."""

import io
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accountability import packages
from accountability.documents import checks
from accountability.gate import clean_name, limit
from organizations.refusals import Refusal


class Command(BaseCommand):
    """Look the file through as an upload would be, then measure it; nothing of it is kept."""

    help = (
        "Measures a docx against GB/T 9704-2012 (page, grid, fonts, levels, number, date, attachments, page numbers) "
        "and lists each defect with its place."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the file is."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="print the defects as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and print."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"没有这个文件：{path}")
        try:
            found = checks.check(looked_through(path))
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            defects = [
                {"code": one.code, "place": one.place, "said": one.said, "paragraph": one.paragraph} for one in found
            ]
            self.stdout.write(json.dumps({"file": path.name, "defects": defects}, ensure_ascii=False))
            return
        for one in found:
            self.stdout.write(f"{one.place}：{one.said}")
        self.stdout.write(f"共{len(found)}处不符合GB/T 9704—2012。" if found else "未发现不符合GB/T 9704—2012之处。")


def looked_through(path: Path) -> bytes:
    """The bytes of a docx that an upload would not refuse."""
    name = clean_name(path.name)
    if path.stat().st_size > limit():
        raise CommandError(f"文件超过{limit() // 1024 // 1024} MB：{path}")
    content = path.read_bytes()
    packages.examine(io.BytesIO(content), name, "docx", content[:2048])
    return content
