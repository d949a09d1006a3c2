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


def with_ids() -> list[Route]:
    """Those that name an object."""
    return [route for route in routes() if route.asks]


@pytest.fixture
def stranger(db: None) -> Person:
    """Somebody with every duty there is, in another city's commission."""
    place = found_organization(None, kind="commission", name="邻州市卫生健康委员会", by=None)
    person = register_person(place, name="邻居", by=None)
    for duty in (Duty.CLERK, Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL, Duty.INSPECTOR):
        post = create_post(place, title=str(Duty(duty).label), duty=duty, by=None)
        appoint(person, post=post, since=datetime.date(2020, 1, 1), by=None)
    return person


@pytest.fixture
def colleague(db: None) -> Person:
    """The clerk of another hospital that takes part in the same campaign."""
    place = Organization.objects.get(name="江州市第二人民医院")
    return Person.objects.get(home=place, appointments__post__duty=Duty.CLERK)


def tried(client: Client, address: str) -> dict[str, int]:
    """How a route answers each method."""
    body = {"nonce": uuid.uuid4().hex, "version": "1", "verdict": "agree", "because": "越权尝试"}
    return {
        "GET": client.get(address).status_code,
        "POST": client.post(address, body).status_code,
        "PUT": client.put(address, b"{}", content_type="application/json").status_code,
        "DELETE": client.delete(address).status_code,
        "HEAD": client.head(address).status_code,
    }


def traces() -> tuple[int, ...]:
    """What every change leaves behind."""
    return TrailEvent.objects.count(), Submission.objects.count(), Job.objects.count()


@pytest.mark.parametrize("route", with_ids(), ids=lambda route: route.name)
def test_a_stranger_with_every_duty_elsewhere_finds_nothing(route, stranger, signed_in):
    address = reverse(route.name, kwargs=kwargs_for(route))
    client = signed_in(stranger)
    before = traces()

    answers = tried(client, address)

    assert {answers[method] for method in ("GET", "POST")} <= {404, 405}, answers
    assert 404 in (answers["GET"], answers["POST"])
    assert set(answers.values()) <= {404, 405}
    assert traces() == before


@pytest.mark.parametrize("route", with_ids(), ids=lambda route: route.name)
def test_another_hospital_in_the_same_campaign_sees_only_the_campaigns_head(route, colleague, signed_in):
    address = reverse(route.name, kwargs=kwargs_for(route))
    before = traces()

    answers = tried(signed_in(colleague), address)

    if route.name == "rectification:campaign_detail":
        assert answers["GET"] == 200
    else:
        assert answers["GET"] != 200 or HOSPITAL not in signed_in(colleague).get(address).content.decode()
        assert answers["POST"] in (404, 405, 403), answers
    assert traces() == before


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


PUBLIC = {"favicon", "login", "healthz", "source_code", "set_language"}


@pytest.mark.parametrize("route", [each for each in routes() if each.name not in PUBLIC], ids=lambda each: each.name)
def test_without_an_account_there_is_only_the_way_in(route):
    address = reverse(route.name, kwargs=kwargs_for(route) if route.asks else {})

    answer = Client().get(address)

    assert answer.status_code in (302, 405)
    if answer.status_code == 302:
        assert answer["Location"].startswith(reverse("login"))


def test_an_account_without_a_post_sees_no_row(signed_in):
    somebody = register_person(Organization.objects.earliest("pk"), name="无岗人员", by=None)
    client = signed_in(somebody)

    for name in ("workbench", "rectification:campaign_list", "rectification:ledger", "notices"):
        page = client.get(reverse(name))

        assert page.status_code == 200
        assert HOSPITAL not in page.content.decode()
