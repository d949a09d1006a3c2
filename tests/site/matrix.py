"""The permission matrix: every role asks every route with every method, and what comes back is told in one letter.

A cell of two letters stands for one role at one route, its reading first and its writing second:

`-` not found, without a word of the object and without a changed row; `x` not allowed, as is said to those who see the
object; `r` answered, but nothing of the hospital is named to somebody outside it; `R` answered and it is named; `w` the
deed was let through to its form, or to the next check; `>` sent to the log-in; `.` no such method.
"""

import datetime
import io
import pickle
import re
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

from accountability import reauth
from organizations import sight
from organizations.backends import SightBackend
from organizations.models import Duty, Organization, Person, User
from organizations.services import appoint, create_post, found_organization, register_person
from tests.site.objects import HOSPITAL
from tests.site.permission_page import ROLES
from tests.site.routes import Route

FRAME = """{% block title %}{% endblock %}{% for message in messages %}{{ message }}{% endfor %}
{% block content %}{% endblock %}"""
OTHERS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")
NOT_FOUND = 404
REFUSED = {403: "x", NOT_FOUND: "-", 405: "."}
OUTSIDERS = ("nobody", "postless", "stranger", "colleague")
WRITES = re.compile(r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+"?(\w+)', re.IGNORECASE)
VACANT = {int: 999_999_999, uuid.UUID: uuid.UUID(int=7)}
OWN_LIFE = {"django_session", "axes_accesslog"}  # what a log-in keeps for itself
CHANGING = re.compile(r'(?:nonce-|csrfmiddlewaretoken" value=")[^"\']+|value="[0-9a-f]{32}"|"csrf[^"]*": "[^"]+"')


class Answer(NamedTuple):
    """What came back: status, where to, text without what changes each time, tables that statements wrote to."""

    status: int
    to: str
    text: str
    written: frozenset[str]


class Seat(NamedTuple):
    """A role with its browser and what it is told of an address that does not exist."""

    role: str
    client: Client
    nothing: str


class Place(NamedTuple):
    """The address of an object, and the same of one that does not exist."""

    address: str
    vacant: str


def without_frame() -> override_settings:
    """Pages without menu, top bar and foot, which are the same wherever one is and cost more than all the rest."""
    engine = {**settings.TEMPLATES[0], "APP_DIRS": False}
    plain = [
        ("django.template.loaders.locmem.Loader", {"base.html": FRAME}),
        "django.template.loaders.filesystem.Loader",
        "django.template.loaders.app_directories.Loader",
    ]
    loaders = [("django.template.loaders.cached.Loader", plain)]
    return override_settings(TEMPLATES=[{**engine, "OPTIONS": {**engine["OPTIONS"], "loaders": loaders}}])


def people() -> dict[str, Person]:
    """Who stands for each role, in the demo city and outside it."""
    commission = Organization.objects.earliest("pk")
    second = Organization.objects.get(name="江州市第二人民医院")
    return {
        "postless": register_person(commission, name="无岗人员", by=None),
        "stranger": _with_every_duty(found_organization(None, kind="commission", name="邻州市卫生健康委员会", by=None)),
        "colleague": Person.objects.get(home=second, appointments__post__duty=Duty.CLERK),
        "nurse": Person.objects.get(name="孙护士"),
        "head": Person.objects.get(name="张主任"),
        "clerk": Person.objects.get(name="李干事"),
        "auditor": Person.objects.get(name="周审计"),
    }


class Kept:
    """Who an account is and what he sees, looked up once: every request is taken back."""

    def __init__(self) -> None:
        self.sights: dict[tuple[type, int, datetime.date], sight.Sight] = {}
        self.accounts: dict[Any, bytes] = {}


@contextmanager
def visitors_kept(kept: Kept) -> Iterator[None]:
    """What was looked up once serves while this lasts; each request has an account of its own all the same."""
    look_whole, find_whole = sight._look, SightBackend.get_user

    def look(who: User | Person, today: datetime.date) -> sight.Sight:
        key = type(who), who.pk, today
        kept.sights[key] = kept.sights.get(key) or look_whole(who, today)
        return kept.sights[key]

    def get_user(backend: SightBackend, user_id: Any) -> User | None:
        if user_id not in kept.accounts:
            kept.accounts[user_id] = pickle.dumps(find_whole(backend, user_id))
        found: User | None = pickle.loads(kept.accounts[user_id])
        return found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sight, "_look", look)
        patched.setattr(SightBackend, "get_user", get_user)
        yield


def _with_every_duty(place: Organization) -> Person:
    person = register_person(place, name="邻居", by=None)
    for duty in (Duty.CLERK, Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL, Duty.INSPECTOR):
        post = create_post(place, title=str(Duty(duty).label), duty=duty, by=None)
        appoint(person, post=post, since=datetime.date(2020, 1, 1), by=None)
    return person


def seats() -> list[Seat]:
    """Every role, logged in."""
    found = []
    standing = people()
    for role in ROLES:
        client = Client(raise_request_exception=False)
        if role != "nobody":
            person = standing[role]
            user, _made = User.objects.get_or_create(person=person, defaults={"username": f"person-{person.pk}"})
            client.force_login(user, backend="organizations.backends.SightBackend")
            session = client.session
            session.pop(reauth.SESSION_KEY, None)  # whatever hour it is, the password was given long ago
            session.save()
        found.append(Seat(role, client, _text(client.get("/no-such-page/"))))
    return found


def ask(client: Client, method: str, address: str) -> Answer:
    """One request, taken back afterwards."""
    with transaction.atomic(), watched() as written:
        answer = _sent(client, method, address)
        text = _text(answer)
        transaction.set_rollback(True)
    return Answer(answer.status_code, answer.headers.get("Location", ""), text, frozenset(written))


def _sent(client: Client, method: str, address: str) -> Any:
    """The request itself; the browser keeps the cookies it had, whatever the answer sets or takes away."""
    body = {"nonce": uuid.uuid4().hex, "version": "1", "verdict": "agree", "because": "越权尝试"}
    ways = {"GET": {}, "HEAD": {}, "OPTIONS": {}, "POST": {"data": body}}
    told = ways.get(method, {"data": b"{}", "content_type": "application/json"})
    kept = {name: morsel.value for name, morsel in client.cookies.items() if name != "messages"}
    answer = getattr(client, method.lower())(address, **told)
    client.cookies = SimpleCookie(kept)
    return answer


@contextmanager
def watched() -> Iterator[set[str]]:
    """The tables that statements write to meanwhile."""
    written: set[str] = set()

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := WRITES.match(sql):
            written.add(found.group(1))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield written


def _text(answer: Any) -> str:
    """The words of an answer, those inside a zipped file too, without what changes each time."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            content = b"\n".join(package.read(name) for name in package.namelist())
    return CHANGING.sub("", content.decode(errors="replace"))


def rows_of(tables: frozenset[str]) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of these tables."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            found[table] = cursor.fetchall()
    return found


def changes_something(client: Client, method: str, address: str, tables: frozenset[str]) -> list[str]:
    """The tables whose rows are others after the same request than before it, which is asked for once more."""
    with transaction.atomic():
        before = rows_of(tables)
        _sent(client, method, address)
        after = rows_of(tables)
        transaction.set_rollback(True)
    return [table for table in sorted(tables) if before[table] != after[table]]


class Cell(NamedTuple):
    """What a role met at a route, and what was wrong with how it was met."""

    letters: str
    faults: tuple[str, ...]


def cell(seat: Seat, place: Place) -> Cell:
    """Reading and writing of one role at one address."""
    faults: list[str] = []
    letters = "".join(_letter(seat, method, place, faults) for method in ("GET", "POST"))
    if seat.role == "stranger":
        for method in OTHERS:
            letter = _letter(seat, method, place, faults)
            if letter not in "-x.>" and letter != letters[0] and not (method == "OPTIONS" and letter == "r"):
                faults.append(f"stranger {method}: {letter}")
    return Cell(letters, tuple(faults))


def _letter(seat: Seat, method: str, place: Place, faults: list[str]) -> str:
    answer = ask(seat.client, method, place.address)
    if answer.status >= 500:
        faults.append(f"{seat.role} {method}: {answer.status}")
    if answer.status in REFUSED or answer.to.startswith(reverse("login")):
        faults += [f"{seat.role} {method}: {fault}" for fault in _of_a_refusal(seat, method, place, answer)]
        return ">" if answer.to else REFUSED[answer.status]
    if method in OTHERS:
        faults += [f"{seat.role} {method}: {fault}" for fault in _of_no_deed(seat, method, place, answer)]
    if method == "POST":
        return "w"
    return "R" if seat.role in OUTSIDERS and HOSPITAL in answer.text else "r"


def _of_a_refusal(seat: Seat, method: str, place: Place, answer: Answer) -> Iterator[str]:
    """A refusal says no more than that of a thing that does not exist, and leaves every row as it was."""
    if HOSPITAL in answer.text and (seat.role in OUTSIDERS or answer.status == NOT_FOUND):
        yield "names the object"
    elif answer.status == NOT_FOUND and method != "HEAD" and answer.text != seat.nothing:
        there = ask(seat.client, method, place.vacant)
        if (there.status, there.text) != (answer.status, answer.text):
            yield f"tells that there is something: {answer.text[:2000]!r}"
    yield from _of_no_deed(seat, method, place, answer)


def _of_no_deed(seat: Seat, method: str, place: Place, answer: Answer) -> Iterator[str]:
    """What is no deed leaves every row as it was."""
    written = answer.written - OWN_LIFE
    if written and (changed := changes_something(seat.client, method, place.address, written)):
        yield f"changed {', '.join(changed)}"


def row(route: Route, seats: list[Seat], kwargs: dict[str, Any], kept: Kept) -> tuple[str, list[str]]:
    """The letters of all roles at a route, and all faults; `kept` must be of the rows as they stand."""
    vacant = {name: VACANT.get(type(value), value) for name, value in kwargs.items()}
    place = Place(reverse(route.name, kwargs=kwargs), reverse(route.name, kwargs=vacant))
    with visitors_kept(kept):
        cells = [cell(seat, place) for seat in seats]
    return " ".join(one.letters for one in cells), [fault for one in cells for fault in one.faults]
