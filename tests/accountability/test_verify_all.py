"""verify_all says that all is well, and otherwise names what is not."""

import io
import json
import os
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from guardian.shortcuts import assign_perm

import engine
from accountability import attachments, digest, gate, numbering, seals, shapes, trail, triggers, verify, verify_trail
from accountability.models import Number, TrailEvent, TrailPending, TrailRow
from engine.models import Turn
from organizations import separation
from organizations.models import Organization, Person
from tests.accountability import hostile
from tests.engine.playground.models import Tour
from tests.make import make_account

pytestmark = pytest.mark.django_db

SERIES = "accountability.test_verified"


def _verified():
    """Everything verify_all has to say, as a machine reads it."""
    out, complaint = io.StringIO(), io.StringIO()
    try:
        call_command("verify_all", "--json", stdout=out, stderr=complaint)
        code = 0
    except SystemExit as end:
        code = end.code
    return json.loads(out.getvalue()), code, complaint.getvalue()


def _differences():
    document, _code, _complaint = _verified()
    return {
        check["name"]: [(found["thing"], found["sentence"]) for found in check["differences"]]
        for check in document["checks"]
        if check["differences"]
    }


def _sql(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _unguarded(table, statement):
    """Run a statement as somebody who owns the database: lift the guards, act, and put them back."""
    connection.check_constraints()  # what is checked at commit is checked now, so that tables may be altered
    for name in triggers.names():
        if name.startswith(f"{table}_"):
            _sql(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {table}"))
    _sql(statement)
    connection.check_constraints()
    triggers.install()


@pytest.fixture
def kept(cast):
    """A unit, a file, two numbers and a running flow, all as the verbs left them."""
    checked = gate.gate(hostile.upload("整改照片.png", hostile.PNG + os.urandom(8)))
    attachment = attachments.attach(checked, to=cast.icu, by=cast.nurse_sun)
    for _turn in range(3):
        numbering.take(SERIES, organization=cast.city, year=2026, to=cast.icu, by=cast.li)
    return attachment


def test_what_the_verbs_did_agrees(kept):
    document, code, complaint = _verified()
    assert (document["ok"], document["differences"], code, complaint) == (True, 0, 0, "")
    counts = {check["name"]: check["count"] for check in document["checks"]}
    assert counts["chain"] == counts["bodies"] == TrailEvent.objects.count()
    assert (counts["files"], counts["numbers"]) == (1, 3)
    assert counts["guards"] == len(triggers.names()) + len(separation.names())
    assert counts["rows"] > 5


def test_it_says_so_in_lines_too(kept):
    out = io.StringIO()
    call_command("verify_all", stdout=out)
    assert "编号连续：核对3项，不一致0项" in out.getvalue()
    assert out.getvalue().endswith("全部一致。\n")


class TestPlantedFaults:
    def test_an_altered_body_is_named(self, cast, kept):
        event = trail.record("told", cast.icu, by=cast.li, because="原来的理由")
        seals.seal_pending()
        _unguarded(
            triggers.BODY,
            f"UPDATE {triggers.BODY} SET text = replace(text, '原来', '后来') WHERE event_id = {event.pk}",
        )
        assert _differences() == {
            "chain": [(f"accountability.trailevent:{event.pk}", "操作记录“told 重症医学科”的正文已被改动")]
        }

    def test_an_altered_event_is_named(self, cast, kept):
        event = trail.of(cast.icu).first()
        seals.seal_pending()
        _unguarded(triggers.EVENT, f"UPDATE {triggers.EVENT} SET actor_name = '别人' WHERE id = {event.pk}")
        assert _differences() == {
            "chain": [(f"accountability.trailevent:{event.pk}", "操作记录“设立机构 重症医学科”的内容已被改动")]
        }

    def test_a_dropped_trigger_is_named(self, kept):
        name = next(name for name in triggers.names() if name.startswith(triggers.SEAL))
        _sql(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {triggers.SEAL}"))
        assert _differences() == {
            "guards": [("accountability.triggers", f"数据库保护触发器“{name}”缺失、停用或被改动")]
        }

    def test_a_hole_in_the_numbers_is_named(self, kept):
        hole = Number.objects.get(n=2)
        thing, text = f"accountability.numberseries:{hole.series_id}", hole.text
        Number.objects.filter(pk=hole.pk).delete()
        found = _differences()
        assert found["numbers"] == [(thing, f"编号序列“{SERIES} 2026”缺号：{text}")]
        assert found["rows"][0][0] == f"accountability.number:{hole.pk}"

    def test_a_changed_file_is_named(self, kept):
        place = gate.stored(kept.blob.sha256)
        place.chmod(0o600)
        place.write_bytes(b"x" * kept.size)
        assert _differences() == {
            "files": [(f"accountability.attachment:{kept.pk}", "附件“整改照片.png”的文件内容已被改动")]
        }
        place.unlink()
        assert _differences()["files"][0][1] == "附件“整改照片.png”的文件缺失"

    def test_an_unknown_node_is_named(self, cast, kept):
        tour = Tour.objects.create(title="春季巡查", org_path=cast.city.path, institution_path=cast.city.path)
        with engine.hold(tour):
            engine.start(tour, by=cast.li)
        Turn.objects.of(tour).update(node="vanished")
        [(thing, sentence)] = _differences()["flows"]
        assert (thing, "vanished" in sentence) == ("engine.flows", True)

    def test_a_row_changed_past_the_verbs_is_named(self, cast, kept):
        Organization.objects.filter(pk=cast.icu.pk).update(region="别处")
        document, code, complaint = _verified()
        assert (code, complaint) == (1, "核验发现1处不一致。\n")
        assert _differences() == {
            "rows": [
                (
                    f"organizations.organization:{cast.icu.pk}",
                    f"机构 {cast.icu.pk}“重症医学科”的内容与最近一次操作记录不一致，有改动未留下记录",
                )
            ]
        }
        assert not document["ok"]


class TestOtherFaults:
    def test_a_row_without_any_event_is_named(self, cast, kept):
        stranger = Person.objects.create(name="没有来历", home=cast.icu)
        assert _differences()["rows"] == [
            (f"organizations.person:{stranger.pk}", f"人员 {stranger.pk}“没有来历”没有任何操作记录")
        ]

    def test_a_deleted_row_is_named_by_its_last_name(self, cast, kept):
        trail.record("told", cast.surgery, by=cast.li)
        Organization.objects.filter(pk=cast.surgery.pk).delete()
        assert "普外科" in _differences()["rows"][0][1]

    def test_a_digest_beside_the_body_is_named(self, cast, kept):
        row = TrailRow.objects.filter(object_id=cast.icu.pk).last()
        _unguarded(triggers.ROW, f"UPDATE {triggers.ROW} SET digest = 'x' WHERE id = {row.pk}")
        assert _differences()["bodies"] == [
            (f"accountability.trailevent:{row.event_id}", "操作记录的行摘要与正文不一致")
        ]

    def test_a_deleted_event_is_named_by_its_place_in_the_chain(self, cast, kept):
        seals.seal_pending()
        seal = TrailEvent.objects.filter(verb="number_taken").first().seal
        _unguarded(triggers.SEAL, f"DELETE FROM {triggers.SEAL} WHERE seq = {seal.seq}")
        sentences = [sentence for _thing, sentence in _differences()["chain"]]
        assert f"第{seal.seq}至{seal.seq}号封存缺失，或其操作记录已被删除" in sentences

    def test_a_chain_written_anew_from_a_link_on_is_named(self, cast, kept):
        seals.seal_pending()
        _unguarded(triggers.SEAL, f"UPDATE {triggers.SEAL} SET prev = 'x' WHERE seq = 3")
        assert {sentence for _thing, sentence in _differences()["chain"]} == {
            "第3号封存与前一号不连续",
            "第3号封存的校验值不符",
        }

    def test_an_event_left_unsealed_is_named(self, cast, kept, monkeypatch):
        monkeypatch.setattr(seals, "seal_now", lambda event: None)
        event = trail.record("told", cast.icu, by=cast.li)
        TrailPending.objects.filter(event=event).delete()
        assert _differences() == {}
        monkeypatch.setattr(verify_trail, "SEALED_WITHIN", timedelta(0))
        assert _differences() == {
            "unsealed": [(f"accountability.trailevent:{event.pk}", "操作记录（重症医学科）超过一分钟仍未封存")]
        }

    def test_a_unit_out_of_its_place_is_named(self, cast, kept):
        Organization.objects.filter(pk=cast.icu.pk).update(path=f"{cast.city.path}{cast.icu.pk:07d}/")
        assert _differences()["tree"] == [
            (f"organizations.organization:{cast.icu.pk}", "机构“重症医学科”的路径与其在机构树中的位置不一致")
        ]

    def test_a_grant_to_nothing_is_named(self, cast, kept):
        assign_perm("organizations.view_organization", make_account(cast.zhou), cast.icu)
        assert _differences() == {}
        _sql("UPDATE guardian_userobjectpermission SET object_pk = '999999'")
        assert _differences()["grants"] == [("organizations.organization:999999", "单项授权指向不存在的机构 999999")]

    def test_a_redacted_event_is_no_fault(self, cast, kept):
        event = trail.record("told", cast.icu, by=cast.li, because="含患者姓名")
        trail.redact(event, by=cast.audit_admin, because="个人信息")
        assert _differences() == {}

    def test_old_digests_are_checked_by_the_columns_of_their_time(self, cast, kept, monkeypatch):
        columns = digest.columns
        old = [name for name in columns(Organization) if name != "region"]
        monkeypatch.setattr(digest, "columns", lambda model: tuple(old) if model is Organization else columns(model))
        shapes.keep()
        trail.record("told", cast.icu, by=cast.li)
        monkeypatch.undo()  # the table has grown by a column since
        Organization.objects.filter(pk=cast.icu.pk).update(region="新列")
        assert _differences() == {}
        Organization.objects.filter(pk=cast.icu.pk).update(telephone="110")
        assert [thing for thing, _sentence in _differences()["rows"]] == [f"organizations.organization:{cast.icu.pk}"]


def test_a_check_of_another_app_is_run_under_its_name(monkeypatch):
    monkeypatch.setattr(verify, "_checks", {})
    verify.register("weather", lambda: [verify.Difference("sky", "下雨了")], lambda: 1, title="天气")
    assert [result.as_json() for result in verify.run()] == [
        {"name": "weather", "title": "天气", "count": 1, "differences": [{"thing": "sky", "sentence": "下雨了"}]}
    ]
