"""Where a broker is set: word of work is sent to it, what it lost is sent again, and its worker is kept running.

The outbox remains the truth. The broker is told after the commit, by a thread of its own that nobody waits for longer
than a moment: a broker that is away, or that takes the connection and says nothing, delays no request.
"""

import datetime
import functools
import logging
import os
import queue
import subprocess  # nosec B404
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone

from engine import jobs, waking
from engine.models import Job
from engine.worker import Worker, start_thread
from workflow_site.celery import app, queue_named
from workflow_site.tasks import work

log = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds a request waits for the broker's word
SILENCE = 3.0  # seconds after a failure in which nobody tries: the sweep sends what was asked for meanwhile
NETWORK = 2  # seconds a single answer of the broker may take
SWEEP_EVERY = 2.0
GRACE = datetime.timedelta(seconds=3)  # what is due for longer was not taken
WAKES = 2  # messages of one sweep; each does whatever is due
FAREWELL = 20.0  # seconds a worker that is told to stop may take over its piece
START_AGAIN = 3.0  # seconds between two starts of the worker
DEAF = 30.0  # seconds after which a worker that takes nothing of what waits is started anew; doubled each time
LONGEST_DEAF = 600.0


@dataclass
class Letter:
    """Word of one job on its way."""

    job: int | None
    sent: bool = False
    answered: threading.Event = field(default_factory=threading.Event)


class Sender:
    """Carries word to the broker."""

    def __init__(self, url: str = "", queue_name: str = "") -> None:
        """The broker and the queue of the settings, unless others are named."""
        self.url = url or settings.BROKER_URL
        self.silent_until = 0.0
        self._letters: queue.SimpleQueue[Letter | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._pid = 0
        self._connection: Any = None
        self._producer: Any = None
        self._queue = queue_named(queue_name or settings.BROKER_QUEUE)

    def carry(self, job: int | None = None) -> bool:
        """Whether the broker has taken word of a job; the answer comes within about a second."""
        if time.monotonic() < self.silent_until:
            return False
        self._start()
        letter = Letter(job)
        self._letters.put(letter)
        if letter.answered.wait(PATIENCE) and letter.sent:
            return True
        self.silent_until = time.monotonic() + SILENCE
        return False

    def close(self) -> None:
        """End the thread once it has nothing more to send."""
        thread, self._thread = self._thread, None
        if thread is not None and self._pid == os.getpid():
            self._letters.put(None)
            thread.join(2 * NETWORK)

    def _start(self) -> None:
        with self._lock:
            if self._thread is not None and self._pid == os.getpid() and self._thread.is_alive():
                return
            if self._pid != os.getpid():  # a fork leaves threads and connections behind
                self._connection, self._letters, self._pid = None, queue.SimpleQueue(), os.getpid()
            self._thread = threading.Thread(target=self._run, name="sender", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while (letter := self._letters.get()) is not None:
            try:
                self._deliver(letter.job)
                letter.sent = True
            except Exception as error:  # noqa: BLE001  whatever a broker does, the outbox has it
                self._hang_up()
                log.warning("The broker was not told of work; it is told later: %s", type(error).__name__)
            letter.answered.set()
        self._hang_up()

    def _deliver(self, job: int | None) -> None:
        if self._connection is not None:
            try:
                self._publish(job)
            except Exception:  # noqa: BLE001  a connection that stood long may be dead without the broker being so
                self._hang_up()
            else:
                return
        self._publish(job)

    def _publish(self, job: int | None) -> None:
        if self._connection is None:
            self._connection = app.connection_for_write(
                self.url, connect_timeout=NETWORK, heartbeat=0, transport_options=self._options()
            )
            self._connection.ensure_connection(max_retries=1)
            self._producer = app.amqp.Producer(self._connection.channel(), auto_declare=False)
        work.apply_async(args=(job,), producer=self._producer, queue=self._queue, retry=False, confirm_timeout=NETWORK)

    def _options(self) -> dict[str, Any]:
        if self.url.startswith("redis"):
            return {"socket_timeout": NETWORK, "socket_connect_timeout": NETWORK, "retry_on_timeout": False}
        return {"confirm_publish": True, "read_timeout": NETWORK, "write_timeout": NETWORK}

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.collect(0.1)


class WorkerProcess:
    """A Celery worker that is started again when it ends, and that ends with whoever keeps it."""

    command = (sys.executable, "-m", "workflow_site.celery_process")

    def __init__(self) -> None:
        """Not started yet."""
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = -START_AGAIN

    def mind(self) -> None:
        """See that it runs."""
        if self.process is not None and self.process.poll() is None:
            return
        if time.monotonic() - self.started_at < START_AGAIN:
            return
        if self.process is not None:
            log.error("The Celery worker has ended with %s and is started again.", self.process.returncode)
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(self.command, cwd=settings.BASE_DIR)  # nosec B603

    def stop(self, patience: float = FAREWELL) -> None:
        """Let it finish the pieces at hand; what it has not finished by then comes back by its lease."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Hearing:
    """Notices a worker that runs, is told of work, and takes none: a lost connection that it never mended."""

    def __init__(self) -> None:
        """Nothing waits yet."""
        self.patience = DEAF
        self._waiting: tuple[int, int] | None = None
        self._since = 0.0

    def is_lost(self, waiting: tuple[int, int] | None) -> bool:
        """Whether the same work has waited too long though the broker has word of it; each time it may wait longer."""
        now = time.monotonic()
        if waiting is None or waiting != self._waiting:
            if self._waiting is not None:
                self.patience = DEAF
            self._waiting, self._since = waiting, now
            return False
        if now - self._since < self.patience:
            return False
        self.patience, self._since = min(2 * self.patience, LONGEST_DEAF), now
        return True


class Keeper(Worker):
    """What remains to be done beside Celery: the clock, the hooks, the sweep, and the worker where it is ours."""

    def __init__(self, sender: Sender, *, starts_worker: bool = False) -> None:
        """`starts_worker`: a Celery worker is kept running as well."""
        super().__init__()
        self.sender = sender
        self.own = WorkerProcess() if starts_worker else None
        self.hearing = Hearing()
        self.swept_at = -SWEEP_EVERY

    def run(self) -> None:
        """Keep until told to stop."""
        self.sender.carry(None)  # the first word takes longest; better now than in somebody's request
        super().run()
        if self.own:
            self.own.stop()

    def look(self) -> int:
        """One round; the worker is minded even where the database is away."""
        if self.own:
            self.own.mind()
        return super().look()

    def pause(self, seconds: float) -> None:
        """The broker is told of work by whoever asks for it; here the clock alone counts."""
        self.stopping.wait(seconds)

    def work(self) -> int:
        """Send again what was not taken."""
        if time.monotonic() - self.swept_at >= SWEEP_EVERY:
            self.swept_at = time.monotonic()
            told = sweep(self.sender)
            if self.own and self.hearing.is_lost(oldest_untouched() if told else None):
                log.error("The Celery worker takes nothing of what waits and is started again.")
                self.own.stop(NETWORK)
        return 0


def sweep(sender: Sender) -> int:
    """Tell the broker of work that waits though its time has come; how often it was told."""
    now = timezone.now()
    untaken = [*Job.objects.abandoned(now)[:WAKES], *Job.objects.due(now - GRACE)[:WAKES]]
    return sum(sender.carry(None) for _one in untaken[:WAKES])


def oldest_untouched() -> tuple[int, int] | None:
    """The work that waits longest, as its number and attempts; None where none does or somebody here is at work."""
    if jobs.somebody_works_here():
        return None
    now = timezone.now()
    waiting = (
        rows.values_list("pk", "attempts").first()
        for rows in (Job.objects.abandoned(now), Job.objects.due(now - GRACE))
    )
    return next(filter(None, waiting), None)


@functools.cache
def the_sender() -> Sender:
    """The sender of this process."""
    return Sender()


def start_keeper() -> None:
    """Start the keeper as the thread of a server."""
    start_thread(Keeper(the_sender(), starts_worker=settings.START_WORKER))


def carry_word() -> None:
    """Let word of every job go to the broker; called when the site's apps are ready."""
    waking.carry_by(the_sender().carry)
