"""工作交接: nothing is given up before it has a successor, three people sign, and it takes effect once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accountability import assignments, handing, verify
from accountability.models import Assignment, Handover, HandoverLine, Holder, Notice, Seat, TrailEvent
from accountability.signing.seats import add_signer, transfer
from engine import jobs
from engine.jobs import enqueue
from organizations import openings
from organizations.models import Delegation, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet, Stale
from organizations.services import appoint, close_account, create_post, delegate, end_appointment
from tests import make
from tests.accountability.signers import answer, paper_for, seat_of
from tests.accountability.test_assignments import give
from tests.cast import Cast


def today(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)


def differences() -> list[str]:
    return [found.sentence for result in verify.run() for found in result.differences]


@pytest.fixture
def task(cast: Cast) -> Assignment:
    """张主任 owes the repair of the isolation room, and everybody concerned has an account."""
    for person in (cast.head_zhang, cast.nurse_sun, cast.head_gao, cast.president_wang, cast.qian):
        cast.account(person)
    return give(cast, cast.head_zhang)


def prepare(cast: Cast, *, to: Person | None = None, by: Person | None = None, **other: object) -> Handover:
    """张主任's work goes to 高主任 unless told otherwise; 王院长 watches."""
    found = openings.of_person(cast.head_zhang)
    told = {"supervisor": cast.president_wang, "because": "退休", **other}
    heirs = {opening.mark: to or cast.head_gao for opening in found if not opening.ends}
    return handing.prepare_handover(
        cast.head_zhang,
        successors=heirs,
        by=by or cast.head_zhang,
        **told,  # type: ignore[arg-type]
    )


def sign_all(handover: Handover) -> None:
    for _role, person in handover.signers:
        answer(handover, person)  # type: ignore[arg-type]


def test_a_post_is_not_given_up_while_work_is_in_hand(cast: Cast, task: Assignment) -> None:
    with pytest.raises(openings.StillOpen, match=r"张主任.*1项工作没有交接.*整修隔离间.*交接单") as refused:
        end_appointment(cast.head_zhang.appointments.get(), until=today(), by=cast.security_admin)
    assert refused.value.url == f"/handovers/new/{cast.head_zhang.pk}/"
    with pytest.raises(openings.StillOpen):
        close_account(cast.head_zhang.user, by=cast.security_admin)
    assert cast.head_zhang.appointments.valid().exists()


def test_three_people_sign_and_then_it_takes_effect_once(cast: Cast, task: Assignment) -> None:
    handover = prepare(cast)
    handing.submit_handover(handover, version=handover.version, by=cast.head_zhang)
    first, second, third = (person for _role, person in handover.signers)
    assert (first, second, third) == (cast.head_zhang, cast.head_gao, cast.president_wang)
    with pytest.raises(NotYet, match="还没有轮到"):
        answer(handover, second)  # type: ignore[arg-type]
    answer(handover, first)  # type: ignore[arg-type]
    answer(handover, second)  # type: ignore[arg-type]
    assert task.holders.current().get().person == cast.head_zhang, "nothing applies before the third signature"
    answer(handover, third)  # type: ignore[arg-type]
    handover.refresh_from_db()
    assert handover.state == Handover.State.APPLIED
    assert task.holders.current().get().person == cast.head_gao
    assert handover.lines.get().outcome == HandoverLine.Outcome.TAKEN
    moment = Holder.objects.get(assignment=task, person=cast.head_zhang).since
    assert task.lead_on(moment).person == cast.head_zhang, "who was responsible on that day stays"
    with pytest.raises(AlreadyDone):
        answer(handover, third)  # type: ignore[arg-type]
    with pytest.raises(AlreadyDone):
        handing.apply(handover)
    assert TrailEvent.objects.filter(verb="handover_applied").count() == 1
    end_appointment(cast.head_zhang.appointments.get(), until=today(), by=cast.security_admin)
    assert differences() == []


def test_a_seat_is_handed_over_and_its_first_person_stays_named(cast: Cast, task: Assignment) -> None:
    cast.account(cast.li)
    paper = paper_for(cast, cast.head_zhang)
    handover = prepare(cast)
    assert {line.kind for line in handover.lines.all()} == {"seats", "tasks"}
    handing.submit_handover(handover, version=1, by=cast.head_zhang)
    sign_all(handover)
    seat = seat_of(paper, cast.head_gao)
    assert (seat.first_person, seat.state) == (cast.head_zhang, Seat.State.OPEN)
    answer(paper, cast.head_gao)
    assert differences() == []


def test_delegations_given_and_received_end_and_are_told(cast: Cast, task: Assignment) -> None:
    days = {"since": today(), "until": today(5)}
    delegate(cast.head_zhang.appointments.get(), proxy=cast.nurse_sun, by=cast.head_zhang, because="出差", **days)
    handover = prepare(cast)
    line = handover.lines.get(kind="given")
    assert line.ends
    handing.submit_handover(handover, version=1, by=cast.head_zhang)
    sign_all(handover)
    line.refresh_from_db()
    assert line.outcome == HandoverLine.Outcome.ENDED
    assert Delegation.objects.get().revoked_at is not None
    assert Notice.objects.filter(person=cast.nurse_sun, text__contains="因工作交接终止").exists()
    assert differences() == []


def test_nobody_hands_over_to_himself_or_to_somebody_who_left_or_elsewhere(cast: Cast, task: Assignment) -> None:
    gone = make.make_person(cast.icu, name="离岗人员")
    for person, said in (
        (cast.head_zhang, "不能交接给交出人本人"),
        (gone, "离岗人员.*已离岗"),
        (cast.president_wu, "吴院长"),
    ):
        with pytest.raises(Invalid, match=said):
            prepare(cast, to=person)
    for supervisor, said in (
        (cast.head_zhang, "不同的人"),
        (cast.head_gao, "不同的人"),
        (cast.nurse_sun, "在任的负责人"),
        (cast.president_wu, "在任的负责人"),
    ):
        with pytest.raises(Invalid, match=said):
            prepare(cast, supervisor=supervisor)
    with pytest.raises(Invalid, match="交接的原因"):
        prepare(cast, because=" ")
    assert not Handover.objects.exists()


def test_a_list_with_a_gap_is_not_sent(cast: Cast, task: Assignment) -> None:
    told = {"supervisor": cast.president_wang, "because": "退休", "by": cast.head_zhang}
    handover = handing.prepare_handover(cast.head_zhang, successors={}, **told)
    with pytest.raises(NotYet, match=r"1项没有指定接收人（整修隔离间"):
        handing.submit_handover(handover, version=1, by=cast.head_zhang)
    with pytest.raises(AlreadyDone, match="已有一份"):
        prepare(cast)


def test_what_became_open_meanwhile_stops_the_third_signature_and_nothing_is_half_done(
    cast: Cast, task: Assignment
) -> None:
    handover = prepare(cast)
    handing.submit_handover(handover, version=1, by=cast.head_zhang)
    answer(handover, cast.head_zhang)  # type: ignore[arg-type]
    answer(handover, cast.head_gao)  # type: ignore[arg-type]
    give(cast, cast.head_zhang, title="新来的任务")
    with pytest.raises(NotYet, match=r"新来的任务.*退回修改"):
        answer(handover, cast.president_wang)  # type: ignore[arg-type]
    assert task.holders.current().get().person == cast.head_zhang
    answer(handover, cast.president_wang, "return", "请补充新任务")  # type: ignore[arg-type]
    handover.refresh_from_db()
    assert handover.state == Handover.State.DRAFT
    assert Notice.objects.filter(person=cast.head_zhang, text__contains="请补充新任务").exists()
    heirs = {opening.mark: cast.head_gao for opening in openings.of_person(cast.head_zhang)}
    told = {"supervisor": cast.president_wang, "because": "退休", "by": cast.head_zhang}
    with pytest.raises(Stale):
        handing.revise_handover(handover, successors=heirs, version=1, **told)
    handing.revise_handover(handover, successors=heirs, version=handover.version, **told)
    handing.submit_handover(handover, version=handover.version, by=cast.head_zhang)
    sign_all(handover)
    assert not openings.of_person(cast.head_zhang)
    assert differences() == []


def test_what_was_done_meanwhile_is_passed_over(cast: Cast, task: Assignment) -> None:
    handover = prepare(cast)
    handing.submit_handover(handover, version=1, by=cast.head_zhang)
    assignments.complete(task, by=None)
    sign_all(handover)
    assert handover.lines.get().outcome == HandoverLine.Outcome.SETTLED
    assert differences() == []


def test_a_hand_over_is_signed_in_person(cast: Cast, task: Assignment) -> None:
    days = {"since": today(), "until": today(5)}
    delegate(cast.president_wang.appointments.get(), proxy=cast.qian, by=cast.president_wang, because="出差", **days)
    handover = prepare(cast)
    handing.submit_handover(handover, version=1, by=cast.head_zhang)
    people = set(Seat.objects.values_list("person", flat=True))
    assert people == {cast.head_zhang.pk, cast.head_gao.pk, cast.president_wang.pk}, "no proxy sits"
    seat = seat_of(handover, cast.head_zhang)  # type: ignore[arg-type]
    for move in (transfer, add_signer):
        given = {"to": cast.qian} if move is transfer else {"person": cast.qian}
        with pytest.raises(NotAllowed, match="本人签认"):
            move(seat, because="没空", by=cast.head_zhang, **given)  # type: ignore[operator]


def test_for_somebody_gone_his_head_gives_and_says_so(cast: Cast, task: Assignment) -> None:
    nurse_task = give(cast, cast.nurse_sun, title="护理培训")
    told = {"supervisor": cast.president_wang, "because": "辞职"}
    heirs = {opening.mark: cast.head_gao for opening in openings.of_person(cast.nurse_sun)}
    with pytest.raises(NotAllowed, match="仍在岗"):
        handing.prepare_handover(cast.nurse_sun, successors=heirs, by=cast.head_zhang, **told)
    close_account(cast.nurse_sun.user, by=cast.security_admin, because="账号被盗用", at_once=True)
    assert Notice.objects.filter(person=cast.head_zhang, text__contains="孙护士").exists()
    with pytest.raises(NotAllowed):
        handing.prepare_handover(cast.nurse_sun, successors=heirs, by=cast.head_gao, **told)
    handover = handing.prepare_handover(cast.nurse_sun, successors=heirs, by=cast.head_zhang, **told)
    assert handover.is_gone
    assert "由张主任代为交出" in handover.content()["lead"]
    handing.submit_handover(handover, version=1, by=cast.head_zhang)
    sign_all(handover)
    assert nurse_task.holders.current().get().person == cast.head_gao
    end_appointment(cast.nurse_sun.appointments.get(), until=today(), by=cast.security_admin)


def test_what_cannot_wait_needs_a_reason_and_falls_to_the_head(cast: Cast, task: Assignment) -> None:
    with pytest.raises(Invalid, match="写明原因"):
        close_account(cast.head_zhang.user, by=cast.security_admin, at_once=True)
    with pytest.raises(Invalid, match="写明原因"):
        end_appointment(cast.head_zhang.appointments.get(), until=today(-1), by=cast.security_admin, at_once=True)
    held = cast.head_zhang.appointments.get()
    end_appointment(held, until=today(-1), by=cast.security_admin, because="停职审查", at_once=True)
    told = Notice.objects.get(person=cast.president_wang, kind="left_open")
    assert "1项工作没有交接" in told.text
    assert task.holders.current().get().person == cast.head_zhang, "the work stays his until it is handed over"


def test_a_post_that_ends_by_its_date_is_told_to_the_head_once(cast: Cast, task: Assignment) -> None:
    cast.head_zhang.appointments.update(until=today(-1))
    for _again in range(2):
        enqueue("accountability.left_open")
        jobs.run_all()
    assert Notice.objects.filter(person=cast.president_wang, kind="left_open").count() == 1


def test_one_of_several_posts_takes_only_its_own_work_with_it(cast: Cast, task: Assignment) -> None:
    post = create_post(cast.surgery, title="兼职医师", duty="staff", by=None)
    other = appoint(cast.head_zhang, post=post, since=today(-9), by=None)
    end_appointment(other, until=today(), by=cast.security_admin)
    second = create_post(cast.surgery, title="副主任", duty="head", by=None)
    appoint(cast.head_zhang, post=second, since=today(-9), by=None)
    with pytest.raises(openings.StillOpen):
        end_appointment(cast.head_zhang.appointments.earliest("pk"), until=today(), by=cast.security_admin)


def test_a_cancelled_hand_over_changes_nothing(cast: Cast, task: Assignment) -> None:
    handover = prepare(cast)
    handing.submit_handover(handover, version=1, by=cast.head_zhang)
    with pytest.raises(NotAllowed):
        handing.cancel_handover(handover, because="不走了", by=cast.head_gao)
    handing.cancel_handover(handover, because="不走了", by=cast.head_zhang)
    assert not Seat.objects.filter(state__in=("open", "waiting")).exists()
    assert task.holders.current().get().person == cast.head_zhang
    with pytest.raises(AlreadyDone):
        handing.submit_handover(handover, version=1, by=cast.head_zhang)
    assert prepare(cast).state == Handover.State.DRAFT
