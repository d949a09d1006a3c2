"""Who acts at this moment, and in which of his posts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from organizations.models import Appointment, Person


@dataclass(frozen=True)
class Acting:
    """A person in one of his posts, how he proved who he is, and from where he came."""

    person: Person
    appointment: Appointment | None = None
    strength: str = "password"
    ip: str = ""
    request_id: str = ""
    authenticated_at: datetime | None = None
    second_step_at: datetime | None = None


_current: ContextVar[Acting | None] = ContextVar("acting", default=None)


def current() -> Acting | None:
    """Who acts now; nobody when the system itself does."""
    return _current.get()


@contextmanager
def acting(
    person: Person,
    appointment: Appointment | None = None,
    *,
    strength: str = "password",
    ip: str = "",
    request_id: str = "",
    authenticated_at: datetime | None = None,
    second_step_at: datetime | None = None,
) -> Iterator[Acting]:
    """Let a person act within the block."""
    who = Acting(person, appointment, strength, ip, request_id, authenticated_at, second_step_at)
    token = _current.set(who)
    try:
        yield who
    finally:
        _current.reset(token)


def note_second_step(strength: str, at: datetime) -> None:
    """Whoever acts has just proved himself by a second step too; it holds until the present request is answered."""
    who = _current.get()
    if who is not None:
        _current.set(replace(who, strength=strength, second_step_at=at))


@contextmanager
def nobody() -> Iterator[None]:
    """Within the block nobody acts: what is written names no account and no address (a report in confidence)."""
    token = _current.set(None)
    try:
        yield
    finally:
        _current.reset(token)


_for_whom: ContextVar[dict[int, Person | None] | None] = ContextVar("for_whom", default=None)


@contextmanager
def one_act() -> Iterator[None]:
    """Within the block it is remembered for whom a right was used; an act within an act begins with what that knows."""
    token = _for_whom.set(dict(_for_whom.get() or {}))
    try:
        yield
    finally:
        _for_whom.reset(token)


def note_grantor(person: Person, grantor: Person | None) -> None:
    """Remember for whom a person uses a right of another's post; nobody when it is his own."""
    noted = _for_whom.get()
    if noted is not None:
        noted[person.pk] = grantor


def grantor_noted(person: Person) -> Person | None:
    """For whom a person acts within the present act."""
    return (_for_whom.get() or {}).get(person.pk)
