"""The worker: one thread of the server process, or a process of its own; any number of them may run."""

import atexit
import logging
import os
import threading
from collections.abc import Callable

from django.db import close_old_connections, connection, connections

from engine import jobs, recurring, waking

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
LONGEST_PAUSE = 15.0
LONG_PIECE = 0.05
BREATH = 0.12

Hook = Callable[[], object]
_hooks: list[Hook] = []


def each_tick(hook: Hook) -> Hook:
    """Let a function be called each time the worker looks for work."""
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


class Worker:
    """Looks for work when the bell rings, and every second."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.failures = 0

    def run(self) -> None:
        """Work until told to stop."""
        while not self.stopping.is_set():
            waking.bell.clear()
            found = self.look()
            if not found and not self.stopping.is_set():
                self.pause(min(IDLE_SECONDS * 2**self.failures, LONGEST_PAUSE))
        connections.close_all()

    def pause(self, seconds: float) -> None:
        """Wait for the bell."""
        waking.bell.wait(seconds)

    def look(self) -> int:
        """One round; whatever goes wrong is logged and tried again later."""
        close_old_connections()
        try:
            recurring.tick()
            for hook in _hooks:
                hook()
            jobs.take_back()
            found = self.work()
        except Exception as error:  # noqa: BLE001  a database that is away comes back
            self.failures = min(self.failures + 1, 5)
            log.error("The worker will try again: %s", jobs.describe(error))
            connections.close_all()
            return 0
        self.failures = 0
        return found

    def work(self) -> int:
        """Do what is due."""
        return jobs.drain(
            limit=50, until=self.stopping.is_set, between=lambda seconds: breathe(seconds, self.stopping.wait)
        )

    def stop(self) -> None:
        """Finish the piece at hand, then end."""
        self.stopping.set()
        waking.bell.set()


def breathe(seconds: float, wait: Callable[[float], object]) -> None:
    """After a long piece let those write who wait for SQLite's one lock, which they try for every 100 ms."""
    if seconds > LONG_PIECE and connection.vendor == "sqlite":
        wait(BREATH)


class _Running:
    """The worker thread of this process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.pid = 0
        self.worker: Worker | None = None
        self.thread: threading.Thread | None = None


_running = _Running()


def start_thread(worker: Worker | None = None) -> threading.Thread:
    """Start the worker thread of this process, once, after the fork."""
    with _running.lock:
        if _running.thread is not None and _running.pid == os.getpid() and _running.thread.is_alive():
            return _running.thread
        _running.worker, _running.pid = worker or Worker(), os.getpid()
        _running.thread = threading.Thread(target=_running.worker.run, name="worker", daemon=True)
        _running.thread.start()
    atexit.register(stop_thread)
    return _running.thread


def stop_thread(patience: float = 5.0) -> None:
    """Let the worker thread of this process finish the piece at hand and end."""
    worker, thread = _running.worker, _running.thread
    if worker is None or thread is None or _running.pid != os.getpid():
        return
    worker.stop()
    thread.join(patience)
    _running.worker = _running.thread = None
