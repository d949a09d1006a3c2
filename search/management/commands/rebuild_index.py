"""`manage rebuild_index`: builds the search index from the database while the old one answers."""

import json
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.index import building
from search.index.generations import Busy


class Command(BaseCommand):
    help = "Build the search index from the database as a new generation and let it answer; the one before is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document at the end")
        parser.add_argument("--no-progress", action="store_true", help="draw no progress bar")
        parser.add_argument("--wait", action="store_true", help="wait while another process writes to the index")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        quiet = options["json"] or options["no_progress"]
        try:
            done = building.rebuild(None if quiet else self._draw, wait=options["wait"])
        except Busy:
            raise CommandError("正有另一个进程在写入索引，请稍后再试，或加上 --wait 等待。") from None
        except building.Different as difference:
            raise CommandError(str(difference)) from None
        seconds = round(time.monotonic() - began, 1)
        if options["json"]:
            self.stdout.write(
                json.dumps({"ok": True, "backend": settings.SEARCH_BACKEND, "bundles": done, "seconds": seconds})
            )
        else:
            self.stdout.write(f"索引已重建（{settings.SEARCH_BACKEND}）：{done}项，用时{seconds}秒。")

    @staticmethod
    def _draw(done: int, total: int) -> None:
        if done % 20 and done != total:
            return
        filled = 40 * done // max(total, 1)
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (40 - filled)}] {done}/{total}" + ("\n" if done == total else ""))
        sys.stderr.flush()
