"""The cast is on stage for the stories of plans."""

import pytest

from tests.cast import Cast, cast
from tests.plans.making import Desk
from tests.plans.quota_making import Year

__all__ = ["cast"]


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """A hospital with its departments and everybody who has a hand in its plan."""
    return Desk(cast)


@pytest.fixture
def year(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Year:
    """The people's hospital on 5 January 2026, with the people who work there."""
    cast.qian, cast.chen, cast.head_zhang, cast.head_gao, cast.nurse_sun  # noqa: B018
    cast.president_wang, cast.vice_president_he  # noqa: B018
    year = Year(cast, monkeypatch)
    year.at("2026-01-05")
    return year
