"""Papers that are being signed, and the answers their signers give."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from accountability.models import Seat, SignRequest
from accountability.models.signing import Policy, Verdict, Word
from accountability.signing.decisions import decide
from accountability.signing.routes import RouteStep
from organizations.models import Duty, Organization, Person
from tests import make
from tests.cast import Cast
from tests.engine.playground.papers import Paper, draft_paper, send


def paper_for(cast: Cast, *people: Person, policy: str = Policy.ALL, word: str = Word.APPROVE, **step: Any) -> Paper:
    """A paper of 李干事, sent to these people in one step."""
    return paper_along(cast, RouteStep(word=word, people=people, policy=policy, **step))


def paper_along(cast: Cast, *steps: RouteStep) -> Paper:
    """A paper of 李干事, sent along these steps; without steps along the unit's route."""
    return send(draft_paper(cast.city, by=cast.li, steps=steps), by=cast.li)


def leaders(cast: Cast, count: int, *, at: Organization | None = None) -> list[Person]:
    """So many leaders of a unit, of the city unless told otherwise."""
    return [
        make.make_holder(Duty.LEADER, at or cast.city, name=f"第{n}领导", precedence=n) for n in range(1, count + 1)
    ]


def requests_of(paper: Paper) -> list[SignRequest]:
    """The paper's requests in order, freshly read."""
    return list(SignRequest.objects.of(paper).with_seats())


def states(paper: Paper) -> list[str]:
    """How the paper's requests stand, in order."""
    return [request.state for request in requests_of(paper)]


def seat_of(paper: Paper, person: Person) -> Seat:
    """The person's newest seat over the paper."""
    return (
        Seat.objects.select_related("request__manifest")
        .filter(request__in=SignRequest.objects.of(paper), person=person)
        .latest("pk")
    )


def answer(paper: Paper, person: Person, verdict: str = Verdict.AGREE, opinion: str = "", **other: Any) -> Seat:
    """The person answers as his page lets him, unless told otherwise."""
    seat = seat_of(paper, person)
    given = {
        "by": person,
        "manifest_digest": seat.request.manifest.sha256,
        "reauthenticated_at": timezone.now(),
        **other,
    }
    return decide(seat, verdict=verdict, opinion=opinion, **given)


def all_agree(paper: Paper, people: Sequence[Person]) -> None:
    """One after another."""
    for person in people:
        answer(paper, person)
