"""The cast is on stage, and each of them can be signed in."""

from collections.abc import Callable

import pytest
from django.contrib.auth.signals import user_logged_in
from django.test import Client

from organizations.models import Duty, Person, Right
from tests.cast import cast
from tests.screens.visitors import visit_as

__all__ = ["cast", "drafting_right", "visit"]

DRAFT = "playground.draft_paper"


@pytest.fixture
def visit(cast: object) -> Callable[[Person], Client]:
    """A browser in which this person has just signed in."""
    assert user_logged_in.has_listeners()
    return visit_as


@pytest.fixture
def drafting_right(db: None) -> None:
    """Clerks and leaders may draft papers."""
    for duty in (Duty.CLERK, Duty.LEADER):
        Right.objects.create(duty=duty, permission=DRAFT, reach=Right.Reach.OWN)
