"""Loads the ways of dealing with a matter that come with the product."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accountability.incoming.handling import load_shipped_kinds
from accountability.models import HandlingKind


class Command(BaseCommand):
    """Load what is not there yet; running it again changes nothing."""

    help = "Loads the shipped ways of dealing with a matter; what is already there is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """A machine may ask for JSON."""
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many there are."""
        counts = {"made": load_shipped_kinds(), "kinds": HandlingKind.objects.filter(active=True).count()}
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(f"处理方式{counts['kinds']}项，本次新增{counts['made']}项。")
