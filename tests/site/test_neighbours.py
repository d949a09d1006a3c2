"""Nobody sees a neighbour's things: every route with an id, read from the URLconf, answers a stranger with 404."""

import datetime
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accountability.models import TrailEvent
from engine.models import Job, Submission
from organizations.models import Duty, Organization, Person
from organizations.services import appoint, create_post, found_organization, register_person
from tests.site.objects import HOSPITAL, kwargs_for
from tests.site.routes import Route, routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_city")]
MEANT_FOR_ALL = {"rectification:adverse_anonymous", "rectification:adverse_thanks"}
RECORDS = {
    "consulted_enter",
    "consulted_list",
    "consulted_leave",
    "consulted_item",
    "consulted_file",
}  # by a code of their own
KEYS_THEMSELVES = {"calendar_feed", "meetings:sign_in", "meetings:sign_in_code"}  # the address itself is the key


PUBLIC = {
    "favicon",
    "login",
    "csp_report",
    "healthz",
    "source_code",
    "set_language",
    *MEANT_FOR_ALL,
    *KEYS_THEMSELVES,
    *RECORDS,
}


def with_ids() -> list[Route]:
    """Those that name an object, but for the forms that are meant for whoever does not log in."""
    return [route for route in routes() if route.asks and route.name not in MEANT_FOR_ALL]


@pytest.fixture(scope="module")
def stranger(demo_city: None) -> Person:
    """Somebody with every duty there is, in another city's commission."""
    place = found_organization(None, kind="commission", name="邻州市卫生健康委员会", by=None)
    person = register_person(place, name="邻居", by=None)
    for duty in (Duty.CLERK, Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL, Duty.INSPECTOR):
        post = create_post(place, title=str(Duty(duty).label), duty=duty, by=None)
        appoint(person, post=post, since=datetime.date(2020, 1, 1), by=None)
    return person


@pytest.fixture(scope="module")
def colleague(demo_city: None) -> Person:
    """The clerk of another hospital that takes part in the same campaign."""
    place = Organization.objects.get(name="江州市第二人民医院")
    return Person.objects.get(home=place, appointments__post__duty=Duty.CLERK)


def tried(client: Client, address: str, *methods: str) -> dict[str, int]:
    """How a route answers each method."""
    body = {"nonce": uuid.uuid4().hex, "version": "1", "verdict": "agree", "because": "越权尝试"}
    ways = {
        "GET": lambda: client.get(address),
        "POST": lambda: client.post(address, body),
        "PUT": lambda: client.put(address, b"{}", content_type="application/json"),
        "DELETE": lambda: client.delete(address),
        "HEAD": lambda: client.head(address),
    }
    return {method: ways[method]().status_code for method in methods or ways}


def traces() -> tuple[int, ...]:
    """What every change leaves behind."""
    return TrailEvent.objects.count(), Submission.objects.count(), Job.objects.count()


@pytest.mark.once
@pytest.mark.parametrize("route", with_ids(), ids=lambda route: route.name)
def test_an_object_is_nobodys_but_those_it_concerns(route, stranger, colleague, signed_in):
    """A stranger with every duty elsewhere, the clerk of another hospital of the same campaign, and nobody at all."""
    address = reverse(route.name, kwargs=kwargs_for(route))
    clients = signed_in(stranger), signed_in(colleague)
    before = traces()

    elsewhere = tried(clients[0], address)
    beside = tried(clients[1], address, "GET", "POST")

    assert {elsewhere[method] for method in ("GET", "POST")} <= {404, 405}, elsewhere
    assert 404 in (elsewhere["GET"], elsewhere["POST"])
    assert set(elsewhere.values()) <= {404, 405}
    if route.name == "rectification:campaign_detail":
        assert beside["GET"] == 200
    else:
        assert beside["GET"] != 200 or HOSPITAL not in clients[1].get(address).content.decode()
        assert beside["POST"] in (404, 405, 403), beside
    if route.name not in PUBLIC:
        assert_only_the_way_in(address)
    assert traces() == before


def assert_only_the_way_in(address: str) -> None:
    """Without an account a page leads to the log-in."""
    answer = Client().get(address)
    assert answer.status_code in (302, 405)
    if answer.status_code == 302:
        assert answer["Location"].startswith(reverse("login"))


OPEN_TO = {
    "rectification:finding_detail": "张主任",
    "rectification:inspection_detail": "张主任",
    "rectification:campaign_detail": "李干事",
    "rectification:campaign_wall": "李干事",
    "rectification:campaign_participants": "李干事",
    "rectification:institution_detail": "张主任",
    "seat_detail": "陈副主任",
    "receipt": "陈副主任",
    "trail": "周审计",
    "evidence_of_thing": "周审计",
    "attachment_download": "赵督导",
    "search:regulation_detail": "孙护士",
    "search:article_detail": "孙护士",
    "search:edition_opinions": "张主任",
    "search:request_answer": "张主任",
}


@pytest.mark.parametrize("name", OPEN_TO)
def test_whom_it_concerns_sees_it(name, signed_in):
    route = next(route for route in routes() if route.name == name)

    answer = signed_in(Person.objects.get(name=OPEN_TO[name])).get(reverse(name, kwargs=kwargs_for(route)))

    assert answer.status_code == 200


@pytest.mark.once
@pytest.mark.parametrize("name", [each.name for each in routes() if not each.asks and each.name not in PUBLIC])
def test_without_an_account_there_is_only_the_way_in(name):
    assert_only_the_way_in(reverse(name))


def test_an_account_without_a_post_sees_no_row(signed_in):
    somebody = register_person(Organization.objects.earliest("pk"), name="无岗人员", by=None)
    client = signed_in(somebody)

    for name in ("workbench", "rectification:campaign_list", "rectification:ledger", "notices"):
        page = client.get(reverse(name))

        assert page.status_code == 200
        assert HOSPITAL not in page.content.decode()
