"""How long a bundle of a million events takes to be verified by its verify.py alone, with a bare Python."""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from accountability.proofs import verifier
from tests.architecture.tree import ROOT

EVENTS = int(os.environ.get("BIHUAN_BENCH_EVENTS", "0")) or 1_000_000


def bench_a_million_events_offline(tmp_path):
    """Every event with all its digests, both in SHA-256 and in SM3, and every byte of the file."""
    places = {"BIHUAN_VAR": str(tmp_path), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "workflow_site.settings"}
    bundle = tmp_path / "bundle.zip"
    command = [sys.executable, "-m", "tests.bench.bundling", str(EVENTS), str(bundle)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **places}, check=True)
    alone = [sys.executable, "-I", "-S", str(Path(verifier.__file__)), str(bundle)]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(alone, cwd=tmp_path, capture_output=True, text=True, check=False)
    clock, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = sum(after[:2]) - sum(before[:2])
    size = bundle.stat().st_size >> 20
    print(
        f"\n{EVENTS} events, {size} MB: {clock:.1f} s, {worked:.1f} s of the processor, load {os.getloadavg()[0]:.1f}"
    )
    assert done.returncode == 0, done.stderr
    assert f"{EVENTS} 条操作记录" in done.stdout
