"""A city meeting with 2,000 expected people: the list, the notice, 500 sign-ins by 20 clients at once, what follows.

./run bench tests/bench/bench_city_meeting.py --nomigrations -n0
"""

import datetime
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
from django.utils import timezone

from accountability.models import Notice, TrailEvent
from engine.jobs import run_all
from engine.submissions import new_nonce
from meetings import codes, services
from meetings.models import Attendance, Meeting, MeetingKind
from organizations.models import Appointment, Duty, Organization, Person, Post, User
from tests.cast import Cast
from tests.meetings.making import Hall
from tests.screens.visitors import BACKEND, visit_as

pytestmark = pytest.mark.django_db(transaction=True)

EXPECTED, COMING, AT_ONCE, UNITS, DECISIONS = 2_000, 500, 20, 100, 50
TRIES, CONTENDED = 20, 409  # what a database that stayed locked too long is answered with
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


def _arranged(cast: Cast) -> Meeting:
    """A meeting of the commission in half an hour, with its list, not yet noticed."""
    services.load_shipped_kinds()
    meeting = services.arrange_meeting(
        MeetingKind.objects.get(code="special", org_path=""),
        organization=cast.city,
        title="全市医院感染管理工作会",
        starts_at=timezone.now() + datetime.timedelta(minutes=30),
        place="市会议中心",
        chair=cast.director_wang,
        recorder=cast.zhao,
        by=cast.li,
    )
    services.add_item(meeting, part="report", title="部署工作", by=cast.li)
    rule = {"levels": ["secondary"], "titles": ["院感科主任"], "duties": ["head"]}
    services.add_rule(meeting, category="二级医院院感科主任", rule=rule, by=cast.li)
    return meeting


def _took(what: str, act: Callable[[], Any]) -> Any:
    wall, cpu = time.perf_counter(), time.process_time()
    found = act()
    print(f"{what}: {time.perf_counter() - wall:.2f} s ({time.process_time() - cpu:.2f} s of the processor)")
    return found


def _pressed(what: str, client: Client, name: str, thing: int, **told: object) -> None:
    """One button pressed by the desk."""
    address = reverse(f"meetings:{name}", args=[thing])
    answer = _took(what, lambda: client.post(address, {"nonce": new_nonce(), **told}))
    assert answer.status_code == 302, answer.content.decode()[-2000:]


def _asked(client: Client, address: str, told: dict[str, str] | None = None) -> str:
    """Get a page, or press its button; who is told that the database is busy tries again, as people do."""
    for again in range(TRIES):
        answered = client.get(address) if told is None else client.post(address, told)
        if answered.status_code != CONTENDED:
            break
        _waited.append(again)
    assert answered.status_code in (200, 302), (answered.status_code, address, answered.content.decode()[-800:])
    return answered.get("Location", "")


def _comes(meeting: Meeting, client: Client) -> bool:
    """Scan, see the page, press the button."""
    _asked(client, _asked(client, reverse("meetings:sign_in_code", args=[meeting.pk, codes.current(meeting.pk)])))
    return _presses(meeting, client)


def _presses(meeting: Meeting, client: Client) -> bool:
    told = {"t": codes.ticket(meeting.pk), "nonce": new_nonce()}
    return bool(_asked(client, reverse("meetings:sign_in", args=[meeting.pk]), told))


def _at_once(clients: list[Client], act: Callable[[Client], bool]) -> int:
    """All of them, twenty at a time; how many were answered."""
    barrier = Barrier(AT_ONCE)

    def run(part: list[Client]) -> int:
        barrier.wait()
        try:
            return sum(act(client) for client in part)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(run, [clients[number::AT_ONCE] for number in range(AT_ONCE)]))


def _signs_in(meeting: Meeting, users: list[User]) -> None:
    """Five hundred come at once, and all press once more."""
    clients = []
    for user in users:
        client = Client()
        client.force_login(user, backend=BACKEND)
        clients.append(client)
    began, cpu = time.perf_counter(), time.process_time()
    answered = _at_once(clients, lambda client: _comes(meeting, client))
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(
        f"{COMING} sign-ins by {AT_ONCE} clients at once (scan, page, button): {seconds:.1f} s"
        f" ({cpu:.1f} s of the processor), {answered * 60 / seconds:.0f} a minute; {len(_waited)} tried again"
    )
    again = _at_once(clients, lambda client: _presses(meeting, client))
    here = Attendance.objects.here().count()
    events = TrailEvent.objects.filter(verb="signed_in").count()
    print(f"lost: {COMING - here}; doubled: {events - here}; pressed a second time: {again}")
    assert answered == again == here == events == COMING


def _page(meeting: Meeting, desk: Client) -> None:
    address = reverse("meetings:attendance_list", args=[meeting.pk])
    desk.get(address)
    with CaptureQueriesContext(connection) as asked:
        _took("the page of attendance", lambda: desk.get(address))
    print(f"its queries: {len(asked)}")
    assert len(asked) <= 12


def bench_a_city_meets() -> None:
    cast = Cast()
    users, meeting = _city(cast), _arranged(cast)
    desk = visit_as(cast.li)
    print(f"\n{connection.vendor}, {EXPECTED} expected")
    _pressed("the list is asked for", desk, "expected_list", meeting.pk)
    _took("the worker makes the list", run_all)
    assert meeting.attendances.filter(expected=True).count() == EXPECTED + 1
    _pressed("the notice is sent", desk, "meeting_notice", meeting.pk)
    _took("the worker tells everybody", run_all)
    assert Notice.objects.filter(kind="meeting", person__name__startswith="主任").count() == EXPECTED
    _pressed("answers are urged", desk, "attendance_urge", meeting.pk)
    _took("the worker urges", run_all)
    _signs_in(meeting, users)
    _page(meeting, desk)
    left = list(meeting.attendances.waited_for().values_list("pk", flat=True)[:COMING])
    _pressed(f"{COMING} signatures of the paper sheet", desk, "attendance_paper", meeting.pk, signed=left)
    _took("the worker takes them over", run_all)
    row = meeting.attendances.in_order().last()
    assert row is not None
    _pressed("the last one is placed first", desk, "attendance_place", row.pk, number=1)
    for item in meeting.agenda.all():
        services.settle_item(item, state="heard", conclusion="", by=cast.li)
    held_at = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    _pressed("the meeting is closed", desk, "meeting_close", meeting.pk, held_at=held_at)
    _took("the worker closes the list", run_all)
    assert meeting.attendances.filter(expected=True, state="absent").exists()


def bench_minutes_of_fifty_decisions() -> None:
    hall = Hall(Cast())
    services.load_shipped_kinds()
    meeting = hall.noticed()
    for number in range(DECISIONS):
        hall.decided(meeting, text=f"第{number + 1}项：重症医学科完善手卫生督查制度，每周督查，按月通报")
    hall.settled(meeting)
    services.close_meeting(meeting, held_at=meeting.starts_at, closed_at=None, by=hall.clerk)
    services.generate_minutes(meeting, by=hall.clerk)
    desk = visit_as(hall.clerk)
    address = reverse("meetings:minutes_document", args=[meeting.pk])
    desk.get(address)
    print(f"\n{connection.vendor}")
    answer = _took(f"minutes of {DECISIONS} decisions as docx", lambda: desk.get(address))
    assert answer.status_code == 200
