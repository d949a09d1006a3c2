"""Twenty people sign at the same instant: exactly one wins, every join is right, nobody meets an error."""

from collections import Counter
from functools import partial

import pytest

from accountability import verify
from accountability.models import Seat, SignRequest, TrailEvent
from accountability.models.signing import Policy, Verdict, Word
from accountability.signing.routes import RouteStep
from accountability.signing.seats import transfer
from engine.models import Turn
from organizations.models import Person
from organizations.refusals import AlreadyDone, NotAllowed
from tests.accountability.signers import answer, leaders, paper_along, paper_for, seat_of, states
from tests.cast import Cast
from tests.engine.crowd import MANY, together
from tests.engine.playground.papers import Paper

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.accountability.addresses")]


def signing(paper: Paper, person: Person, verdict: str = Verdict.AGREE, opinion: str = "") -> partial[Seat]:
    """The answer another request would give: everything read anew."""
    return partial(answer, Paper.objects.get(pk=paper.pk), Person.objects.get(pk=person.pk), verdict, opinion)


def test_of_twenty_who_may_sign_one_does_and_the_others_are_told_who(cast: Cast) -> None:
    people = leaders(cast, MANY)
    for _round in range(3):
        paper = paper_for(cast, *people, policy=Policy.ANY, word=Word.ISSUE)
        answers = together(*(signing(paper, person) for person in people))
        assert Counter(type(one) for one in answers) == {Seat: 1, AlreadyDone: MANY - 1}, answers
        (winner,) = (one for one in answers if isinstance(one, Seat))
        told = [one for one in answers if isinstance(one, AlreadyDone)]
        assert {one.who for one in told} == {winner.person_name}
        assert all("已被他人办理" in one.message for one in told)
        assert states(paper) == [SignRequest.State.APPROVED]
        assert Turn.objects.of(paper).open().count() == 0
        assert Seat.objects.filter(request__in=SignRequest.objects.of(paper), state="decided").count() == 1
    assert TrailEvent.objects.filter(verb="seat_decided").count() == 3
    assert [found for result in verify.run() for found in result.differences] == []


def test_one_seat_answered_twenty_times_at_once_is_answered_once(cast: Cast) -> None:
    paper = paper_for(cast, cast.director_wang)
    verdicts = [(Verdict.AGREE, ""), (Verdict.RETURN, "重写。")] * (MANY // 2)
    answers = together(*(signing(paper, cast.director_wang, *verdict) for verdict in verdicts))
    assert Counter(type(one) for one in answers) == {Seat: 1, AlreadyDone: MANY - 1}, answers
    assert TrailEvent.objects.filter(verb="seat_decided").count() == 1
    assert [found for result in verify.run() for found in result.differences] == []


def test_twenty_countersigners_at_once_all_count_and_the_leader_is_asked_once(cast: Cast) -> None:
    people = leaders(cast, MANY)
    steps = (
        RouteStep(word=Word.REVIEW, people=tuple(people), policy=Policy.ALL),
        RouteStep(word=Word.ISSUE, people=(cast.director_liu,)),
    )
    papers = [paper_along(cast, *steps) for _round in range(3)]
    for paper in papers:
        answers = together(*(signing(paper, person) for person in people))
        assert Counter(type(one) for one in answers) == {Seat: MANY}, answers
        assert states(paper) == [SignRequest.State.APPROVED, SignRequest.State.OPEN]
        assert Seat.objects.waiting_for(cast.director_liu).filter(request__object_id=paper.pk).count() == 1
        answer(paper, cast.director_liu)
        paper.refresh_from_db()
        assert paper.issued
    assert [found for result in verify.run() for found in result.differences] == []


def test_a_ratio_reached_by_many_at_once_is_reached_once(cast: Cast) -> None:
    people = leaders(cast, MANY)
    paper = paper_for(cast, *people, policy=Policy.RATIO, ratio=60)
    answers = together(*(signing(paper, person) for person in people))
    assert Counter(type(one) for one in answers) == {Seat: 12, AlreadyDone: 8}, answers
    assert states(paper) == [SignRequest.State.APPROVED]
    paper.refresh_from_db()
    assert paper.issued


def test_a_seat_handed_on_and_answered_at_once_is_one_or_the_other(cast: Cast) -> None:
    paper = paper_for(cast, cast.director_wang)
    seat = seat_of(paper, cast.director_wang)
    assert cast.zhou
    handing = partial(
        transfer,
        Seat.objects.get(pk=seat.pk),
        to=Person.objects.get(pk=cast.zhou.pk),
        because="出差",
        by=Person.objects.get(pk=cast.director_wang.pk),
    )
    answers = together(handing, signing(paper, cast.director_wang))
    assert Counter(isinstance(one, Seat) for one in answers) == {True: 1, False: 1}, answers
    assert any(isinstance(one, AlreadyDone | NotAllowed) for one in answers)
