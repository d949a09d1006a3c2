"""What the answers of several signers amount to under each policy."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from accountability.models import Seat
from accountability.models.signing import Policy, Verdict
from accountability.signing.outcome import Outcome, outcome_of

ANSWERS = {
    "+": (Seat.State.DECIDED, Verdict.AGREE),
    "-": (Seat.State.DECIDED, Verdict.DISAGREE),
    "<": (Seat.State.DECIDED, Verdict.RETURN),
    ".": (Seat.State.OPEN, ""),
    "x": (Seat.State.CANCELLED, ""),
}


def seats(answers: str, *, added: str = "") -> list[Seat]:
    """Seats written as agree +, disagree -, return <, open ., cancelled x."""
    found = [(sign, Seat.Origin.ORIGINAL) for sign in answers] + [(sign, Seat.Origin.ADDED) for sign in added]
    return [Seat(state=ANSWERS[sign][0], verdict=ANSWERS[sign][1], origin=origin) for sign, origin in found]


@pytest.mark.parametrize(
    ("policy", "ratio", "answers", "added", "outcome"),
    [
        (Policy.ALL, 100, "++.", "", Outcome.PENDING),
        (Policy.ALL, 100, "+++", "", Outcome.APPROVED),
        (Policy.ALL, 100, "+x+", "", Outcome.APPROVED),
        (Policy.ALL, 100, "+-.", "", Outcome.REFUSED),
        (Policy.ALL, 100, "+<.", "", Outcome.RETURNED),
        (Policy.ALL, 100, "++", ".", Outcome.PENDING),
        (Policy.ALL, 100, "++", "-", Outcome.REFUSED),
        (Policy.ANY, 100, "..", "", Outcome.PENDING),
        (Policy.ANY, 100, ".+", "", Outcome.APPROVED),
        (Policy.ANY, 100, ".-", "", Outcome.REFUSED),
        (Policy.ANY, 100, "x+", ".", Outcome.PENDING),
        (Policy.ANY, 100, ".", "+", Outcome.PENDING),
        (Policy.ANY, 100, "x+", "+", Outcome.APPROVED),
        (Policy.RATIO, 60, "++...", "", Outcome.PENDING),
        (Policy.RATIO, 60, "+++..", "", Outcome.APPROVED),
        (Policy.RATIO, 60, "--...", "", Outcome.PENDING),
        (Policy.RATIO, 60, "---..", "", Outcome.REFUSED),
        (Policy.RATIO, 67, "++-", "", Outcome.REFUSED),
        (Policy.RATIO, 66, "++-", "", Outcome.APPROVED),
        (Policy.RATIO, 50, "++", ".", Outcome.PENDING),
        (Policy.RATIO, 60, "+++.<", "", Outcome.RETURNED),
        (Policy.SEQUENCE, 100, "++", "", Outcome.APPROVED),
        (Policy.SEQUENCE, 100, "+-.", "", Outcome.REFUSED),
    ],
)
def test_the_policy_decides(policy: str, ratio: int, answers: str, added: str, outcome: Outcome) -> None:
    assert outcome_of(policy, ratio, seats(answers, added=added)) is outcome


@given(
    policy=some.sampled_from(list(Policy)), ratio=some.integers(1, 100), answers=some.text("+-", min_size=1, max_size=9)
)
def test_when_everybody_has_answered_it_is_settled(policy: str, ratio: int, answers: str) -> None:
    assert outcome_of(policy, ratio, seats(answers)) is not Outcome.PENDING


@given(policy=some.sampled_from(list(Policy)), ratio=some.integers(1, 100), answers=some.text("+.x", max_size=9))
def test_nothing_is_refused_while_nobody_objects(policy: str, ratio: int, answers: str) -> None:
    assert outcome_of(policy, ratio, seats(answers)) in {Outcome.PENDING, Outcome.APPROVED}
