"""Prints every flow as a table."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from engine import outline
from engine.flow import all_flows


class Command(BaseCommand):
    """One table a flow, in the order in which it was written."""

    help = "以表格列出所有流程：节点、类型、名称、谁、期限、之后。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--json."""
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print."""
        if options["json"]:
            self.stdout.write(json.dumps(outline.as_data(), ensure_ascii=False, indent=2))
            return
        self.stdout.write("\n".join(outline.as_text(flow) for flow in all_flows()))
