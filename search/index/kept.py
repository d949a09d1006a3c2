"""Posting lists as arrays, read once and kept as long as there is room."""

import threading
from collections import OrderedDict
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Places = tuple[NDArray[np.int32], NDArray[np.uint16]]
ROOM = 64 * 2**20  # bytes for a whole process


class Kept:
    """The arrays used last, within so many bytes."""

    def __init__(self, room: int = ROOM) -> None:
        self.room = room
        self.used = 0
        self.lock = threading.Lock()
        self.rows: OrderedDict[tuple[str, str, str], Places] = OrderedDict()

    def get(self, key: tuple[str, str, str], read: Callable[[], Places]) -> Places:
        """The arrays of this key, read if they are not there."""
        with self.lock:
            found = self.rows.get(key)
            if found is not None:
                self.rows.move_to_end(key)
                return found
        found = read()
        with self.lock:
            if key not in self.rows:
                self.rows[key] = found
                self.used += _size(found)
            while self.used > self.room and len(self.rows) > 1:
                _key, dropped = self.rows.popitem(last=False)
                self.used -= _size(dropped)
        return found


def _size(places: Places) -> int:
    return places[0].nbytes + places[1].nbytes + 200


kept = Kept()
