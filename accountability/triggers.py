"""The guards in the database: rows of the trail are added and never changed, whichever way a statement comes in.

They are put in place after every migrate, because SQLite drops them when it rebuilds a table, and `missing` names
those that are gone. Whoever owns the database can drop them: the chain and its checkpoints are there for that case.
"""

from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from accountability.models.checkpoints import Checkpoint
from accountability.models.trail import TrailBody, TrailEvent, TrailRow, TrailSeal, TrailShape

EVENT = TrailEvent._meta.db_table
BODY = TrailBody._meta.db_table
ROW = TrailRow._meta.db_table
SHAPE = TrailShape._meta.db_table
SEAL = TrailSeal._meta.db_table
CHECKPOINT = Checkpoint._meta.db_table
TABLES = (EVENT, BODY, ROW, SHAPE, SEAL, CHECKPOINT)


class Trigger(NamedTuple):
    """One guard: its name, its table and the statement that makes it."""

    name: str
    table: str
    sql: str


# --- SQLite ---------------------------------------------------------------------------------------------------------

# REPLACE deletes the old row without firing a delete trigger: an insert that meets an existing key is refused instead.
SQLITE_COLLISIONS = {
    EVENT: "NEW.id > 0 AND NEW.id <= (SELECT coalesce(max(id), 0) FROM accountability_trailevent)"
    " OR EXISTS (SELECT 1 FROM accountability_trailevent WHERE id = NEW.id OR redacts_id = NEW.redacts_id)",
    BODY: "EXISTS (SELECT 1 FROM accountability_trailbody WHERE event_id = NEW.event_id)"
    " OR EXISTS (SELECT 1 FROM accountability_trailevent WHERE redacts_id = NEW.event_id)",
    ROW: "NEW.id > 0 AND NEW.id <= (SELECT coalesce(max(id), 0) FROM accountability_trailrow)"
    " OR EXISTS (SELECT 1 FROM accountability_trailrow WHERE id = NEW.id)",
    SHAPE: "EXISTS (SELECT 1 FROM accountability_trailshape WHERE shape = NEW.shape)",
    SEAL: "NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM accountability_trailseal)"
    " OR EXISTS (SELECT 1 FROM accountability_trailseal WHERE event_id = NEW.event_id)",
    CHECKPOINT: "NEW.size <= (SELECT coalesce(max(size), 0) FROM accountability_checkpoint)"
    " OR EXISTS (SELECT 1 FROM accountability_checkpoint WHERE id = NEW.id)",
}
NOT_REDACTED = "NOT EXISTS (SELECT 1 FROM accountability_trailevent WHERE redacts_id = OLD.event_id)"


def _sqlite_triggers() -> list[Trigger]:
    made = []
    for table in TABLES:
        allowed = f" WHEN {NOT_REDACTED}" if table == BODY else ""
        for kind, condition in (
            ("update", ""),
            ("delete", allowed),
            ("insert", f" WHEN {SQLITE_COLLISIONS[table]}"),
        ):
            name = f"{table}_no_{kind}"
            body = f"BEGIN SELECT RAISE(ABORT, 'the trail is append-only: {table}'); END"
            made.append(
                Trigger(name, table, f'CREATE TRIGGER "{name}" BEFORE {kind.upper()} ON "{table}"{condition} {body}')
            )
    return made


# --- PostgreSQL -----------------------------------------------------------------------------------------------------

REFUSE = "bihuan_trail_refuse"
REFUSE_BODY = "bihuan_trail_refuse_body"
FUNCTIONS = {
    REFUSE: """
BEGIN
  RAISE EXCEPTION 'the trail is append-only: %', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
""",
    REFUSE_BODY: """
DECLARE
  redacted boolean;
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    SELECT EXISTS (
      SELECT 1 FROM accountability_trailevent
      WHERE redacts_id = CASE TG_OP WHEN 'DELETE' THEN OLD.event_id ELSE NEW.event_id END
    ) INTO redacted;
    IF TG_OP = 'DELETE' AND redacted THEN RETURN OLD; END IF;
    IF TG_OP = 'INSERT' AND NOT redacted THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'the trail is append-only: %', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
""",
}
ROW_BEFORE, INSERT, DELETE, UPDATE, TRUNCATE = 1 | 2, 4, 8, 16, 2 | 32  # pg_trigger.tgtype


def _postgresql_triggers() -> dict[Trigger, tuple[str, int]]:
    """Each trigger with its function and the type under which PostgreSQL keeps it."""
    made = {}
    for table in TABLES:
        function = REFUSE_BODY if table == BODY else REFUSE
        when, kind = ("UPDATE OR DELETE", ROW_BEFORE | UPDATE | DELETE)
        if table == BODY:
            when, kind = (f"INSERT OR {when}", kind | INSERT)
        row = f'CREATE TRIGGER "{table}_guard" BEFORE {when} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {function}()'
        whole = (
            f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" '
            f"FOR EACH STATEMENT EXECUTE FUNCTION {REFUSE}()"
        )
        made[Trigger(f"{table}_guard", table, row)] = (function, kind)
        made[Trigger(f"{table}_no_truncate", table, whole)] = (REFUSE, TRUNCATE)
    return made


# --- Both -----------------------------------------------------------------------------------------------------------


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Put every guard in place that is not; does nothing where the tables are not there."""
    connection = connections[using]
    if not set(TABLES) <= set(connection.introspection.table_names()) or not missing(using):
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for trigger in _sqlite_triggers():
                cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"')
                cursor.execute(trigger.sql)
            return
        for name, body in FUNCTIONS.items():
            cursor.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
        for trigger in _postgresql_triggers():
            cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}" ON "{trigger.table}"')
            cursor.execute(trigger.sql)
            cursor.execute(f'ALTER TABLE "{trigger.table}" ENABLE ALWAYS TRIGGER "{trigger.name}"')


def step_aside(using: str = DEFAULT_DB_ALIAS) -> None:
    """Before a migration: SQLite rebuilds no table of which a guard of another table speaks; `install` puts it back."""
    connection = connections[using]
    if connection.vendor != "sqlite" or BODY not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for trigger in _sqlite_triggers():
            if trigger.table == BODY:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"')


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The guards that are gone, disabled or not as they should be, one sentence each."""
    connection = connections[using]
    found = _sqlite_missing(connection) if connection.vendor == "sqlite" else _postgresql_missing(connection)
    return [_("数据库保护触发器“%(name)s”缺失、停用或被改动") % {"name": name} for name in found]


def names(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """What the guards are called on this database."""
    return [trigger.name for trigger in _expected(connections[using])]


def _expected(connection: BaseDatabaseWrapper) -> list[Trigger]:
    return _sqlite_triggers() if connection.vendor == "sqlite" else list(_postgresql_triggers())


def _sqlite_missing(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        there = dict(cursor.fetchall())
    return [trigger.name for trigger in _sqlite_triggers() if there.get(trigger.name) != trigger.sql]


def _postgresql_missing(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, c.relname, p.proname, t.tgtype, p.prosrc FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE t.tgenabled = 'A' AND t.tgqual IS NULL AND NOT t.tgisinternal"
        )
        there = {name: (table, function, kind, body) for name, table, function, kind, body in cursor.fetchall()}
    return [
        trigger.name
        for trigger, (function, kind) in _postgresql_triggers().items()
        if there.get(trigger.name) != (trigger.table, function, kind, FUNCTIONS[function])
    ]
