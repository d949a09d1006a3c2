"""What concerns a crowd is done in the background with its progress, and nobody waits for it at a button."""

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accountability import trail, verify
from accountability.incoming import reading
from accountability.models import Notice, Reading
from engine.jobs import claim, perform, run_all, worker_name
from engine.models import Job
from meetings import attending, services
from meetings.models import Attendance, Meeting, MeetingState
from meetings.services import agenda, signing_in, telling
from tests.accountability.papers_in import register
from tests.cast import Cast
from tests.meetings.gathering import comes, listed
from tests.meetings.making import Hall

pytestmark = pytest.mark.django_db


def crowd(cast: Cast, meeting: Meeting) -> list:
    people = (cast.president_wang, cast.president_wu, cast.president_wei, cast.zhou, cast.doctor_he)
    return listed(meeting, cast.li, *people)


def differences() -> list[str]:
    """What disagrees with the trail, but for the kind of meeting the stage has written by hand."""
    told = [one.sentence for result in verify.run() for one in result.differences]
    return [sentence for sentence in told if "专题会" not in sentence]


def next_piece() -> Job:
    """The worker does one piece and stops."""
    taken = claim(worker_name())
    assert taken is not None
    perform(taken)
    return Job.objects.get(pk=taken.pk)


def test_five_are_urged_two_at_a_time_and_who_answers_meanwhile_is_left_alone(
    cast: Cast, gathering: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = crowd(cast, gathering)
    monkeypatch.setattr(telling, "CHUNK", 2)

    assert services.urge_answers(gathering, by=cast.li) == 5
    assert not Notice.objects.filter(kind="meeting_urge").exists(), "the button answers first"
    half = next_piece()
    assert (half.state, half.done, half.total) == (Job.State.PENDING, 2, 5)
    services.answer(rows[4], reply="comes", by=rows[4].person)
    run_all()

    urged = Notice.objects.filter(kind="meeting_urge").values_list("person", flat=True)
    assert sorted(urged) == sorted(row.person_id for row in rows[:4])


def test_absent_hundreds_are_noted_after_the_meeting_was_closed(
    cast: Cast, gathering: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd(cast, gathering)
    comes(gathering, cast.zhou)
    Meeting.objects.filter(pk=gathering.pk).update(state=MeetingState.HELD)
    gathering.refresh_from_db()
    monkeypatch.setattr(signing_in, "AT_ONCE", 2)

    assert services.close_attendance(gathering, by=cast.li) == 0
    missing = ("缺席", "王院长、吴院长、魏院长、何大夫")
    assert attending.lines(gathering)[-1] == missing, "the minutes know it before the worker"
    run_all()

    assert gathering.attendances.filter(state="absent").count() == 4
    assert attending.lines(gathering)[-1] == missing
    counted = [event.told["extra"]["absent"] for event in trail.of(gathering).filter(verb="attendance_closed")]
    assert counted == [2, 2]
    assert differences() == []


def test_the_paper_sheet_leaves_an_event_with_everybody_who_signed(cast: Cast, gathering: Meeting) -> None:
    rows = crowd(cast, gathering)

    services.register_paper(gathering, attendances=[row.pk for row in rows], by=cast.zhao)

    for row in rows:
        event = trail.of(row).get(verb="signed_in")
        assert (event.actor_name, event.told["extra"]["how"]) == ("赵督导", "paper")
    assert differences() == []


def test_one_hundred_units_are_asked_for_papers_in_the_background(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    services.load_shipped_kinds()
    hall = Hall(cast)
    cast.head_zhang, cast.head_gao, cast.qian  # noqa: B018 - they come on stage
    meeting = hall.arranged(days=5)
    item = services.add_item(meeting, part="experience", title="经验交流", by=hall.clerk)
    monkeypatch.setattr(agenda, "FEW", 1)
    units = [cast.icu, cast.surgery, cast.icu]

    made = services.ask_paper(item, units=units, due_on=timezone.localdate(), wanted="", by=hall.clerk)

    assert len(made) == 2, "a unit named twice is asked once"
    assert not Notice.objects.of(cast.head_zhang).exists()
    services.hand_in_paper(made[1], text="材料", version=made[1].version, by=cast.head_gao)
    run_all()
    assert Notice.objects.of(cast.head_zhang).count() == 1
    assert not Notice.objects.of(cast.head_gao).exists(), "who has handed it in is not asked any more"


def test_thousands_are_given_something_to_read_and_none_after_it_is_withdrawn(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = register(cast.peoples_hospital, by=cast.qian)
    people = [cast.president_wang, cast.vice_president_he, cast.head_zhang, cast.nurse_sun]
    monkeypatch.setattr(reading, "AT_ONCE", 1)

    made = reading.circulate(paper, to=people, by=cast.qian)
    assert made.readings.count() == 1
    more = next_piece()
    assert (more.done, more.total, made.readings.count()) == (1, 3, 2)
    reading.withdraw(made, by=cast.qian, because="发错了")
    run_all()

    assert Reading.objects.count() == 2
    assert differences() == []


def test_places_given_again_and_again_keep_everybody_in_one_order(cast: Cast, gathering: Meeting) -> None:
    rows = crowd(cast, gathering)
    wanted = [row.name for row in rows]
    for turn, number in enumerate((1, 1, 1, 1, 1, 2, 3, 2, 5, 1)):
        moved = rows[-1 - turn % len(rows)]
        services.place(moved, number=number, by=cast.li)
        wanted.remove(moved.name)
        wanted.insert(number - 1, moved.name)
        found = list(gathering.attendances.in_order())
        assert [row.name for row in found] == wanted
        assert len({row.precedence for row in found}) == len(found)


def test_a_place_costs_the_same_however_many_are_listed(
    cast: Cast, gathering: Meeting, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rows = crowd(cast, gathering)
    Attendance.objects.bulk_create(
        Attendance(meeting=gathering, name=f"第{n}人", unit_name="某医院", precedence=1000 + n) for n in range(200)
    )
    with django_assert_max_num_queries(30):
        services.place(rows[-1], number=1, by=cast.li)
    assert gathering.attendances.in_order()[0].name == rows[-1].name


def test_a_meeting_two_thousand_are_told_of_answers_at_once(cast: Cast) -> None:
    services.load_shipped_kinds()
    hall = Hall(cast)
    meeting = hall.arranged(days=1)
    services.add_person(meeting, person=cast.nurse_sun, by=hall.clerk)
    services.add_item(meeting, part="report", title="部署", by=hall.clerk)

    services.send_notice(meeting, by=hall.clerk)

    assert not Notice.objects.of(cast.nurse_sun).exists()
    asked = Job.objects.get(kind=telling.TELLING)
    assert asked.total == 1
    run_all()
    assert Notice.objects.of(cast.nurse_sun).get().text.endswith("请回执")
