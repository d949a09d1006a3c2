"""The three kinds of administrator (系统、安全、审计) are three people: the database itself refuses the second chair.

Triggers look at every appointment that is written, or made to last longer, and at every post whose duty is changed,
whichever way the statement comes in; the administrators' chairs are not lent either. They are put in place after every
migrate, because SQLite drops them when it rebuilds a table, and `missing` names those that are gone. On PostgreSQL a
trigger first locks the post and the person, so that of two who write at once the second sees what the first has done.
Only what begins to be wrong is refused: an appointment that was wrong before can always be ended.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from organizations.models import Appointment, Delegation, Duty, Person, Post
from organizations.refusals import Invalid

ADMINISTRATORS = frozenset({Duty.SYSTEM_ADMIN, Duty.SECURITY_ADMIN, Duty.AUDIT_ADMIN})
APPOINTMENT, POST, PERSON = (model._meta.db_table for model in (Appointment, Post, Person))
DELEGATION = Delegation._meta.db_table
TABLES = (APPOINTMENT, POST, DELEGATION)
TWO_CHAIRS, NOT_LENT = "administrators are different people", "the chair of an administrator is not lent"

KINDS = ", ".join(f"'{kind}'" for kind in sorted(ADMINISTRATORS))
FOREVER = "'9999-12-31'"
# Both days are included.
MEANWHILE = "one.since <= coalesce({row}.until, {forever}) AND coalesce(one.until, {forever}) >= {row}.since"
LASTS_LONGER = (
    "NEW.person_id <> OLD.person_id OR NEW.post_id <> OLD.post_id OR NEW.since < OLD.since"
    f" OR coalesce(NEW.until, {FOREVER}) > coalesce(OLD.until, {FOREVER})"
)
OTHER_CHAIR = (
    f'EXISTS (SELECT 1 FROM "{APPOINTMENT}" AS one JOIN "{POST}" AS chair ON chair.id = one.post_id'  # nosec B608
    f" WHERE one.person_id = NEW.person_id AND chair.duty IN ({KINDS}) AND chair.duty <> {{duty}}"
    f" AND {MEANWHILE.format(row='NEW', forever=FOREVER)})"
)
CHAIRS_OF_HOLDERS = (
    f'EXISTS (SELECT 1 FROM "{APPOINTMENT}" AS held JOIN "{APPOINTMENT}" AS one ON one.person_id = held.person_id'  # nosec B608
    f' JOIN "{POST}" AS chair ON chair.id = one.post_id WHERE held.post_id = NEW.id AND chair.id <> NEW.id'
    f" AND chair.duty IN ({KINDS}) AND chair.duty <> NEW.duty AND {MEANWHILE.format(row='held', forever=FOREVER)})"
)
LENT = (
    f'EXISTS (SELECT 1 FROM "{APPOINTMENT}" AS one JOIN "{POST}" AS chair ON chair.id = one.post_id'  # nosec B608
    f" WHERE one.id = NEW.appointment_id AND chair.duty IN ({KINDS}))"
)


class Trigger(NamedTuple):
    """One guard: its name, its table, the statement that makes it and, on PostgreSQL, the body of its function."""

    name: str
    table: str
    sql: str
    body: str = ""


def _sqlite_triggers() -> list[Trigger]:
    own = f'(SELECT duty FROM "{POST}" WHERE id = NEW.post_id)'  # nosec B608
    wrong = f"{own} IN ({KINDS}) AND {OTHER_CHAIR.format(duty=own)}"
    becomes = f"NEW.duty <> OLD.duty AND NEW.duty IN ({KINDS}) AND {CHAIRS_OF_HOLDERS}"
    rules = (
        (APPOINTMENT, "insert", "INSERT", wrong, TWO_CHAIRS),
        (APPOINTMENT, "update", "UPDATE", f"({LASTS_LONGER}) AND {wrong}", TWO_CHAIRS),
        (POST, "update", "UPDATE", becomes, TWO_CHAIRS),
        (DELEGATION, "insert", "INSERT", LENT, NOT_LENT),
        (DELEGATION, "update", "UPDATE", f"NEW.appointment_id <> OLD.appointment_id AND {LENT}", NOT_LENT),
    )  # fmt: skip
    return [
        Trigger(
            name := f"{table}_apart_{suffix}",
            table,
            f'CREATE TRIGGER "{name}" BEFORE {when} ON "{table}" WHEN {condition} '
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END",
        )
        for table, suffix, when, condition, said in rules
    ]


def _raise(said: str) -> str:
    return f"RAISE EXCEPTION '{said}' USING ERRCODE = 'exclusion_violation';"


def _of_appointments() -> str:
    return f"""
DECLARE
  own text;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NOT ({LASTS_LONGER}) THEN RETURN NEW; END IF;
  END IF;
  SELECT duty INTO own FROM "{POST}" WHERE id = NEW.post_id FOR SHARE;
  IF own NOT IN ({KINDS}) THEN RETURN NEW; END IF;
  PERFORM 1 FROM "{PERSON}" WHERE id = NEW.person_id FOR NO KEY UPDATE;
  IF {OTHER_CHAIR.format(duty="own")} THEN {_raise(TWO_CHAIRS)} END IF;
  RETURN NEW;
END
"""  # nosec B608 — names of ours


def _of_posts() -> str:
    return f"""
BEGIN
  IF NEW.duty = OLD.duty OR NEW.duty NOT IN ({KINDS}) THEN RETURN NULL; END IF;
  PERFORM 1 FROM "{PERSON}" WHERE id IN (SELECT person_id FROM "{APPOINTMENT}" WHERE post_id = NEW.id)
    ORDER BY id FOR NO KEY UPDATE;
  IF {CHAIRS_OF_HOLDERS} THEN {_raise(TWO_CHAIRS)} END IF;
  RETURN NULL;
END
"""  # nosec B608 — names of ours


def _of_delegations() -> str:
    return f"""
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.appointment_id = OLD.appointment_id THEN RETURN NEW; END IF;
  END IF;
  IF {LENT} THEN {_raise(NOT_LENT)} END IF;
  RETURN NEW;
END
"""


def _postgresql_triggers() -> list[Trigger]:
    rules = (
        (APPOINTMENT, "BEFORE INSERT OR UPDATE", _of_appointments()),
        (POST, "AFTER UPDATE", _of_posts()),
        (DELEGATION, "BEFORE INSERT OR UPDATE", _of_delegations()),
    )
    return [
        Trigger(
            name := f"{table}_apart",
            table,
            f'CREATE TRIGGER "{name}" {when} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()',
            body,
        )
        for table, when, body in rules
    ]


def _expected(connection: BaseDatabaseWrapper) -> list[Trigger]:
    return _sqlite_triggers() if connection.vendor == "sqlite" else _postgresql_triggers()


def install(using: str = DEFAULT_DB_ALIAS, **_signal: object) -> None:
    """Put every guard in place that is not; does nothing where the tables are not there."""
    connection = connections[using]
    if not set(TABLES) <= set(connection.introspection.table_names()):
        return
    gone = _gone(connection)
    with connection.cursor() as cursor:
        for trigger in gone:
            _drop(cursor, connection.vendor, trigger)
            if connection.vendor == "sqlite":
                cursor.execute(trigger.sql)
                continue
            function = f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql"
            cursor.execute(f"{function} AS $${trigger.body}$$")
            cursor.execute(trigger.sql)
            cursor.execute(f'ALTER TABLE "{trigger.table}" ENABLE ALWAYS TRIGGER "{trigger.name}"')
            cursor.execute(f'COMMENT ON TRIGGER "{trigger.name}" ON "{trigger.table}" IS $${trigger.sql}$$')


def before_migrate(using: str = DEFAULT_DB_ALIAS, plan: Sequence[object] = (), **_signal: object) -> None:
    """Lift the guards where something is to be done: SQLite renames no table of which a trigger of another speaks."""
    if plan:
        lift(using)


def lift(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the guards away while tables are rebuilt or filled from a backup; `install` puts them back."""
    connection = connections[using]
    there = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for trigger in (one for one in _expected(connection) if one.table in there):
            _drop(cursor, connection.vendor, trigger)


def _drop(cursor: Any, vendor: str, trigger: Trigger) -> None:
    where = "" if vendor == "sqlite" else f' ON "{trigger.table}"'
    cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"{where}')


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The guards that are gone, disabled or not as they should be, one sentence each."""
    said = _("数据库保护触发器“%(name)s”缺失、停用或被改动")
    return [said % {"name": trigger.name} for trigger in _gone(connections[using])]


def names(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """What the guards are called on this database."""
    return [trigger.name for trigger in _expected(connections[using])]


def _gone(connection: BaseDatabaseWrapper) -> list[Trigger]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, tbl_name, sql, '' FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT t.tgname, c.relname, obj_description(t.oid, 'pg_trigger'), p.prosrc FROM pg_trigger t"
                " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid AND p.proname = t.tgname"
                " WHERE t.tgenabled = 'A' AND NOT t.tgisinternal"
            )
        there = {Trigger(*row) for row in cursor.fetchall()}
    return [trigger for trigger in _expected(connection) if trigger not in there]


@contextmanager
def in_words() -> Iterator[None]:
    """Say to the clerk what a guard has refused."""
    try:
        yield
    except IntegrityError as error:
        if TWO_CHAIRS in str(error):
            raise Invalid({"post": two_chairs()}) from error
        if NOT_LENT in str(error):
            raise Invalid({"appointment": not_lent()}) from error
        raise


def two_chairs() -> str:
    """Why one person does not hold two of the three."""
    return _("系统、安全、审计三类管理员应当由不同的人担任。")


def not_lent() -> str:
    """Why nobody stands in for an administrator."""
    return _("系统、安全、审计管理员的岗位不能委托代办，请由本机构另行任职。")
