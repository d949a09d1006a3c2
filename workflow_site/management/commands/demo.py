"""Fills an empty site with the demo city."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from organizations.models import Organization
from workflow_site.demo import story
from workflow_site.demo.accounts import ACCOUNTS


class Command(BaseCommand):
    """`manage demo` founds the city once; run again it changes nothing and says what is there."""

    help = "Found the demo city: 8 districts, some 60 institutions, a campaign in its third phase, seven accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the counts and accounts as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            if Organization.objects.exists() and not story.is_founded():
                raise CommandError("This database already holds real units; the demo belongs in an empty one.")
        story.found()
        if options["json"]:
            accounts = [
                {"username": each.username, "password": each.password, "role": str(each.role)} for each in ACCOUNTS
            ]
            self.stdout.write(json.dumps({"counts": story.counts(), "accounts": accounts}, ensure_ascii=False))
            return
        for each in ACCOUNTS:
            self.stdout.write(f"  {each.username:<6} {each.password}  {each.name}（{each.role}）{each.does}")
