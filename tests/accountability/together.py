"""Several people do something at the same instant, each over a connection of his own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

Answer = TypeVar("Answer")


def all_at_once(number: int, act: Callable[[int], Answer]) -> list[Answer]:
    """Call `act` with 0, 1, … in as many threads, released by a barrier; the answers in that order."""
    barrier = Barrier(number)

    def one(index: int) -> Answer:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return act(index)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))
