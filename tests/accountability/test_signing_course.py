"""A paper goes along its route: who is asked, in which order, and what follows from the answers."""

import pytest

from accountability import verify
from accountability.models import Notice, Seat, SignedManifest, SignRequest, SignRoute, SignRouteStep
from accountability.models.routes import Where
from accountability.models.signing import Policy, Verdict, Word
from accountability.signing.requests import withdraw
from accountability.signing.routes import RouteStep
from engine import cancel, hold
from engine.models import Turn
from organizations.acting import acting
from organizations.models import Duty
from organizations.refusals import AlreadyDone, NotAllowed, NotYet
from tests import make
from tests.accountability.signers import (
    all_agree,
    answer,
    leaders,
    paper_along,
    paper_for,
    requests_of,
    seat_of,
    states,
)
from tests.cast import Cast
from tests.engine.playground.papers import Paper, draft_paper, revise, send

pytestmark = pytest.mark.urls("tests.accountability.addresses")
State = SignRequest.State


def where_it_stands(paper: Paper) -> str:
    """The node that waits."""
    return str(Turn.objects.of(paper).open().get().node)


def test_the_head_of_the_drafting_unit_reviews_and_a_leader_issues(cast: Cast) -> None:
    head = make.make_holder(Duty.HEAD, cast.medical_office, name="罗处长")
    make.make_holder(Duty.HEAD, cast.audit_office, name="别处处长")
    paper_people = [cast.director_wang, cast.director_liu]
    paper = paper_along(cast)
    review, issue = requests_of(paper)
    assert (review.word, review.state, issue.word, issue.state) == (Word.REVIEW, "open", Word.ISSUE, "waiting")
    assert [seat.person for seat in review.counted] == [head]
    assert str(review.progress) == "已签 0/1"
    answer(paper, head)
    assert states(paper) == [State.APPROVED, State.OPEN]
    assert {seat.person for seat in requests_of(paper)[1].counted} == set(paper_people)
    answer(paper, cast.director_wang)
    assert states(paper) == [State.APPROVED, State.APPROVED]
    paper.refresh_from_db()
    assert paper.issued


def test_the_head_of_the_unit_as_which_the_drafter_acts_is_asked(cast: Cast) -> None:
    second = make.make_appointment(cast.li, duty=Duty.CLERK, at=cast.audit_office)
    head = make.make_holder(Duty.HEAD, cast.audit_office, name="审计处长")
    assert cast.director_wang
    with acting(cast.li, second):
        paper = paper_along(cast)
    assert [seat.person for seat in requests_of(paper)[0].counted] == [head]


def test_without_another_head_the_paper_goes_straight_to_the_leader(cast: Cast) -> None:
    make.make_appointment(cast.li, duty=Duty.HEAD, at=cast.medical_office)
    assert cast.director_wang
    assert [request.word for request in requests_of(paper_along(cast))] == [Word.ISSUE]


def test_a_paper_nobody_can_sign_is_not_sent_and_the_post_to_fill_is_named(cast: Cast) -> None:
    paper = draft_paper(cast.city, by=cast.li)
    with pytest.raises(NotYet, match="市卫生健康委员会 分管领导或主要负责人"):
        send(paper, by=cast.li)
    assert where_it_stands(paper) == "draft"
    assert not SignRequest.objects.exists()
    assert not SignedManifest.objects.exists()


def test_a_leader_does_not_sign_his_own_paper(cast: Cast) -> None:
    paper = draft_paper(cast.city, by=cast.director_wang)
    with pytest.raises(NotYet, match="拟稿人不能办理自己的材料"):
        send(paper, by=cast.director_wang)


def test_the_units_own_route_is_taken(cast: Cast) -> None:
    route = SignRoute.objects.create(organization=cast.city, subject="playground.paper", name="发文")
    for order, fields in enumerate(
        (
            {"word": Word.COUNTERSIGN, "person": cast.zhou},
            {"word": Word.REVIEW, "duty": Duty.HEAD, "where": Where.DRAFTING_UNIT, "optional": True},
            {"word": Word.ISSUE, "duty": Duty.PRINCIPAL, "where": Where.INSTITUTION},
        ),
        start=1,
    ):
        SignRouteStep.objects.create(route=route, order=order, **fields)
    assert cast.director_liu
    paper = paper_along(cast)
    assert [request.word for request in requests_of(paper)] == [Word.COUNTERSIGN, Word.ISSUE]
    answer(paper, cast.zhou, Verdict.NO_COMMENT)
    answer(paper, cast.director_liu)
    assert states(paper) == [State.APPROVED, State.APPROVED]


def test_everybody_asked_is_told_once(cast: Cast) -> None:
    people = leaders(cast, 3)
    paper = paper_for(cast, *people)
    assert [n.person for n in Notice.objects.order_by("pk")] == people
    assert Notice.objects.first().url == seat_of(paper, people[0]).get_absolute_url()
    assert list(Seat.objects.waiting_for(people[1])) == [seat_of(paper, people[1])]


def test_of_a_sequence_one_is_asked_at_a_time(cast: Cast) -> None:
    first, second, third = leaders(cast, 3)
    paper = paper_for(cast, first, second, third, policy=Policy.SEQUENCE)
    with pytest.raises(NotYet, match="还没有轮到您"):
        answer(paper, second)
    all_agree(paper, [first, second])
    assert str(requests_of(paper)[0].progress) == "已签 2/3"
    answer(paper, third)
    assert states(paper) == [State.APPROVED]


def test_one_return_ends_a_countersign_at_once_and_goes_back_with_its_reason(cast: Cast) -> None:
    first, second, third = leaders(cast, 3)
    paper = paper_for(cast, first, second, third)
    answer(paper, first)
    answer(paper, second, Verdict.RETURN, "时限太紧。")
    assert states(paper) == [State.RETURNED]
    left = seat_of(paper, third)
    assert (left.state, left.because) == (Seat.State.CANCELLED, "系统自动取消")
    assert where_it_stands(paper) == "draft"
    with pytest.raises(AlreadyDone, match="第2领导"):
        answer(paper, third)


def test_a_return_in_the_first_step_leaves_the_later_ones_unasked(cast: Cast) -> None:
    people = leaders(cast, 2)
    paper = paper_along(cast, *(RouteStep(word=Word.REVIEW, people=(person,)) for person in people))
    answer(paper, people[0], Verdict.RETURN, "请补数据。")
    assert states(paper) == [State.RETURNED, State.CANCELLED]


def test_a_refusal_goes_back_too_but_is_called_so(cast: Cast) -> None:
    (leader,) = leaders(cast, 1)
    paper = paper_for(cast, leader)
    answer(paper, leader, Verdict.DISAGREE, "没有依据。")
    assert states(paper) == [State.REFUSED]
    assert where_it_stands(paper) == "draft"
    assert Notice.objects.of(cast.li).first().text == "被退回，请修改后重新送签：关于加强院感防控的通知"


def test_a_paper_sent_again_is_a_new_round_over_a_new_manifest(cast: Cast) -> None:
    (leader,) = leaders(cast, 1)
    paper = paper_for(cast, leader)
    answer(paper, leader, Verdict.RETURN, "日期不对。")
    revise(paper, "各医院四月底前完成整改。", by=cast.li)
    send(paper, by=cast.li)
    first, second = requests_of(paper)
    assert (first.round, second.round) == (1, 2)
    assert first.manifest.sha256 != second.manifest.sha256
    assert "三月底" in first.manifest.content["sections"][0]["text"]
    answer(paper, leader)
    assert states(paper) == [State.RETURNED, State.APPROVED]


def test_the_sender_takes_it_back_while_nobody_has_signed(cast: Cast) -> None:
    first, second = leaders(cast, 2)
    paper = paper_for(cast, first, second)
    with pytest.raises(NotAllowed):
        withdraw(paper, by=first)
    withdraw(paper, by=cast.li, because="附件传错。")
    assert states(paper) == [State.WITHDRAWN]
    assert where_it_stands(paper) == "draft"
    with pytest.raises(AlreadyDone, match="送签已经结束"):
        answer(paper, first)
    with pytest.raises(NotYet, match="没有正在办理的送签"):
        withdraw(paper, by=cast.li)


def test_what_somebody_has_signed_cannot_be_taken_back(cast: Cast) -> None:
    first, second = leaders(cast, 2)
    paper = paper_for(cast, first, second)
    answer(paper, first)
    with pytest.raises(NotYet, match="已有人办理，不能撤回"):
        withdraw(paper, by=cast.li)


def test_cancelling_the_flow_ends_the_requests(cast: Cast) -> None:
    first, second = leaders(cast, 2)
    paper = paper_along(cast, *(RouteStep(word=Word.REVIEW, people=(person,)) for person in (first, second)))
    with hold(paper):
        cancel(paper, by=cast.li, because="不发了。")
    assert states(paper) == [State.WITHDRAWN, State.CANCELLED]
    assert not Seat.objects.waiting_for(first).exists()


def test_every_row_agrees_with_the_trail_after_a_whole_story(cast: Cast) -> None:
    first, second, third = leaders(cast, 3)
    steps = (
        RouteStep(word=Word.COUNTERSIGN, people=(first, second, third), policy=Policy.SEQUENCE),
        RouteStep(word=Word.ISSUE, people=(first, second), policy=Policy.ANY),
    )
    paper = paper_along(cast, *steps)
    answer(paper, first, Verdict.NO_COMMENT)
    answer(paper, second, Verdict.DISAGREE, "分工不清。")
    send(paper, by=cast.li)
    for person in (first, second, third):
        answer(paper, person, Verdict.NO_COMMENT)
    answer(paper, second)
    assert states(paper) == [State.REFUSED, State.CANCELLED, State.APPROVED, State.APPROVED]
    assert [found for result in verify.run() for found in result.differences] == []
