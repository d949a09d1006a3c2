"""The kinds of background work: a name, its words on screen, and the plain function that does it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from engine.models import Job


@dataclass(frozen=True)
class More:
    """What a body returns when it wants to be called again: how far it is."""

    done: int
    total: int | None = None


Body = Callable[["Job"], More | None]
PreparedBody = Callable[["Job", Any], More | None]
Preparation = Callable[["Job"], Any]


@dataclass(frozen=True)
class Kind:
    """One registered kind of work."""

    name: str
    title: Any
    body: Body | PreparedBody
    prepare: Preparation | None = None


_kinds: dict[str, Kind] = {}


def job(kind: str, *, title: Any, prepare: Preparation | None = None) -> Callable[[Any], Any]:
    """Register a plain function as the body of a kind of work; it runs in one transaction with the job's state.

    What takes long and changes nothing, such as reading a file, belongs into `prepare`: it runs before the transaction,
    at most as long as the lease, and what it returns is handed to the body.
    """

    def register(body: Any) -> Any:
        known = _kinds.get(kind)
        if known and (known.body.__module__, known.body.__qualname__) != (body.__module__, body.__qualname__):
            raise RuntimeError(f"Two bodies are registered for the job kind {kind!r}.")
        _kinds[kind] = Kind(kind, title, body, prepare)
        return body

    return register


def kinds() -> Iterable[Kind]:
    """Every registered kind."""
    return _kinds.values()


def of_name(kind: str) -> Kind:
    """The kind of this name; an error where no body is registered for it."""
    if kind not in _kinds:
        raise LookupError(f"No body is registered for the job kind {kind!r}.")
    return _kinds[kind]


def prepared_body(asked: Job) -> Body:
    """The function that does this work, after what it needs was prepared."""
    kind = of_name(asked.kind)
    if kind.prepare is None:
        return cast(Body, kind.body)
    ready = kind.prepare(asked)
    return lambda mine: cast(PreparedBody, kind.body)(mine, ready)


def title_of(kind: str) -> str:
    """A kind as an administrator reads it."""
    known = _kinds.get(kind)
    return str(known.title) if known else kind
