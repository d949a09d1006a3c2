"""Brokers that can be broken: RabbitMQ behind a line of ours that is cut, and a Redis of our own that is stopped."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from tests.engine.crowd import database_address
from tests.waiting import wait_until
from workflow_site.celery import app, queue_named

RABBITMQ = ("127.0.0.1", 5672)


def answers(address: tuple[str, int]) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(address) == 0


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Line:
    """A line to somebody that may be cut and restored, or on which the other side falls silent."""

    def __init__(self, far: tuple[str, int]) -> None:
        self.far = far
        self.port = free_port()
        self.is_silent = False
        self._listening: socket.socket | None = None
        self._ends: list[socket.socket] = []

    def restore(self) -> None:
        """Whoever comes is put through."""
        self._listening = socket.create_server(("127.0.0.1", self.port), reuse_port=False)
        threading.Thread(target=self._welcome, args=(self._listening,), daemon=True).start()

    def cut(self) -> None:
        """Nobody gets through, and who was is cut off."""
        if self._listening:
            with contextlib.suppress(OSError):
                self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()

    def _welcome(self, listening: socket.socket) -> None:
        while True:
            try:
                near, _address = listening.accept()
                far = socket.create_connection(self.far)
            except OSError:
                return
            self._ends += [near, far]
            threading.Thread(target=self._put_through, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._put_through, args=(far, near, True), daemon=True).start()

    def _put_through(self, speaker: socket.socket, listener: socket.socket, is_answer: bool) -> None:
        with contextlib.suppress(OSError):
            while said := speaker.recv(65536):
                if not (is_answer and self.is_silent):
                    listener.sendall(said)
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


class Rabbit:
    """The machine's RabbitMQ, reached by a line of ours and a queue of ours."""

    def __init__(self, _folder: Path) -> None:
        self.line = Line(RABBITMQ)
        self.queue = f"bihuan-test-{uuid.uuid4().hex}"
        self.url = f"amqp://guest:guest@127.0.0.1:{self.line.port}//"
        self.start, self.stop = self.line.restore, self.line.cut

    @staticmethod
    def is_there() -> bool:
        """Whether this machine has one."""
        return answers(RABBITMQ)

    def close(self) -> None:
        """Leave no queue behind."""
        self.stop()
        with app.connection_for_write(f"amqp://guest:guest@{RABBITMQ[0]}:{RABBITMQ[1]}//") as direct:
            queue_named(self.queue)(direct.channel()).delete()


class Redis:
    """A Redis of our own, which forgets everything when it is stopped."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.queue = "bihuan"
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    @staticmethod
    def is_there() -> bool:
        """Whether this machine has one."""
        return shutil.which("redis-server") is not None

    def start(self) -> None:
        """Answer."""
        words = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(["redis-server", *words, "--dir", str(self.folder)], stdout=subprocess.DEVNULL)
        wait_until(lambda: answers(("127.0.0.1", self.port)), 30)

    def stop(self) -> None:
        """Die."""
        if self.process:
            self.process.kill()
            self.process.wait()

    close = stop


@contextlib.contextmanager
def celery_worker(broker: Rabbit | Redis, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`manage.py celery_worker` on the database of this run."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_address(),
        "BROKER_URL": broker.url,
        "BIHUAN_QUEUE": broker.queue,
        "BIHUAN_LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "manage.py", "celery_worker"]
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, stdout=said, stderr=said, start_new_session=True
        )
        try:
            yield process
            assert process.poll() is None, log.read_text()
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0, log.read_text()
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
