"""Both engines for the same tests, each with a folder of its own."""

import pytest

from search.finding import catalogue
from search.index import view


@pytest.fixture(params=["whoosh", "tantivy"])
def engine(request, settings, tmp_path):
    """An engine whose index lies in a folder of this test."""
    settings.SEARCH_BACKEND = request.param
    settings.VAR_DIR = tmp_path
    view.forget()
    catalogue.forget()
    yield request.param
    view.forget()
    catalogue.forget()


@pytest.fixture
def whoosh(settings, tmp_path):
    """The embedded engine alone, where the engine does not matter."""
    settings.SEARCH_BACKEND = "whoosh"
    settings.VAR_DIR = tmp_path
    view.forget()
    catalogue.forget()
    yield
    view.forget()
    catalogue.forget()
