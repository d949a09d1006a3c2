"""`manage backup DIR`: everything there is, of one moment, while people go on working."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accountability.backups import making, saying
from organizations.refusals import NotYet


class Command(BaseCommand):
    help = (
        "Write a backup into DIR: rows of one moment, then files, then a signed list. Keys and the search index are "
        "no part of it: keep a copy of the folder of keys apart. Exit 1 if a stored file was missing or damaged."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that is not there yet, or empty")
        parser.add_argument("--json", action="store_true", help="print one JSON document at the end")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = making.make(options["folder"], None if options["json"] else saying.draw)
        except NotYet as refusal:
            saying.refused(self.stdout, refusal.message, as_json=options["json"])
        except OSError as error:
            saying.refused(self.stdout, f"备份没有完成：{error.strerror}。", as_json=options["json"])
        rows, missing = sum(told["rows"].values()), told["missing"]
        document = {"ok": not missing, "rows": rows, "files": len(told["files"]), "seals": told["seals"]}
        line = f"{options['folder']}：{rows}行，{len(told['files'])}个文件，操作记录{told['seals']}条。"
        saying.told(self.stdout, {**document, "missing": missing}, [line], as_json=options["json"])
        if missing:
            raise CommandError(
                f"有{len(missing)}个附件内容在备份时已缺失或被改动，其余均已备份；请执行 verify_all 查看。"
            )
