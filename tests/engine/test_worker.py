"""The worker thread wakes, works, survives and stops; recurring work is caught up once."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connections
from django.utils import timezone

from engine import jobs, recurring, waking, worker
from engine.jobs import enqueue
from engine.models import Job, Recurring
from tests.engine.crowd import database_address
from tests.engine.playground.models import Tour
from tests.waiting import wait_until


@pytest.fixture
def thread(restored_database: None) -> threading.Thread:
    """The worker thread of this process."""
    started = worker.start_thread()
    yield started
    worker.stop_thread(30)


@pytest.fixture(autouse=True)
def _nothing_recurs(monkeypatch: pytest.MonkeyPatch) -> None:
    """No recurring work but what a test declares."""
    monkeypatch.setattr(recurring, "_declared", {})


@pytest.fixture
def hourly() -> None:
    """Counting is due every hour."""
    recurring.every("playground.count", minutes=60)


def test_the_thread_does_what_a_committed_change_asks_for(thread: threading.Thread) -> None:
    enqueue("playground.count", "一")
    wait_until(lambda: Job.objects.filter(key="一", state=Job.State.DONE).exists())
    assert Tour.objects.filter(title="一").count() == 1


def test_the_thread_finds_what_another_process_asked_for(thread: threading.Thread) -> None:
    Job.objects.create(kind="playground.count", key="von drüben")  # no bell is rung
    wait_until(lambda: Job.objects.filter(state=Job.State.DONE).exists())


def test_there_is_one_daemon_thread_a_process(thread: threading.Thread) -> None:
    assert worker.start_thread() is thread
    assert thread.daemon


def test_a_stopped_thread_ends_and_another_may_be_started(thread: threading.Thread) -> None:
    worker.stop_thread(30)
    assert not thread.is_alive()
    again = worker.start_thread()
    assert again is not thread
    assert again.is_alive()


@pytest.mark.django_db
def test_a_committed_change_rings_the_bell(django_capture_on_commit_callbacks: object) -> None:
    waking.bell.clear()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        enqueue("playground.count", "一")
        assert not waking.bell.is_set()
    assert waking.bell.is_set()


def test_the_thread_survives_a_database_that_is_away(restored_database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    failures: list[int] = []

    def away() -> None:
        if len(failures) < 2:
            failures.append(1)
            raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(worker, "_hooks", [away])
    monkeypatch.setattr(worker, "IDLE_SECONDS", 0.01)
    enqueue("playground.count", "一")
    worker.start_thread()
    try:
        wait_until(lambda: Job.objects.filter(state=Job.State.DONE).exists())
    finally:
        worker.stop_thread(30)
    assert len(failures) == 2


@pytest.mark.django_db
def test_hooks_are_called_each_time_the_worker_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    monkeypatch.setattr(worker, "_hooks", [])
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    hook = worker.each_tick(lambda: called.append("looked"))
    worker.each_tick(hook)
    one = worker.Worker()
    one.look()
    one.look()
    assert called == ["looked", "looked"]


@pytest.mark.django_db
def test_recurring_work_that_was_missed_is_caught_up_once(hourly: None) -> None:
    now = timezone.now()
    assert recurring.tick(now) == 1
    assert recurring.tick(now + timedelta(minutes=59)) == 0
    assert recurring.tick(now + timedelta(minutes=60)) == 1
    assert recurring.tick(now + timedelta(days=3, minutes=5)) == 1
    assert recurring.tick(now + timedelta(days=3, minutes=6)) == 0
    row = Recurring.objects.get()
    assert row.next_at == now + timedelta(days=3, minutes=60)
    jobs.run_all()
    assert Tour.objects.count() == 3


def test_two_workers_ask_for_recurring_work_once(hourly: None, restored_database: None) -> None:
    now = timezone.now()
    recurring.tick(now)
    barrier = threading.Barrier(8)

    def tick() -> None:
        barrier.wait()
        recurring.tick(now + timedelta(hours=1))
        connections.close_all()

    threads = [threading.Thread(target=tick) for _n in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert Job.objects.count() == 2


@pytest.mark.django_db
def test_the_command_does_what_is_due_and_says_how_much(capsys: pytest.CaptureFixture) -> None:
    enqueue("playground.count", "一")
    call_command("worker", "--once", "--json")
    assert capsys.readouterr().out.strip() == '{"performed": 1, "waiting": 0, "dead": 0}'


def test_the_worker_process_stops_cleanly_when_told_to(restored_database: None) -> None:
    enqueue("engine.cancel_children", "一", process=0, because="")
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker"]
    process = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": database_address()})
    try:
        wait_until(lambda: Job.objects.filter(state=Job.State.DONE).exists(), 120)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()
