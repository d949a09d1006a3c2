"""`manage verify_index`: compares every text in the search index with the database."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.index import building, sources


class Command(BaseCommand):
    help = "Compare the search index with the database, text by text; exit 1 on differences."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(building.differences())
        count = sources.count()
        if options["json"]:
            document = {"ok": not found, "count": count, "differences": [each._asdict() for each in found]}
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            for each in found:
                self.stdout.write(f"  ✗ {each.thing}  {each.sentence}")
            self.stdout.write(f"核对{count}项，不一致{len(found)}项。")
        if found:
            sys.exit(1)
