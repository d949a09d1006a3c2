"""What the seats of a request amount to under its policy; a pure function of the seats."""

from collections.abc import Sequence
from enum import Enum

from accountability.models.signing import Policy, Seat, Verdict

AGREEING = frozenset({Verdict.AGREE, Verdict.NO_COMMENT, Verdict.AGREE_WITH_CHANGES})


class Outcome(Enum):
    """What came of a request so far."""

    PENDING = "pending"
    APPROVED = "approved"
    RETURNED = "returned"
    REFUSED = "refused"


def agrees(seat: Seat) -> bool:
    """Whether this seat was decided in favour."""
    return seat.state == Seat.State.DECIDED and seat.verdict in AGREEING


def refuses(seat: Seat) -> bool:
    """Whether this seat was decided against."""
    return seat.state == Seat.State.DECIDED and seat.verdict == Verdict.DISAGREE


def outcome_of(policy: str, ratio: int, seats: Sequence[Seat]) -> Outcome:
    """One return ends the request at once; otherwise the policy decides, and every added signer must have answered."""
    counted = [seat for seat in seats if seat.state != Seat.State.CANCELLED]
    if any(seat.state == Seat.State.DECIDED and seat.verdict == Verdict.RETURN for seat in counted):
        return Outcome.RETURNED
    if policy == Policy.RATIO:
        return _by_ratio(ratio, counted)
    if any(refuses(seat) for seat in counted):
        return Outcome.REFUSED
    if policy == Policy.ANY:
        return _by_any(counted)
    return Outcome.APPROVED if counted and all(agrees(seat) for seat in counted) else Outcome.PENDING


def _by_ratio(ratio: int, counted: Sequence[Seat]) -> Outcome:
    """Enough in favour, or so many against that enough cannot be reached; an added signer is waited for."""
    whole = len(counted)
    against = sum(refuses(seat) for seat in counted)
    if (whole - against) * 100 < ratio * whole:
        return Outcome.REFUSED
    enough = sum(agrees(seat) for seat in counted) * 100 >= ratio * whole
    return Outcome.APPROVED if whole and enough and not _added_open(counted) else Outcome.PENDING


def _by_any(counted: Sequence[Seat]) -> Outcome:
    """One of those originally asked is enough, once every added signer has answered."""
    one = any(agrees(seat) for seat in counted if seat.origin != Seat.Origin.ADDED)
    return Outcome.APPROVED if one and not _added_open(counted) else Outcome.PENDING


def _added_open(counted: Sequence[Seat]) -> bool:
    """Whether somebody who was added has still to answer."""
    return any(seat.origin == Seat.Origin.ADDED and seat.state != Seat.State.DECIDED for seat in counted)


def is_settled_but_for_added(policy: str, seats: Sequence[Seat]) -> bool:
    """Under `any`: one of those originally asked has agreed, so the others of them need not answer any more."""
    return policy == Policy.ANY and any(agrees(seat) for seat in seats if seat.origin != Seat.Origin.ADDED)
