"""Brings the message catalogues up to date with the sentences of the site."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workflow_site import catalogue


class Command(BaseCommand):
    """`manage catalogue en` writes locale/en; `--check` only says what is missing and fails when something is."""

    help = "Collect every translatable sentence into locale/LANGUAGE/LC_MESSAGES/django.po."
    requires_system_checks = []  # it reads files, nothing else

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("language", nargs="?", default="en")
        parser.add_argument("--check", action="store_true", help="write nothing; fail when a sentence is untranslated")

    def handle(self, *args: Any, **options: Any) -> None:
        language = options["language"]
        if not options["check"]:
            catalogue.update(language)
        missing = catalogue.untranslated(language)
        for sentence in missing:
            self.stdout.write(sentence)
        if missing and options["check"]:
            raise CommandError(f"{len(missing)} sentences have no translation in {language}.")
        self.stderr.write(f"{language}: {len(missing)} sentences without a translation")
