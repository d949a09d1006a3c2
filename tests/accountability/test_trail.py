"""What was done is written with who, in which post, to what and why; once, and for good."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError

from accountability import digest, inscribing, seals, trail
from accountability.models import TrailBody, TrailEvent, TrailPending
from organizations.acting import acting
from organizations.models import Organization
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def renamed(cast):
    """李干事 corrected the region of a hospital."""
    hospital = cast.peoples_hospital
    hospital.region = "城东区"
    hospital.save()
    return trail.record(
        "region_corrected", hospital, by=cast.li, because="行政区划调整", changed={"region": ["", "城东区"]}
    )


def test_an_event_names_the_person_his_post_and_his_unit(cast, renamed):
    assert (renamed.actor_name, renamed.actor_post, renamed.actor_unit) == ("李干事", "经办", "医政处")
    assert renamed.object_label == "江州市人民医院"
    assert renamed.org_path == cast.peoples_hospital.path
    assert renamed.reason == "行政区划调整"


def test_an_event_names_the_post_chosen_for_this_request_and_where_it_came_from(cast):
    appointment = cast.chen.appointments.get(post__organization=cast.qc_centre)
    with acting(cast.chen, appointment, strength="password", ip="10.1.2.3", request_id="a" * 32):
        event = trail.record("looked_into", cast.tcm_hospital, by=cast.chen)
    assert (event.actor_unit, event.ip, event.strength) == ("江州市院感质控中心", "10.1.2.3", "password")


def test_numbered_lines_that_changed_are_shown_in_the_order_of_their_numbers(cast):
    answered = {f"{number}. 条目": ["", "符合"] for number in (10, 2, 1)}
    event = trail.record("items_answered", cast.city, by=cast.li, changed={**answered, "name": ["甲", "乙"]})
    assert [change.field for change in trail.changes(event)] == ["名称", "1. 条目", "2. 条目", "10. 条目"]


def test_what_the_system_does_is_said_to_be_the_systems(cast):
    event = trail.record("recounted", cast.city, by=None)
    assert (event.actor_id, event.actor_name) == (None, "系统")


def test_the_responsible_person_and_the_one_acted_for_are_frozen_by_name(cast):
    event = trail.record("handed_on", cast.icu, by=cast.li, responsible=cast.head_zhang, acting_for=cast.director_wang)
    assert (event.responsible_name, event.acting_for_name) == ("张主任", "王主任")


def test_an_event_reads_as_its_fields_and_choices_are_called(cast):
    changed = {"level": ["secondary", "tertiary"], "directly_affiliated": [False, True], "region": ["", "城西区"]}
    event = trail.record("corrected", cast.peoples_hospital, by=cast.li, changed=changed)
    assert trail.changes(event) == [
        ("级别", "二级", "三级"),
        ("委直属", "否", "是"),
        ("行政区", "（空）", "城西区"),
    ]


def test_days_and_moments_read_as_in_shanghai(cast):
    appointment = cast.li.appointments.get()
    event = trail.record(
        "corrected", appointment, by=None, changed={"since": ["2016-01-01", None], "recorded_at": [None, "不明"]}
    )
    assert trail.changes(event) == [("任职日期", "2016年1月1日", "（空）"), ("登记时间", "（空）", "不明")]


def test_the_history_of_a_row_holds_what_was_done_to_others_with_it(cast, renamed):
    trail.record("told", cast.icu, by=cast.li, also=[cast.peoples_hospital])
    verbs = list(trail.of(cast.peoples_hospital).values_list("verb", flat=True))
    assert verbs[-2:] == ["region_corrected", "told"]


def test_the_digest_is_taken_from_the_database_not_from_memory(cast):
    hospital = cast.peoples_hospital
    hospital.region = "只在内存里"
    event = trail.record("looked_at", hospital, by=cast.li)
    stored = Organization.objects.get(pk=hospital.pk)
    assert event.rows.get().digest == next(digest.of_rows([stored])).digest


def test_a_thing_that_is_gone_leaves_an_empty_digest(cast):
    link = cast.qc_centre and cast.qc_centre.pk
    ghost = Organization(pk=link + 9999, name="已撤销", path="x/", institution_path="x/")
    assert trail.record("dissolved", ghost, by=None).rows.get().digest == digest.GONE


def test_recording_takes_at_most_four_inserts_and_one_on_postgresql(cast, django_assert_max_num_queries):
    trail.record("told", cast.icu, by=cast.li)
    with django_assert_max_num_queries(8) as asked:
        trail.record("told", cast.icu, by=cast.li, also=[cast.peoples_hospital, cast.city])
    written = sum("INSERT INTO" in query["sql"] for query in asked.captured_queries)
    assert written == (1 if connection.vendor == "postgresql" else 4)


@pytest.mark.django_db(transaction=True)
def test_no_event_is_written_outside_the_transaction_of_its_change(cast):
    city = cast.city
    assert not connection.in_atomic_block
    with pytest.raises(TransactionManagementError):
        trail.record("told", city, by=None)


def test_an_undone_change_leaves_no_event(cast):
    before = TrailEvent.objects.count()
    with transaction.atomic():
        trail.record("told", cast.city, by=cast.li)
        transaction.set_rollback(True)
    assert TrailEvent.objects.count() == before


def test_a_text_no_database_can_hold_is_held_all_the_same(cast):
    event = trail.record("told", cast.city, by=cast.li, because="零\0字节\ud800", extra={"x": "\0"})
    event.refresh_from_db()
    assert event.reason.startswith("零")


def test_every_event_gets_its_link_of_both_chains(cast):
    first = trail.record("told", cast.city, by=cast.li)
    second = trail.record("told", cast.city, by=cast.li)
    seals.seal_pending()
    one, two = first.seal, second.seal
    assert (two.seq, two.prev) == (one.seq + 1, one.hash)
    assert digest.Pair(two.hash, two.sm3) == seals.link(
        two.seq, second.pk, digest.Pair(one.hash, one.sm3), digest.Pair(second.sha256, second.sm3)
    )
    assert not TrailPending.objects.exists()


def test_a_named_redaction_takes_the_body_and_leaves_the_digest(cast, renamed):
    naming = trail.redact(renamed, by=cast.audit_admin, because="含患者姓名")
    again = TrailEvent.objects.get(pk=renamed.pk)
    assert again.is_redacted
    assert again.told == {}
    assert again.redacted_by == naming
    assert again.body_sha256 == renamed.body_sha256
    with pytest.raises(DatabaseError), transaction.atomic():
        TrailBody.objects.create(event=again, text="{}", salt="")


def test_a_body_that_no_event_names_stays(renamed):
    with pytest.raises(DatabaseError), transaction.atomic():
        TrailBody.objects.filter(event=renamed).delete()


def test_reading_is_written_without_touching_any_row(cast):
    event = trail.witness("read", cast.city, by=cast.zhou)
    assert not event.rows.exists()
    assert event not in trail.of(cast.city).changes()


def test_a_signal_of_a_layer_below_becomes_an_event(cast):
    assert [trail.label(event.verb) for event in trail.of(cast.li.appointments.get())] == ["任职"]


def test_an_event_of_very_many_rows_keeps_the_digest_of_each(cast):
    units = [make.make_department(cast.peoples_hospital, name=f"第{n}病区") for n in range(1, 9)]
    row = digest.RowDigest(Organization, units[0].pk, "0" * 16, "f" * 64)
    event = trail.record("recounted", cast.peoples_hospital, by=cast.li, also=units)
    assert {row.object_id for row in event.rows.all()} == {cast.peoples_hospital.pk, *(unit.pk for unit in units)}
    for count in (0, 1, inscribing.AT_ONCE, inscribing.AT_ONCE + 1, 2 * inscribing.AT_ONCE + 3):
        again = TrailEvent.objects.get(pk=event.pk)
        again.pk = None
        inscribing.inscribe(again, TrailBody(text="{}", salt="盐"), [row] * count)
        stored = TrailEvent.objects.get(pk=again.pk)
        assert stored.rows.filter(content_type=event.content_type, object_id=units[0].pk).count() == count
        assert (stored.body.salt, stored.at, stored.actor_name) == ("盐", event.at, "李干事")
