"""The quick walk over the chain says what the slow way would say, however events are spelled and cut into segments."""

import json
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.utils import timezone

from accountability import digest, seals, trail
from accountability.models import Checkpoint
from accountability.models.trail import TrailEvent
from accountability.proofs import checkpoints, looking, walking
from tests.accountability.test_checkpoints import unguarded

pytestmark = pytest.mark.django_db

ODD = ['"引号"\\反斜线', "换\n行\t制表\x01控制", "𠮷𠀋 emoji 😀", "\u2028\u2029</script>", "ÄÖ é", ""]


@pytest.fixture
def written(cast):
    for text in ODD:
        trail.record(text[:20] or "told", cast.icu, by=cast.li, because=text, acting_for=cast.zhao, responsible=cast.li)
    seals.seal_pending()
    return cast


def said():
    return [found.sentence for found in walking.chain()]


def test_every_event_is_spelled_as_the_trail_spells_it(written, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 5, 1, 8, 0, tzinfo=UTC))  # no microseconds
    trail.record("told", written.icu, by=written.li)
    seals.seal_pending()
    kinds = walking._kinds()
    with connection.cursor() as cursor:
        rows = {int(row[5]): row[10].decode() for row in looking.rows(cursor, connection.vendor, 0, 10**9)}
    events = {one.pk: trail.facts(one, kinds[one.content_type_id]) for one in TrailEvent.objects.all()}
    assert rows == events


def test_bodies_are_read_as_they_were_hashed(written):
    with connection.cursor() as cursor:
        rows = list(looking.rows(cursor, connection.vendor, 0, 10**9))
    kept = {one.pk: (one.body.text, one.body.salt) for one in TrailEvent.objects.select_related("body")}
    assert {int(row[5]): (row[11].decode(), row[12].decode()) for row in rows} == kept


def copied(name, text, salt, at=b"2026-05-01 08:00:00"):
    """A line as COPY prints it, with this name of an object."""
    seal = [b"%d" % number for number in range(10)]
    facts = [b"null", b"", b"7", "李".encode(), b"", b"", at, b"a" * 64, b"b" * 64, b"", b"", b"", b"plans.plan", b"3"]
    return b"\t".join([*seal, *facts, name, b"null", b"/1/", b"null", b"null", b"", b"told", text, salt]) + b"\n"


def test_what_copy_spells_otherwise_is_read_back():
    *_seal, told, text, salt = looking._read(copied(rb'a\\b "c"', rb"one\ntwo\tthree\\", b"salt"))
    assert json.loads(told)["object"] == ["plans.plan", 3, 'a\\b "c"', None]
    assert (text, salt) == (b"one\ntwo\tthree\\", b"salt")
    *_seal, told, text, salt = looking._read(copied('只有“引号”"'.encode(), b"null", b"null"))
    assert json.loads(told)["object"][2] == '只有“引号”"'
    assert (text, salt) == (None, None)


@pytest.mark.parametrize(("printed", "spelled"), [("", ".000000"), (".5", ".500000"), (".123456", ".123456")])
def test_an_instant_is_spelled_to_the_microsecond(printed, spelled):
    line = copied(b"", b"{}", b"salt", at=f"2026-05-01 08:00:00{printed}".encode())
    assert json.loads(looking._read(line)[10])["at"] == f"2026-05-01T08:00:00{spelled}+00:00"


def test_a_redacted_event_is_whole_without_its_body(written):
    trail.redact(TrailEvent.objects.earliest("pk"), by=written.zhou, because="含患者姓名")
    seals.seal_pending()
    assert said() == []


@pytest.mark.parametrize("height", [0, 1, 2, 16])
def test_segments_of_any_size_agree(written, monkeypatch, height, tmp_path, settings):
    settings.KEYS_DIR = tmp_path
    monkeypatch.setattr(walking, "HEIGHT", height)
    checkpoints.make()
    trail.record("told", written.icu, by=written.li)
    checkpoints.make()
    assert Checkpoint.objects.count() == 2
    assert said() == []


@pytest.mark.parametrize("height", [0, 2, 16])
def test_what_was_changed_is_named_in_any_segment(written, monkeypatch, height, tmp_path, settings):
    settings.KEYS_DIR = tmp_path
    monkeypatch.setattr(walking, "HEIGHT", height)
    point = checkpoints.make()
    event = TrailEvent.objects.earliest("pk")
    unguarded(f"UPDATE accountability_trailseal SET sm3 = '{'0' * 64}' WHERE event_id = {event.pk}")
    first, *others = said()
    assert first == "第1号封存的校验值不符"
    assert f"第{point.size}号校验点的校验树根与操作记录不符，此前的记录已被改动" in others


@pytest.mark.parametrize("height", [0, 16])
def test_an_event_taken_out_with_its_seal_is_named(written, monkeypatch, height):
    monkeypatch.setattr(walking, "HEIGHT", height)
    event = TrailEvent.objects.earliest("pk").pk
    unguarded("DELETE FROM accountability_trailseal WHERE seq = 1")
    assert "第1至1号封存缺失，或其操作记录已被删除" in said()
    assert TrailEvent.objects.filter(pk=event).exists()


def test_an_altered_moment_is_named(written):
    event = TrailEvent.objects.latest("pk")
    unguarded(f"UPDATE accountability_trailevent SET at = '2020-01-01 00:00:00+00:00' WHERE id = {event.pk}")
    assert len(said()) == 1
    assert connection.vendor in looking.FACTS


@pytest.mark.parametrize("column", ["sm3", "body_sm3", "sha256", "body_sha256"])
def test_an_altered_digest_is_named_whether_or_not_its_text_was_recomputed(written, column):
    event = TrailEvent.objects.earliest("pk")
    unguarded(f"UPDATE accountability_trailevent SET {column} = '{'0' * 64}' WHERE id = {event.pk}")
    assert list(walking.chain(sm3_each=10**9))
    assert list(walking.thoroughly())


def test_an_sm3_that_was_wrong_from_the_start_is_found_by_the_thorough_walk(written):
    body = digest.pair("another text").sm3
    event = TrailEvent.objects.filter(seal__seq__lt=walking.SM3_EACH).earliest("pk")
    event.body_sm3 = body
    own = digest.pair(trail.facts(event, walking._kinds()[event.content_type_id]))
    unguarded(
        f"UPDATE accountability_trailevent SET body_sm3 = '{body}', sha256 = '{own.sha256}', sm3 = '{own.sm3}' "
        f"WHERE id = {event.pk}"
    )
    assert any("正文已被改动" in found.sentence for found in walking.thoroughly())
