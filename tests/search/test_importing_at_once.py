"""Imports in processes of their own: two at once double nothing, one that is killed loses nothing."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from accountability.models import Blob, TrailRow
from search.models import Article, Edition, IssuingAuthority, Regulation, Relation
from search.services import importing
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

FILES = 180
ROOT = Path(settings.BASE_DIR)


@pytest.fixture
def folder(tmp_path):
    """Small documents; each repeals the one before, some have two editions."""
    for n in range(FILES):
        day = f"20{n % 20 + 1:02d}-01-01"
        before = f"《检查办法{n - 1}》同时废止。" if n else ""
        text = f"# 检查办法{n // 3 * 3 if n % 3 == 2 else n}\n20{n % 20 + 1:02d}年1月1日 卫生部令第{n}号公布\n"
        text += f"第一条 第{n}号办法。\n第二条 自20{n % 20 + 1:02d}年1月1日起施行。{before}"
        (tmp_path / f"检查办法{n}({day}).md").write_text(text, encoding="utf-8")
    return tmp_path


def started(folder: Path) -> subprocess.Popen[bytes]:
    """The command in a process of its own, on the database of this test."""
    known = connection.settings_dict
    address = f"sqlite:///{known['NAME']}"
    if connection.vendor != "sqlite":
        door = f"{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT'] or 5432}"
        address = f"postgres://{door}/{known['NAME']}"
    given = {**os.environ, "BIHUAN_VAR": str(settings.VAR_DIR), "DATABASE_URL": address}
    command = [sys.executable, "manage.py", "import_regulations", str(folder), "--json"]
    return subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def told(process: subprocess.Popen[bytes]) -> dict:
    out, complaint = process.communicate(timeout=120)
    assert out, complaint.decode()
    return json.loads(out)


def the_library() -> dict[str, int]:
    """What must be the same however it came about."""
    doubled = [
        *(pair for pair, n in Counter(Regulation.objects.values_list("level", "title_key")).items() if n > 1),
        *(key for key, n in Counter(Edition.objects.values_list("source_digest", flat=True)).items() if n > 1),
        *(pair for pair, n in Counter(Relation.objects.values_list("by_edition", "to_regulation")).items() if n > 1),
    ]
    assert doubled == []
    vouched = TrailRow.objects.filter(content_type__model="edition").values("object_id")
    assert not Edition.objects.exclude(pk__in=vouched).exists()
    models = (Regulation, Edition, Article, Relation, Blob, IssuingAuthority)
    return {model.__name__: model.objects.count() for model in models}


def test_two_at_once_and_one_killed_in_the_middle_end_with_one_library(folder):
    killed = started(folder)
    wait_until(lambda: Edition.objects.exists() or killed.poll() is not None, 60)
    killed.kill()
    killed.wait()
    reached = Edition.objects.count()
    assert 0 < reached < FILES, "It was to die in the middle."
    assert reached % importing.CHUNK == 0

    both = [told(process) for process in [started(folder), started(folder)]]

    assert [report["problems"] for report in both] == [[], []]
    assert sum(report["imported"] for report in both) == FILES - reached
    assert sum(report["relations"] for report in both) == Relation.objects.count()
    held = the_library()
    assert (held["Edition"], held["Article"], held["Blob"]) == (FILES, 2 * FILES, FILES)
    third = told(started(folder))
    assert (third["imported"], third["already"], third["relations"]) == (0, FILES, 0)
    assert the_library() == held
