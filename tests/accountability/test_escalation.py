"""超时提级: missed deadlines climb by themselves, each rung exactly once; an extension or completion stops them."""

import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accountability import assignments, extensions, rosters, trail, verify
from accountability.climbing import State
from accountability.ladders import Receiver, load_shipped_ladders
from accountability.models import Assignment, Escalation, EscalationReceipt, Ladder, LadderStart, Notice
from accountability.sweeping import KIND, sweep, sweep_batch
from engine import jobs, recurring
from organizations.models import Delegation
from tests.accountability.climbers import at, known_calendar, lay, rung, task_of
from tests.cast import Cast

pytestmark = pytest.mark.urls("tests.accountability.addresses")
FRIDAY = datetime.date(2026, 3, 20)
MONDAY_NIGHT, WEDNESDAY_NIGHT = at("2026-03-23 18:00"), at("2026-03-25 18:00")


@pytest.fixture
def task(cast: Cast) -> Assignment:
    """Due on Friday, 20 March 2026, and not done."""
    known_calendar(2026)
    load_shipped_ladders()
    for person in (cast.head_zhang, cast.vice_president_he, cast.president_wang, cast.li, cast.director_wang):
        assert person
    return task_of(cast, cast.nurse_sun, due_on=FRIDAY)


def rungs_of(task: Assignment) -> list[str]:
    return [one.rung.name for one in Escalation.objects.filter(start__source_id=task.pk).order_by("pk")]


def told(escalation: Escalation) -> dict[str, str]:
    return {str(one.person): one.role for one in escalation.receipts.select_related("person")}


def test_a_missed_deadline_climbs_rung_by_rung_each_in_its_time(cast: Cast, task: Assignment) -> None:
    assert sweep(at("2026-03-20 23:00")) == 0
    sweep(at("2026-03-23 17:00"))
    assert rungs_of(task) == []
    sweep(MONDAY_NIGHT)
    assert rungs_of(task) == ["提醒承办科室负责人"]
    assert told(Escalation.objects.get()) == {"张主任": "named"}
    assert "超时提级（提醒承办科室负责人），期限2026-03-20" in Notice.objects.unread(cast.head_zhang).first().text
    sweep(MONDAY_NIGHT)
    assert len(rungs_of(task)) == 1
    sweep(WEDNESDAY_NIGHT)
    assert rungs_of(task)[-1] == "提级至分管领导"
    sweep(at("2026-05-20 09:00"))
    assert rungs_of(task)[2:] == ["提级至主要负责人", "提级至上级单位"]
    top = Escalation.objects.latest("pk")
    assert told(top) == {"李干事": "named", "王主任": "named"}
    assert LadderStart.objects.get().state == State.CLIMBED
    assert sweep(at("2026-06-20 09:00")) == 0
    assert [one.verb for one in trail.of(task)].count("escalated") == 4
    assert [found for result in verify.run() for found in result.differences] == []


def test_two_sweeps_and_a_killed_one_leave_one_escalation_a_rung(task: Assignment) -> None:
    class Killed(Exception):
        pass

    def killed() -> None:
        with transaction.atomic():
            sweep_batch(MONDAY_NIGHT)
            raise Killed

    with pytest.raises(Killed):
        killed()
    assert not Escalation.objects.exists()
    assert not Notice.objects.filter(kind="escalation").exists()
    sweep(MONDAY_NIGHT)
    sweep(MONDAY_NIGHT)
    assert Escalation.objects.count() == 1
    assert Notice.objects.filter(kind="escalation").count() == 1


def test_an_extension_stops_the_ladder_and_the_new_deadline_starts_another(cast: Cast) -> None:
    load_shipped_ladders()
    assert cast.vice_president_he
    today = timezone.localdate()
    task = task_of(cast, cast.head_zhang, due_on=today)
    extension = extensions.ask_extension(
        task, due_on=today + datetime.timedelta(days=30), because="等设备", by=cast.head_zhang
    )
    later = timezone.now() + datetime.timedelta(days=12)
    sweep(later)
    before = len(rungs_of(task))
    assert before >= 1
    extensions.decide_extension(extension, agrees=True, by=cast.vice_president_he)
    assert sweep(later + datetime.timedelta(days=5)) == 0
    assert len(rungs_of(task)) == before
    sweep(later + datetime.timedelta(days=60))
    assert LadderStart.objects.filter(source_id=task.pk).count() == 2
    assert len(rungs_of(task)) > before


def test_what_is_done_climbs_no_further_and_reopened_goes_on(cast: Cast, task: Assignment) -> None:
    sweep(MONDAY_NIGHT)
    assignments.complete(task, by=cast.qian)
    sweep(WEDNESDAY_NIGHT)
    assert len(rungs_of(task)) == 1
    assert LadderStart.objects.get().state == State.ENDED
    assignments.reopen(task, by=cast.qian, because="墙面返潮")
    sweep(WEDNESDAY_NIGHT)
    assert rungs_of(task) == ["提醒承办科室负责人", "提级至分管领导"]


def test_a_proxy_and_at_night_the_duty_person_are_told_beside_the_receiver(cast: Cast, task: Assignment) -> None:
    post = cast.head_zhang.appointments.get()
    Delegation.objects.create(
        appointment=post, proxy=cast.nurse_sun, since=FRIDAY, until=FRIDAY + datetime.timedelta(days=9), because="外出"
    )
    monday = FRIDAY + datetime.timedelta(days=3)
    rosters.set_shifts(
        cast.peoples_hospital, slot="night", person=cast.head_gao, since=monday, until=monday, by=cast.qian
    )
    sweep(MONDAY_NIGHT)
    escalation = Escalation.objects.get()
    assert escalation.off_hours
    assert told(escalation) == {"张主任": "named", "孙护士": "proxy", "高主任": "duty"}
    assert Notice.objects.unread(cast.head_gao).filter(text__startswith="【值班】").count() == 1


def test_by_day_nobody_on_duty_is_disturbed(cast: Cast, task: Assignment) -> None:
    tuesday = FRIDAY + datetime.timedelta(days=4)
    rosters.set_shifts(
        cast.peoples_hospital, slot="night", person=cast.head_gao, since=tuesday, until=tuesday, by=cast.qian
    )
    sweep(at("2026-03-24 09:00"))
    assert told(Escalation.objects.get()) == {"张主任": "named"}


def test_a_running_ladder_keeps_the_version_it_began_with(cast: Cast, task: Assignment) -> None:
    sweep(MONDAY_NIGHT)
    shipped = Ladder.objects.get(code="overdue")
    only = rung("直报院长", Receiver(duty="principal"), amount=1, clock="working_days", start="due")
    lay(cast.peoples_hospital, only, by=cast.qian, code="overdue", purpose="overdue", replaces=shipped)
    other = task_of(cast, cast.nurse_sun, due_on=FRIDAY, title="更换滤网")
    sweep(WEDNESDAY_NIGHT)
    assert rungs_of(task) == ["提醒承办科室负责人", "提级至分管领导"]
    assert rungs_of(other) == ["直报院长"]


def test_an_empty_post_is_pointed_out_and_the_next_rung_still_comes(cast: Cast) -> None:
    known_calendar(2026)
    load_shipped_ladders()
    task = task_of(cast, cast.doctor_he, due_on=FRIDAY, lead_unit=cast.clinic)
    sweep(WEDNESDAY_NIGHT)
    roles = [one.role for one in EscalationReceipt.objects.order_by("pk")]
    assert roles == ["nobody", "nobody"]
    sweep(at("2026-03-27 18:00"))
    assert told(Escalation.objects.latest("pk")) == {"何大夫": "named"}
    assert len(rungs_of(task)) == 3


def test_the_sweep_is_a_recurring_job(task: Assignment) -> None:
    recurring.tick()
    assert jobs.Job.objects.filter(kind=KIND).count() == 1
    jobs.run_all()
    assert len(rungs_of(task)) == 4


def test_a_batch_costs_the_same_however_many_deadlines_are_in_it(cast: Cast, task: Assignment) -> None:
    def cost(count: int) -> int:
        for number in range(count):
            task_of(cast, cast.nurse_sun, due_on=FRIDAY, title=f"任务{number}")
        with CaptureQueriesContext(connection) as queries:
            sweep_batch(MONDAY_NIGHT)
        return len(queries)

    few, many = cost(4), cost(50)  # the task on stage is the fifth of the first batch
    one_more = connection.vendor == "sqlite"  # which takes 999 parameters in a statement
    assert many - few <= one_more
    assert Escalation.objects.count() == 55
