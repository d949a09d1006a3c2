"""The cast is on stage, the shipped kinds of meetings are loaded, and there is a meeting to come to."""

from collections.abc import Callable

import pytest
from django.test import Client

from meetings.services import load_shipped_kinds
from organizations.models import Person
from tests import make
from tests.cast import cast
from tests.meetings.gathering import gathering
from tests.meetings.making import Hall

__all__ = ["cast", "gathering"]


@pytest.fixture
def hall(cast) -> Hall:
    """A hospital that meets, with everybody on stage."""
    load_shipped_kinds()
    cast.head_zhang, cast.head_gao, cast.president_wang  # noqa: B018 - they come on stage
    return Hall(cast)


@pytest.fixture
def signed_in(db) -> Callable[[Person], Client]:
    """A browser in which somebody is signed in."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(make.make_account(person), backend="organizations.backends.SightBackend")
        return client

    return sign_in
