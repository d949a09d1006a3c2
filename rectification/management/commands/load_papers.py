"""Loads the templates and checklists that come with the product."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from rectification import services
from rectification.models import CampaignTemplate, ChecklistVersion


class Command(BaseCommand):
    """Load what is not there yet; running it again changes nothing."""

    help = "Loads the shipped campaign templates and checklists; what is already there is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """A machine may ask for JSON."""
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many there are."""
        services.load_shipped()
        counts = {"templates": CampaignTemplate.objects.count(), "checklists": ChecklistVersion.objects.count()}
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(f"模板{counts['templates']}个，检查表{counts['checklists']}个。")
