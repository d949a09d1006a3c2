"""`manage verify_backup DIR`: whether a backup is whole, and how many events a checkpoint knows beyond it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accountability.backups import checking, saying
from accountability.proofs import checkpoints
from organizations.refusals import NotYet


class Command(BaseCommand):
    help = (
        "Check a backup where it lies: the signed list, every file, the chain, the checkpoints. Exit 1 on differences."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--key", default="", help="the public key that signed it, where it is not one of ours")
        parser.add_argument("--checkpoints", type=Path, help="a file of checkpoints kept elsewhere (our own otherwise)")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        held = options["checkpoints"] or checkpoints.file()
        if options["checkpoints"] and not held.exists():
            raise CommandError(f"没有文件 {held}。")
        try:
            told = checking.read(options["folder"], options["key"])
        except NotYet as refusal:
            saying.refused(self.stdout, refusal.message, as_json=options["json"])
        wrong = list(checking.differences(options["folder"], told))
        lost = 0
        if held.exists() and not wrong:
            lost, wrong = checking.against(options["folder"], told, held)
        document = {"ok": not wrong, "seals": told["seals"], "beyond": lost, "differences": wrong}
        lines = [
            f"操作记录{told['seals']}条，文件{len(told['files'])}个，不一致{len(wrong)}处。",
            *(f"  ✗ {one}" for one in wrong),
        ]
        if lost:
            lines.append(f"备份止于第{told['seals']}条；校验点显示此后还有{lost}条操作记录，不在备份中。")
        saying.told(self.stdout, document, lines, as_json=options["json"])
        if wrong:
            raise CommandError(f"备份有{len(wrong)}处不一致。")
