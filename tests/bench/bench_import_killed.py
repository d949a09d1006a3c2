"""An import of many rows whose process is killed again and again: nothing lost, nothing doubled, one event.

BIHUAN_IMPORT_ROWS=10000 BIHUAN_IMPORT_KILLS=10 pytest -s tests/bench/bench_import_killed.py
"""

import csv
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from accountability.models import ImportBatch, ImportRow, TrailEvent
from organizations.models import Organization
from tests import make
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = int(os.environ.get("BIHUAN_IMPORT_ROWS", "10000"))
KILLS = int(os.environ.get("BIHUAN_IMPORT_KILLS", "10"))
ROOT = Path(settings.BASE_DIR)


def _table(folder: Path) -> Path:
    path = folder / "机构.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["机构名称*", "机构代码", "类别*", "级别"])
        writer.writerows([f"第{n}卫生院", f"K{n:06d}", "乡镇卫生院", "一级"] for n in range(ROWS))
    return path


def _environment() -> dict[str, str]:
    """A process of its own that works on the database of this test."""
    given = {**os.environ, "BIHUAN_VAR": str(settings.VAR_DIR)}
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return {**given, "DATABASE_URL": f"sqlite:///{name}"}
    known = connection.settings_dict
    door = f"{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT'] or 5432}"
    return {**given, "DATABASE_URL": f"postgres://{door}/{name}"}


def _started(path: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "manage.py", "import_table", "institutions", str(path), "--json"]
    return subprocess.Popen(command, cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _done() -> int:
    return ImportRow.objects.filter(state="created").count()


def test_a_killed_import_goes_on_where_it_was(tmp_path: Path) -> None:
    make.make_organization(name="大江市卫生健康委员会")
    path, chance = _table(tmp_path), random.Random(7)
    marks = sorted(chance.randrange(ROWS * 19 // 20) for _each in range(KILLS - 1))
    began, reached = time.perf_counter(), []
    for mark in [-1, *marks]:  # the first dies while it still reads, checks or keeps the table
        process = _started(path)
        if mark < 0:
            wait_until(lambda: ImportBatch.objects.exists(), 300, every=0.1)
        else:
            wait_until(lambda at=mark, it=process: _done() >= at or it.poll() is not None, 3600, every=0.1)
            later = time.monotonic() + chance.random() * ROWS / 10_000
            wait_until(lambda later=later: time.monotonic() > later, 10)
        process.kill()
        process.wait()
        reached.append(_done())
    last = _started(path)
    told = json.loads(last.communicate()[0])
    seconds = time.perf_counter() - began
    units = Organization.objects.filter(kind="township_hospital")
    events = TrailEvent.objects.filter(content_type__model="importbatch")
    names = units.values_list("name", flat=True)
    print(f"\nkilled at {reached}; {seconds:.0f} s; {told}")
    print(f"rows {units.count()}, doubles {units.count() - len(set(names))}, batches {ImportBatch.objects.count()}")
    assert last.returncode == 0
    assert (told["total"], told["created"], told["skipped"], told["failed"]) == (ROWS, ROWS, 0, 0)
    assert units.count() == len(set(names)) == ROWS
    assert TrailEvent.objects.filter(verb="organization_founded", object_id__in=units.values("pk")).count() == ROWS
    assert [(event.verb, event.told["extra"]["created"]) for event in events] == [("import_applied", ROWS)]
    assert ImportBatch.objects.count() == 1
