"""加签, 减签 and 转办."""

import pytest

from accountability import trail, verify
from accountability.models import Notice, Seat, SignRequest
from accountability.models.signing import Policy, Verdict
from accountability.signing.seats import add_signer, remove_signer, transfer
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from tests import make
from tests.accountability.signers import answer, leaders, paper_for, requests_of, seat_of, states
from tests.cast import Cast
from tests.engine.playground.papers import Paper

pytestmark = pytest.mark.urls("tests.accountability.addresses")
State = SignRequest.State


def ask_also(paper: Paper, who: Person, *, by: Person) -> Seat:
    """The signer asks one more."""
    return add_signer(seat_of(paper, by), person=who, because="涉及审计事项", by=by)


def agreeing_rows() -> bool:
    """Whether every row agrees with the trail."""
    return [found for result in verify.run() for found in result.differences] == []


def test_an_added_signer_must_answer_too(cast: Cast) -> None:
    paper = paper_for(cast, cast.director_wang)
    added = ask_also(paper, cast.zhou, by=cast.director_wang)
    assert (added.origin, added.added_by, added.because) == (Seat.Origin.ADDED, cast.director_wang, "涉及审计事项")
    assert Notice.objects.filter(person=cast.zhou).exists()
    assert str(requests_of(paper)[0].progress) == "已签 0/2"
    answer(paper, cast.director_wang)
    assert states(paper) == [State.OPEN]
    answer(paper, cast.zhou)
    assert states(paper) == [State.APPROVED]
    assert agreeing_rows()


def test_where_one_is_enough_the_others_are_let_off_but_the_added_is_waited_for(cast: Cast) -> None:
    first, second = leaders(cast, 2)
    paper = paper_for(cast, first, second, policy=Policy.ANY)
    ask_also(paper, cast.zhou, by=first)
    answer(paper, first)
    assert states(paper) == [State.OPEN]
    assert seat_of(paper, second).state == Seat.State.CANCELLED
    with pytest.raises(AlreadyDone, match="第1领导"):
        answer(paper, second)
    answer(paper, cast.zhou)
    assert states(paper) == [State.APPROVED]
    assert agreeing_rows()


def test_an_added_signer_may_return_it(cast: Cast) -> None:
    paper = paper_for(cast, cast.director_wang)
    ask_also(paper, cast.zhou, by=cast.director_wang)
    answer(paper, cast.zhou, Verdict.RETURN, "口径有误。")
    assert states(paper) == [State.RETURNED]


def test_only_who_added_a_signer_may_let_him_off_and_then_it_goes_on(cast: Cast) -> None:
    first, second = leaders(cast, 2)
    paper = paper_for(cast, first, second)
    added = ask_also(paper, cast.zhou, by=first)
    with pytest.raises(NotAllowed, match="只有加签人"):
        remove_signer(added, by=second)
    with pytest.raises(NotAllowed, match="只有加签人"):
        remove_signer(seat_of(paper, second), by=first)
    answer(paper, first)
    answer(paper, second)
    assert states(paper) == [State.OPEN]
    remove_signer(added, by=first)
    assert states(paper) == [State.APPROVED]
    paper.refresh_from_db()
    assert paper.issued
    with pytest.raises(AlreadyDone):
        remove_signer(added, by=first)
    assert agreeing_rows()


def test_an_answer_cannot_be_taken_off(cast: Cast) -> None:
    paper = paper_for(cast, cast.director_wang)
    added = ask_also(paper, cast.zhou, by=cast.director_wang)
    answer(paper, cast.zhou)
    with pytest.raises(AlreadyDone, match="周审计"):
        remove_signer(added, by=cast.director_wang)


def test_who_is_transferred_to_decides_in_his_own_name_and_the_first_name_is_kept(cast: Cast) -> None:
    paper = paper_for(cast, cast.director_wang)
    seat = transfer(seat_of(paper, cast.director_wang), to=cast.director_liu, because="出差", by=cast.director_wang)
    seat = transfer(seat, to=cast.zhou, because="由审计先看", by=cast.director_liu)
    assert (seat.first_person, seat.person_name) == (cast.director_wang, "周审计")
    with pytest.raises(NotAllowed):
        answer(paper, cast.zhou, by=cast.director_wang)
    answer(paper, cast.zhou)
    assert states(paper) == [State.APPROVED]
    assert [event.reason for event in trail.of(paper).filter(verb="seat_transferred")] == ["出差", "由审计先看"]
    assert agreeing_rows()


@pytest.mark.parametrize("verb", ["add", "transfer"])
def test_not_everybody_can_be_asked(cast: Cast, verb: str) -> None:
    paper = paper_for(cast, cast.director_wang, cast.director_liu)
    seat = seat_of(paper, cast.director_wang)

    def ask(person: Person, because: str = "请协助") -> None:
        if verb == "add":
            add_signer(seat, person=person, because=because, by=cast.director_wang)
        else:
            transfer(seat, to=person, because=because, by=cast.director_wang)

    with pytest.raises(NotAllowed, match="拟稿人"):
        ask(cast.li)
    with pytest.raises(AlreadyDone, match="已在本次办理人员中"):
        ask(cast.director_liu)
    with pytest.raises(NotYet, match="没有在任岗位"):
        ask(make.make_person(cast.city, name="新人"))
    with pytest.raises(Invalid, match="请写明"):
        ask(cast.zhou, " ")
    with pytest.raises(NotAllowed, match="不是由您办理"):
        add_signer(seat, person=cast.zhou, because="请协助", by=cast.zhao)
