"""`manage doctor`: says whether this installation can do its work."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from workflow_site import doctor
from workflow_site.doctor import Grade

MARKS = {Grade.GOOD: "✓", Grade.WARNING: "!", Grade.BROKEN: "✗"}


class Command(BaseCommand):
    help = (
        "Examine this installation: settings, database, migrations, search index, broker, LibreOffice, disk, "
        "working-day calendar, size of the library. Exit 1 where something is broken; warnings alone are no failure."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = doctor.examine()
        told = doctor.as_json(findings)
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            for one in findings:
                self.stdout.write(f"{MARKS[one.grade]} {one.title}：{one.sentence}")
        if not told["ok"]:
            sys.exit(1)
