"""Questions to the database that every search asks: put into SQL once, for that takes longer than the answer."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class Prepared:
    """One question; where it has places for keys, they come last and are filled each time."""

    def __init__(self, asked: Callable[[], QuerySet[Any, Any]]) -> None:
        self.asked = asked
        self.said: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def rows(self, keys: Sequence[int] = ()) -> list[Any]:
        """The rows as tuples; the keys are as many as the question has places for."""
        if connection.vendor not in self.said:
            self.said[connection.vendor] = self.asked().query.sql_with_params()
        sql, known = self.said[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, (*known[: len(known) - len(keys)], *keys))
            return cursor.fetchall()
