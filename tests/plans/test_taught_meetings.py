"""A meeting that teaches becomes a training; the days a unit keeps become proposals of its annual plan."""

import datetime
from contextlib import contextmanager

import pytest

import engine
from accountability import health_days, trail, verify
from engine import jobs
from engine.models import Job
from meetings import services as meeting
from meetings.models import MeetingKind
from meetings.services import load_shipped_kinds
from plans import services
from plans.models import ObligationEvidence, Training, TrainingResult, TrainingState
from plans.services import taught_meetings, trainings
from tests.meetings.making import Hall
from tests.plans.making import open_nodes

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(year) -> Hall:
    load_shipped_kinds()
    return Hall(year.cast)


def taught(hall: Hall, *, run: bool = True, **told):
    """A training meeting to which three are asked: one comes, one is excused, one stays away."""
    cast = hall.cast
    held = hall.noticed("training", purpose="掌握手卫生指征", **told)
    for person in (cast.nurse_sun, cast.head_zhang, cast.head_gao):
        meeting.add_person(held, person=person, category="重点科室", by=hall.clerk)
    came = held.attendances.get(person=cast.nurse_sun)
    meeting.register(came, by=hall.clerk)
    hall.settled(held)
    meeting.close_meeting(held, held_at=held.starts_at, closed_at=None, by=hall.clerk)
    if run:
        jobs.run_all()
    return held


def test_a_held_training_meeting_is_a_training_with_everybody_s_attendance(year, hall):
    held = taught(hall, title="手卫生培训会")
    made = Training.objects.get()
    assert (made.source, made.title, made.state) == (held, "手卫生培训会", TrainingState.HELD)
    assert (made.held_on, made.goal, made.audience) == (held.day, "掌握手卫生指征", "重点科室")
    assert "培训内容" in made.content
    rows = {row.person: (row.is_expected, row.attended) for row in made.results.select_related("person")}
    cast = year.cast
    assert rows[cast.nurse_sun] == (True, True)
    assert rows[cast.head_zhang] == rows[cast.head_gao] == (True, False)
    assert made.results.get(person=cast.head_gao).absent_because == "缺席"
    assert open_nodes(made) == ["enter"], "whoever keeps trainings looks at it and closes it"
    trainings.close_training(made, by=cast.qian)
    made.refresh_from_db()
    assert made.state == TrainingState.CLOSED


def result_of(person) -> tuple[bool | None, str]:
    return Training.objects.get().results.values_list("attended", "absent_because").get(person=person)


def test_who_was_there_after_all_is_so_in_the_training_too_and_who_was_not_is_not(year, hall):
    cast, held = year.cast, taught(hall)
    held.attendances.filter(person=cast.nurse_sun).update(reply_note="家中老人住院")  # stays with the meeting
    late, gone = (held.attendances.get(person=person) for person in (cast.head_zhang, cast.nurse_sun))
    meeting.make_up(late, state="late", because="门诊抢救后到会", by=hall.clerk)
    meeting.make_up(gone, state="excused", because="代他人签到，本人请假", by=hall.clerk)
    assert result_of(cast.head_zhang) == (True, "")
    assert result_of(cast.nurse_sun) == (False, "请假")
    assert result_of(cast.head_gao) == (False, "缺席"), "nobody else is touched"
    told = list(trail.of(Training.objects.get()).filter(verb="training_attendance_corrected").order_by("pk"))
    assert [one.reason for one in told] == ["门诊抢救后到会", "代他人签到，本人请假"]
    assert [difference for result in verify.run() for difference in result.differences] == []


def test_the_paper_sheet_of_a_meeting_that_is_over_counts_and_a_closed_training_follows(year, hall):
    cast, held = year.cast, taught(hall)
    made = Training.objects.get()
    trainings.close_training(made, by=cast.qian)
    rows = held.attendances.filter(person__in=[cast.head_gao, cast.head_zhang])
    meeting.register_paper(held, attendances=rows.values_list("pk", flat=True), by=hall.clerk)
    assert result_of(cast.head_gao) == result_of(cast.head_zhang) == (True, "")
    [told] = trail.of(made).filter(verb="training_attendance_corrected")
    assert told.reason == "按纸质签到表登记"


def test_a_correction_before_the_people_were_taken_over_is_taken_over_with_them(year, hall):
    cast = year.cast
    held = taught(hall, run=False)
    meeting.make_up(held.attendances.get(person=cast.head_gao), state="present", because="补签", by=hall.clerk)
    assert not Training.objects.get().results.exists()
    jobs.run_all()
    assert result_of(cast.head_gao) == (True, "")


def test_who_has_a_mark_was_there_whatever_the_list_says(year, hall):
    cast, held = year.cast, taught(hall)
    Training.objects.get().results.filter(person=cast.nurse_sun).update(passed=True)
    row = held.attendances.get(person=cast.nurse_sun)
    meeting.make_up(row, state="absent", because="签到有误", by=hall.clerk)
    assert result_of(cast.nurse_sun) == (True, "")


def test_it_counts_once_towards_a_quota_of_trainings(year, hall):
    duty = year.duty("每季度组织两次培训", kind="training", at_least=2, lead_unit=year.cast.quality_office)
    year.start()
    held = taught(hall)
    owed = year.owed(duty)
    assert (owed.done, owed.state) == (1, "open")
    assert [one.source for one in ObligationEvidence.objects.filter(occurrence=owed)] == [held]


def test_a_meeting_told_of_twice_is_one_training_and_a_committee_teaches_nobody(year, hall):
    held = taught(hall)
    taught_meetings.note_meeting(type(held), thing=held, by=hall.clerk)
    hall.held(decide=False)
    jobs.run_all()
    assert Training.objects.count() == 1
    assert Training.objects.get().results.count() == held.attendances.filter(person__isnull=False).count()


def test_the_days_a_unit_keeps_are_proposed_for_its_annual_plan(desk, year):
    cast = desk.cast
    year.at("2026-03-01")
    for unit, name, month, by in (
        (desk.hospital, "院训日", 5, cast.qian),
        (desk.hospital, "新年日", 2, cast.qian),
        (cast.city, "江州健康日", 9, cast.li),
    ):
        health_days.set_day(unit, name=name, month=month, day=20, by=by)
    ended = health_days.set_day(desk.hospital, name="旧纪念日", month=10, day=1, by=cast.qian)
    health_days.end_day(ended, by=cast.qian)
    plan = desk.draft(year=2026)
    proposed = list(plan.proposals.filter(kind="own_day").order_by("pk"))
    assert [one.text for one in proposed] == ["开展“院训日”主题宣传活动", "开展“江州健康日”主题宣传活动"]
    assert "江州市卫生健康委员会" in proposed[1].because or str(cast.city) in proposed[1].because
    measure = services.adopt(proposed[0], by=cast.qian)
    assert (measure.due_on, measure.problem) == (datetime.date(2026, 5, 20), "")
    assert not desk.draft(year=2026, until_year=2028).proposals.filter(kind="own_day").exists()


def test_a_restricted_training_meeting_leaves_no_training_that_others_read(year, hall):
    MeetingKind.objects.filter(code="training").update(restricted=True)
    held = taught(hall, title="内部案情通报培训")
    assert held.restricted
    assert not Training.objects.exists()


def test_attendance_that_is_taken_twice_at_once_is_entered_once(year, hall, monkeypatch):
    """The second of two workers reads the list only when the first has let the training go."""
    held = taught(hall, title="手卫生培训会")
    made = Training.objects.get()
    TrainingResult.objects.all().delete()
    job = Job.objects.get(kind=taught_meetings.ATTENDANCE)
    hold = engine.hold

    @contextmanager
    def after_another(*things):
        monkeypatch.setattr(engine, "hold", hold)
        taught_meetings.take_attendance(job)
        with hold(*things):
            yield

    monkeypatch.setattr(engine, "hold", after_another)
    taught_meetings.take_attendance(job)
    assert made.results.count() == held.attendances.filter(person__isnull=False).count()
