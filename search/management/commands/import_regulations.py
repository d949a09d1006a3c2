"""Puts regulations in files and folders into everybody's library."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import services
from search.models import Level


class Command(BaseCommand):
    """Import; what is there already is left alone, so that an interrupted import is simply started again."""

    help = (
        "Imports regulations (docx, txt, md, html, pdf) from files and folders into the library everybody reads. "
        "Running it again imports only what is new; what could not be read is listed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the files are."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
        parser.add_argument("--level", choices=Level.values, default="", help="the level of all of them, if known")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and say what came of it."""
        missing = [str(path) for path in options["paths"] if not path.exists()]
        if missing:
            raise CommandError(f"没有这个文件或文件夹：{'、'.join(missing)}")
        report = services.import_files(
            options["paths"], by=None, level=options["level"], progress=None if options["json"] else self._progress
        )
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self._tell(report)
        if report.problems:
            raise CommandError(f"有{len(report.problems)}个文件没有入库，原因见上。")

    def _progress(self, done: int, total: int) -> None:
        width = done * 40 // total
        self.stderr.write(f"\r[{'#' * width}{'.' * (40 - width)}] {done}/{total}", ending="" if done < total else "\n")
        self.stderr.flush()

    def _tell(self, report: services.Report) -> None:
        for warning in report.warnings:
            self.stdout.write(f"提示 {warning.path}：{warning.sentence}")
        for problem in report.problems:
            self.stdout.write(f"未入库 {problem.path}：{problem.sentence}")
        self.stdout.write(
            f"共{report.files}个文件：入库{report.imported}个（{report.articles}条），"
            f"已在库中{report.already}个，未入库{len(report.problems)}个；识别废止关系{report.relations}条。"
        )
