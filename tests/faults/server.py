"""The site as `./run` starts it, and the death of its processes."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tests.waiting import wait_until

START = 90.0
"""Seconds within which the site answers again."""


@dataclass(frozen=True)
class Process:
    """One process of the site."""

    pid: int
    role: str


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """The server with its worker, in sessions of their own."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.port = _free_port()
        self.environment = {
            **os.environ,
            **environment,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "BIHUAN_START_WORKER": "1" if environment.get("BROKER_URL") else "0",
        }
        self.log = log
        self.leaders: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start what `./run` starts last."""
        command = [sys.executable, "-m", "gunicorn", "--config", "workflow_site/gunicorn_conf.py"]
        with self.log.open("ab") as said:
            leader = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        self.leaders.append(leader)

    def see_that_it_runs(self) -> None:
        """Start it again when its first process is no more, as the service manager of a machine does."""
        if not self.leaders or self.leaders[-1].poll() is not None:
            self.start()

    def answers(self) -> bool:
        """Whether a page comes, be it one that says what is wrong."""
        self.see_that_it_runs()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/login/", timeout=5) as page:
                return bool(page.status == 200)
        except urllib.error.HTTPError:
            return True
        except (urllib.error.URLError, OSError):
            return False

    def wait(self) -> None:
        """Until it answers."""
        wait_until(self.answers, START, every=0.1)

    def processes(self) -> list[Process]:
        """What runs of the last start."""
        leader = self.leaders[-1].pid
        found = {pid: (parent, words) for pid, parent, session, words in _all() if session == leader}
        return [Process(pid, _role(pid, parent, words, leader)) for pid, (parent, words) in found.items()]

    def kill(self, *roles: str) -> str:
        """SIGKILL at random: one process of one of these roles, or for "everything" all at once; who died."""
        processes = self.processes()
        there = [role for role in roles if role == "everything" or any(one.role == role for one in processes)]
        if not there:
            return ""
        role = random.choice(there)
        chosen = processes
        if role != "everything":
            chosen = [random.choice([one for one in processes if one.role == role])]
        for one in chosen:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one.pid, signal.SIGKILL)
        if role in {"everything", "server"}:
            self.leaders[-1].wait()
        return role

    def stop(self) -> None:
        """Let it end in good order, and leave nothing of any start behind."""
        if self.leaders and self.leaders[-1].poll() is None:
            self.leaders[-1].terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.leaders[-1].wait(40)
        ours = {leader.pid for leader in self.leaders}
        for pid, _parent, session, _words in _all():
            if session in ours:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        for leader in self.leaders:
            leader.wait()


def _all() -> list[tuple[int, int, int, str]]:
    """Every process of this machine: its number, its parent, its session, its command."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            state, parent, _group, session = place.joinpath("stat").read_text().rpartition(")")[2].split()[:4]
            words = place.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (OSError, ValueError):
            continue  # it has just ended
        if state != "Z":
            found.append((int(place.name), int(parent), int(session), words))
    return found


def _role(pid: int, parent: int, words: str, leader: int) -> str:
    if pid == leader:
        return "server"
    if "celery_process" in words:
        return "celery" if parent == leader or "gunicorn" in _words_of(parent) else "celery child"
    return "site"


def _words_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""
