"""PostgreSQL refuses to commit a changed row of which the same transaction has written no event.

Every watched table carries a constraint trigger, deferred to the end of the transaction: for each row that was added,
taken away or changed in a column that its digest covers there must be a row of the trail about it, written by this very
transaction. Who wrote a row PostgreSQL itself says (`xmin`), so no setting and no word of a statement stands in for the
event. SQLite has no deferred triggers: there `verify_all` finds such rows afterwards, as it does on both.

A command that must change many rows says so and why within `excused`: that is an event too. While migrations run the
guards are lifted, because PostgreSQL alters no table that has such checks pending; what a migration changed past the
trail, `verify_all` names.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from accountability import digest, trail
from accountability.models.trail import TrailEvent, TrailRow

EVENT, ROW = TrailEvent._meta.db_table, TrailRow._meta.db_table
NAME, VERB = "bihuan_untold", "excused"
KINDS = {"told_row": 1 | 4 | 8, "told_change": 1 | 16}  # pg_trigger.tgtype: each row; insert and delete, or update
wanted = True  # tests that write rows by themselves do without

OWN = """
CASE WHEN {table}.xmin::text::bigint >= (mine & 4294967295)
THEN pg_xact_status((((mine >> 32) << 32) | {table}.xmin::text::bigint)::text::xid8) = 'in progress' ELSE false END
"""
BODY = f"""
DECLARE
  mine bigint := pg_current_xact_id()::text::bigint;
  touched bigint;
BEGIN
  IF TG_OP = 'DELETE' THEN touched := OLD.{{key}}; ELSE touched := NEW.{{key}}; END IF;
  PERFORM 1 FROM {ROW}
    WHERE content_type_id = (SELECT id FROM django_content_type WHERE app_label = TG_ARGV[0] AND model = TG_ARGV[1])
    AND object_id = touched AND {OWN.format(table=ROW)} ORDER BY id DESC LIMIT 1;
  IF FOUND THEN RETURN NULL; END IF;
  PERFORM 1 FROM {EVENT} WHERE verb = '{VERB}' AND {OWN.format(table=EVENT)} ORDER BY id DESC LIMIT 1;
  IF FOUND THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'no event of this transaction tells of the %: %.% %', TG_OP, TG_ARGV[0], TG_ARGV[1], touched
    USING ERRCODE = 'restrict_violation';
END
"""  # nosec B608 — names of ours


class Guard(NamedTuple):
    """One guard: its name, its table, its function and the statement that makes it."""

    name: str
    table: str
    function: str
    sql: str

    @property
    def mark(self) -> str:
        """The comment kept with it, by which a guard over other columns is known to be out of date."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def _guards() -> list[Guard]:
    return [guard for model in digest.watched() if model._meta.managed for guard in _of(model)]


def _of(model: type[models.Model]) -> Iterator[Guard]:
    """One guard for rows that come and go, one for those that change in a column that is digested."""
    options = model._meta
    table, function = options.db_table, f"{NAME}_{options.pk.column}"
    names = set(digest.columns(model))
    kept = [field.column for field in options.local_concrete_fields if field.attname in names]
    old, new = (", ".join(f'{which}."{column}"' for column in kept) for which in ("OLD", "NEW"))
    when = {"told_row": ("INSERT OR DELETE", ""), "told_change": ("UPDATE", f"WHEN (({old}) IS DISTINCT FROM ({new}))")}
    for suffix, (verbs, condition) in when.items():
        name = f"{table}_{suffix}"
        made = (
            f'CREATE CONSTRAINT TRIGGER "{name}" AFTER {verbs} ON "{table}" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW '
            f"{condition} EXECUTE FUNCTION {function}('{options.app_label}', '{options.model_name}')"
        )
        yield Guard(name, table, function, made)


def _functions() -> dict[str, str]:
    keys = {str(model._meta.pk.column) for model in digest.watched()}
    return {f"{NAME}_{key}": BODY.format(key=key) for key in sorted(keys)}


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Put every guard in place that is not, or is out of date, on the watched tables of a PostgreSQL database."""
    connection = connections[using]
    there = set(connection.introspection.table_names()) if names(using) else set()
    if ROW not in there:
        return
    standing = _standing(connection)
    with connection.cursor() as cursor:
        for name, body in _functions().items():
            cursor.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
        for guard in _guards():
            if guard.table in there and guard not in standing:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{guard.name}" ON "{guard.table}"')
                cursor.execute(guard.sql)
                cursor.execute(f'ALTER TABLE "{guard.table}" ENABLE ALWAYS TRIGGER "{guard.name}"')
                cursor.execute(f'COMMENT ON TRIGGER "{guard.name}" ON "{guard.table}" IS \'{guard.mark}\'')


def lift(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the guards away while tables are rebuilt or filled from a backup; `install` puts them back."""
    connection = connections[using]
    if not names(using):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid WHERE starts_with(p.proname, %s) AND NOT t.tgisinternal",
            [NAME],
        )
        for name, table in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The guards that are gone, disabled or not as they should be, one sentence each."""
    expected = _guards() if names(using) else []
    standing = _standing(connections[using]) if expected else []
    said = _("数据库保护触发器“%(name)s”缺失、停用或被改动")
    return [said % {"name": guard.name} for guard in expected if guard not in standing]


def names(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """What the guards are called on this database; none on SQLite."""
    there = wanted and connections[using].vendor == "postgresql"
    return [guard.name for guard in _guards()] if there else []


def _standing(connection: BaseDatabaseWrapper) -> list[Guard]:
    """The guards that are in force as they should be."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, c.relname, t.tgtype, p.proname, p.prosrc, obj_description(t.oid, 'pg_trigger')"
            " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE t.tgenabled = 'A' AND t.tginitdeferred AND NOT t.tgisinternal"
        )
        there = {row[0]: row[1:] for row in cursor.fetchall()}
    bodies = _functions()
    return [
        guard
        for guard in _guards()
        if there.get(guard.name)
        == (guard.table, KINDS[guard.name[len(guard.table) + 1 :]], guard.function, bodies[guard.function], guard.mark)
    ]


@contextmanager
def excused(model: type[models.Model], *, because: str, using: str = DEFAULT_DB_ALIAS) -> Iterator[Any]:
    """Let one transaction change rows without an event for each; that it did, and why, is an event of its own."""
    if not because.strip():
        raise ValueError("Say why rows are changed without an event for each.")
    with transaction.atomic(using=using):
        yield trail.record(VERB, ContentType.objects.get_for_model(model), by=None, because=because)
