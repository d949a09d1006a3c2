"""Repeats a draw from its record, without looking at the database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from rectification import drawing


class Command(BaseCommand):
    """The same population, seed and outside words give the same draw on every machine."""

    help = "Repeats a draw from its record file and says whether the result is the same; exits with 1 where it is not."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Which record; a machine may ask for JSON."""
        parser.add_argument(
            "--replay", required=True, metavar="FILE", help="the record downloaded from the draw's page"
        )
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Repeat it and compare."""
        record = _read(options["replay"])
        try:
            told = drawing.replay(record)
        except drawing.DrawError as error:
            raise CommandError(_refusal(error)) from error
        if options["json"]:
            self.stdout.write(drawing.canonical(told))
        else:
            for name, people in drawing.named({**record, "result": told["result"]}):
                self.stdout.write(f"{name}\t{'、'.join(people)}".rstrip())
            if told["identical"]:
                self.stdout.write(_("重算结果与记录一致。"))
        if not told["identical"]:
            raise CommandError(_("重算结果与记录不一致：%(what)s。") % {"what": "、".join(told["differences"])})


def _read(name: str) -> dict[str, Any]:
    """The record in a file."""
    try:
        found = json.loads(Path(name).read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(_("读不到文件“%(name)s”，请核对路径。") % {"name": name}) from error
    except ValueError as error:
        raise CommandError(_("“%(name)s”不是抽取记录文件，请从抽取页面重新下载。") % {"name": name}) from error
    return found if isinstance(found, dict) else {}


def _refusal(error: drawing.DrawError) -> str:
    """Why a record cannot be repeated."""
    if error.code == "method":
        return _("记录用的是第%(n)s版抽取算法，本版本不认识，请换用相应版本。") % {"n": error.names[0]}
    if error.code == "record":
        return _("文件不是完整的抽取记录，请从抽取页面重新下载。")
    return _("按记录中的总体无法完成抽取，记录可能被改动。")
