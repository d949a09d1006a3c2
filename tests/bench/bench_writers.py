"""What the trail costs eight people who write at once, each transaction with 5 ms of other work (PostgreSQL).

BIHUAN_BENCH_DATABASE=postgres://… ./run bench tests/bench/bench_writers.py: an empty database that is migrated first.
The ways are taken in turn within one run, so that what else the machine does falls on all of them: `plain` writes no
event and has no guard, `floor` a bare text instead, `told` an event, `guarded` one asked for at the commit. Each
writer acts in his post, as he does within a request.
"""

import json
import os
import subprocess
import sys
import time

import pytest

from tests.architecture.tree import ROOT

WRITERS = int(os.environ.get("BIHUAN_BENCH_WRITERS", "8"))
SECONDS = float(os.environ.get("BIHUAN_BENCH_SECONDS", "10"))
ROUNDS = int(os.environ.get("BIHUAN_BENCH_ROUNDS", "3"))
WAYS = ("plain", "floor", "told", "guarded")
FILL = f"""
from datetime import date
from organizations.models import Organization, Person
from organizations.services import appoint, create_post, found_organization, register_person
if not Organization.objects.exists():
    city = found_organization(None, kind="commission", name="江州市卫生健康委员会", by=None)
    post = create_post(city, title="干事", duty="clerk", by=None)
    appoint(register_person(city, name="李干事", by=None), post=post, since=date(2026, 1, 1), by=None)
    for writer in range({WRITERS}):
        for number in range(20):
            code = f"B{{writer:02d}}{{number:03d}}"
            found_organization(city, kind="clinic", name=f"诊所{{code}}", code=code, by=None)
"""
TABLE = """
from django.db import connection
connection.cursor().execute("CREATE TABLE IF NOT EXISTS bench_floor (id bigserial PRIMARY KEY, told text NOT NULL)")
"""
GUARD = "from accountability import untold; untold.{}()"


def bench_eight_writers(tmp_path):
    """Transactions in a second, three rounds of each way."""
    if not (database := os.environ.get("BIHUAN_BENCH_DATABASE", "")):
        pytest.skip("BIHUAN_BENCH_DATABASE names no PostgreSQL database")
    told = {"BIHUAN_VAR": str(tmp_path), "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "workflow_site.settings"}
    environment = {**os.environ, **told}

    def manage(*words):
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=environment, check=True)

    manage("migrate", "-v0")
    manage("shell", "-v0", "-c", FILL + TABLE)
    rates = {way: [] for way in WAYS}
    for _round in range(ROUNDS):
        for way in WAYS:
            manage("shell", "-v0", "-c", GUARD.format("install" if way == "guarded" else "lift"))
            rates[way].append(_rate(way, environment))
    manage("shell", "-v0", "-c", GUARD.format("install"))
    manage("checkpoint")
    best = {way: max(each["rate"] for each in found) for way, found in rates.items()}
    told = {way: round(rate / best["plain"], 3) for way, rate in best.items()}
    print(f"\n{json.dumps(rates)}\n{best} {told}")


def _rate(way, environment):
    """All writers at once; what they made in a second and how long one waited."""
    start = time.time() + 12 + WRITERS / 2
    command = [sys.executable, "-m", "tests.bench.writing", way, str(SECONDS), str(start)]
    both = {"cwd": ROOT, "env": environment, "stdout": subprocess.PIPE, "text": True}
    writers = [subprocess.Popen([*command, str(number)], **both) for number in range(WRITERS)]
    found = [json.loads(writer.communicate()[0]) for writer in writers]
    whole = sum(each["transactions"] for each in found)
    told = {"rate": round(whole / SECONDS, 1), "p99": round(max(each["p99"] for each in found) * 1000, 1)}
    return {**told, "ms of processor each": round(sum(each["processor"] for each in found) / whole * 1000, 2)}
