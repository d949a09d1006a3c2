"""Puts the test database back by copying it, because the trail's triggers refuse a flush."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django.test import TransactionTestCase
from psycopg import sql

PATIENCE = 30.0  # seconds a restore waits for a straggler's lock


class SqliteCopy:
    """The migrated database in a second file."""

    def __init__(self, scratch: Path, name: str) -> None:
        """Copy the database file as it stands."""
        self.path = scratch / f"{name}.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(self.path)) as copy:
            connection.connection.backup(copy)

    def restore(self) -> None:
        """Overwrite every page of the test database, in place, so that open connections see it too."""
        connections.close_all()
        started = time.monotonic()

        def patient(status: int, remaining: int, total: int) -> None:
            if time.monotonic() - started > PATIENCE:
                raise TimeoutError("A test left a transaction open; the database cannot be restored.")

        target = sqlite3.connect(connection.settings_dict["NAME"], timeout=PATIENCE)
        with closing(target), closing(sqlite3.connect(self.path)) as copy:
            copy.backup(target, progress=patient)

    def remove(self) -> None:
        """The scratch folder goes with the run."""


class PostgresCopy:
    """The migrated database as a template of its own."""

    def __init__(self, name: str) -> None:
        """Copy the database as it stands."""
        self.name = str(connection.settings_dict["NAME"])
        self.template = f"{self.name}_{name}"
        connections.close_all()
        self._on_server("CREATE DATABASE {} TEMPLATE {}", self.template, self.name)

    def restore(self) -> None:
        """Drop the test database, whoever is still connected, and make it again from the template."""
        connections.close_all()
        self._on_server("DROP DATABASE {} WITH (FORCE)", self.name)
        self._on_server("CREATE DATABASE {} TEMPLATE {}", self.name, self.template)

    def remove(self) -> None:
        """Drop the template, and send away whoever a test's threads left in the database, so that it can be dropped."""
        connections.close_all()
        self._on_server("ALTER DATABASE {} ALLOW_CONNECTIONS false", self.name)
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [self.name])
        self._on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.template)

    def _on_server(self, statement: str, *names: str) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


Copy = SqliteCopy | PostgresCopy


standing: Copy | None = None
"""The copy whose rows the test database has now; every test leaves it so."""
_kept: list[Copy] = []


def keep_copy(scratch: Path, name: str) -> Copy:
    """Copy the database of this run as it stands; the copy is what the database stands on now."""
    global standing  # noqa: PLW0603 — a process has one test database
    standing = SqliteCopy(scratch, name) if connection.vendor == "sqlite" else PostgresCopy(name)
    _kept.append(standing)
    return standing


def remove_copies() -> None:
    """Leave none of them behind."""
    for copy in _kept:
        copy.remove()


def restore_instead_of_flush() -> None:
    """Let every transactional test end where it began."""

    def _fixture_teardown(test: Any) -> None:
        assert standing is not None
        standing.restore()

    TransactionTestCase._fixture_teardown = _fixture_teardown


def migrated() -> Copy:
    """The copy of the migrated database, kept before any other."""
    return _kept[0]


def stand_on(copy: Copy) -> None:
    """Let the test database have the rows of this copy."""
    global standing  # noqa: PLW0603 — a process has one test database
    if standing is not copy:
        copy.restore()
        standing = copy
