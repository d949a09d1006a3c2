"""Loads the work lines, risk domains and tags that come with the product."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accountability.models import Theme
from accountability.themes import load_shipped_themes


class Command(BaseCommand):
    """Load what is not there yet; running it again changes nothing."""

    help = "Loads the shipped themes; what is already there, in use or ended, is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """A machine may ask for JSON."""
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many there are."""
        made = load_shipped_themes()
        counts = {"made": made, "themes": Theme.objects.filter(organization=None, active=True).count()}
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(f"主题{counts['themes']}个，本次新增{made}个。")
