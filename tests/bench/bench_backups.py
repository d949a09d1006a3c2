"""Backups while people write: each is put back into an empty place and verified; the differences are counted.

BIHUAN_BENCH_BACKUPS=20 ./run bench tests/bench/bench_backups.py: in SQLite, or in the empty PostgreSQL database that
BIHUAN_BENCH_DATABASE names; beside it one is made for each restore and taken away again.
"""

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager

import psycopg
from psycopg import sql

from tests.architecture.tree import ROOT
from tests.bench.bench_writers import FILL

BACKUPS = int(os.environ.get("BIHUAN_BENCH_BACKUPS", "20"))
WRITERS = 2
DATABASE = os.environ.get("BIHUAN_BENCH_DATABASE", "")


@contextmanager
def new_database(number):
    """An empty database for one restore; SQLite makes its own."""
    if not DATABASE:
        yield ""
        return
    name = sql.Identifier(f"{DATABASE.rpartition('/')[2]}_{number}")
    with psycopg.connect(DATABASE, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield f"{DATABASE}_{number}"
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def restored(manage, place, number, key):
    """What one backup says when it is put back into an empty place."""
    with new_database(number) as database:
        words = ("restore", str(place / f"{number}"), "--json", "--key", key)
        done = manage(place / f"new{number}", *words, database=database)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def bench_backups_under_load(tmp_path):
    """So many backups in a row, two writers all the while."""

    def environment(place, database=DATABASE):
        told = {"BIHUAN_VAR": str(place), "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "workflow_site.settings"}
        return {**os.environ, **told}

    def manage(place, *words, **where):
        command = [sys.executable, "manage.py", *words]
        told = {"cwd": ROOT, "env": environment(place, **where), "capture_output": True, "text": True}
        return subprocess.run(command, **told, check=False)

    live = tmp_path / "live"
    live.mkdir()
    for words in (("migrate", "-v0"), ("shell", "-v0", "-c", FILL), ("checkpoint",)):
        done = manage(live, *words)
        assert done.returncode == 0, done.stderr
    key = json.loads(manage(live, "checkpoint", "--json").stdout)["public_key"]
    command = [sys.executable, "-m", "tests.bench.writing", "told", "7200", str(time.time())]
    both = {"cwd": ROOT, "env": environment(live), "stdout": subprocess.DEVNULL}
    writers = [subprocess.Popen([*command, str(number)], **both) for number in range(WRITERS)]
    try:
        for number in range(BACKUPS):
            done = manage(live, "backup", str(tmp_path / f"{number}"), "--json")
            assert done.returncode == 0, done.stdout + done.stderr
            assert all(writer.poll() is None for writer in writers)
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
    found = [restored(manage, tmp_path, number, key) for number in range(BACKUPS)]
    sizes = [one["seals"] for one in found]
    whole = sum(1 for one in found if one["ok"] and not one["differences"])
    print(f"\n{BACKUPS} backups of {sizes[0]} to {sizes[-1]} events: {whole} came back without a difference")
    assert whole == BACKUPS
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]
