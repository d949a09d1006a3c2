"""How long a million events take to be verified: every body, every event, every link, every root under a checkpoint."""

import json
import os
import subprocess
import sys

from tests.architecture.tree import ROOT


def bench_a_million_events(tmp_path):
    """In SQLite, or in the empty PostgreSQL database that BIHUAN_BENCH_DATABASE names."""
    places = {"BIHUAN_VAR": str(tmp_path), "DATABASE_URL": os.environ.get("BIHUAN_BENCH_DATABASE", "")}
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "workflow_site.settings", **places}
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", "from tests.bench import chaining; chaining.main()"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    print(f"\n{told}")
    assert told["differences"] == 0
