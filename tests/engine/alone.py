"""The engine without the apps above it: nobody else listens to its events."""

from django.dispatch import Signal

from engine import events

SIGNALS = [signal for signal in vars(events).values() if isinstance(signal, Signal)]


def stand_alone() -> list[list]:
    """Let nobody listen; who did is returned."""
    listened = [signal.receivers for signal in SIGNALS]
    listen(*([] for _signal in SIGNALS))
    return listened


def listen(*receivers: list) -> None:
    """Let these listen again."""
    for signal, heard_by in zip(SIGNALS, receivers, strict=True):
        signal.receivers = heard_by
        signal.sender_receivers_cache.clear()
