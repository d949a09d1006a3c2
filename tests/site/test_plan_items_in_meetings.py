"""A plan under discussion in a meeting (F24): its lines are given out on the spot, and the plan says so by itself."""

import datetime

import pytest
from django.urls import reverse

from accountability import verify
from accountability.models import Assignment
from meetings import services
from meetings.services import load_shipped_kinds
from plans.models import Measure
from tests.cast import Cast, cast
from tests.meetings.making import Hall, in_days
from tests.plans.making import Desk
from tests.screens.visitors import post, text_of, visit_as

pytestmark = pytest.mark.django_db
__all__ = ["cast"]
TEXT = "建立手卫生依从性监测和通报机制"


@pytest.fixture
def hall(cast: Cast) -> Hall:
    load_shipped_kinds()
    Desk(cast)
    return Hall(cast)


@pytest.fixture
def measure(cast: Cast, hall: Hall) -> Measure:
    """A line of a draft for next year that nobody leads yet."""
    desk = Desk(cast)
    plan = desk.draft(year=in_days(0).year + 1, title="下一年度医疗质量计划")
    return desk.measure(plan, text=TEXT)


def given_out(hall: Hall, measure: Measure, **told: object) -> Assignment:
    """The line comes on the agenda from its plan and is decided there."""
    meeting = hall.noticed()
    address = reverse("meetings:item_from_plan", args=[meeting.pk])
    office = visit_as(hall.clerk)
    assert TEXT in text_of(office.get(address))
    assert post(office, address, thing=f"plans.measure:{measure.pk}").status_code == 302
    assert TEXT not in text_of(office.get(address)), "once on an agenda is enough"
    item = meeting.agenda.get(part="plan_item")
    services.note_statement(meeting, manner="decided", text=TEXT, item=item, by=hall.clerk)
    decision = meeting.decisions.get()
    services.adopt_decisions(meeting, duties={decision.pk: hall.duty(**told)}, by=hall.clerk)
    decision.refresh_from_db()
    return decision.assignment


def test_who_carries_out_a_line_is_said_in_the_meeting_and_stands_in_the_plan(hall: Hall, measure: Measure) -> None:
    due_on = datetime.date(measure.plan.year, 3, 31)
    task = given_out(hall, measure, due_on=due_on)

    measure.refresh_from_db()
    assert (measure.lead_unit, measure.person, measure.due_on) == (hall.cast.icu, hall.cast.head_zhang, due_on)
    assert (measure.assignment, measure.ordered_by) == (task, "第四季度医院感染管理委员会会议")
    assert [one.sentence for result in verify.run() for one in result.differences] == []


def test_the_line_is_owed_once_when_its_plan_is_issued(hall: Hall, measure: Measure) -> None:
    task = given_out(hall, measure, due_on=datetime.date(measure.plan.year, 3, 31))

    Desk(hall.cast).issued(measure.plan)

    measure.refresh_from_db()
    assert measure.assignment == task
    assert Assignment.objects.filter(title=TEXT).count() == 1


def test_a_line_withdrawn_in_the_meeting_is_given_out_with_the_plan(hall: Hall, measure: Measure) -> None:
    task = given_out(hall, measure, due_on=datetime.date(measure.plan.year, 3, 31))
    decision = task.source
    services.withdraw_decision(decision, because="另行研究", by=hall.clerk)

    Desk(hall.cast).issued(measure.plan)

    measure.refresh_from_db()
    assert measure.assignment != task
    assert measure.assignment is not None
    assert measure.assignment.state == Assignment.State.OPEN


def test_a_thing_that_is_not_offered_comes_on_no_agenda(hall: Hall, measure: Measure) -> None:
    meeting = hall.noticed()
    for thing in ("plans.measure:999999", "accounts.user:1", ""):
        answer = post(visit_as(hall.clerk), reverse("meetings:item_from_plan", args=[meeting.pk]), thing=thing)
        assert answer.status_code == 422
    assert not meeting.agenda.filter(part="plan_item").exists()
