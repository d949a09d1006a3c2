"""The kinds of background work: a name, its words on screen, and the plain function that does it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.models import Job


@dataclass(frozen=True)
class More:
    """What a body returns when it wants to be called again: how far it is."""

    done: int
    total: int | None = None


Body = Callable[["Job"], More | None]


@dataclass(frozen=True)
class Kind:
    """One registered kind of work."""

    name: str
    title: Any
    body: Body


_kinds: dict[str, Kind] = {}


def job(kind: str, *, title: Any) -> Callable[[Body], Body]:
    """Register a plain function as the body of a kind of work; it runs in one transaction with the job's state."""

    def register(body: Body) -> Body:
        known = _kinds.get(kind)
        if known and (known.body.__module__, known.body.__qualname__) != (body.__module__, body.__qualname__):
            raise RuntimeError(f"Two bodies are registered for the job kind {kind!r}.")
        _kinds[kind] = Kind(kind, title, body)
        return body

    return register


def kinds() -> Iterable[Kind]:
    """Every registered kind."""
    return _kinds.values()


def body_of(kind: str) -> Body:
    """The function that does this kind of work."""
    if kind not in _kinds:
        raise LookupError(f"No body is registered for the job kind {kind!r}.")
    return _kinds[kind].body


def title_of(kind: str) -> str:
    """A kind as an administrator reads it."""
    known = _kinds.get(kind)
    return str(known.title) if known else kind
