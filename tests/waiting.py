"""The one place where a test waits."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def wait_until(condition: Callable[[], Found], deadline: float = 10.0, *, every: float = 0.02) -> Found:
    """Ask `condition` until its answer is truthy and return that answer; fail after `deadline` seconds."""
    end = time.monotonic() + deadline
    while not (found := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"Still not so after {deadline:g} s: {getattr(condition, '__name__', condition)}")
        time.sleep(every)
    return found
