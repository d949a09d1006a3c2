"""A change of which no event tells is not committed: PostgreSQL refuses it, on SQLite `verify_all` names it."""

import pytest
from django.db import DatabaseError, connection, transaction

from accountability import trail, untold, verify_trail
from accountability.digest import watched
from accountability.models import TrailEvent
from organizations.models import Organization, Person
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
ON_POSTGRESQL = connection.vendor == "postgresql"


@pytest.fixture
def stage(transactional_db, monkeypatch):
    """The guards are up; whoever comes on stage comes through the verbs."""
    monkeypatch.setattr(untold, "wanted", True)
    untold.install()
    return Cast()


def by_save(unit):
    unit.region = "别处"
    unit.save()


def by_update(unit):
    Organization.objects.filter(pk=unit.pk).update(region="别处")


def by_bulk_update(unit):
    unit.region = "别处"
    Organization.objects.bulk_update([unit], ["region"])


def by_bulk_create(unit):
    Person.objects.bulk_create([Person(name="没有来历", home=unit)])


def by_delete(unit):
    Organization.objects.filter(pk=unit.pk).delete()


def by_statement(unit):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organizations_organization SET region = '别处' WHERE id = %s", [unit.pk])


def as_a_replica(unit):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    by_statement(unit)


def with_an_event_of_another(unit):
    by_update(unit)
    trail.record("told", unit.parent, by=None)


def with_an_event_that_was_undone(unit):
    by_update(unit)
    with transaction.atomic():
        trail.record("told", unit, by=None)
        transaction.set_rollback(True)


def with_words_of_a_setting(unit):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('bihuan.excused', pg_current_xact_id()::text, true)")
    by_update(unit)


WAYS = (by_save, by_update, by_bulk_update, by_bulk_create, by_delete, by_statement)
ON_ONE = (as_a_replica, with_an_event_of_another, with_an_event_that_was_undone, with_words_of_a_setting)

if ON_POSTGRESQL:

    def test_a_change_without_its_event_is_not_committed(stage):
        unit = stage.icu
        before = list(Organization.objects.order_by("pk").values_list())
        for change in (*WAYS, *ON_ONE):
            with pytest.raises(DatabaseError, match="no event of this transaction tells"), transaction.atomic():
                change(unit)
        assert list(Organization.objects.order_by("pk").values_list()) == before
        assert not Person.objects.filter(name="没有来历").exists()

    def test_every_watched_table_is_guarded_and_a_guard_that_is_gone_is_named(stage):
        tables = {model._meta.db_table for model in watched()}
        assert {f"{table}_{which}" for table in tables for which in untold.KINDS} == set(untold.names())
        assert untold.missing() == []
        one, two, three, four = untold.names()[:4]
        table = {guard.name: guard.table for guard in untold._guards()}
        with connection.cursor() as cursor:
            cursor.execute(f'DROP TRIGGER "{one}" ON "{table[one]}"')
            cursor.execute(f'ALTER TABLE "{table[two]}" DISABLE TRIGGER "{two}"')
            cursor.execute(f'ALTER TABLE "{table[three]}" ENABLE TRIGGER "{three}"')
            cursor.execute(f'COMMENT ON TRIGGER "{four}" ON "{table[four]}" IS \'over other columns\'')
        assert len(untold.missing()) == 4
        assert sum(one in found.sentence for found in verify_trail.guards()) == 1
        untold.install()
        assert untold.missing() == []
        untold.lift()
        assert len(untold.missing()) == len(untold.names())


else:

    def test_there_are_no_such_guards_and_the_row_is_named_afterwards(stage):
        assert untold.names() == []
        for change in (by_update, by_bulk_create):
            change(stage.icu)
        assert len(list(verify_trail.rows())) == 2


def test_a_change_with_its_event_is_committed(stage):
    stage.everybody()
    account = make.make_account(stage.li)
    with transaction.atomic():
        by_update(stage.icu)
        with transaction.atomic():
            trail.record("told", stage.surgery, by=stage.li, also=[stage.icu])
    account.set_password("Ling-yi-ge-2026")  # no digest covers it
    account.save()
    assert Organization.objects.get(pk=stage.icu.pk).region == "别处"
    assert list(verify_trail.rows()) == []


def test_whoever_changes_many_rows_says_why_and_that_is_an_event(stage):
    unit = stage.icu
    with untold.excused(Organization, because="行政区划代码统一更换"):
        by_update(unit)
    event = TrailEvent.objects.get(verb="excused")
    assert (event.reason, event.object_label) == ("行政区划代码统一更换", "组织机构 | 机构")
    with pytest.raises(ValueError, match="Say why"), untold.excused(Organization, because=" "):
        by_update(unit)
    if ON_POSTGRESQL:  # an excuse is good for one transaction
        with pytest.raises(DatabaseError), transaction.atomic():
            Organization.objects.filter(pk=unit.pk).update(region="又一处")
