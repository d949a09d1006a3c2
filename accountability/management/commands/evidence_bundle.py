"""`manage evidence_bundle`: everything about one thing, or a person's acts, in a file that is checked offline."""

import json
import os
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accountability import trail
from accountability.proofs import bundles, carrying, gathering
from organizations.models import Person, User
from organizations.refusals import Refusal


class Command(BaseCommand):
    help = (
        "Write an evidence bundle: OBJECT is KIND:ID (finding:12) or a number as written, or --person ACCOUNT with "
        "--since and --until. With --as only what that account sees; without it everything. The taking is recorded."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("object", nargs="?", default="", help="finding:12, or a number as it is written")
        parser.add_argument("--person", default="", help="the account whose acts are taken, instead of OBJECT")
        parser.add_argument("--since", type=date.fromisoformat, help="the first day, YYYY-MM-DD")
        parser.add_argument("--until", type=date.fromisoformat, help="the last day, YYYY-MM-DD")
        parser.add_argument("--out", type=Path, required=True, help="the file to write; it must not be there yet")
        parser.add_argument("--as", dest="account", default="", help="the account through whose eyes is looked")
        parser.add_argument("--because", default="manage evidence_bundle", help="what it is taken for")
        parser.add_argument("--json", action="store_true", help="print one JSON document at the end")

    def handle(self, *args: Any, **options: Any) -> None:
        eyes = _person(options["account"]) if options["account"] else None
        thing, gathered = self._gathered(options, eyes)
        out: Path = options["out"]
        try:
            descriptor = os.open(out, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"不能写入 {out}：{error.strerror}。") from None
        told = {"label": gathered.label}
        trail.witness("downloaded", thing, by=eyes, extra={"evidence": gathered.label, "because": options["because"]})
        try:
            with os.fdopen(descriptor, "w+b") as file:
                made = bundles.write(file, gathered, by=str(eyes or "manage.py"), because=options["because"])
        except BaseException as error:
            out.unlink()
            if isinstance(error, Refusal):
                raise CommandError(error.message) from None
            raise
        carrying.write_file()
        told |= {
            name: getattr(made, name) for name in ("events", "attachments", "requests", "checkpoint", "sha256", "size")
        }
        if options["json"]:
            self.stdout.write(json.dumps({"ok": True, "file": str(out), **told}, ensure_ascii=False))
        else:
            self.stdout.write(
                f"{out}：{made.label}，操作记录{made.events}条，附件{made.attachments}个，送签材料{made.requests}份，"
                f"第{made.checkpoint}号校验点。\nSHA-256 {made.sha256}\n核验：python3 -I verify.py {out}"
            )

    @staticmethod
    def _gathered(options: dict[str, Any], eyes: Person | None) -> tuple[Any, gathering.Gathered]:
        since, until = options["since"], options["until"]
        if bool(options["object"]) == bool(options["person"]) or (options["person"] and not (since and until)):
            raise CommandError(
                "请给出对象（如 finding:12 或编号），或者用 --person、--since、--until 指明人员和期间，二者选一。"
            )
        if options["person"]:
            person = _person(options["person"])
            return person, gathering.of_person(person, since, until, eyes=eyes)
        thing = gathering.find(options["object"], eyes=eyes)
        if thing is None:
            raise CommandError(f"没有找到“{options['object']}”，或者不在该账号的查看范围内。")
        return thing, gathering.of_thing(thing, eyes=eyes)


def _person(account: str) -> Person:
    """Whom an account belongs to."""
    user = User.objects.filter(username=account, person__isnull=False).select_related("person").first()
    if user is None or user.person is None:
        raise CommandError(f"没有账号“{account}”。")
    return user.person
