"""The database itself refuses to change the trail, whichever way a statement comes in."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models.signals import pre_migrate

from accountability import seals, trail, triggers
from accountability.models import TrailBody, TrailEvent, TrailShape

pytestmark = pytest.mark.django_db

EVENT, BODY, ROW, SEAL, SHAPE = triggers.EVENT, triggers.BODY, triggers.ROW, triggers.SEAL, triggers.SHAPE

EVERYWHERE = {
    "change an event": f"UPDATE {EVENT} SET actor_name = '别人'",
    "change a body": f"UPDATE {BODY} SET text = '{{}}'",
    "change a seal": f"UPDATE {SEAL} SET hash = prev",
    "change the digest of a row": f"UPDATE {ROW} SET digest = ''",
    "change a column group": f"UPDATE {SHAPE} SET columns = 'id'",
    "delete an event": f"DELETE FROM {EVENT}",
    "delete a body": f"DELETE FROM {BODY}",
    "delete a seal": f"DELETE FROM {SEAL}",
    "delete the digest of a row": f"DELETE FROM {ROW}",
}

SQLITE = {
    "update the newest event": f"UPDATE {EVENT} SET verb = 'x' WHERE id = (SELECT max(id) FROM {EVENT})",
    "update by rowid": f"UPDATE {EVENT} SET verb = 'x' WHERE rowid = 1",
    "update or ignore": f"UPDATE OR IGNORE {SEAL} SET seq = seq + 100",
    "replace a seal": f"REPLACE INTO {SEAL} SELECT seq, prev, hash, sm3, 'x', event_id FROM {SEAL} WHERE seq = 1",
    "replace a body": f"INSERT OR REPLACE INTO {BODY} (event_id, text, salt) SELECT event_id, '', '' FROM {BODY}",
    "replace the digest of a row": f"REPLACE INTO {ROW} SELECT * FROM {ROW}",
    "upsert a body": f"INSERT INTO {BODY} (event_id, text, salt) SELECT event_id, '', '' FROM {BODY} WHERE 1"
    " ON CONFLICT (event_id) DO UPDATE SET text = ''",
    "slip a seal in behind": f"INSERT INTO {SEAL} (seq, event_id, prev, hash, sm3, alg)"
    f" SELECT -1, max(id), '', '', '', '' FROM {EVENT}",
    "leave a hole in the chain": f"INSERT INTO {SEAL} (seq, event_id, prev, hash, sm3, alg)"
    f" SELECT max(seq) + 2, 0, '', '', '', '' FROM {SEAL}",
}

POSTGRESQL = {
    "truncate": f"TRUNCATE {EVENT} CASCADE",
    "truncate the bodies": f"TRUNCATE {BODY}",
    "pretend to be a replica": f"SET LOCAL session_replication_role = replica; DELETE FROM {SEAL}",
    "upsert a body": f"INSERT INTO {BODY} (event_id, text, salt) SELECT event_id, '', '' FROM {BODY}"
    " ON CONFLICT (event_id) DO UPDATE SET text = ''",
}

ATTACKS = {**EVERYWHERE, **(SQLITE if connection.vendor == "sqlite" else POSTGRESQL)}


@pytest.fixture
def written(cast):
    """Two sealed events."""
    trail.record("told", cast.city, by=cast.li)
    event = trail.record("told", cast.icu, by=cast.li)
    seals.seal_pending()
    return event


def _refused(sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_row_of_the_trail_is_changed_or_deleted(written, attack):
    _refused(ATTACKS[attack])


def test_an_event_is_not_written_over_or_behind_another(written):
    columns = ", ".join(field.column for field in TrailEvent._meta.concrete_fields)
    verb = "REPLACE" if connection.vendor == "sqlite" else "INSERT"
    for key in ("id", "id - 1"):
        chosen = columns.replace("id,", f"{key},", 1)
        _refused(f"{verb} INTO {EVENT} ({columns}) SELECT {chosen} FROM {EVENT} WHERE id = {written.pk}")


def test_every_guard_is_in_its_place_after_a_migrate():
    assert triggers.missing() == []
    assert len(triggers.names()) >= 10


def test_a_guard_that_is_gone_is_named_and_put_back():
    name = triggers.names()[0]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {EVENT}"))
    assert [name in sentence for sentence in triggers.missing()] == [True]
    triggers.install()
    assert triggers.missing() == []


def test_every_migrate_puts_the_guards_back():
    name = next(name for name in triggers.names() if name.startswith(SEAL))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {SEAL}"))
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []


if connection.vendor == "sqlite":

    @pytest.mark.django_db(transaction=True)
    def test_a_migration_may_rebuild_the_tables_of_the_trail(cast):
        with transaction.atomic():
            trail.record("told", cast.icu, by=cast.li)
        before = TrailEvent.objects.count()
        pre_migrate.send(apps.get_app_config("accountability"), using="default", plan=["a migration"])
        with connection.schema_editor() as editor:
            for model in (TrailEvent, TrailBody):
                editor._remake_table(model)
        triggers.install()
        assert triggers.missing() == []
        assert TrailEvent.objects.count() == before
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            TrailEvent.objects.update(actor_name="别人")


def test_a_guard_that_was_weakened_counts_as_gone():
    name = triggers.names()[0]
    weaker = {
        "sqlite": f"DROP TRIGGER {name}; CREATE TRIGGER {name} BEFORE UPDATE ON {EVENT} BEGIN SELECT 1; END",
        "postgresql": f"ALTER TABLE {EVENT} ENABLE TRIGGER {name}",  # no longer ALWAYS
    }
    with connection.cursor() as cursor:
        for statement in weaker[connection.vendor].split("; ", 1):
            cursor.execute(statement)
    assert len(triggers.missing()) == 1


def test_the_column_groups_of_this_version_are_kept():
    assert TrailShape.objects.filter(model="organizations.organization").count() == 1
