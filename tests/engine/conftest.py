"""The engine's tests are played with tours and stops."""

from collections.abc import Iterator
from typing import Any

import pytest

from organizations.models import Duty, Right
from tests.cast import cast  # noqa: F401  a fixture
from tests.engine.alone import listen, stand_alone

RIGHTS = {
    "playground.plan_tour": {Duty.CLERK: Right.Reach.OWN},
    "playground.report_tour": {Duty.CLERK: Right.Reach.OWN, Duty.LEADER: Right.Reach.SUBTREE},
    "playground.visit_stop": {Duty.INSPECTOR: Right.Reach.SUBTREE},
}


@pytest.fixture(autouse=True)
def _addresses(settings: Any) -> None:
    """The playground's addresses only."""
    settings.ROOT_URLCONF = "tests.engine.playground.urls"


@pytest.fixture(autouse=True)
def _alone() -> Iterator[None]:
    """What the apps above do when a flow moves is tested where they are tested."""
    listened = stand_alone()
    yield
    listen(*listened)


@pytest.fixture(autouse=True)
def _rights(request: pytest.FixtureRequest) -> None:
    """Who may do what in the playground."""
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "db")
        Right.objects.bulk_create(
            Right(duty=duty, permission=permission, reach=reach)
            for permission, reaches in RIGHTS.items()
            for duty, reach in reaches.items()
        )
