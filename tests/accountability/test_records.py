"""履职记录: what a person owed, did, was late with, signed and delegated; who may read it, each reading on record."""

import datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from accountability import records
from accountability.models import Assignment, EvidenceBundle, Holder, TrailEvent
from accountability.records import Period
from organizations.services import delegate
from tests.screens.visitors import post, text_of, visit_as

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def owed(cast):
    """Three tasks of the nurse: one open in time, one done late, one open and late."""
    today, unit = timezone.localdate(), cast.icu
    where = {"lead_unit": unit, "org_path": unit.path, "institution_path": unit.institution_path}
    source = {"source_type": ContentType.objects.get_for_model(unit), "source_id": unit.pk, "source_label": "检查"}
    made = []
    for title, due, done in (("补签记录", 5, None), ("更换锐器盒", -9, -2), ("培训手卫生", -3, None)):
        task = Assignment.objects.create(
            title=title, scheduled_on=today + due * DAY, due_on=today + due * DAY, **where, **source
        )
        if done:
            moment = timezone.now() + done * DAY
            Assignment.objects.filter(pk=task.pk).update(state="done", completed_at=moment)
        Holder.objects.create(assignment=task, person=cast.nurse_sun, role="lead", since=timezone.now() - 20 * DAY)
        made.append(task)
    return made


def period():
    today = timezone.localdate()
    return Period(today - 30 * DAY, today)


def titles(part, person, who):
    return {row.title for row in records.rows(part, person, period(), who=who)}


def test_a_record_tells_what_was_owed_done_and_late(owed, cast):
    delegate(
        cast.head_zhang.appointments.get(), proxy=cast.nurse_sun, since=timezone.localdate(),
        until=timezone.localdate(), because="外出", by=cast.head_zhang,
    )  # fmt: skip
    assert titles("owed", cast.nurse_sun, cast.zhou) == {"补签记录", "更换锐器盒", "培训手卫生"}
    assert titles("done", cast.nurse_sun, cast.zhou) == {"更换锐器盒"}
    assert titles("late", cast.nurse_sun, cast.zhou) == {"更换锐器盒", "培训手卫生"}
    counted = records.counts(cast.nurse_sun, period(), who=cast.zhou)
    assert counted == {"owed": 3, "done": 1, "late": 2, "signed": 0, "delegated": 1, "posts": 1}


def test_what_was_handed_on_before_the_period_is_not_in_it(owed, cast):
    Holder.objects.filter(assignment=owed[0]).update(until=timezone.now() - 40 * DAY, since=timezone.now() - 50 * DAY)
    assert "补签记录" not in titles("owed", cast.nurse_sun, cast.zhou)


def test_oneself_ones_head_and_the_auditor_read_it_and_nobody_else(owed, cast):
    address = reverse("person_record", args=[cast.nurse_sun.pk])
    for reader in (cast.nurse_sun, cast.president_wang, cast.zhou, cast.head_zhang):
        page = visit_as(reader).get(address)
        assert page.status_code == 200, reader
        assert "更换锐器盒" in text_of(page)
    for stranger in (cast.head_gao, cast.president_wu, cast.li, cast.system_admin, cast.qian):
        assert visit_as(stranger).get(address).status_code == 404, stranger


def test_reading_anothers_record_is_on_record_and_ones_own_is_not(owed, cast):
    address = reverse("person_record", args=[cast.nurse_sun.pk])
    visit_as(cast.nurse_sun).get(address)
    assert not TrailEvent.objects.filter(verb="read").exists()
    visit_as(cast.zhou).get(f"{address}?part=late")
    read = TrailEvent.objects.get(verb="read")
    assert (read.actor_name, read.object_label, read.told["extra"]["part"]) == ("周审计", "孙护士", "late")


@pytest.mark.parametrize("part", records.PARTS)
def test_every_part_is_shown_with_a_constant_number_of_questions(part, owed, cast, django_assert_max_num_queries):
    client = visit_as(cast.nurse_sun)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("person_record", args=[cast.nurse_sun.pk]), {"part": part})
    assert page.status_code == 200


@pytest.mark.parametrize("asked", ["since=2026-13-01&until=1", "since=2026-02-01&until=2026-01-01", "since=&until="])
def test_a_wrong_period_is_said_and_nothing_breaks(asked, cast):
    page = visit_as(cast.nurse_sun).get(f"{reverse('person_record', args=[cast.nurse_sun.pk])}?{asked}")
    assert page.status_code == 200
    assert "errorlist" in page.content.decode()


def test_an_auditor_takes_a_persons_period_home(owed, cast):
    client = visit_as(cast.zhou)
    address = reverse("evidence_of_person", args=[cast.nurse_sun.pk])
    assert client.get(address).status_code == 200
    said = {"since": "2026-01-01", "until": "2026-06-30", "because": "离任审计"}
    assert post(client, address, **said).status_code == 302
    assert EvidenceBundle.objects.get().about == cast.nurse_sun
    assert visit_as(cast.head_zhang).get(address).status_code == 404
