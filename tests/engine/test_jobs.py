"""The outbox: what is asked for with a change is done once, later; what fails is tried again, then shown."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from engine import jobs
from engine.jobs import More, describe, enqueue, job
from engine.models import Job
from organizations.acting import current
from organizations.refusals import NotYet
from tests.cast import Cast
from tests.engine.playground.models import Tour

pytestmark = pytest.mark.django_db

heard: list[str] = []


@job("test.marks", title="做记号")
def marks(asked: Job) -> None:
    """Leave a mark, then fail where told to."""
    Tour.objects.create(title=asked.key, org_path="")
    if asked.payload.get("fails"):
        secret = "王某某 身份证 320200"
        raise ValueError("坏了" if secret else "")


@job("test.refuses", title="拒绝")
def refuses(asked: Job) -> None:
    """Refuse."""
    raise NotYet("还不行。")


@job("test.listens", title="听")
def listens(asked: Job) -> None:
    """Note who acts."""
    acting = current()
    heard.append(f"{acting.person}/{acting.strength}" if acting else "nobody")


@job("test.batches", title="分批")
def batches(asked: Job) -> More | None:
    """Three batches."""
    return More(asked.done + 1, 3) if asked.done < 2 else None


def later() -> None:
    """Let the time of everything that waits come."""
    Job.objects.update(run_after=timezone.now() - timedelta(seconds=1))


def test_work_asked_for_twice_by_one_key_is_done_once() -> None:
    first, second = enqueue("test.marks", "一"), enqueue("test.marks", "一")
    assert first == second
    assert jobs.drain() == 1
    assert enqueue("test.marks", "一").state == Job.State.DONE
    assert jobs.drain() == 0
    assert Tour.objects.filter(title="一").count() == 1


def test_work_without_a_key_is_always_new() -> None:
    assert enqueue("test.marks") != enqueue("test.marks")


def test_work_asked_for_by_a_change_that_was_not_made_is_not_done() -> None:
    with transaction.atomic():
        enqueue("test.marks", "一")
        transaction.set_rollback(True)
    assert jobs.drain() == 0


def test_nobody_asks_for_work_that_no_body_does() -> None:
    with pytest.raises(LookupError):
        enqueue("test.unheard_of")


def test_two_bodies_for_one_kind_are_a_programming_error() -> None:
    with pytest.raises(RuntimeError):
        job("test.marks", title="x")(refuses)


def test_a_body_that_fails_leaves_nothing_behind_and_is_tried_again_each_time_twice_as_late() -> None:
    asked = enqueue("test.marks", "坏", fails=True)
    waits = []
    for attempt in range(1, jobs.MAX_ATTEMPTS):
        later()
        assert jobs.drain() == 1
        asked.refresh_from_db()
        assert (asked.state, asked.attempts) == (Job.State.PENDING, attempt)
        assert jobs.drain() == 0  # not before its time
        waits.append((asked.run_after - timezone.now()).total_seconds())
    assert not Tour.objects.exists()
    assert all(1.8 < second / first < 2.2 for first, second in pairwise(waits))
    later()
    jobs.drain()
    asked.refresh_from_db()
    assert (asked.state, asked.attempts, list(Job.objects.dead())) == (Job.State.DEAD, jobs.MAX_ATTEMPTS, [asked])
    later()
    assert jobs.drain() == 0


def test_an_administrator_lets_dead_work_begin_again(cast: Cast) -> None:
    asked = enqueue("test.marks", "坏", fails=True)
    Job.objects.update(state=Job.State.DEAD, attempts=jobs.MAX_ATTEMPTS, payload={})
    jobs.retry(asked, by=cast.system_admin)
    assert jobs.drain() == 1
    asked.refresh_from_db()
    assert (asked.state, asked.error) == (Job.State.DONE, "")
    with pytest.raises(NotYet):
        jobs.retry(asked, by=cast.system_admin)


def test_what_is_stored_of_a_failure_names_the_place_but_no_value_of_a_variable() -> None:
    asked = enqueue("test.marks", "坏", fails=True)
    jobs.drain()
    asked.refresh_from_db()
    assert "ValueError: 坏了" in asked.error
    assert "test_jobs.py" in asked.error
    assert "320200" not in asked.error
    assert describe(IntegrityError("Key (name)=(王某某) already exists")) == "IntegrityError"


def test_a_refusal_is_stored_as_its_sentence() -> None:
    asked = enqueue("test.refuses")
    jobs.drain()
    asked.refresh_from_db()
    assert asked.error == "还不行。"


def test_a_body_that_has_more_to_do_is_called_again_and_shows_how_far_it_is() -> None:
    asked = enqueue("test.batches")
    seen = []
    while jobs.drain(limit=1):
        asked.refresh_from_db()
        seen.append((asked.done, asked.total, asked.percent, asked.state))
    assert seen == [(1, 3, 33, "pending"), (2, 3, 66, "pending"), (3, 3, 100, "done")]


def test_work_is_done_in_the_name_of_who_asked_for_it(cast: Cast) -> None:
    heard.clear()
    enqueue("test.listens", by=cast.li)
    enqueue("test.listens")
    jobs.drain()
    assert heard == ["李干事/background", "nobody"]


def test_work_whose_worker_did_not_come_back_is_taken_over_when_its_lease_is_out() -> None:
    asked = enqueue("test.marks", "一")
    lost = jobs.claim("lost")
    assert jobs.drain() == 0
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.drain() == 1
    asked.refresh_from_db()
    assert (asked.state, asked.attempts) == (Job.State.DONE, 2)
    assert jobs.perform(lost) is False  # it comes back too late
    jobs.put_off(lost, ValueError("late"))
    asked.refresh_from_db()
    assert (asked.state, Tour.objects.count()) == (Job.State.DONE, 1)


def test_the_first_error_of_a_run_for_tests_comes_out() -> None:
    enqueue("test.marks", "坏", fails=True)
    with pytest.raises(ValueError, match="坏了"):
        jobs.run_all()


def test_a_kind_has_words_on_screen() -> None:
    assert str(enqueue("test.marks", "一")) == "做记号"
    assert str(Job(kind="gone")) == "gone"
