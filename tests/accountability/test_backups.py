"""A backup is of one moment, is checked where it lies, and goes back only into an empty place."""

import io
import json
import os
import subprocess
import sys
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from psycopg import sql

from accountability import attachments, gate, seals, trail
from accountability.backups import checking, making, tables
from accountability.proofs import checkpoints, keys
from organizations.models import Person
from tests.accountability import hostile
from tests.architecture.tree import ROOT
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """Keys and files of this test alone."""
    settings.KEYS_DIR, settings.CHECKPOINT_FILE = tmp_path / "keys", tmp_path / "out" / "checkpoints.jsonl"
    settings.FILES_DIR = tmp_path / "files"
    settings.FILES_DIR.mkdir()
    return tmp_path


@pytest.fixture
def kept(transactional_db, places):
    """Some people and a file, sealed and signed, and their backup."""
    cast = Cast()
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    with override_settings(MIGRATION_MODULES={}):  # where the tables were made without them
        loader = MigrationLoader(None, load=False)
        loader.load_disk()
        for app, name in loader.disk_migrations.keys() - recorder.applied_migrations().keys():
            recorder.record_applied(app, name)
    checked = gate.gate(hostile.upload("整改照片.png", hostile.PNG + b"2"))
    with transaction.atomic():
        attachments.attach(checked, to=cast.icu, by=cast.li)
    call_command("checkpoint", stdout=io.StringIO())
    making.make(places / "backup")
    return places / "backup"


COMMAND = """
import sys
from django.core.management import execute_from_command_line
from workflow_site import settings
settings.INSTALLED_APPS.insert(0, "tests.engine.playground")  # as in the database of the tests
execute_from_command_line(["manage.py", *sys.argv[1:]])
"""


def verified(folder, *options):
    """What verify_backup says as a machine reads it, and whether it refused."""
    out = io.StringIO()
    try:
        call_command("verify_backup", str(folder), "--json", *options, stdout=out)
    except CommandError:
        return json.loads(out.getvalue()), False
    return json.loads(out.getvalue()), True


def elsewhere(places, *arguments, **environment):
    """A command of manage.py at a place of its own, whose database is empty."""
    new = places / "new"
    told = {
        "BIHUAN_VAR": str(new),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "workflow_site.settings",
        **environment,
    }
    command = [sys.executable, "-c", COMMAND, *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **told}, capture_output=True, text=True, check=False)


@pytest.fixture
def empty():
    """The address of an empty database of the kind in use."""
    if connection.vendor == "sqlite":
        yield ""
        return
    name = f"{connection.settings_dict['NAME']}_restored"
    told = connection.settings_dict
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST'] or '127.0.0.1'}:{told['PORT'] or 5432}/{name}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_it_comes_back_whole_and_what_it_lacks_is_said(kept, places, empty):
    rows = {model: model.objects.count() for model in (Person, attachments.Attachment)}
    record(Person.objects.earliest("pk"))
    call_command("checkpoint", stdout=io.StringIO())
    held = ["--checkpoints", str(checkpoints.file())]
    assert verified(kept, *held) == ({"ok": True, "seals": seals.head()[0] - 1, "beyond": 1, "differences": []}, True)

    stranger = elsewhere(places, "restore", str(kept), DATABASE_URL=empty)
    assert "--key" in stranger.stderr
    done = elsewhere(places, "restore", str(kept), "--json", "--key", keys.public_key(), *held, DATABASE_URL=empty)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout) == {"ok": True, "seals": seals.head()[0] - 1, "lost": 1, "differences": {}}
    asked = "from organizations.models import Person as P; from accountability.models import *; "
    asked += "print(P.objects.count(), Attachment.objects.count(), TrailEvent.objects.filter(verb='restored').count())"
    counted = elsewhere(places, "shell", "-v", "0", "-c", asked, DATABASE_URL=empty)
    assert counted.stdout.split() == [str(rows[Person]), str(rows[attachments.Attachment]), "1"]
    again = elsewhere(places, "restore", str(kept), DATABASE_URL=empty)
    assert again.returncode == 1
    assert "数据库不是空的" in again.stderr


class TestWhatIsNoticed:
    def test_a_changed_a_missing_and_an_added_file(self, kept):
        told = json.loads((kept / making.MANIFEST).read_text())
        content = next(name for name in told["files"] if name.startswith("files/"))
        rows = next(name for name in told["files"] if name.startswith(("database", "tables/accountability_trailseal")))
        (kept / content).chmod(0o600)
        (kept / content).write_bytes(b"x")
        (kept / "more").write_text("x")
        assert list(checking.differences(kept, told)) == ["多出文件：more", f"文件已被改动：{content}"]
        (kept / rows).unlink()
        assert f"缺少文件：{rows}" in list(checking.differences(kept, told))

    def test_a_changed_or_cut_list(self, kept, places):
        (kept / making.MANIFEST).write_text((kept / making.MANIFEST).read_text().replace('"seals"', '"seals" '))
        document, whole = verified(kept)
        assert not whole
        assert document["said"] == "备份清单的签名无效，清单已被改动。"
        (kept / making.MANIFEST).write_text("{")
        assert "清单缺失或已损坏" in verified(kept)[0]["said"]
        assert "清单缺失或已损坏" in verified(places / "nowhere")[0]["said"]

    def test_one_of_another_installation(self, kept, settings, places):
        public = keys.public_key()
        settings.KEYS_DIR = places / "others"
        document, whole = verified(kept)
        assert not whole
        assert public in document["said"]
        settings.CHECKPOINT_FILE = places / "none"
        assert verified(kept, "--key", public)[1]

    def test_checkpoints_that_contradict_it(self, kept, places):
        size, head = seals.head()
        at = checkpoints.newest().at.isoformat()
        note = checkpoints.Note(size, "0" * 64, head.sm3, "0" * 64, at, keys.key_id(keys.public_key())).text()
        held = places / "held.jsonl"
        held.write_text(json.dumps({"note": note, **keys.sign(note)._asdict()}) + "\nrubbish\n")
        document, whole = verified(kept, "--checkpoints", str(held))
        assert not whole
        assert document["differences"] == [
            f"第{size}号封存与校验点不一致，操作记录链在此之前已被改写",
            "held.jsonl第2行不是日志校验点",
        ]

    def test_a_folder_in_use_is_refused_and_left_alone(self, kept):
        with pytest.raises(CommandError, match="不是空文件夹"):
            call_command("backup", str(kept), stdout=io.StringIO())
        assert verified(kept)[1]

    def test_a_content_that_is_gone_is_said_and_the_rest_is_kept(self, kept, places):
        gate.stored(attachments.Blob.objects.get().sha256).unlink()
        out = io.StringIO()
        with pytest.raises(CommandError, match="有1个附件内容"):
            call_command("backup", str(places / "second"), "--json", stdout=out)
        assert len(json.loads(out.getvalue())["missing"]) == 1
        assert not verified(places / "second")[1]


def test_it_is_of_one_moment_while_people_write(kept, places):
    stop, written = threading.Event(), []

    def write():
        place = Person.objects.earliest("pk")
        while not stop.is_set() and len(written) < 400:
            written.append(record(place))
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            folder = places / f"during{number}"
            told = making.make(folder)
            assert list(checking.differences(folder, told)) == []
            rows = sum(1 for _row in tables.values(folder, told, "accountability_trailevent", "id"))
            bodies = sum(1 for _row in tables.values(folder, told, "accountability_trailbody", "event_id"))
            assert rows == bodies == told["rows"]["accountability_trailevent"]
    finally:
        stop.set()
        writer.join(30)
    assert written


def record(place):
    with transaction.atomic():
        return trail.record("told", place, by=None).pk
