"""A process of the site that does what its standard input says, one JSON line at a time: [verb, arguments, …].

Alone with one list of arguments it acts itself; with several it becomes as many processes, released together.
"""

import datetime
import json
import os
import sys
from collections.abc import Callable
from typing import Any

os.environ["DATABASE_URL"] = sys.argv[1]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workflow_site.settings")

import django
from django.conf import settings

if "tests.engine.playground" not in settings.INSTALLED_APPS:
    settings.INSTALLED_APPS.insert(0, "tests.engine.playground")
settings.ROOT_URLCONF = "tests.engine.playground.urls"
django.setup()

from django.test import Client  # noqa: E402  only now that the site is loaded

from engine import jobs  # noqa: E402
from organizations.models import Person  # noqa: E402
from organizations.refusals import Refusal  # noqa: E402
from tests.engine.alone import stand_alone  # noqa: E402
from tests.engine.playground import services  # noqa: E402
from tests.engine.playground.models import Stop, Tour  # noqa: E402


def submit(tour: int, person: int) -> str:
    """Hand a plan in."""
    services.submit_plan(Tour.objects.get(pk=tour), by=Person.objects.get(pk=person))
    return "won"


def visit(stop: int) -> str:
    """Be at a stop, then look for work."""
    services.visit(Stop.objects.get(pk=stop), by=None)
    jobs.drain()
    return "won"


def post(nonce: str) -> list[Any]:
    """Send a form."""
    answer = Client(HTTP_HOST="localhost").post("/tours/", {"nonce": nonce, "title": "网页巡查"})
    return [answer.status_code, answer.headers.get("Location")]


def drain(lease: float) -> int:
    """Work."""
    jobs.LEASE = datetime.timedelta(seconds=lease)
    return jobs.drain()


ACTS: dict[str, Callable[..., Any]] = {"submit": submit, "visit": visit, "post": post, "drain": drain}


def answer_to(do: str, given: list[Any]) -> Any:
    """What came of it; exceptions are answers like any other."""
    try:
        return ACTS[do](*given)
    except Refusal as refusal:
        return f"told: {type(refusal).__name__} {refusal.message}"
    except Exception as error:  # noqa: BLE001
        return f"error: {error!r}"


def as_many(do: str, everybodys: list[list[Any]]) -> list[Any]:
    """One process for each, all let go at the same moment."""
    gate, opener = os.pipe()
    ends = [_in_a_process_of_its_own(do, given, gate, opener) for given in everybodys]
    os.close(gate)
    os.close(opener)
    answers = []
    for pid, end in ends:
        with os.fdopen(end) as said:
            answers.append(json.loads(said.read() or '"died"'))
        os.waitpid(pid, 0)
    return answers


def _in_a_process_of_its_own(do: str, given: list[Any], gate: int, opener: int) -> tuple[int, int]:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    os.close(opener)
    os.read(gate, 1)  # returns when the last opener is closed
    os.write(writing, json.dumps(answer_to(do, given)).encode())
    os._exit(0)


stand_alone()
say = sys.stdout.write
say(json.dumps("ready") + "\n")
sys.stdout.flush()
for line in sys.stdin:
    do, *everybodys = json.loads(line)
    told = as_many(do, everybodys) if len(everybodys) > 1 else answer_to(do, everybodys[0])
    say(json.dumps(told) + "\n")
    sys.stdout.flush()
