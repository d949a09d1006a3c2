"""A ground is what many tests begin with; it is laid once, and each of them finds its rows and a copy of its objects.

A file whose tests with a database all stand on one ground is run on a copy of the database in which it lies. Elsewhere
whoever asks for a ground has it laid within the test. In a conftest.py or a file of tests:

    STAGE = Ground("stage", lambda: Stage(Cast()))
    stage = fixture_of(STAGE)
"""

import copy
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests import restoring
from tests.environment import SCRATCH


class Ground:
    """Something many tests begin with: `lay` makes it through the verbs, from the ground below where there is one."""

    def __init__(self, name: str, lay: Callable[..., Any], *, below: "Ground | None" = None) -> None:
        self.name, self._lay, self.below = name, lay, below
        self.copy: restoring.Copy | None = None
        self._laid_on = date.min
        self._kept: dict[str, Any] = {}

    @property
    def layers(self) -> "list[Ground]":
        """The grounds below it and itself, the lowest first."""
        return [*(self.below.layers if self.below else []), self]

    def lay(self, found: dict[str, Any]) -> Any:
        """The thing itself, made where it was not found."""
        if self.name not in found:
            found[self.name] = self._lay(self.below.lay(found)) if self.below else self._lay()
        return found[self.name]

    def stand(self) -> None:
        """Let the database be one in which this lies; the first time on a day it is made and copied."""
        if self.copy is None or self._laid_on != timezone.localdate():
            self._begin()
            self.copy = restoring.keep_copy(SCRATCH, f"ground_{self.name}_{self._laid_on:%m%d}")
        restoring.stand_on(self.copy)

    def _begin(self) -> None:
        """Lay it on the ground below."""
        self._laid_on = timezone.localdate()
        if self.below:
            self.below.stand()
            self._kept = self.below.objects()
        else:
            restoring.stand_on(restoring.migrated())
            self._kept = {}
        with transaction.atomic():
            self.lay(self._kept)
            connection.run_on_commit.clear()  # nothing else follows what is only copied

    def objects(self) -> dict[str, Any]:
        """Its objects and those below it, a copy that belongs to whoever asked."""
        return copy.deepcopy(self._kept)


def fixture_of(ground: Ground) -> Any:
    """A fixture that gives the thing a ground is made of."""

    def given(db: None, _found: dict[str, Any]) -> Any:
        return ground.lay(_found)

    given.ground = ground  # type: ignore[attr-defined]
    given.__doc__ = ground._lay.__doc__
    return pytest.fixture(given)


def common_ground(items: list[pytest.Item]) -> Ground | None:
    """The highest ground that each of these tests stands on."""
    layers = [_layers(item) for item in items]
    shared = [ground for ground in layers[0] if all(ground in others for others in layers)] if layers else []
    return max(shared, key=lambda ground: len(ground.layers), default=None)


def _layers(item: pytest.Item) -> list[Ground]:
    """All grounds a test asks for, with those below them."""
    known = getattr(item, "_fixtureinfo").name2fixturedefs  # noqa: B009 — pytest tells it nowhere else
    asked = [getattr(definitions[-1].func, "ground", None) for definitions in known.values()]
    return [layer for ground in asked if ground for layer in ground.layers]


def asks_the_database(item: pytest.Item) -> bool:
    """Whether a test touches the database at all."""
    fixtures = {"db", "transactional_db", "django_db_setup", "live_server"} & {*getattr(item, "fixturenames", ())}
    return bool(fixtures or item.get_closest_marker("django_db"))


@pytest.fixture(scope="module", autouse=True)
def _ground(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground | None]:
    """What the tests of a file stand on: their common ground, else the migrated database."""
    items = [item for item in request.session.items if item.path == request.node.path and asks_the_database(item)]
    if not items:
        yield None
        return
    request.getfixturevalue("django_db_setup")
    ground = common_ground(items)
    with django_db_blocker.unblock():
        if ground:
            ground.stand()
        else:
            restoring.stand_on(restoring.migrated())
    yield ground


@pytest.fixture
def _found(_ground: Ground | None) -> dict[str, Any]:
    """The objects this test finds, by the names of their grounds."""
    return _ground.objects() if _ground else {}
