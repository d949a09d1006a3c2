"""The cast is on stage and the shipped papers are loaded."""

import pytest

from tests.cast import Cast
from tests.grounds import fixture_of
from tests.rectification.making import STAGE

stage = fixture_of(STAGE)


@pytest.fixture
def cast(request: pytest.FixtureRequest, db: None) -> Cast:
    """The people and units of the story; those of the stage where there is one."""
    return request.getfixturevalue("stage").cast if "stage" in request.fixturenames else Cast()
