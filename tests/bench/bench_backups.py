"""Backups while people write: each is put back into an empty place and verified; the differences are counted.

BIHUAN_BENCH_BACKUPS=20 ./run bench tests/bench/bench_backups.py (SQLite).
"""

import json
import os
import subprocess
import sys
import time

from tests.architecture.tree import ROOT
from tests.bench.bench_writers import FILL

BACKUPS = int(os.environ.get("BIHUAN_BENCH_BACKUPS", "20"))
WRITERS = 2


def bench_backups_under_load(tmp_path):
    """So many backups in a row, two writers all the while."""

    def environment(place):
        told = {"BIHUAN_VAR": str(place), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "workflow_site.settings"}
        return {**os.environ, **told}

    def manage(place, *words):
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(command, cwd=ROOT, env=environment(place), capture_output=True, text=True, check=False)

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
    found = []
    for number in range(BACKUPS):
        done = manage(tmp_path / f"new{number}", "restore", str(tmp_path / f"{number}"), "--json", "--key", key)
        found.append(json.loads(done.stdout))
    sizes = [one["seals"] for one in found]
    whole = sum(1 for one in found if one["ok"] and not one["differences"])
    print(f"\n{BACKUPS} backups of {sizes[0]} to {sizes[-1]} events: {whole} came back without a difference")
    assert whole == BACKUPS
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]
