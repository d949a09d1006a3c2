"""`manage verify_all`: says whether everything that was recorded is still what it was."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from accountability import verify, verify_trail
from accountability.proofs import checkpoints, walking


class Command(BaseCommand):
    help = (
        "Check the trail, checkpoints, files, numbers, stored flow names and every watched row; exit 1 on differences."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document instead of lines")
        parser.add_argument("--thorough", action="store_true", help="recompute SM3 over every text")
        parser.add_argument("--against", type=Path, help="a file of checkpoints kept elsewhere, compared too")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(translation.get_language() or "zh-hans"):
            if options["thorough"]:
                verify.register("chain", walking.thoroughly, verify_trail.seals_count, title=_("操作记录链"))
            results = verify.run()
            if held := options["against"]:
                results.append(_held(held))
            found = sum(len(result.differences) for result in results)
            if options["json"]:
                checks = [result.as_json() for result in results]
                document = {"ok": not found, "differences": found, "checks": checks}
                self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))
            else:
                self._print(results, found)
        if found:
            self.stderr.write(_("核验发现%(found)d处不一致。") % {"found": found})
            sys.exit(1)

    def _print(self, results: list[verify.Result], found: int) -> None:
        for result in results:
            self.stdout.write(
                _("%(title)s：核对%(count)d项，不一致%(found)d项")
                % {"title": result.title, "count": result.count, "found": len(result.differences)}
            )
            for difference in result.differences:
                self.stdout.write(f"  ✗ {difference.thing}  {difference.sentence}")
        if not found:
            self.stdout.write(_("全部一致。"))


def _held(path: Path) -> verify.Result:
    """The checkpoints that somebody kept for us."""
    if not path.exists():
        raise CommandError(f"没有文件 {path}。")
    lines = sum(1 for _line in checkpoints.lines(path))
    return verify.Result("held", _("所持日志校验点"), lines, list(checkpoints.against(path)))
