"""Reads a plan and prints what was found in it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError

from organizations.refusals import Refusal
from plans import intake
from plans.reading import Reading


class Command(BaseCommand):
    """Read through the same gate as the page; nothing is kept as a plan."""

    help = (
        "Reads a plan (docx, txt, md, pdf) and prints its obligations, indicators, dates, cited documents and what "
        "could not be read. A plan is kept from the page 导入计划, where every found thing is confirmed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the file is."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", required=True, help="only read; always required here")
        parser.add_argument("--year", type=int, default=None, help="the plan's year where the text does not say it")
        parser.add_argument("--json", action="store_true", help="print the reading as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and print."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"没有这个文件：{path}")
        try:
            taken = intake.take(SimpleUploadedFile(path.name, path.read_bytes()), year=options["year"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(taken.reading.as_json(), ensure_ascii=False))
        else:
            self._tell(taken.reading)

    def _tell(self, reading: Reading) -> None:
        for one in reading.obligations:
            self.stdout.write(f"频次 {one.text}（{one.place.source[one.place.start : one.place.end]}）{one.doubt}")
        for figure in reading.indicators:
            self.stdout.write(f"指标 {figure.name} {figure.comparator} {figure.value:g}{figure.unit} {figure.doubt}")
        for left in reading.unread:
            self.stdout.write(f"未读 {left.text}：{left.reason}")
        self.stdout.write(
            f"共{len(reading.sections)}节，频次要求{len(reading.obligations)}项，指标{len(reading.indicators)}项，"
            f"日期{len(reading.dates)}处，依据{len(reading.basis)}件，未读{len(reading.unread)}处。"
        )
