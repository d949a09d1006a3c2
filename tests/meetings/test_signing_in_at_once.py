"""Many sign in at the same moment: nobody is lost and nobody counts twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accountability.models import TrailEvent
from meetings import codes, services
from meetings.models import Attendance, BallotSlip, Meeting
from organizations.models import Person
from organizations.refusals import AlreadyDone
from tests.cast import Cast
from tests.meetings.gathering import comes, listed, make_committee, make_meeting

AT_ONCE = 8
pytestmark = pytest.mark.django_db(transaction=True)


def together(act, *given) -> list[object]:
    """Do it for each in a thread of its own, all at the same moment; a refusal is a result."""
    barrier = Barrier(len(given))

    def run(one):
        barrier.wait()
        try:
            return act(one)
        except AlreadyDone as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(given)) as pool:
        return list(pool.map(run, given))


def test_eight_clicks_of_expected_unexpected_and_guests_count_once_each(cast: Cast) -> None:
    meeting = make_meeting(cast)
    listed(meeting, cast.li, cast.president_wang)
    ticket = codes.ticket(meeting.pk)
    wang, sun = cast.president_wang.pk, cast.nurse_sun.pk

    def act(who: object):
        at = Meeting.objects.select_related("kind").get(pk=meeting.pk)
        if isinstance(who, str):
            return services.sign_in_guest(at, ticket=ticket, name=who, unit_name="省疾控").is_first
        return services.sign_in(at, ticket=ticket, by=Person.objects.get(pk=who)).is_first

    firsts = together(act, wang, wang, wang, sun, sun, sun, "省专家", "省专家")

    assert firsts.count(True) == 3
    assert sorted(Attendance.objects.here().values_list("name", flat=True)) == sorted(["王院长", "孙护士", "省专家"])
    assert TrailEvent.objects.filter(verb="signed_in").count() == 3


def test_one_person_votes_once_in_a_secret_ballot_however_often_he_presses(cast: Cast) -> None:
    meeting, members = make_committee(cast)
    for row in members:
        comes(meeting, row.person)
    ballot = services.open_ballot(meeting, question="是否同意？", secrecy="secret", by=cast.li)
    voter = members[0]

    def act(choice: str):
        row = Attendance.objects.get(pk=voter.pk)
        fresh = type(ballot).objects.get(pk=ballot.pk)
        return services.vote(fresh, attendance=row, choice=choice, by=row.person)

    results = together(act, *["for", "against"] * (AT_ONCE // 2))

    assert results.count(None) == 1
    assert BallotSlip.objects.filter(ballot=ballot).count() == 1
    assert sum(ballot.tallies.values_list("count", flat=True)) == 1
