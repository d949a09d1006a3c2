"""Exactly one wins, every join is right, nobody meets an error: with threads and with real processes."""

from collections import Counter
from functools import partial

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from viewflow.workflow.status import PROCESS

from engine import hold, jobs
from engine.jobs import enqueue
from engine.middleware import as_refusal
from engine.models import Job, Submission, Turn
from engine.submissions import new_nonce
from organizations.models import Person
from organizations.refusals import AlreadyDone
from tests.cast import Cast
from tests.engine.crowd import MANY, Player, together
from tests.engine.playground import services
from tests.engine.playground.models import Stop, Tour
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def under_way(cast: Cast, stops: int) -> Tour:
    """A tour that waits for its stops."""
    tour = services.plan_tour(cast.city, by=cast.li, stops=stops)
    services.submit_plan(tour, by=cast.li)
    services.agree(tour, by=cast.director_wang)
    jobs.run_all()
    return tour


def fresh(person: Person) -> Person:
    """The person as another request would read him."""
    return Person.objects.get(pk=person.pk)


def drain_and(act: object) -> None:
    """Do it, then look for work like the worker beside."""
    act()  # type: ignore[operator]
    jobs.drain()


def test_of_twenty_who_finish_one_step_at_once_one_wins_and_the_others_are_told_who(cast: Cast) -> None:
    for _round in range(3):
        tour = services.plan_tour(cast.city, by=cast.li)
        acts = [partial(services.submit_plan, Tour.objects.get(pk=tour.pk), by=fresh(cast.li)) for _n in range(MANY)]
        answers = together(*acts)
        assert Counter(type(answer) for answer in answers) == {type(None): 1, AlreadyDone: MANY - 1}, answers
        assert {answer.who for answer in answers if answer} == {"李干事"}
        assert Turn.objects.of(tour).at("plan").count() == Turn.objects.of(tour).at("consent").count() == 1


def test_of_twenty_posts_of_one_form_one_is_done_and_all_get_the_same_page(restored_database: None) -> None:
    for _round in range(3):
        nonce = new_nonce()
        post = partial(Client(HTTP_HOST="localhost").post, "/tours/", {"nonce": nonce, "title": nonce})
        answers = together(*[post] * MANY)
        assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {
            (302, f"/tours/{Tour.objects.get(title=nonce).pk}/")
        }
        assert Submission.objects.filter(nonce=nonce).count() == 1


def test_twenty_workers_do_every_job_once(restored_database: None) -> None:
    keys = {f"job-{number}" for number in range(100)}
    for key in keys:
        enqueue("playground.count", key)
    answers = together(*[jobs.drain] * MANY)
    assert sum(answers) == 100, answers
    assert Counter(Tour.objects.values_list("title", flat=True)) == Counter(keys)


def test_twenty_who_ask_for_the_same_work_at_once_ask_once(restored_database: None) -> None:
    answers = together(*[partial(enqueue, "playground.count", "the same")] * MANY)
    assert {answer.pk for answer in answers} == {Job.objects.get().pk}


def test_when_twenty_children_finish_at_once_the_parent_goes_on_once(cast: Cast) -> None:
    for _round in range(3):
        tour = under_way(cast, stops=MANY)
        stops = Stop.objects.filter(tour=tour)
        answers = together(*[partial(drain_and, partial(services.visit, stop, by=None)) for stop in stops])
        assert answers == [None] * MANY
        jobs.run_all()
        assert Turn.objects.of(tour).at("report").count() == 1
        assert Job.objects.exclude(state="done").count() == 0


def test_things_named_in_any_order_are_locked_in_one_order(cast: Cast) -> None:
    tour = under_way(cast, stops=1)
    stop = Stop.objects.get()

    def touch(*things: type) -> None:
        with hold(*[kind.objects.get(pk=pk) for kind, pk in things]):  # type: ignore[misc]
            Stop.objects.filter(pk=stop.pk).update(visits=stop.visits)

    both = [(Tour, tour.pk), (Stop, stop.pk)]
    answers = together(*[partial(touch, *both), partial(touch, *reversed(both))] * (MANY // 2))
    assert answers == [None] * MANY


def test_a_lock_that_is_not_obtained_in_time_is_told_as_done_by_somebody_else(cast: Cast) -> None:
    tour = services.plan_tour(cast.city, by=cast.li)

    def impatient() -> None:
        with connection.cursor() as cursor:
            postgres = connection.vendor == "postgresql"
            cursor.execute("SET lock_timeout = 100" if postgres else "PRAGMA busy_timeout = 100")
        services.submit_plan(Tour.objects.get(pk=tour.pk), by=None)  # type: ignore[arg-type]

    with hold(tour):
        (answer,) = together(impatient)
    assert isinstance(answer, OperationalError)
    assert isinstance(as_refusal(answer), AlreadyDone)


def test_a_deadlock_made_by_hand_is_told_as_done_by_somebody_else(cast: Cast) -> None:
    if connection.vendor == "sqlite":
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"  # one writer: no deadlocks
        return
    first, second = (services.plan_tour(cast.city, by=cast.li) for _n in range(2))

    def lock(*tours: Tour) -> None:
        with transaction.atomic():
            for tour in tours:
                Tour.objects.select_for_update().get(pk=tour.pk)
                wait_until(lambda: True)

    for _attempt in range(50):
        answers = together(partial(lock, first, second), partial(lock, second, first))
        if errors := [answer for answer in answers if answer]:
            assert [type(as_refusal(error)) for error in errors] == [AlreadyDone]
            return
    raise AssertionError("No deadlock came about.")


def test_twenty_processes_submit_post_and_finish_children_without_an_error(cast: Cast) -> None:
    tour, long_tour = services.plan_tour(cast.city, by=cast.li), under_way(cast, stops=MANY)
    nonce, li = new_nonce(), cast.li.pk
    with Player() as player:
        submitted = player.does("submit", *[(tour.pk, li)] * MANY)
        assert Counter(answer[:17] for answer in submitted) == {"won": 1, "told: AlreadyDone": MANY - 1}, submitted
        posted = player.does("post", *[(nonce,)] * MANY)
        assert posted == [[302, f"/tours/{Tour.objects.get(title='网页巡查').pk}/"]] * MANY
        stops = Stop.objects.filter(tour=long_tour)
        assert player.does("visit", *[(stop.pk,) for stop in stops]) == ["won"] * MANY
        for number in range(100):
            enqueue("playground.count", f"afar-{number}")
        done = player.does("drain", *[(15,)] * MANY)
    jobs.run_all()
    assert sum(done) == 100
    assert Tour.objects.filter(title__startswith="afar-").count() == 100
    assert Turn.objects.of(long_tour).at("report").count() == 1


def test_a_worker_killed_while_it_starts_children_loses_none_and_doubles_none(cast: Cast) -> None:
    tour = services.plan_tour(cast.city, by=cast.li, stops=600)
    services.submit_plan(tour, by=cast.li)
    services.agree(tour, by=cast.director_wang)
    begun = Stop.objects.filter(process__isnull=False)
    for wanted in (1, 150, 350):
        player = Player()
        player.tell("drain", (0.2,))
        wait_until(lambda least=wanted: begun.count() >= least, 60)
        player.kill()
    wait_until(lambda: jobs.drain() >= 0 and not Job.objects.unfinished().exists(), 60)
    assert begun.count() == Turn.objects.filter(node="visit").count() == 600
    assert Turn.objects.of(tour).at("stops").get().spawned_at
    assert Job.objects.dead().count() == 0


def test_two_thousand_children_are_started_and_joined(cast: Cast) -> None:
    tour = services.plan_tour(cast.city, by=cast.li, stops=2000)
    ours = Stop.objects.filter(pk__in=list(Stop.objects.order_by("pk").values_list("pk", flat=True)[::100]))
    Stop.objects.exclude(pk__in=ours).update(is_virtual=True)
    services.submit_plan(tour, by=cast.li)
    services.agree(tour, by=cast.director_wang)
    jobs.run_all()
    assert Stop.objects.filter(process__isnull=False).count() == 2000
    assert Stop.objects.filter(process__status=PROCESS.NEW).count() == MANY
    assert Job.objects.get(kind="engine.spawn").total == 2000
    assert not Turn.objects.of(tour).at("report").exists()
    assert together(*[partial(drain_and, partial(services.visit, stop, by=None)) for stop in ours]) == [None] * MANY
    jobs.run_all()
    assert Turn.objects.of(tour).at("report").count() == 1
