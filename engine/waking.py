"""How a committed change tells that there is work: a bell for this process, and word by the broker for the others.

Neither is relied upon. The outbox is the truth: a worker looks into it whether it was called or not.
"""

import threading
from collections.abc import Callable
from contextvars import ContextVar

Carrier = Callable[[int | None], bool]
"""Carries word of one job, or of work in general, within about a second; false where it could not."""

bell = threading.Event()
unsent: ContextVar[bool] = ContextVar("unsent", default=False)
"""Whether word of some work could not be sent since this was last set to false: it waits in the outbox."""

_carriers: list[Carrier] = []


def carry_by(*carriers: Carrier) -> None:
    """From now on word of work is carried by these; by none where every worker is a thread of this process."""
    _carriers[:] = carriers


def wake(job: int | None = None) -> None:
    """There is work."""
    bell.set()
    for carry in _carriers:
        if not carry(job):
            unsent.set(True)
