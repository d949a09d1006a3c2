"""The view of the current generation that the threads of a process share, renewed when something was committed."""

import threading
from pathlib import Path

from search.index import generations
from search.index.backend import Reader

_lock = threading.Lock()
_held: dict[str, tuple[Path, Reader]] = {}


def reader() -> Reader:
    """The index as of now; `Damaged` where there is none or it cannot be read."""
    folder = generations.current()
    with _lock:
        held = _held.get("reader")
        if held is None or held[0] != folder:
            generations.read_followed(folder)
            _held["reader"] = (folder, generations.engine().reader(folder))
        elif not held[1].is_current():
            _held["reader"] = (folder, held[1].refreshed())
        return _held["reader"][1]


def forget() -> None:
    """Let go of what is held."""
    with _lock:
        _held.clear()
