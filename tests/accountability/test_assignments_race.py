"""Twenty hands on one task at the same instant."""

from collections import Counter
from datetime import date
from functools import partial
from itertools import pairwise

import pytest

from accountability import assignments, verify
from accountability.models import Assignment, Holder
from organizations.models import Person
from organizations.refusals import AlreadyDone
from tests import make
from tests.cast import Cast
from tests.engine.crowd import MANY, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.accountability.addresses")]


@pytest.fixture
def task(cast: Cast) -> Assignment:
    """张主任 is to repair the isolation room."""
    given = {"title": "整修隔离间", "due_on": date(2026, 3, 20), "by": None, "lead_unit": cast.icu}
    return assignments.assign(source=cast.icu, holder=cast.head_zhang, **given)


def again(task: Assignment) -> Assignment:
    """The task as another request would read it."""
    return Assignment.objects.get(pk=task.pk)


def test_a_task_completed_twenty_times_at_once_is_completed_once(cast: Cast, task: Assignment) -> None:
    by = Person.objects.get(pk=cast.qian.pk)
    answers = together(*(partial(assignments.complete, again(task), by=by) for _number in range(MANY)))
    assert Counter(type(one) for one in answers) == {Assignment: 1, AlreadyDone: MANY - 1}, answers
    assert {one.who for one in answers if isinstance(one, AlreadyDone)} == {"钱科长"}
    assert again(task).version == 2


def test_a_task_handed_to_twenty_people_at_once_has_one_holder_at_every_moment(cast: Cast, task: Assignment) -> None:
    people = [make.make_person(cast.icu) for _number in range(MANY)]
    acts = [
        partial(assignments.change_holder, again(task), person=person, by=None, because="轮换") for person in people
    ]
    answers = together(*acts)
    assert Counter(type(one) for one in answers) == {Holder: MANY}, answers
    held = list(task.holders.order_by("since", "pk"))
    assert [one.until for one in held].count(None) == 1
    assert all(before.until <= after.since for before, after in pairwise(held))
    assert [found for result in verify.run() for found in result.differences] == []
