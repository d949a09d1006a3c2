"""Says of each file whether an upload of it would pass, and why not."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accountability.inspecting import Inspection, inspect, words


class Command(BaseCommand):
    """Look at files as the gate of every upload does; nothing is kept."""

    help = (
        "Looks at files as the gate of every upload does and prints for each whether it passes, why not, what else it "
        "holds (tracked changes, controls, text boxes, nested tables, links …), and the time and memory it took."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which files."""
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="print one line of JSON for each file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look and print; a refused file is an answer, a missing one an error."""
        missing = [str(path) for path in options["files"] if not path.is_file()]
        for path in options["files"]:
            if path.is_file():
                found = inspect(path)
                self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False) if options["json"] else _told(found))
        if missing:
            raise CommandError(f"没有这个文件：{'、'.join(missing)}")


def _told(found: Inspection) -> str:
    answer = "接受" if found.accepted else f"不接受：{found.reason}"
    more = f"；含{'、'.join(words(found.flags))}" if found.flags else ""
    return f"{found.file}：{answer}{more}（{found.seconds:.2f}秒，{found.peak_mb} MB）"
