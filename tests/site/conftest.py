"""The demo city for a whole file of tests, taken back at its end, and accounts for anybody in it."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from organizations.models import Person, User
from tests import restoring
from tests.grounds import Ground
from workflow_site.demo import story

DEMO = Ground("demo", story.found)


@pytest.fixture(scope="module")
def demo_city(
    _ground: Ground | None, django_db_setup: restoring.Copy, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The demo city for a file, within a transaction that never commits."""
    with django_db_blocker.unblock():
        DEMO.stand()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)


@pytest.fixture
def signed_in(db: None) -> Callable[[Person], Client]:
    """A browser in which a person is signed in; his account is opened where he has none."""

    def sign_in(person: Person) -> Client:
        user, _made = User.objects.get_or_create(person=person, defaults={"username": f"person-{person.pk}"})
        client = Client()
        client.force_login(user, backend="organizations.backends.SightBackend")
        return client

    return sign_in
