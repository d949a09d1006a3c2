"""Word of work reaches the broker or is left to the sweep; a broker that is away or silent keeps nobody waiting."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from engine import jobs, waking
from engine.jobs import enqueue
from engine.middleware import SentLaterMiddleware
from engine.models import Job
from tests.broker.brokers import Rabbit, free_port
from tests.engine.playground.models import Tour
from tests.waiting import wait_until
from workflow_site import broker
from workflow_site.broker import Sender, sweep
from workflow_site.tasks import work


@pytest.fixture
def senders() -> Iterator[Callable[..., Sender]]:
    """Makes senders and closes them."""
    made: list[Sender] = []

    def make(url: str, queue: str = "bihuan-test") -> Sender:
        made.append(Sender(url, queue))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def told() -> Iterator[list[int | None]]:
    """What a broker that answers was told."""
    heard: list[int | None] = []
    waking.carry_by(lambda job: heard.append(job) or True)
    yield heard
    waking.carry_by()


class Ear:
    """Stands in for a sender: counts the words, and takes them or does not."""

    def __init__(self, takes: bool = True) -> None:
        self.takes = takes
        self.words: list[int | None] = []

    def carry(self, job: int | None = None) -> bool:
        self.words.append(job)
        return self.takes


@pytest.mark.parametrize("scheme", ["amqp", "redis"])
def test_where_nobody_answers_word_is_left_to_the_sweep(senders: Any, scheme: str) -> None:
    assert not senders(f"{scheme}://127.0.0.1:{free_port()}/").carry(1)


@pytest.mark.parametrize("scheme", ["amqp", "redis"])
def test_a_broker_that_takes_the_call_and_says_nothing_keeps_nobody_waiting(
    senders: Any, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker, "PATIENCE", 0.1)
    monkeypatch.setattr(broker, "NETWORK", 60)  # it would be waited for as long
    with socket.create_server(("127.0.0.1", 0)) as silent:
        sender = senders(f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/")
        assert not sender.carry(1)
        wait_until(sender._letters.empty, 60)  # its thread waits for an answer …
        assert not sender.carry(2)
        assert sender._letters.empty()  # … and nobody else tries for a while
        monkeypatch.setattr(broker, "NETWORK", 0)


@pytest.mark.skipif(not Rabbit.is_there(), reason="no RabbitMQ answers here (Debian: apt install rabbitmq-server)")
def test_a_confirmation_that_never_comes_is_not_waited_for_and_the_next_word_is_sent_anew(
    senders: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    rabbit = Rabbit(tmp_path)
    rabbit.start()
    sender = senders(rabbit.url, rabbit.queue)
    try:
        wait_until(lambda: sender.carry(1), 30)
        monkeypatch.setattr(broker, "PATIENCE", 0.2)
        monkeypatch.setattr(broker, "NETWORK", 0.2)
        rabbit.line.is_silent = True
        assert not sender.carry(2)
        rabbit.line.is_silent = False
        monkeypatch.undo()
        wait_until(lambda: sender.carry(3), 30)
    finally:
        sender.close()
        rabbit.close()


@pytest.mark.django_db
def test_the_sweep_tells_of_work_that_was_not_taken_in_time() -> None:
    now = timezone.now()
    ear = Ear()
    asked = enqueue("playground.count", "一")
    assert sweep(ear) == 0  # its own word is on the way
    Job.objects.filter(pk=asked.pk).update(run_after=now - timedelta(seconds=10))
    assert sweep(ear) == 1
    running = {"state": Job.State.RUNNING, "run_after": now, "lease_until": now + timedelta(seconds=5)}
    Job.objects.filter(pk=asked.pk).update(**running)
    assert sweep(ear) == 0  # somebody is at it
    Job.objects.filter(pk=asked.pk).update(lease_until=now - timedelta(seconds=1))
    assert sweep(ear) == 1
    assert ear.words == [None, None]


@pytest.mark.django_db
def test_the_sweep_sends_few_words_however_long_the_queue_is() -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    Job.objects.bulk_create(Job(kind="playground.count", key=f"job-{n}", run_after=long_ago) for n in range(60))
    ear = Ear()
    assert sweep(ear) == broker.WAKES
    assert sweep(Ear(takes=False)) == 0
    assert work(None) == 60
    assert Tour.objects.count() == 60


@pytest.mark.django_db
def test_a_message_that_comes_twice_does_its_job_once_and_no_other() -> None:
    first, other = enqueue("playground.count", "一"), enqueue("playground.count", "二")
    assert [work(first.pk), work(first.pk), work(0)] == [1, 0, 0]
    assert Tour.objects.get().title == "一"
    assert Job.objects.get(pk=other.pk).state == Job.State.PENDING


@pytest.mark.django_db
def test_a_message_is_acknowledged_after_its_job_and_comes_back_when_its_worker_is_lost() -> None:
    assert (work.acks_late, work.reject_on_worker_lost, work.ignore_result) == (True, True, True)
    assert work.app.conf.worker_prefetch_multiplier == 1


@pytest.mark.django_db
def test_word_of_a_job_goes_out_after_the_commit(told: list, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        asked = enqueue("playground.count", "一")
        enqueue("playground.count", "一")
        assert told == []
    assert told == [asked.pk]


@pytest.mark.django_db
def test_work_whose_workers_die_again_and_again_is_given_up_and_may_begin_again() -> None:
    asked = enqueue("playground.count", "一")
    for _death in range(jobs.MAX_CLAIMS):
        assert jobs.claim("somebody")
        Job.objects.filter(pk=asked.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.claim("somebody") is None
    dead = Job.objects.get(pk=asked.pk)
    assert dead.state == Job.State.DEAD
    assert "中途停止" in dead.error
    jobs.retry(dead, by=None)
    jobs.run_all()
    assert Tour.objects.count() == 1


@pytest.mark.django_db
def test_what_a_dead_process_of_this_machine_held_is_taken_up_at_once() -> None:
    theirs, ours = enqueue("playground.count", "一"), enqueue("playground.count", "二")
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for asked, pid in ((theirs, ended.pid), (ours, os.getpid())):
        assert jobs.claim(f"{socket.gethostname()[:40]}:{pid}:ab", only=asked.pk)
    assert jobs.claim("somebody") is None
    assert jobs.take_back() == 1
    assert jobs.claim("somebody").pk == theirs.pk
    assert jobs.claim("somebody") is None


def test_a_worker_that_ends_is_started_again_and_one_that_will_not_stop_is_killed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(600)"
    monkeypatch.setattr(broker, "START_AGAIN", 0.0)
    kept = broker.WorkerProcess()
    kept.command = (sys.executable, "-c", "")
    kept.mind()
    first = kept.process
    first.wait()
    kept.command = (sys.executable, "-c", stubborn)
    kept.mind()
    assert kept.process is not first
    kept.stop(patience=0.2)
    assert kept.process.returncode < 0


@pytest.mark.django_db
def test_a_worker_that_is_told_of_work_and_takes_none_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = enqueue("playground.count", "一")
    Job.objects.filter(pk=asked.pk).update(run_after=timezone.now() - timedelta(seconds=10))
    monkeypatch.setattr(broker, "DEAF", 0.0)
    keeper = broker.Keeper(Ear(), starts_worker=True)
    keeper.own.command = (sys.executable, "-c", "import time; time.sleep(600)")
    monkeypatch.setattr(broker, "SWEEP_EVERY", 0.0)
    keeper.own.mind()
    keeper.work()
    assert keeper.own.process.poll() is None  # it has a while to take it
    keeper.work()
    assert keeper.own.process.poll() is not None


@pytest.mark.django_db
def test_a_worker_is_not_deaf_while_somebody_works_or_other_work_is_taken() -> None:
    hearing = broker.Hearing()
    hearing.patience = 0.0
    assert [hearing.is_lost(waiting) for waiting in (None, (1, 0), (2, 0), (2, 1), None)] == [False] * 5
    waits, held = enqueue("playground.count", "一"), enqueue("playground.count", "二")
    Job.objects.filter(pk=waits.pk).update(run_after=timezone.now() - timedelta(seconds=10))
    assert broker.oldest_untouched() == (waits.pk, 0)
    assert jobs.claim(jobs.worker_name(), only=held.pk)
    assert broker.oldest_untouched() is None


def test_a_worker_that_stays_deaf_is_given_twice_as_long_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 100000, 25))
    monkeypatch.setattr(broker.time, "monotonic", lambda: float(next(clock)))
    hearing = broker.Hearing()
    lost = [n for n in range(60) if hearing.is_lost((1, 0))]
    assert lost[:3] == [2, 5, 10]
    assert hearing.patience <= broker.LONGEST_DEAF


def test_whoever_changed_something_reads_that_it_is_saved_and_the_next_visitor_does_not() -> None:
    def changing(request: Any) -> HttpResponse:
        waking.wake(1)
        return HttpResponse()

    def read(view: Callable[..., HttpResponse]) -> list[str]:
        request = RequestFactory().get("/")
        request.session = {}
        request._messages = FallbackStorage(request)
        SentLaterMiddleware(view)(request)
        return [str(each) for each in get_messages(request)]

    waking.carry_by(Ear(takes=False).carry)
    try:
        assert ["已保存，稍后发送" in each for each in read(changing)] == [True]
        assert read(lambda request: HttpResponse()) == []
        waking.carry_by(Ear(takes=True).carry)
        assert read(changing) == []
    finally:
        waking.carry_by()
