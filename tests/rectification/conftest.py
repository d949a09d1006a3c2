"""The cast is on stage and the shipped papers are loaded."""

import pytest

from rectification import services
from tests.cast import cast
from tests.rectification.making import Stage

__all__ = ["cast"]


@pytest.fixture
def stage(cast) -> Stage:
    """A city with three institutions that answer, its people and the shipped papers."""
    services.load_shipped()
    return Stage(cast)
