"""数据核对: each question lists exactly what it says, within sight; its measure is data, and its change on record."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accountability import patterns
from accountability.models import Assignment, Evidence, Extension, PatternThreshold, Seat, TrailEvent
from accountability.records import Period
from accountability.signing import opening
from engine import jobs
from rectification import services
from rectification.models import (
    Campaign,
    CloseOut,
    CorrectiveMeasure,
    Draw,
    Finding,
    TightenedDeadline,
    Verification,
)
from tests.rectification.making import seats_of
from tests.screens.visitors import has_nothing_inline, password_was_given, post, text_of, visit_as

pytestmark = pytest.mark.django_db
SECOND, DAY = datetime.timedelta(seconds=1), datetime.timedelta(days=1)


def period():
    today = timezone.localdate()
    return Period(today - 60 * DAY, today + DAY)


def asked(code, who, amount=None):
    """What a question lists for somebody."""
    pattern = patterns.named(code)
    rows = pattern.rows(who, period(), pattern.amount if amount is None else amount)
    return [pattern.show(row) for row in rows]


@pytest.fixture
def signed(stage):
    """A campaign whose scheme was signed, each seat an hour after it was opened."""
    stage.issue()
    for seat in Seat.objects.filter(state="decided"):
        Seat.objects.filter(pk=seat.pk).update(opened_at=seat.decided_at - datetime.timedelta(hours=1))
    return list(Seat.objects.filter(state="decided").order_by("pk"))


@pytest.fixture
def task(stage):
    """A task of the nurse."""
    finding = stage.approved(stage.supervision_finding())
    return CorrectiveMeasure.objects.get(finding=finding).assignment


def test_what_was_signed_within_seconds_of_opening_is_listed_and_what_took_longer_is_not(signed, cast):
    assert asked("quick_signing", cast.zhou) == []
    first = signed[0]
    Seat.objects.filter(pk=first.pk).update(shown_at=first.decided_at - 4 * SECOND)
    assert ["4秒" in one.facts for one in asked("quick_signing", cast.zhou)] == [True]
    assert asked("quick_signing", cast.zhou, amount=3) == []
    assert asked("quick_signing", cast.president_wu) == []


def test_the_sheet_brings_back_when_it_was_opened_and_nothing_made_up(stage, cast):
    campaign = stage.draft()
    services.submit_scheme(campaign, by=cast.li)
    seat = seats_of(campaign).first()
    client = visit_as(seat.person)
    password_was_given(client, minutes_ago=0)
    page = client.get(seat.get_absolute_url())
    brought = page.context["shown"]
    assert opening.when(seat, brought) <= timezone.now()
    for invented in ("", "1", f"{brought}x", opening.stamp(Seat(pk=seat.pk + 1))):
        assert opening.when(seat, invented) is None
    answer = {"verdict": "agree", "stock": "同意。", "manifest_digest": seat.request.manifest.sha256, "shown": brought}
    assert post(client, reverse("seat_decide", args=[seat.pk]), **answer).status_code == 302
    seat.refresh_from_db()
    assert seat.shown_at == opening.when(seat, brought)
    assert [one.title for one in asked("quick_signing", cast.zhou)] == [seat.request.label]


def test_one_person_in_two_chairs_of_a_route_is_listed_once(signed, cast):
    assert asked("two_chairs", cast.zhou) == []
    request, seat = signed[0].request, signed[0]
    request.pk, request.position = None, request.position + 1
    request.save(force_insert=True)
    seat.pk, seat.request = None, request
    seat.save(force_insert=True)
    assert [one.title for one in asked("two_chairs", cast.zhou)] == [request.label]


def test_a_night_of_many_signatures_is_one_row(signed, cast):
    night = timezone.localtime().replace(hour=2, minute=30)
    Seat.objects.filter(pk__in=[seat.pk for seat in signed]).update(
        decided_at=night, opened_at=night - DAY, person=signed[0].person
    )
    found = asked("night_signing", cast.zhou, amount=len(signed))
    assert [one.title for one in found] == [f"{(night - DAY).date()}夜间办理{len(signed)}件"]
    assert asked("night_signing", cast.zhou, amount=len(signed) + 1) == []


def test_extensions_after_the_day_and_often_extended_tasks(task, cast):
    for was in (-3, 3, 9):
        day = timezone.localdate() + was * DAY
        Extension.objects.create(
            assignment=task, was_due_on=day, due_on=day + 5 * DAY, because="设备未到", asked_by=cast.nurse_sun,
            state="approved", decided_by=cast.head_zhang, decided_at=timezone.now(),
        )  # fmt: skip
    assert len(asked("late_extension", cast.zhou)) == 1
    assert ["3次" in one.facts for one in asked("often_extended", cast.zhou)] == [True]
    assert asked("often_extended", cast.zhou, amount=4) == []


def test_a_task_closed_by_who_gave_it_and_evidence_that_came_later(task, cast):
    done = timezone.now() - DAY
    Assignment.objects.filter(pk=task.pk).update(
        state="done", completed_at=done, completed_by=cast.qian, assigned_by=cast.qian
    )
    Evidence.objects.create(assignment=task, text="补交签到表", added_by=cast.nurse_sun)
    assert [one.who for one in asked("closed_alone", cast.zhou)] == ["钱科长"]
    assert [one.who for one in asked("late_evidence", cast.zhou)] == ["孙护士"]


def test_a_close_out_without_a_second_person_is_listed(stage, cast):
    finding = stage.supervision_finding()
    Finding.objects.filter(pk=finding.pk).update(reported_by=cast.qian, planned_by=cast.qian, returned_times=3)
    CloseOut.objects.create(finding=finding, round=1, by=cast.qian, opinion="")
    own = {"finding": finding, "round": 1, "conclusion": "fixed", "opinion": ""}
    checked = Verification.objects.create(verifier=cast.qian, at=timezone.now() - DAY, **own)
    assert len(asked("closed_without_second", cast.zhou)) == 1
    Verification.objects.filter(pk=checked.pk).update(verifier=cast.zhao)
    assert asked("closed_without_second", cast.zhou) == []
    assert len(asked("returned_often", cast.zhou)) == 1


def test_what_was_entered_long_after_it_was_found(stage, cast):
    finding = stage.supervision_finding()
    assert asked("entered_late", cast.zhou) == []
    Finding.objects.filter(pk=finding.pk).update(found_on=timezone.localdate() - 8 * DAY)
    assert len(asked("entered_late", cast.zhou)) == 1
    assert asked("entered_late", cast.zhou, amount=9) == []


def test_a_draw_made_again_is_listed_with_its_reason(stage, cast):
    phase = stage.open("supervise")
    told = {
        "campaign": phase.campaign, "phase": phase, "object_kind": "participant", "org_path": phase.org_path,
        "institution_path": phase.institution_path, "asked": {}, "method": "1", "population": "[]",
        "population_sha256": "0" * 64, "seed": "1", "seed_sha256": "0" * 64, "frozen_by": cast.li,
    }  # fmt: skip
    first = Draw.objects.create(batch=1, state="replaced", because="", **told)
    Draw.objects.create(batch=2, state="frozen", replaces=first, because="一家单位停业", **told)
    assert ["停业" in one.facts for one in asked("drawn_again", cast.zhou)] == [True]


def test_the_pages_are_for_auditors_and_never_accuse(signed, cast, django_assert_max_num_queries):
    client = visit_as(cast.zhou)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("pattern_list"))
    said = text_of(page)
    assert "列出不等于有问题" in said
    assert not any(word in said for word in ("违规", "违纪", "嫌疑", "作弊", "造假", "问题线索"))
    assert has_nothing_inline(page.content.decode())
    for pattern in patterns.every():
        with django_assert_max_num_queries(12):
            assert client.get(reverse("pattern_show", args=[pattern.code])).status_code == 200
    assert client.get(reverse("pattern_show", args=["nothing"])).status_code == 404
    for other in (cast.li, cast.president_wang, cast.system_admin):
        assert visit_as(other).get(reverse("pattern_list")).status_code == 404
        assert visit_as(other).get(reverse("pattern_show", args=["two_chairs"])).status_code == 404


def test_a_measure_is_changed_with_a_reason_and_holds_beneath(cast):
    client = visit_as(cast.zhou)
    address = reverse("pattern_measure", args=["quick_signing"])
    assert post(client, address, amount="20", because="  ").status_code == 422
    assert post(client, address, amount="601", because="过宽").status_code == 422
    assert post(client, address, amount="20", because="按审计方案").status_code == 302
    assert patterns.amounts(cast.peoples_hospital)["quick_signing"] == 20
    assert patterns.amounts(cast.military_hospital)["quick_signing"] == 10
    event = TrailEvent.objects.get(verb="threshold_set")
    assert event.told["changed"]["amount"] == [10, 20]
    assert PatternThreshold.objects.get().set_by == cast.zhou
    assert "按审计方案" in text_of(client.get(reverse("pattern_show", args=["quick_signing"])))
    assert client.get(reverse("pattern_measure", args=["two_chairs"])).status_code == 404


def test_a_deadline_that_had_passed_and_was_given_back_with_the_response_is_listed(stage, cast):
    """Raising a level and lifting it again is another way to move a deadline that has passed."""
    finding = stage.approved(stage.supervision_finding())
    why = {"because": "进入应战状态"}
    services.raise_response(finding.campaign, level="1", mode="days", amount=2, by=cast.director_wang, **why)
    jobs.run_all()
    services.lift_response(Campaign.objects.get(pk=finding.campaign_id), by=cast.director_wang, because="解除")
    jobs.run_all()
    assert asked("restored_after_expiry", cast.zhou) == [], "nothing had passed"
    task = TightenedDeadline.objects.get(content_type__model="assignment")
    yesterday = timezone.localdate() - DAY
    TightenedDeadline.objects.filter(pk=task.pk).update(after=yesterday)
    (odd,) = asked("restored_after_expiry", cast.zhou)
    assert (odd.who, odd.title) == (str(cast.director_wang), str(finding.campaign))
    assert f"任务的期限由{yesterday}恢复为{task.before}" in odd.facts
    assert asked("restored_after_expiry", cast.president_wu) == []
