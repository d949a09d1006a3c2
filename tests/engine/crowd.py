"""Many at once: threads of this process, or processes of their own, released by one barrier."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, Self

from django.conf import settings
from django.db import connection, connections

MANY = 20


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of this at the same instant, each in a thread with its own connection; answers or exceptions in order."""
    barrier = threading.Barrier(len(acts))
    answers: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(30)
            answers[place] = act()
        except Exception as error:  # noqa: BLE001  an answer like any other
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers


def database_address() -> str:
    """The address of the database of this test run."""
    stands = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{stands['NAME']}"
    return f"postgres://{stands['USER']}@{stands['HOST']}:{stands['PORT']}/{stands['NAME']}"


class Player:
    """Another process of the site, which does what it is told line by line."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.engine.playground.player", database_address()]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR
        )
        self.hear()

    def tell(self, do: str, *everybodys: Sequence[Any]) -> None:
        """Say what to do, with one list of arguments for each process there shall be."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps([do, *everybodys]) + "\n")
        self.process.stdin.flush()

    def hear(self) -> Any:
        """The next answer."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, "the player has died"
        return json.loads(line)

    def does(self, do: str, *everybodys: Sequence[Any]) -> Any:
        """Say what to do and hear the answer."""
        self.tell(do, *everybodys)
        return self.hear()

    def kill(self) -> None:
        """SIGKILL."""
        self.process.kill()
        self.leave()

    def leave(self) -> None:
        """Send it home."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.leave()
