"""One process that changes rows as fast as it can, with or without their events; prints how many it made.

python -m tests.bench.writing plain|floor|told|guarded SECONDS START NUMBER
"""

import json
import random
import sys
import time

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  the apps are ready only now

from accountability import trail  # noqa: E402
from organizations.acting import acting  # noqa: E402
from organizations.models import Appointment, Organization, Person  # noqa: E402
from tests.waiting import wait_until  # noqa: E402

OTHER_WORK = 0.005  # seconds in which the transaction does something else
FLOOR = "bench_floor"  # a table with nothing but a number and a text
A_TEXT = "述" * 266  # 800 bytes, as many as an event has


def other_work() -> None:
    """What else a transaction does while others wait; SQLite, where nobody writes beside it, goes without."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(%s)", [OTHER_WORK])


def change(unit: Organization, telephone: str, *, by: Person | None) -> None:
    """Change one number; told when somebody does it."""
    with transaction.atomic():
        Organization.objects.filter(pk=unit.pk).update(telephone=telephone)
        if by:
            changed = {"telephone": [unit.telephone, telephone]}
            trail.record("telephone_changed", unit, by=by, because="号码调整", changed=changed)
        other_work()


def floor(unit: Organization, telephone: str) -> None:
    """Change one number and write a text beside it: the least that any record of it could cost through Django."""
    with transaction.atomic():
        Organization.objects.filter(pk=unit.pk).update(telephone=telephone)
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {FLOOR} (told) VALUES (%s)", [A_TEXT])
        other_work()


def main(way: str, seconds: float, start: float, number: int) -> None:
    """Change own rows from `start` on for so many seconds."""
    chance = random.Random(number)
    units = list(Organization.objects.filter(code__startswith=f"B{number:02d}"))
    post = Appointment.objects.with_places().earliest("pk")
    connection.ensure_connection()
    wait_until(lambda: time.time() >= start, 120)
    times, began = [], time.monotonic()
    with acting(post.person, post):
        while time.monotonic() - began < seconds:
            at = time.monotonic()
            if way == "floor":
                floor(chance.choice(units), str(len(times)))
            else:
                change(chance.choice(units), str(len(times)), by=post.person if way != "plain" else None)
            times.append(time.monotonic() - at)
    times.sort()
    told = {"transactions": len(times), "p50": times[len(times) // 2], "p99": times[len(times) * 99 // 100]}
    json.dump({**told, "processor": time.process_time()}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
