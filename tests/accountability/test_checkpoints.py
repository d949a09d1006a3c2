"""Checkpoints: signed, carried out of the database, and what they notice that a chain alone does not."""

import io
import json
import socket
import stat
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accountability import seals, trail, triggers
from accountability.models import Checkpoint, Notice
from accountability.models.trail import TrailEvent, TrailSeal
from accountability.proofs import carrying, checkpoints, keys, merkle, verifier
from engine import jobs
from engine.models import Job
from tests.screens.visitors import has_nothing_inline, text_of, visit_as

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """Keys and files of this test alone."""
    settings.KEYS_DIR, settings.CHECKPOINT_FILE = tmp_path / "keys", tmp_path / "out" / "checkpoints.jsonl"
    return tmp_path


@pytest.fixture
def told(cast):
    for number in range(3):
        trail.record("told", cast.icu, by=cast.li, because=f"第{number}件")
    seals.seal_pending()
    return cast


def sentences():
    return [found.sentence for found in checkpoints.differences()]


def unguarded(*statements):
    """What somebody does who owns the database."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        for name in triggers.names():
            table = next(table for table in triggers.TABLES if name.startswith(f"{table}_"))
            cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {table}"))
        for statement in statements:
            cursor.execute(statement)
    connection.check_constraints()
    triggers.install()


def test_a_checkpoint_says_what_the_trail_is_and_is_signed(told):
    point = checkpoints.make()
    size, head = seals.head()
    leaves = list(checkpoints.leaves(0, size))
    assert (point.size, point.sha256, point.sm3) == (size, *head)
    assert point.root == merkle.Tree(leaves).root.hex()
    assert keys.is_signed(point.note, keys.Signed(point.signature, point.public_key))
    assert verifier.signed(point.public_key, point.note.encode(), point.signature)
    assert not verifier.signed(point.public_key, point.note.encode() + b" ", point.signature)
    assert point.alg == "ed25519 sha256 sm3"
    assert checkpoints.make() is None


def test_the_next_one_grows_from_the_last(told):
    checkpoints.make()
    trail.record("told", told.icu, by=told.li)
    point = checkpoints.make()
    assert point.root == merkle.Tree(checkpoints.leaves(0, point.size)).root.hex()


def test_the_key_is_made_once_and_is_its_owners_alone(places):
    public = keys.public_key()
    assert public == keys.public_key()
    assert stat.S_IMODE(keys.place().stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.place().parent.stat().st_mode) == 0o700


def test_whoever_writes_into_the_database_cannot_change_one(told):
    point = checkpoints.make()
    table = Checkpoint._meta.db_table
    for attack in (f"UPDATE {table} SET root = ''", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)
    assert Checkpoint.objects.get() == point


def test_every_checkpoint_is_in_the_file_once(told):
    checkpoints.make()
    assert (carrying.write_file(), carrying.write_file()) == (1, 0)
    with checkpoints.file().open("a") as file:
        file.write('{"note": "torn')
    trail.record("told", told.icu, by=told.li)
    checkpoints.make()
    assert carrying.write_file() == 1
    kept = [line for _number, line in checkpoints.lines(checkpoints.file()) if line]
    assert [checkpoints.read(line["note"]).size for line in kept] == list(
        Checkpoint.objects.order_by("size").values_list("size", flat=True)
    )
    assert stat.S_IMODE(checkpoints.file().stat().st_mode) == 0o600


class TestWhatIsNoticed:
    def test_nothing_where_all_is_well(self, told):
        checkpoints.make()
        carrying.write_file()
        assert sentences() == []

    def test_a_tail_that_was_cut(self, told):
        point = checkpoints.make()
        carrying.write_file()
        newest = TrailSeal.objects.latest("seq").event_id
        tables = (triggers.SEAL, triggers.BODY, triggers.ROW, triggers.EVENT)
        unguarded(
            f"DELETE FROM {triggers.CHECKPOINT}",
            *(f"DELETE FROM {t} WHERE {'id' if t == triggers.EVENT else 'event_id'} = {newest}" for t in tables),
        )
        said = f"校验点记有{point.size}条操作记录，现在只有{point.size - 1}条，末尾缺少1条"
        assert sentences() == [said]

    def test_a_chain_written_anew(self, told):
        point = checkpoints.make()
        carrying.write_file()
        unguarded(f"UPDATE {triggers.SEAL} SET hash = '{'0' * 64}' WHERE seq = {point.size}")
        assert set(sentences()) == {f"第{point.size}号封存与校验点不一致，操作记录链在此之前已被改写"}

    def test_a_changed_line_of_the_file(self, told):
        point = checkpoints.make()
        carrying.write_file()
        text = checkpoints.file().read_text()
        checkpoints.file().write_text(text.replace(f"size: {point.size}", f"size: {point.size - 1}"))
        assert sentences() == [f"第{point.size - 1}号校验点的签名无效，内容已被改动"]

    def test_a_file_that_is_gone_or_damaged(self, told):
        checkpoints.make()
        assert sentences() == []  # it is about to be written
        jobs.run_all()
        checkpoints.file().unlink()
        assert sentences() == ["日志校验点文件缺失"]
        carrying.write_file()
        checkpoints.file().write_text("[]\n")
        assert sentences() == ["日志校验点内容已损坏，无法读取"]

    def test_a_checkpoint_of_another_installation(self, told, settings, places):
        checkpoints.make()
        carrying.write_file()
        settings.KEYS_DIR = places / "others"
        assert set(sentences()) == {f"第{seals.head()[0]}号校验点不是用本系统的密钥签名的"}
        keys.trust(Checkpoint.objects.get().public_key)
        assert sentences() == []

    def test_a_checkpoint_from_the_future(self, told):
        size, head = seals.head()
        at = (timezone.now() + timedelta(days=1)).isoformat()
        note = checkpoints.Note(size, *head, "0" * 64, at, keys.key_id(keys.public_key())).text()
        checkpoints.file().parent.mkdir(parents=True)
        checkpoints.file().write_text(json.dumps({"note": note, **keys.sign(note)._asdict()}) + "\n")
        assert [said.partition("（")[0] for said in sentences()] == [f"第{size}号校验点的时间"]
        assert "在将来" in sentences()[0]


class TestCarriedOut:
    def test_the_job_signs_and_writes_the_file(self, told):
        jobs.enqueue(carrying.MAKE)
        jobs.run_all()
        assert checkpoints.file().read_text().count("\n") == Checkpoint.objects.count() == 1
        assert not Job.objects.filter(kind__in=(carrying.TO_SYSLOG, carrying.BY_MAIL)).exists()

    def test_to_a_log_collector(self, told, settings):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as collector:
            collector.bind(("127.0.0.1", 0))
            collector.settimeout(5)
            settings.CHECKPOINT_SYSLOG = f"127.0.0.1:{collector.getsockname()[1]}"
            jobs.enqueue(carrying.MAKE)
            jobs.run_all()
            line = collector.recv(65535).decode()
        point = Checkpoint.objects.get()
        assert line.startswith("<109>1 ")
        assert f'size="{point.size}"' in line
        assert point.signature in line

    def test_by_mail_once_a_day(self, told, settings):
        settings.CHECKPOINT_MAIL = ["jijian@example.com"]
        for _each in range(2):
            trail.record("told", told.icu, by=told.li)
            jobs.enqueue(carrying.MAKE)
            jobs.run_all()
        (letter,) = mail.outbox
        assert letter.to == ["jijian@example.com"]
        assert Checkpoint.objects.earliest("size").signature in letter.body
        name, content, _type = letter.attachments[0]
        assert name == "checkpoint.jsonl"
        assert checkpoints.read(json.loads(content)["note"]).size > 0

    def test_by_command_with_the_public_key(self, told, capsys):
        call_command("checkpoint")
        printed = capsys.readouterr().out
        assert keys.public_key() in printed
        assert f"size: {seals.head()[0]}" in printed
        call_command("checkpoint", "--json")
        assert json.loads(capsys.readouterr().out)["public_key"] == keys.public_key()


def test_the_checkpoints_an_auditor_kept_are_compared_by_verify_all(told, places):
    point = checkpoints.make()
    carrying.write_file()
    held = places / "kept.jsonl"
    held.write_text(checkpoints.file().read_text())
    out = io.StringIO()
    call_command("verify_all", "--against", str(held), stdout=out)
    assert "所持日志校验点：核对1项，不一致0项" in out.getvalue()
    unguarded(f"DELETE FROM {triggers.SEAL} WHERE seq = {point.size}")
    with pytest.raises(SystemExit):
        call_command("verify_all", "--json", "--against", str(held), stdout=(found := io.StringIO()), stderr=out)
    (result,) = [check for check in json.loads(found.getvalue())["checks"] if check["name"] == "held"]
    assert "末尾缺少1条" in result["differences"][0]["sentence"]


def leave_unsealed(minutes):
    """An event whose seal somebody took away, older than it should be."""
    newest = TrailSeal.objects.latest("seq")
    at = (timezone.now() - timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M:%S+00:00")
    unguarded(
        f"DELETE FROM {triggers.SEAL} WHERE seq = {newest.seq}",
        f"UPDATE {triggers.EVENT} SET at = '{at}' WHERE id = {newest.event_id}",
    )


def test_an_event_that_waits_too_long_for_its_seal_is_told_once_a_day(told):
    told.audit_admin  # noqa: B018  on stage
    seals.seal_pending()
    jobs.enqueue(carrying.WATCH, "first")
    jobs.run_all()
    assert not Notice.objects.filter(kind="unsealed").exists()
    leave_unsealed(minutes=3)
    for key in ("second", "third"):
        jobs.enqueue(carrying.WATCH, key)
        jobs.run_all()
    assert Notice.objects.filter(kind="unsealed", person=told.audit_admin).count() == 1
    page = text_of(visit_as(told.audit_admin).get(reverse("checkpoint_list")))
    assert "有操作记录没有封存" in page


def test_auditors_see_the_checkpoints_and_take_the_file(told, django_assert_max_num_queries):
    checkpoints.make()
    carrying.write_file()
    client = visit_as(told.zhou)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("checkpoint_list"))
    assert keys.public_key() in text_of(page)
    assert has_nothing_inline(page.content.decode())
    assert 'href="/checkpoints/"' in client.get(reverse("manage")).content.decode()
    before = TrailEvent.objects.filter(verb="downloaded").count()
    taken = client.get(reverse("checkpoint_file"))
    assert b"".join(taken.streaming_content) == checkpoints.file().read_bytes()
    assert TrailEvent.objects.filter(verb="downloaded").count() == before + 1
    refused = visit_as(told.nurse_sun).get(reverse("checkpoint_list"))
    assert refused.status_code == 403
    assert "没有这项权限" in text_of(refused)
