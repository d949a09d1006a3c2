"""A signer sent something of ours back: its state follows, within the same transaction."""

from typing import Any

from . import course, letters, reviewing, revising


def note_return(sender: type, **event: Any) -> None:
    """Whatever of ours it is."""
    for one in (course, revising, reviewing, letters):
        one.note_return(sender, **event)
