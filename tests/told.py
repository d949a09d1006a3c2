"""On PostgreSQL every verb of every ordinary test is held to the law of the trail as if it had been committed.

Such a test never commits, so the deferred guards of `accountability.untold` would never speak. Here they are asked
whenever the product leaves an outermost block that it opened itself, and at the end of every request: each row that was
added, changed or taken away meanwhile must have a row of the trail that is younger than the block or the request. What
a test writes by itself is let pass, and so is what it lets a part of a verb write without the transaction around it.
"""

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.transaction import Atomic
from django.test import Client

from accountability import untold

PRODUCT, TESTS = str(Path(__file__).parent.parent), str(Path(__file__).parent)
OURS = (__file__, functools.__file__)
FLOOR = "current_setting('bihuan.told', true)::bigint"
INSTEAD = {  # who wrote a row is asked of its number: the blocks of one test are all of one transaction
    untold.OWN.format(table=untold.ROW): f"{untold.ROW}.id > {FLOOR}",
    untold.OWN.format(table=untold.EVENT): f"{untold.EVENT}.id > "
    f"(SELECT coalesce(max(event_id), 0) FROM {untold.ROW} WHERE id <= {FLOOR})",
}
ONLY_WITHIN = "BEGIN\n  IF coalesce(current_setting('bihuan.told', true), '') = '' THEN RETURN NULL; END IF;"
ASK = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;"
NEWEST = f"SELECT coalesce(max(id), 0) FROM {untold.ROW}"


class Untold(AssertionError):
    """A verb changed a row and no event tells of it."""


def install() -> None:
    """Put up the guards, in the words of a test run; called once, before the database is copied."""
    untold.wanted = True
    untold.install()
    untold.wanted = False  # nothing in the product looks for them
    with connection.cursor() as cursor:
        for name, body in untold._functions().items():
            for asked, said in INSTEAD.items():
                body = body.replace(asked, said)  # noqa: PLW2901
            body = body.replace("BEGIN", ONLY_WITHIN, 1)  # noqa: PLW2901
            cursor.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")


class Watch:
    """Looks at each outermost block of the product and at each request that end without an error."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.floor = ""

    def begin(self) -> None:
        """Let pass, or ask about, what was written before; from now on younger rows of the trail are wanted."""
        self.ask()
        _say(f"SELECT set_config('bihuan.told', ({NEWEST})::text, false)")

    def ask(self) -> None:
        """Refuse what no event tells of."""
        try:
            _say(ASK)
        except psycopg.errors.RestrictViolation as refused:
            self.found.append(str(refused).partition("\n")[0])
            raise Untold(self.found[-1]) from refused

    def rest(self) -> None:
        """What is written next is looked at with the request around it, or not at all."""
        _say(f"SELECT set_config('bihuan.told', '{self.floor}', false)")

    def entered(self, enter: Callable[[Atomic], None], block: Atomic) -> None:
        """A block is entered."""
        block.is_watched = _is_outermost() and _is_of_the_product(sys._getframe())  # type: ignore[attr-defined]
        if block.is_watched:  # type: ignore[attr-defined]
            self.begin()
        enter(block)

    def left(self, leave: Callable[..., None], block: Atomic, *error: Any) -> None:
        """A block is left; what no event tells of undoes it."""
        if not getattr(block, "is_watched", False):
            return leave(block, *error)
        try:
            if error[0] is None and not connection.needs_rollback:
                self.ask()
        except Untold as wrong:
            leave(block, Untold, wrong, None)
            raise
        else:
            return leave(block, *error)
        finally:
            self.rest()

    def requested(self, answer: Callable[..., Any], client: Client, **request: Any) -> Any:
        """One request of a test's visitor."""
        if self.floor or not _is_outermost():
            return answer(client, **request)
        self.begin()
        self.floor = str(_say(NEWEST))
        try:
            answered = answer(client, **request)
            self.ask()
        finally:
            self.floor = ""
            self.rest()
        return answered


@contextmanager
def every_block() -> Iterator[list[str]]:
    """Look at each outermost block and each request; what was found."""
    watch = Watch()
    with pytest.MonkeyPatch.context() as patched:
        for kind, name, looked in (
            (Atomic, "__enter__", watch.entered),
            (Atomic, "__exit__", watch.left),
            (Client, "request", watch.requested),
        ):
            patched.setattr(kind, name, functools.partialmethod(_looked, getattr(kind, name), looked))
        yield watch.found


def _looked(instance: Any, before: Any, looked: Any, *given: Any, **named: Any) -> Any:
    return looked(before, instance, *given, **named)


def _is_outermost() -> bool:
    blocks = connection.atomic_blocks
    return bool(blocks) and all(block._from_testcase for block in blocks) and not connection.needs_rollback


def _is_of_the_product(frame: FrameType | None) -> bool:
    """Whether the product itself opened the block, with `with` or as `@transaction.atomic`."""
    while frame is not None and frame.f_code.co_filename in OURS:
        frame = frame.f_back
    if frame is None:
        return False
    path = frame.f_code.co_filename
    if frame.f_code.co_name == "inner" and path.endswith("contextlib.py"):
        path = frame.f_locals["func"].__code__.co_filename
    return path.startswith(PRODUCT) and not path.startswith(TESTS) and "site-packages" not in path


def _say(statements: str) -> Any:
    """Past Django's cursor, so that no test counts it among the queries of a page; a number where one is asked for."""
    if connection.connection is None or connection.connection.info.transaction_status.name == "INERROR":
        return None
    cursor = connection.connection.cursor()
    cursor.execute(statements)
    row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None
