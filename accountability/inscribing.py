"""How an event gets into the database: statements composed once, because everything that is done pays for them.

PostgreSQL takes the event, its body, the digests of its rows and its place in the sealer's queue in one statement;
SQLite, which has no such statement, takes them one after the other.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models

from accountability.digest import RowDigest, canonical
from accountability.models.trail import TrailBody, TrailEvent, TrailPending, TrailRow, TrailSeal

AT_ONCE = 150
"""How many digests one statement takes; SQLite allows 999 values."""
DIGESTED = ("content_type_id", "object_id", "shape", "digest")
"""The columns of a digest after its event's, in the table's order."""


def put(thing: TrailEvent | TrailBody | TrailSeal) -> None:
    """Insert one row of the trail as it stands; its number is known where the database gives it."""
    model = type(thing)
    with connection.cursor() as cursor:
        cursor.execute(_insert(model), _values(thing))
        if thing.pk is None:
            thing.pk = cursor.lastrowid
    _is_stored(thing)


def inscribe(event: TrailEvent, body: TrailBody, rows: Sequence[RowDigest]) -> None:
    """Insert an event with its body and the digests of the rows it touched; on PostgreSQL it is queued for its seal."""
    if connection.vendor == "postgresql":
        _together(event, body, rows)
        return
    put(event)
    body.event = event
    put(body)
    for start in range(0, len(rows), AT_ONCE):
        _put_rows(event, rows[start : start + AT_ONCE])


def _together(event: TrailEvent, body: TrailBody, rows: Sequence[RowDigest]) -> None:
    """One statement for all that belongs to an event, and the number it was given."""
    told = {field.column: getattr(event, field.attname) for field in _given(TrailEvent)}
    digests = [dict(zip(DIGESTED, row, strict=True)) for row in _row_values(rows)]
    with connection.cursor() as cursor:
        cursor.execute(_whole(), [canonical(told), body.text, body.salt, canonical(digests)])
        event.pk = cursor.fetchone()[0]
    _is_stored(event)
    body.event = event
    _is_stored(body)


def _put_rows(event: TrailEvent, rows: Sequence[RowDigest]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_insert_rows(len(rows)), [value for row in _row_values(rows) for value in (event.pk, *row)])


def _row_values(rows: Iterable[RowDigest]) -> Iterator[tuple[int, int, str, str]]:
    for row in rows:
        yield ContentType.objects.get_for_model(row.model).pk, row.pk, row.shape, row.digest


def _is_stored(thing: models.Model) -> None:
    thing._state.adding, thing._state.db = False, connection.alias


def _values(thing: models.Model) -> list[Any]:
    return [
        field.get_db_prep_save(getattr(thing, field.attname), connection=connection) for field in _given(type(thing))
    ]


# --- The statements, each composed once -------------------------------------------------------------------------------


@cache
def _given(model: type[models.Model]) -> tuple[models.Field, ...]:
    """The columns that are given, in their order; the database counts its own numbers."""
    return tuple(field for field in model._meta.local_concrete_fields if not isinstance(field, models.AutoField))


def _target(model: type[models.Model]) -> str:
    quoted = ", ".join(f'"{field.column}"' for field in _given(model))
    return f'INSERT INTO "{model._meta.db_table}" ({quoted})'


@cache
def _insert(model: type[models.Model]) -> str:
    return f"{_target(model)} VALUES ({', '.join('%s' for _field in _given(model))})"


@cache
def _insert_rows(count: int) -> str:
    return f"{_target(TrailRow)} VALUES {', '.join(['(%s, %s, %s, %s, %s)'] * count)}"


@cache
def _whole() -> str:
    """The statement for an event, its columns and its digests each given as one text: dozens of values cost more."""
    columns = ", ".join(f'"{field.column}"' for field in _given(TrailEvent))
    event, row = TrailEvent._meta.db_table, TrailRow._meta.db_table
    digest = ", ".join(f"one.{name}" for name in DIGESTED)
    read = f"FROM told, json_populate_recordset(NULL::{row}, %s) AS one"
    parts = [
        f"told AS ({_target(TrailEvent)} SELECT {columns} FROM json_populate_record(NULL::{event}, %s) RETURNING id)",  # nosec B608
        f"worded AS ({_target(TrailBody)} SELECT id, %s, %s FROM told)",  # nosec B608
        f"queued AS ({_target(TrailPending)} SELECT id FROM told)",  # nosec B608
        f"digested AS ({_target(TrailRow)} SELECT told.id, {digest} {read})",  # nosec B608
    ]
    return f"WITH {', '.join(parts)} SELECT id FROM told"  # nosec B608
