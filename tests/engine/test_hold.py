"""Lock first: who is held, in which order, and what a nested hold does."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from engine import cancel, finish, hold, release, send_back, start
from engine.locking import LockOrder, NotHeld
from organizations.refusals import AlreadyDone, NotFound, NotYet, Refusal
from tests.cast import Cast
from tests.engine.playground import services
from tests.engine.playground.models import Stop, Tour

pytestmark = pytest.mark.django_db


@pytest.fixture
def tour(cast: Cast) -> Tour:
    """A tour with two stops, being planned."""
    return services.plan_tour(cast.city, by=cast.li, stops=2)


def test_the_instances_at_hand_are_read_again(tour: Tour) -> None:
    stale = Tour.objects.get(pk=tour.pk)
    assert stale.remembered_state == "planning"
    Tour.objects.filter(pk=tour.pk).update(state="changed")
    with hold(stale):
        assert (stale.state, stale.remembered_state) == ("changed", "changed")
        assert stale.process.pk == tour.process_id


def test_every_verb_outside_hold_is_a_programming_error(tour: Tour) -> None:
    verbs = [
        lambda: start(tour, by=None),
        lambda: finish(tour, "plan", by=None),
        lambda: send_back(tour, to="plan", by=None, because="x"),
        lambda: release(tour, "stops", by=None, because="x"),
        lambda: cancel(tour, by=None, because="x"),
    ]
    for verb in verbs:
        with pytest.raises(NotHeld):
            verb()
    with pytest.raises(NotHeld), hold(Stop.objects.first()):
        finish(tour, "plan", by=None)
    assert not issubclass(NotHeld, Refusal)


def test_what_was_held_is_not_held_any_longer_after_the_block(tour: Tour) -> None:
    with hold(tour):
        pass
    with pytest.raises(NotHeld):
        finish(tour, "plan", by=None)


def test_a_nested_hold_keeps_what_the_outer_one_has_changed_but_not_saved(tour: Tour) -> None:
    with hold(tour):
        tour.title = "改了名"
        with hold(tour):
            assert tour.title == "改了名"
        same = Tour.objects.get(pk=tour.pk)
        with hold(same):
            assert same.title != "改了名"
        finish_is_possible = finish(tour, "plan", by=None)
        assert finish_is_possible is None


def test_what_a_failed_inner_hold_has_locked_is_not_taken_for_held(tour: Tour) -> None:
    stop = Stop.objects.first()
    with hold(tour):
        with pytest.raises(Refusal), hold(stop):
            raise Refusal("不行")
        with pytest.raises(NotHeld):
            start(stop, by=None)
        finish(tour, "plan", by=None)


def test_parents_are_locked_before_children_rows_before_processes(tour: Tour) -> None:
    stop = Stop.objects.first()
    with hold(stop):
        start(stop, by=None)
    with CaptureQueriesContext(connection) as asked, hold(stop, tour):
        pass
    tables = [query["sql"].split(' FROM "')[1].split('"')[0] for query in asked if " FROM " in query["sql"]]
    assert tables == ["playground_tour", "viewflow_process", "playground_stop", "viewflow_process"]
    if connection.vendor == "postgresql":
        assert sum("FOR NO KEY UPDATE" in query["sql"] for query in asked) == 4


def test_locking_a_parent_while_its_child_is_held_is_a_programming_error(tour: Tour) -> None:
    with hold(Stop.objects.first()), pytest.raises(LockOrder), hold(tour):
        pass


def test_two_things_of_one_model_are_locked_in_the_order_of_their_keys(tour: Tour) -> None:
    first, second = Stop.objects.order_by("pk")
    with CaptureQueriesContext(connection) as asked, hold(second, first):
        pass
    keys = [
        query["sql"].split('"id" = ')[1].split()[0] for query in asked if '"playground_stop"."id" = ' in query["sql"]
    ]
    assert keys == [str(first.pk), str(second.pk)]


def test_a_thing_that_is_gone_is_not_found(tour: Tour) -> None:
    stop = Stop.objects.first()
    Stop.objects.filter(pk=stop.pk).delete()
    with pytest.raises(NotFound), hold(stop):
        pass


def test_a_refusal_leaves_nothing_half_done(tour: Tour) -> None:
    def half_done() -> None:
        with hold(tour):
            tour.state = "half"
            tour.save()
            finish(tour, "plan", by=None)
            finish(tour, "report", by=None)

    with pytest.raises(NotYet):
        half_done()
    tour.refresh_from_db()
    assert tour.state == "planning"
    with hold(tour):
        finish(tour, "plan", by=None)


def test_a_thing_is_started_once(tour: Tour) -> None:
    with pytest.raises(AlreadyDone), hold(tour):
        start(tour, by=None)


def test_hold_works_inside_a_longer_transaction(tour: Tour) -> None:
    with transaction.atomic():
        with hold(tour):
            finish(tour, "plan", by=None)
        with hold(tour):
            finish(tour, "consent", by=None)
