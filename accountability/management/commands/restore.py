"""`manage restore DIR`: puts a backup into an empty database, and says what it lacks."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accountability import verify
from accountability.backups import restoring, saying
from organizations.refusals import NotYet


class Command(BaseCommand):
    help = (
        "Put a backup into an EMPTY database and an empty folder of files, bring it to this version, verify it all. "
        "Nothing that is there is ever emptied. Exit 1 when anything differs."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--key", default="", help="the public key that signed it, where it is not one of ours")
        parser.add_argument("--checkpoints", type=Path, help="a file of checkpoints kept elsewhere")
        parser.add_argument("--json", action="store_true", help="print one JSON document at the end")

    def handle(self, *args: Any, **options: Any) -> None:
        as_json, held = options["json"], options["checkpoints"]
        if held and not held.exists():
            raise CommandError(f"没有文件 {held}。")
        bar = None if as_json else saying.draw
        try:
            told, lost = restoring.restore(options["folder"], key=options["key"], held=held, progress=bar)
        except NotYet as refusal:
            saying.refused(self.stdout, refusal.message, as_json=as_json)
        found = {one.name: [each.sentence for each in one.differences] for one in verify.run() if one.differences}
        found.pop("index", None)  # the index is no part of a backup; the worker builds it anew
        document = {"ok": not found, "seals": told["seals"], "lost": lost, "differences": found}
        lines = [
            f"已恢复：{sum(told['rows'].values())}行，操作记录{told['seals']}条，备份时间{told['at']}。检索索引将自动重建。"
        ]
        lines += [f"  ✗ {sentence}" for sentences in found.values() for sentence in sentences]
        if lost:
            lines.append(f"校验点显示备份之后还有{lost}条操作记录，已丢失；请凭纸质回执等补录。")
        saying.told(self.stdout, document, lines, as_json=as_json)
        if found:
            raise CommandError("恢复后核验发现不一致，见上。")
