"""The cast is on stage; files are read from texts; an index lies in a folder of its test."""

import pytest

from tests.cast import cast
from tests.search.engines import engine, whoosh
from tests.search.making import Library

__all__ = ["cast", "engine", "whoosh"]


@pytest.fixture
def library(cast) -> Library:
    """An empty library and the people who keep and read it."""
    return Library(cast)
