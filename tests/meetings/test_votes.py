"""表决: with a quorum, one vote a person, standing aside, and secret where it says so."""

import itertools

import pytest

from accountability import trail
from accountability.models import TrailBody, TrailEvent, TrailRow
from engine.models import Submission
from meetings import services
from meetings.models import Attendance, Ballot, BallotSlip, BallotTally, Meeting
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from tests.cast import Cast
from tests.meetings.gathering import comes, listed, make_committee, make_kind, make_meeting


@pytest.fixture
def committee(cast: Cast) -> tuple[Meeting, list[Attendance]]:
    """Five members, four of them there."""
    meeting, members = make_committee(cast)
    for row in members[:4]:
        comes(meeting, row.person)
    return meeting, members


def test_no_vote_without_a_quorum_and_none_where_the_kind_has_none(cast: Cast, gathering: Meeting) -> None:
    with pytest.raises(NotYet, match="不设表决"):
        services.open_ballot(gathering, question="是否同意？", by=cast.li)
    meeting, members = make_committee(cast)
    comes(meeting, members[0].person)
    with pytest.raises(NotYet, match="到会人数不足：应出席5人，须三分之二以上（4人）到会，现到会1人"):
        services.open_ballot(meeting, question="是否同意采购CT？", by=cast.li)
    with pytest.raises(Invalid, match="请填写表决事项"):
        services.open_ballot(meeting, question=" ", by=cast.li)


def test_a_vote_by_name_counts_each_once_and_leaves_out_who_stands_aside(cast: Cast, committee) -> None:
    meeting, members = committee
    services.add_person(meeting, person=cast.nurse_sun, capacity="sit_in", by=cast.li)
    comes(meeting, cast.nurse_sun)
    ballot = services.open_ballot(meeting, question="是否同意采购CT？", by=cast.li)
    wang, liu, li, zhao, zhou = members
    with pytest.raises(Invalid, match="请写明回避的理由"):
        services.recuse(ballot, attendance=wang, because="", by=cast.director_wang)
    services.recuse(ballot, attendance=wang, because="配偶在投标企业任职", by=cast.director_wang)
    services.vote(ballot, attendance=liu, choice="for", by=cast.director_liu)
    with pytest.raises(AlreadyDone, match="一人一票"):
        services.vote(ballot, attendance=liu, choice="against", by=cast.director_liu)
    with pytest.raises(Invalid, match="请选择同意、不同意或者弃权"):
        services.vote(ballot, attendance=li, choice="perhaps", by=cast.li)
    with pytest.raises(NotAllowed, match="列席和委托代会的不参加表决"):
        services.vote(ballot, attendance=meeting.attendances.get(name="孙护士"), choice="for", by=cast.nurse_sun)
    with pytest.raises(NotAllowed, match="本人到会"):
        services.vote(ballot, attendance=zhou, choice="for", by=cast.zhou)
    with pytest.raises(NotAllowed):
        services.vote(ballot, attendance=li, choice="for", by=cast.director_liu)
    services.vote(ballot, attendance=li, choice="for", by=cast.zhao)  # the recorder notes what was said aloud
    services.vote(ballot, attendance=zhao, choice="for", by=cast.zhao)

    services.close_ballot(ballot, by=cast.li)

    assert (ballot.votes_for, ballot.votes_against, ballot.abstentions, ballot.recusals) == (3, 0, 0, 1)
    assert ballot.passed, "three of the four who were left"
    assert (ballot.entitled, ballot.present) == (5, 4)
    with pytest.raises(AlreadyDone, match="已经结束"):
        services.vote(ballot, attendance=zhao, choice="for", by=cast.zhao)
    verbs = [event.verb for event in trail.of(ballot)]
    assert verbs == ["ballot_opened", "vote_recused", "vote_cast", "vote_cast", "vote_cast", "ballot_closed"]


def test_half_of_those_entitled_is_not_more_than_half(cast: Cast, committee) -> None:
    meeting, members = committee
    ballot = services.open_ballot(meeting, question="是否同意？", by=cast.li)
    for row, choice in zip(members[:4], ("for", "for", "against", "abstain"), strict=True):
        services.vote(ballot, attendance=row, choice=choice, by=row.person)
    services.close_ballot(ballot, by=cast.li)
    assert not ballot.passed, "two of five"
    again = services.open_ballot(meeting, question="是否同意？", basis="present", by=cast.li)
    for row, choice in zip(members[:4], ("for", "for", "for", "against"), strict=True):
        services.vote(again, attendance=row, choice=choice, by=row.person)
    assert services.close_ballot(again, by=cast.li).passed


def test_a_vote_is_given_up_with_a_reason(cast: Cast, committee) -> None:
    meeting, _members = committee
    ballot = services.open_ballot(meeting, question="是否同意？", by=cast.li)
    with pytest.raises(NotYet, match="还没有人投票"):
        services.close_ballot(ballot, by=cast.li)
    with pytest.raises(Invalid, match="请写明作废的理由"):
        services.void_ballot(ballot, because=" ", by=cast.li)
    services.void_ballot(ballot, because="议题撤下", by=cast.li)
    assert ballot.state == Ballot.State.VOID


def columns(*models: type) -> set[tuple[object, ...]]:
    """Everything these tables hold, whatever the rows and the vote are numbered."""
    return {
        (model.__name__, *(str(value) for key, value in sorted(row.items()) if key not in {"id", "ballot_id"}))
        for model in models
        for row in model.objects.values()
    }


def test_nothing_that_is_kept_joins_a_person_to_his_secret_choice(cast: Cast, committee) -> None:
    meeting, members = committee
    ballot = services.open_ballot(meeting, question="是否同意任命？", secrecy="secret", by=cast.li)
    with pytest.raises(NotAllowed, match="他人不能代投"):
        services.vote(ballot, attendance=members[2], choice="for", by=cast.zhao)
    votes = dict(zip((row.pk for row in members[:4]), ("for", "against", "for", "abstain"), strict=True))
    for row in members[:4]:
        services.vote(ballot, attendance=row, choice=votes[row.pk], by=row.person)

    slips = list(BallotSlip.objects.filter(ballot=ballot))
    assert {slip.attendance_id for slip in slips} == set(votes)
    assert {slip.choice for slip in slips} == {""}
    names = {field.name for field in BallotTally._meta.get_fields()}
    assert names == {"id", "ballot", "choice", "count"}, "a number knows neither person nor time"
    events = TrailEvent.objects.filter(verb="vote_cast")
    bodies = TrailBody.objects.filter(event__in=events)
    assert len(bodies) == 4
    for body, word in itertools.product(bodies, ("for", "against", "abstain", "同意", "弃权")):
        assert f'"{word}"' not in body.text
    watched = {row.content_type.model for row in TrailRow.objects.select_related("content_type")}
    assert "ballottally" not in watched, "no digest of a number is kept from which it could be guessed"
    assert not Submission.objects.exists()

    services.close_ballot(ballot, by=cast.li)
    assert (ballot.votes_for, ballot.votes_against, ballot.abstentions) == (2, 1, 1)


def test_the_same_counts_leave_the_same_rows_whoever_chose_what(cast: Cast, committee) -> None:
    meeting, members = committee
    left = []
    for order in (("for", "against", "for", "abstain"), ("abstain", "for", "against", "for")):
        ballot = services.open_ballot(meeting, question="是否同意任命？", secrecy="secret", by=cast.li)
        for row, choice in zip(members[:4], order, strict=True):
            services.vote(ballot, attendance=row, choice=choice, by=row.person)
        left.append(columns(BallotSlip, BallotTally))
        BallotSlip.objects.filter(ballot=ballot).delete()
        BallotTally.objects.filter(ballot=ballot).delete()
    assert left[0] == left[1], "nobody can tell the one vote from the other by what is kept"


def test_too_few_for_a_secret(cast: Cast) -> None:
    meeting = make_meeting(cast, kind=make_kind(name="小组会", votes=True))
    rows = listed(meeting, cast.li, cast.li, cast.zhao)
    for row in rows:
        comes(meeting, row.person)
    with pytest.raises(NotYet, match="不足3人，无记名表决会暴露个人意见"):
        services.open_ballot(meeting, question="是否同意？", secrecy="secret", by=cast.li)
    comes(meeting, cast.zhou)
