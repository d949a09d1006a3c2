"""Who tells about an open node what the engine does not know: accountability tells the seats of a route."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.models import Turn


@dataclass(frozen=True)
class Told:
    """How far it is, for everybody who sees the thing, and who is waited for, for those who see the unit."""

    counted: str
    names: str = ""


Teller = Callable[[Sequence[Turn]], dict[int, Told]]
_tellers: dict[str, Teller] = {}


def register(kind: str, teller: Teller) -> None:
    """Let a layer above tell about the open turns of a kind, by their keys."""
    _tellers[kind] = teller


def told_about(turns: Sequence[Turn]) -> dict[int, Told]:
    """What is told about these open turns."""
    found: dict[int, Told] = {}
    for kind in sorted({turn.kind for turn in turns} & _tellers.keys()):
        found |= _tellers[kind]([turn for turn in turns if turn.kind == kind])
    return found
