"""The rows of a backup: SQLite as its own file, PostgreSQL as one COPY file a table, both of one moment."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from psycopg import sql

from accountability import triggers, untold
from organizations import separation

DATABASE = "database.sqlite3"
TABLES = "tables"
KEPT = "django_migrations"
PIECE = 1 << 20


def names() -> list[str]:
    """The tables of the database."""
    return sorted(connection.introspection.table_names())


def write(folder: Path) -> dict[str, list[str]]:
    """Write every row as it was at one moment, while others go on writing; the columns of each table."""
    if connection.vendor == "sqlite":
        return _copy_file(folder)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        columns = {table: _columns(cursor, table) for table in names()}
        (folder / TABLES).mkdir(mode=0o700)
        for table, named in columns.items():
            with (
                (folder / TABLES / f"{table}.copy").open("wb") as file,
                cursor.copy(_copy("TO STDOUT", table, named)) as out,
            ):
                for piece in out:
                    file.write(piece)
    return columns


def _copy_file(folder: Path) -> dict[str, list[str]]:
    """The database file through the backup interface, in one step, so that no writer makes it begin again."""
    connection.ensure_connection()
    with closing(Connection(folder / DATABASE)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        tables = [row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {
            table: [row[1] for row in copy.execute(f'PRAGMA table_info("{table}")')]
            for table in tables
            if not table.startswith("sqlite_")
        }


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [row[0] for row in cursor.fetchall()]


def _copy(which: str, table: str, columns: list[str]) -> sql.Composed:
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) " + which).format(sql.Identifier(table), listed)


# --- Reading a backup without a database ----------------------------------------------------------------------------


def values(folder: Path, told: dict[str, Any], table: str, *wanted: str) -> Iterator[tuple[str | None, ...]]:
    """Some columns of each row of a table, as text, in the order of the first."""
    if (folder / DATABASE).exists():
        listed = ", ".join(f'CAST("{name}" AS TEXT)' for name in wanted)
        with closing(Connection(f"file:{folder / DATABASE}?mode=ro", uri=True)) as copy:
            yield from copy.execute(f'SELECT {listed} FROM "{table}" ORDER BY "{wanted[0]}"')  # nosec B608 — names of ours
        return
    columns = told["columns"][table]
    places = [columns.index(name) for name in wanted]
    with (folder / TABLES / f"{table}.copy").open(encoding="utf-8", newline="\n") as file:
        rows = (line.rstrip("\n").split("\t") for line in file)
        yield from sorted((tuple(row[place] for place in places) for row in rows), key=_first)


def _first(row: tuple[str, ...]) -> tuple[int, str]:
    """Numbers in their order, other words in theirs."""
    return (int(row[0]), "") if row[0].lstrip("-").isdecimal() else (0, row[0])


def count(folder: Path, told: dict[str, Any], table: str) -> int:
    """How many rows of a table are in a backup."""
    if (folder / DATABASE).exists():
        with closing(Connection(f"file:{folder / DATABASE}?mode=ro", uri=True)) as copy:
            found: int = copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # nosec B608
            return found
    with (folder / TABLES / f"{table}.copy").open("rb") as file:
        return sum(1 for _line in file)


# --- Putting it back ------------------------------------------------------------------------------------------------


def put_back(folder: Path, told: dict[str, Any]) -> None:
    """Fill the empty database; on PostgreSQL its tables have been made in the shape the backup was made in."""
    if connection.vendor == "sqlite":
        connections.close_all()
        with closing(Connection(folder / DATABASE)) as copy, closing(Connection(_place())) as target:
            copy.backup(target)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        untold.lift()
        separation.lift()
        for name in triggers.names():
            table = max((one for one in triggers.TABLES if name.startswith(f"{one}_")), key=len)
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"')
        filled = [table for table in told["columns"] if table != KEPT]
        cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(map(sql.Identifier, filled))))
        for table in filled:
            into = cursor.copy(_copy("FROM STDIN", table, told["columns"][table]))
            with (folder / TABLES / f"{table}.copy").open("rb") as file, into as rows:
                while piece := file.read(PIECE):
                    rows.write(piece)
        models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    triggers.install()
    separation.install()
    untold.install()


def _place() -> str:
    return str(connection.settings_dict["NAME"])
