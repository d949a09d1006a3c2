"""Loads the rules of reporting and escalation that come with the product."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accountability.ladders import load_shipped_ladders
from accountability.models import Ladder


class Command(BaseCommand):
    """Load what is not there yet; running it again changes nothing."""

    help = "Loads the shipped ladders of reporting and escalation; what is already there is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """A machine may ask for JSON."""
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many there are."""
        laid = load_shipped_ladders()
        counts = {"laid": laid, "ladders": Ladder.objects.filter(organization=None, active=True).count()}
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(f"上报与提级规则{counts['ladders']}项，本次新增{laid}项。")
