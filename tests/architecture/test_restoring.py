"""A test that commits leaves the database as it found it, even where a trigger forbids every deletion."""

import threading

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
FORBID = {
    "sqlite": [
        "CREATE TRIGGER kept BEFORE DELETE ON django_content_type BEGIN SELECT RAISE(ABORT, 'kept'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'kept'; END $$",
        "CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON django_content_type EXECUTE FUNCTION kept()",
    ],
}


@pytest.mark.parametrize("turn", [1, 2])
def test_rows_triggers_and_numbers_are_as_after_the_migrations(turn):
    with connection.cursor() as cursor:
        for statement in FORBID[connection.vendor]:  # fails in the second turn unless the first was undone
            cursor.execute(statement)
    highest = ContentType.objects.order_by("pk").last().pk
    made = ContentType.objects.create(app_label="nowhere", model="nothing")
    assert made.pk == highest + 1
    assert ContentType.objects.filter(app_label="nowhere").count() == 1


@pytest.mark.parametrize("turn", [1, 2])
def test_what_another_thread_committed_is_undone_too(turn):
    started = threading.Event()

    def work():
        ContentType.objects.create(app_label="nowhere", model=f"thread {turn}")
        started.set()
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    wait_until(started.is_set)
    thread.join()
    assert ContentType.objects.filter(app_label="nowhere").count() == 1
