"""会议审议 of a plan: its clerk puts it before a meeting, and the meeting's signed minutes answer the step, once."""

import json

import pytest
from django.urls import reverse

from accountability import verify
from accountability.models import SignRequest
from engine import locking
from meetings import services
from meetings.models import AgendaItem, Meeting
from meetings.services import agenda, load_shipped_kinds
from organizations.refusals import AlreadyDone, Invalid, NotYet
from plans import services as planning
from plans.models import Deliberation, Plan, PlanState
from tests.cast import Cast, cast
from tests.meetings.making import Hall
from tests.plans.making import Desk, answer, fresh, open_seat
from tests.plans.test_shipped_routes import taken
from tests.screens.visitors import post, text_of, visit_as

pytestmark = pytest.mark.django_db
__all__ = ["cast"]


@pytest.fixture
def hall(cast: Cast) -> Hall:
    load_shipped_kinds()
    return Hall(cast)


@pytest.fixture
def plan(cast: Cast, hall: Hall) -> Plan:
    """A plan that waits for the president's meeting."""
    desk = Desk(cast)
    taken(desk, "plan_president_meeting")
    return waiting(desk.written())


def waiting(plan: Plan) -> Plan:
    """Sent, and signed by everybody before the meeting."""
    planning.submit_plan(plan, by=plan.drafted_by)
    while (seat := open_seat(plan)) and seat.request.word != "deliberate":
        answer(seat)
    return fresh(plan)


def put_on(hall: Hall, plan: Plan, **told: object) -> AgendaItem:
    """The clerk finds the way from the plan's page and chooses the meeting."""
    meeting = hall.noticed(**told)
    office, address = visit_as(hall.clerk), reverse("meetings:item_to_deliberate", args=[f"plans.plan:{plan.pk}"])
    assert address in office.get(plan.get_absolute_url()).content.decode()
    assert post(office, address, meeting=str(meeting.pk)).status_code == 302
    assert f'href="{plan.get_absolute_url()}"' in office.get(meeting.get_absolute_url()).content.decode(), "and back"
    return meeting.agenda.get(source_id=plan.pk, part="discussion", shown__gt="")


def decided(hall: Hall, item: AgendaItem, resolution: str, conclusion: str = "") -> Meeting:
    """What the meeting made of it is written down; its minutes are signed and issued."""
    address = reverse("meetings:item_settle", args=[item.pk])
    told = {"resolution": resolution, "conclusion": conclusion}
    assert post(visit_as(hall.clerk), address, **told).status_code == 302
    return issued(hall, item.meeting)


def issued(hall: Hall, meeting: Meeting) -> Meeting:
    meeting = Meeting.objects.get(pk=meeting.pk)
    hall.settled(meeting)
    services.close_meeting(meeting, held_at=meeting.starts_at, closed_at=None, by=hall.clerk)
    services.generate_minutes(meeting, by=hall.clerk)
    if meeting.is_reviewed:
        services.submit_minutes(meeting, reviewers=[hall.cast.head_zhang], by=hall.clerk)
    services.send_for_signature(meeting, by=hall.clerk)
    answer(open_seat(meeting))
    meeting = Meeting.objects.get(pk=meeting.pk)
    services.issue_minutes(meeting, readers=[hall.chair], by=hall.clerk)
    return Meeting.objects.get(pk=meeting.pk)


def step(plan: Plan) -> SignRequest:
    return SignRequest.objects.of(plan).filter(word="deliberate").latest("pk")


def test_what_the_meeting_passes_goes_on_with_its_minutes_as_the_basis(hall: Hall, plan: Plan) -> None:
    item = put_on(hall, plan)
    assert step(plan).state == "open", "being on an agenda decides nothing"
    meeting = decided(hall, item, "passed")

    assert (step(plan).state, open_seat(plan).request.word) == ("approved", "issue")
    assert f"会议审议通过了《{plan.title}》" in meeting.minutes.text
    made = Deliberation.objects.get()
    assert (made.plan, made.resolution, made.basis) == (plan, "passed", meeting.minutes)
    page = visit_as(hall.clerk).get(plan.get_absolute_url())
    assert meeting.title in text_of(page)
    assert made.url in page.content.decode()
    assert [one.sentence for result in verify.run() for one in result.differences] == []


def test_passed_in_principle_goes_on_and_the_comments_stay_beside_the_plan(hall: Hall, plan: Plan) -> None:
    item = put_on(hall, plan)
    with pytest.raises(Invalid, match="会议意见"):
        services.resolve_item(item, resolution="in_principle", conclusion=" ", by=hall.clerk)
    decided(hall, item, "in_principle", "补充经费来源。")
    assert open_seat(plan).request.word == "issue"
    assert "补充经费来源。" in text_of(visit_as(hall.clerk).get(plan.get_absolute_url()))


def test_what_is_not_passed_goes_back_to_its_drafter_with_the_reason(hall: Hall, plan: Plan) -> None:
    decided(hall, put_on(hall, plan), "rejected", "目标偏低，重新测算。")
    assert (step(plan).state, fresh(plan).state) == ("refused", PlanState.DRAFT)
    shown = text_of(visit_as(hall.clerk).get(plan.get_absolute_url()))
    assert "目标偏低，重新测算。" in shown
    assert "退回" in shown


def test_what_is_to_be_discussed_again_waits_and_comes_before_another_meeting(hall: Hall, plan: Plan) -> None:
    first = put_on(hall, plan)
    with pytest.raises(AlreadyDone, match="已列入"):
        services.put_before(first.meeting, thing=plan, shown=first.shown, by=hall.clerk)
    decided(hall, first, "again", "补充调研后再议。")
    assert (step(plan).state, fresh(plan).state) == ("open", PlanState.SIGNING)
    assert "再议" in text_of(visit_as(hall.clerk).get(plan.get_absolute_url()))
    second = put_on(hall, plan, title="第二次院长办公会")
    decided(hall, second, "passed")
    assert step(plan).state == "approved"
    assert list(Deliberation.objects.order_by("pk").values_list("resolution", flat=True)) == ["again", "passed"]


def test_a_step_answered_by_hand_first_is_not_answered_again(hall: Hall, plan: Plan) -> None:
    item = put_on(hall, plan)
    while (seat := open_seat(plan)) and seat.request.word == "deliberate":
        answer(seat, opinion="会议审议通过")
    decided(hall, item, "rejected", "不同意。")
    assert (step(plan).state, fresh(plan).state) == ("approved", PlanState.SIGNING)
    assert not Deliberation.objects.exists()


def test_a_plan_sent_anew_with_other_words_is_not_what_the_meeting_decided_about(hall: Hall, plan: Plan) -> None:
    item = put_on(hall, plan)
    answer(open_seat(plan), verdict="return", opinion="先改标题。")
    planning.describe_plan(fresh(plan), title="改过的计划", version=fresh(plan).version, by=plan.drafted_by)
    waiting(fresh(plan))
    decided(hall, item, "passed")
    assert (step(plan).state, Deliberation.objects.count()) == ("open", 0)


def test_the_answer_takes_effect_with_the_signed_minutes_and_not_before(hall: Hall, plan: Plan) -> None:
    item = put_on(hall, plan)
    for state in ("settled", "heard"):
        with pytest.raises(Invalid, match="审议结果"):
            services.settle_item(item, state=state, conclusion="", by=hall.clerk)
    services.resolve_item(item, resolution="rejected", conclusion="误记", by=hall.clerk)
    item.refresh_from_db()
    services.resolve_item(item, resolution="passed", conclusion="", by=hall.clerk)
    assert step(plan).state == "open"
    meeting = issued(hall, item.meeting)
    assert step(plan).state == "approved"
    with pytest.raises(NotYet, match="纪要已经送签"):
        services.resolve_item(item, resolution="rejected", conclusion="反悔", by=hall.clerk)
    assert "提请审议事项" in str(SignRequest.objects.of(meeting).latest("pk").manifest.body)


def test_only_the_hospital_s_own_clerk_puts_its_plan_before_a_meeting(hall: Hall, plan: Plan) -> None:
    address = reverse("meetings:item_to_deliberate", args=[f"plans.plan:{plan.pk}"])
    for person in (hall.cast.zheng, hall.cast.nurse_sun, hall.cast.head_gao):
        assert visit_as(person).get(address).status_code == 404
    office = visit_as(hall.clerk)
    assert office.get(reverse("meetings:item_to_deliberate", args=["plans.plan:999"])).status_code == 404
    draft = Desk(hall.cast).draft(title="还在起草")
    assert office.get(reverse("meetings:item_to_deliberate", args=[f"plans.plan:{draft.pk}"])).status_code == 404


def test_what_is_put_before_a_meeting_keeps_the_name_it_was_sent_under(hall: Hall, plan: Plan) -> None:
    item = put_on(hall, plan)
    with pytest.raises(Invalid, match="议题名称不能修改"):
        services.revise_item(item, version=item.version, title="研究节日慰问安排", by=hall.clerk)
    item.refresh_from_db()
    services.revise_item(item, version=item.version, text="由质控科汇报", by=hall.clerk)
    AgendaItem.objects.filter(pk=item.pk).update(title="研究节日慰问安排")  # whatever way it came about
    meeting = decided(hall, item, "passed")
    signed = SignRequest.objects.of(meeting).latest("pk").manifest.body
    assert json.dumps([plan.title, "通过", ""], ensure_ascii=False, separators=(",", ":")) in str(signed)


def test_nobody_carries_a_plan_by_a_meeting_he_calls_and_chairs_himself(hall: Hall, plan: Plan) -> None:
    office, address = visit_as(hall.clerk), reverse("meetings:item_to_deliberate", args=[f"plans.plan:{plan.pk}"])
    for chair in (plan.drafted_by, hall.cast.head_zhang):
        own = hall.noticed("special", title="专题会", chair=chair, recorder=hall.cast.chen)
        page = post(office, address, meeting=str(own.pk))
        assert page.status_code == 422
        assert "应当由本单位领导或者审议环节的办理人主持" in text_of(page)
    assert not AgendaItem.objects.filter(shown__gt="").exists()


def test_a_meeting_whose_chair_changed_to_somebody_without_a_say_answers_nothing(hall: Hall, plan: Plan) -> None:
    item = put_on(hall, plan)
    meeting = item.meeting
    services.revise_meeting(meeting, version=meeting.version, chair=hall.cast.head_zhang, by=hall.clerk)
    item = AgendaItem.objects.get(pk=item.pk)
    with pytest.raises(Invalid, match="主持"):
        services.resolve_item(item, resolution="passed", conclusion="", by=hall.clerk)
    AgendaItem.objects.filter(pk=item.pk).update(state="settled", resolution="passed")
    issued(hall, meeting)
    assert (step(plan).state, Deliberation.objects.count()) == ("open", 0)


def test_two_clerks_put_a_plan_before_one_meeting_because_the_plan_itself_is_held(
    hall: Hall, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = []
    add = agenda.add_item

    def watching(meeting: Meeting, **told: object) -> AgendaItem:
        held.append(locking._grip.held.get(locking.key_of(plan)))
        return add(meeting, **told)

    monkeypatch.setattr(agenda, "add_item", watching)
    put_on(hall, plan)
    assert held[-1]


def test_what_was_sent_anew_is_not_put_before_a_meeting_under_its_old_words(hall: Hall, plan: Plan) -> None:
    meeting = hall.noticed()
    with pytest.raises(AlreadyDone, match="重新送签"):
        services.put_before(meeting, thing=plan, shown="0" * 64, by=hall.clerk)
