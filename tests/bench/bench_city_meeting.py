"""A city meeting with 2,000 expected people: the list, the notice, 500 sign-ins by 20 clients at once, the page.

./run bench tests/bench/bench_city_meeting.py --nomigrations -n0
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability.models import Notice, TrailEvent
from engine.jobs import run_all
from engine.submissions import new_nonce
from meetings import codes, services
from meetings.models import Attendance, Meeting
from organizations.models import Appointment, Duty, Organization, Person, Post, User
from tests.cast import Cast
from tests.meetings.gathering import make_meeting
from tests.screens.visitors import BACKEND, visit_as

pytestmark = pytest.mark.django_db(transaction=True)

EXPECTED, COMING, AT_ONCE, UNITS = 2_000, 500, 20, 100
TRIES, CONTENDED = 20, (400, 409)  # what a database that stayed locked too long is answered with
_waited: list[int] = []


def _city(cast: Cast) -> list[User]:
    """A hundred institutions with twenty heads each; the first five hundred have accounts."""
    host = cast.city
    units = []
    for number in range(UNITS):
        kind = Organization.Kind.HOSPITAL
        unit = Organization(name=f"第{number}医院", kind=kind, level="secondary", parent=host)
        unit.path = unit.institution_path = f"{host.path}{9_000_000 + number:07d}/"
        units.append(unit)
    Organization.objects.bulk_create(units)
    people = [Person(name=f"主任{n}", home=units[n % UNITS]) for n in range(EXPECTED)]
    Person.objects.bulk_create(people, batch_size=500)
    posts = [Post(organization=units[n % UNITS], title="院感科主任", duty=Duty.HEAD) for n in range(EXPECTED)]
    Post.objects.bulk_create(posts, batch_size=500)
    held = [Appointment(person=one, post=post, since="2020-01-01") for one, post in zip(people, posts, strict=True)]
    Appointment.objects.bulk_create(held, batch_size=500)
    return User.objects.bulk_create(User(username=f"zhuren{n}", person=people[n]) for n in range(COMING))


def _took(what: str, act: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    found = act()
    print(f"{what}: {time.perf_counter() - began:.1f} s")
    return found


def _asked(client: Client, address: str, told: dict[str, str] | None = None) -> str:
    """Get a page, or press its button; who is told that somebody else was quicker tries again, as people do."""
    for again in range(TRIES):
        answered = client.get(address) if told is None else client.post(address, told)
        if answered.status_code not in CONTENDED:
            break
        _waited.append(again)
    assert answered.status_code in (200, 302), (answered.status_code, address, answered.content.decode()[-800:])
    return answered.get("Location", "")


def _comes(meeting: Meeting, client: Client) -> int:
    """Scan, see the page, press the button, and press it again as people do."""
    _asked(client, _asked(client, reverse("meetings:sign_in_code", args=[meeting.pk, codes.current(meeting.pk)])))
    address, ticket = reverse("meetings:sign_in", args=[meeting.pk]), codes.ticket(meeting.pk)
    return sum(bool(_asked(client, address, {"t": ticket, "nonce": new_nonce()})) for _time in range(2))


def _arrive(meeting: Meeting, clients: list[Client]) -> list[int]:
    """All of them, twenty at a time."""
    barrier = Barrier(AT_ONCE)

    def run(part: list[Client]) -> list[int]:
        barrier.wait()
        try:
            return [_comes(meeting, client) for client in part]
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        parts = [clients[number::AT_ONCE] for number in range(AT_ONCE)]
        return [answer for found in pool.map(run, parts) for answer in found]


def bench_a_city_meets() -> None:
    cast = Cast()
    users, meeting = _city(cast), make_meeting(cast)
    rule = {"levels": ["secondary"], "titles": ["院感科主任"], "duties": ["head"]}
    services.add_rule(meeting, category="二级医院院感科主任", rule=rule, by=cast.li)
    services.list_expected(meeting, by=cast.li)
    _took(f"list of {EXPECTED} and their notices", run_all)
    assert meeting.attendances.filter(expected=True).count() == EXPECTED + 1
    assert Notice.objects.filter(kind="meeting").count() == EXPECTED

    clients = []
    for user in users:
        client = Client()
        client.force_login(user, backend=BACKEND)
        clients.append(client)
    began = time.perf_counter()
    answers = _arrive(meeting, clients)
    seconds = time.perf_counter() - began
    print(
        f"{COMING} sign-ins by {AT_ONCE} clients at once, each pressed twice: {seconds:.1f} s;"
        f" {len(_waited)} had to try again"
    )
    assert answers == [2] * COMING, "everybody was answered both times"
    assert Attendance.objects.here().count() == COMING, "nobody lost, nobody double"
    assert TrailEvent.objects.filter(verb="signed_in").count() == COMING

    li = visit_as(cast.li)
    address = reverse("meetings:attendance_list", args=[meeting.pk])
    li.get(address)
    with CaptureQueriesContext(connection) as asked:
        _took("the page of attendance", lambda: li.get(address))
    print(f"its queries: {len(asked)}")
    assert len(asked) <= 12
