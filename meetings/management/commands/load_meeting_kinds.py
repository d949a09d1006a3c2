"""Loads the kinds of meetings that come with the product."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from meetings.models import MeetingKind
from meetings.services import load_shipped_kinds


class Command(BaseCommand):
    """Load what is not there yet; running it again changes nothing."""

    help = "Loads the shipped kinds of meetings; what is already there is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """A machine may ask for JSON."""
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many there are."""
        loaded = load_shipped_kinds()
        counts = {"loaded": loaded, "kinds": MeetingKind.objects.filter(org_path="", active=True).count()}
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(f"会议类型{counts['kinds']}种，本次新增{loaded}种。")
