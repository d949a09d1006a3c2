"""People at their browsers: each change is sent until it is acknowledged, as somebody does whose page did not come."""

import http.client
import queue
import random
import secrets
import threading
import time
from urllib.parse import urlencode

from tests.faults.city import Unit

PATIENCE = 900.0
"""Seconds after which a change that is not acknowledged is given up."""


def a_moment(most: float) -> None:
    """Let some time pass, at most so many seconds: when a kill comes is left to chance."""
    threading.Event().wait(random.random() * most)


class Tally:
    """What was asked for and what the site acknowledged."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.asked = 0
        self.again = 0
        self.acknowledged: list[tuple[str, int, str]] = []
        self.refused: list[str] = []

    def note(self, **more: int) -> None:
        """Count."""
        with self.lock:
            for name, count in more.items():
                setattr(self, name, getattr(self, name) + count)


class Browser:
    """Sends one change again and again, the same page each time, until an answer comes."""

    def __init__(self, port: int, tally: Tally) -> None:
        self.port = port
        self.tally = tally

    def send(self, what: str, session: str, inspection: int, address: str, **fields: str) -> bool:
        """Whether the change was acknowledged."""
        self.tally.note(asked=1)
        token, nonce = secrets.token_hex(16), secrets.token_urlsafe(18)
        body = urlencode({**fields, "nonce": nonce, "csrfmiddlewaretoken": token})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={session}; csrftoken={token}",
        }
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            status, answer = self._post(f"/inspections/{inspection}/{address}", body, headers)
            if status == 302 and "/login/" not in answer:
                with self.tally.lock:
                    self.tally.acknowledged.append((what, inspection, fields.get("description", "")))
                return True
            if status and status < 500 and status != 409:
                break
            self.tally.note(again=1)
            a_moment(0.4)
        with self.tally.lock:
            self.tally.refused.append(f"{what}: {status} {answer[:200]}")
        return False

    def _post(self, address: str, body: str, headers: dict[str, str]) -> tuple[int, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request("POST", address, body, headers)
            answer = line.getresponse()
            said = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            return 0, repr(error)
        else:
            return answer.status, answer.headers.get("Location") or said[-600:]
        finally:
            line.close()


class Crowd:
    """Several people at once; each takes the next unit that is let in and carries it to its end."""

    def __init__(self, port: int, *, people: int) -> None:
        self.tally = Tally()
        self.browser = Browser(port, self.tally)
        self.waiting: queue.SimpleQueue[Unit | None] = queue.SimpleQueue()
        self.busy = 0
        self.threads = [threading.Thread(target=self._work, daemon=True) for _person in range(people)]
        for thread in self.threads:
            thread.start()

    def let_in(self, *units: Unit) -> None:
        """These begin now."""
        for unit in units:
            self.waiting.put(unit)

    @property
    def is_idle(self) -> bool:
        """Whether everybody waits for the next unit."""
        return self.busy == 0 and self.waiting.empty()

    def finish(self) -> None:
        """Wait until everybody has done everything."""
        for _thread in self.threads:
            self.waiting.put(None)
        for thread in self.threads:
            thread.join(PATIENCE)

    def _work(self) -> None:
        while (unit := self.waiting.get()) is not None:
            with self.tally.lock:
                self.busy += 1
            self._carry_through(unit)
            with self.tally.lock:
                self.busy -= 1

    def _carry_through(self, unit: Unit) -> None:
        """Some findings, then the inspection is handed in, then confirmed."""
        send = self.browser.send
        for number in range(random.randint(2, 5)):
            words = f"演练 {unit.inspection}-{number}-{secrets.token_hex(6)}"
            send("finding", unit.filler, unit.inspection, "findings/new/", severity="general", description=words)
            a_moment(0.5)
        if send("submission", unit.filler, unit.inspection, "submit/"):
            a_moment(0.5)
            send("confirmation", unit.confirmer, unit.inspection, "confirm/")
