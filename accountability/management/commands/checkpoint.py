"""`manage checkpoint`: signs the state of the trail now and prints it with the public key."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accountability.proofs import carrying, checkpoints, keys


class Command(BaseCommand):
    help = "Sign the state of the trail, add it to the file of checkpoints, and print the newest with the public key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the line that auditors keep")

    def handle(self, *args: Any, **options: Any) -> None:
        checkpoints.make()
        carrying.write_file()
        point = checkpoints.newest()
        if options["json"]:
            self.stdout.write(json.dumps(point.line if point else {}, sort_keys=True))
            return
        self.stdout.write(f"公钥 public key: {keys.public_key()}")
        self.stdout.write(f"{point.note}签名 signature: {point.signature}" if point else "还没有操作记录。")
