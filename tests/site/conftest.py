"""The demo city for a whole file of tests, taken back at its end, and accounts for anybody in it."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from organizations.models import Person, User
from tests import restoring
from tests.environment import SCRATCH
from workflow_site.demo import story


@pytest.fixture(scope="session")
def founded(django_db_setup: restoring.Copy, django_db_blocker: DjangoDbBlocker) -> Iterator[restoring.Copy]:
    """A copy of a database in which the demo city was founded, made once for all files; the database goes on empty."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            story.found()
            connection.run_on_commit.clear()  # nothing else follows what is only copied
        copy = restoring.keep_copy(SCRATCH, "founded")
        django_db_setup.restore()
    yield copy
    with django_db_blocker.unblock():
        copy.remove()


@pytest.fixture(scope="module")
def demo_city(
    founded: restoring.Copy, django_db_setup: restoring.Copy, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The demo city for a file, within a transaction that never commits."""
    with django_db_blocker.unblock():
        founded.restore()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        django_db_setup.restore()


@pytest.fixture
def signed_in(db: None) -> Callable[[Person], Client]:
    """A browser in which a person is signed in; his account is opened where he has none."""

    def sign_in(person: Person) -> Client:
        user, _made = User.objects.get_or_create(person=person, defaults={"username": f"person-{person.pk}"})
        client = Client()
        client.force_login(user, backend="organizations.backends.SightBackend")
        return client

    return sign_in
