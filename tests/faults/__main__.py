"""`./run faults kill`: the drill by command, on a database and in a folder of its own."""

import argparse
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg
from psycopg import sql


def asked_for() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="./run faults", description=__doc__)
    drills = parser.add_subparsers(dest="drill", required=True)
    kill = drills.add_parser("kill", help="SIGKILL of what ./run starts, at random, while people work")
    kill.add_argument("--mid-spawn", type=_count, default=10, metavar="N", help="kills while flows are started (10)")
    kill.add_argument("--mixed", type=_count, default=50, metavar="N", help="kills while people work (50)")
    kill.add_argument("--broker", default=os.environ.get("BROKER_URL", ""), metavar="URL", help="with a Celery worker")
    kill.add_argument("--json", action="store_true", help="the figures as JSON on standard output")
    return parser.parse_args()


def _count(words: str) -> int:
    if not words.isdecimal():
        raise argparse.ArgumentTypeError(f"a whole number, not {words!r}")
    return int(words)


@contextmanager
def scratch_database(folder: Path) -> Iterator[str]:
    """The address of an empty database that is gone afterwards: a file, or one more on the server of DATABASE_URL."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        yield f"sqlite:///{folder / 'drill.sqlite3'}"
        return
    name = f"bihuan_drill_{uuid.uuid4().hex[:10]}"
    parts = urlsplit(address)
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def say(sentence: str) -> None:
    """Tell how far it is; standard output is for the figures."""
    print(sentence, file=sys.stderr, flush=True)


def main() -> int:
    """Drill, print the figures, and end with 1 where anything is wrong."""
    asked = asked_for()
    folder = Path(tempfile.mkdtemp(prefix="bihuan-drill-"))
    try:
        with scratch_database(folder) as address:
            wrong = _drill(asked, folder, address)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for line in wrong:
        say(f"WRONG  {line}")
    return 1 if wrong else 0


def _drill(asked: argparse.Namespace, folder: Path, address: str) -> list[str]:
    for name in ("BROKER_URL", "BIHUAN_HTTPS", "BIHUAN_SECRET_KEY"):
        os.environ.pop(name, None)
    os.environ |= {
        "BIHUAN_VAR": str(folder / "var"),
        "DATABASE_URL": address,
        "BIHUAN_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "workflow_site.settings",
    }
    environment = {"BIHUAN_QUEUE": f"bihuan-drill-{uuid.uuid4().hex[:10]}"}
    if asked.broker:
        environment["BROKER_URL"] = asked.broker
    say("Preparing a database …")
    for command in (["migrate", "--verbosity", "0"], ["collectstatic", "--noinput", "--verbosity", "0"]):
        subprocess.run([sys.executable, "manage.py", *command], env=os.environ | environment, check=True)

    django.setup()
    kill = importlib.import_module("tests.faults.kill")  # its models are there only now
    began = time.monotonic()
    drill = kill.Drill(environment, folder / "site.log", asked.mid_spawn, asked.mixed, say)
    figures = drill.run()
    figures["whole"]["seconds"] = round(time.monotonic() - began)
    _tell(figures, as_json=asked.json)
    wrong = kill.verdict(figures) + drill.refused
    if wrong:
        say((folder / "site.log").read_text()[-6000:])
    return wrong


def _tell(figures: dict, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    for part, found in figures.items():
        print(f"{part}: " + ", ".join(f"{name} {count}" for name, count in found.items()))


if __name__ == "__main__":
    sys.exit(main())
