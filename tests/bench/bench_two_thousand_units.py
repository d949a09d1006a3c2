"""A campaign over 2,000 institutions: how long the leader waits, how long the worker needs, what the pages cost."""

import datetime
import time
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accountability.models import Seat
from engine import jobs
from engine.models import Turn
from organizations.models import Duty, Organization, Person
from rectification import services
from rectification.models import Campaign, CampaignTemplate, Inspection
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

UNITS = 2000


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _client(person: Person) -> Client:
    client = Client()
    client.force_login(make.make_account(person), backend="organizations.backends.SightBackend")
    return client


@pytest.fixture
def city():
    """A commission with its clerk and leader, and 2,000 township hospitals below it."""
    services.load_shipped()
    commission = make.make_organization(name="大江市卫生健康委员会", region="大江市")
    for number in range(UNITS):
        where = {"name": f"第{number + 1}卫生院", "region": f"第{number % 40}区"}
        make.make_organization(commission, kind=Organization.Kind.TOWNSHIP_HOSPITAL, **where)
    clerk = make.make_holder(Duty.CLERK, commission, name="李干事")
    leader = make.make_holder(Duty.LEADER, commission, name="陈副主任")
    return commission, clerk, leader


def _floor() -> float:
    """Writing as many rows as the campaign handed out, by nothing but the database."""
    columns = [field.attname for field in Inspection._meta.concrete_fields if field.attname not in ("id", "process_id")]
    rows = [Inspection(**dict(zip(columns, row, strict=True))) for row in Inspection.objects.values_list(*columns)]
    for row in rows:
        row.kind = "look_back"
    return _seconds(lambda: Inspection.objects.bulk_create(rows, batch_size=100))


def bench_a_campaign_over_two_thousand_institutions(city):
    commission, clerk, leader = city
    template = CampaignTemplate.objects.get(code="four-phases")
    campaign = services.draft_campaign(
        template, organization=commission, title="大江市专项整治", starts_on=datetime.date(2026, 2, 10),
        contact="李干事", by=clerk,
    )  # fmt: skip
    services.submit_scheme(campaign, by=clerk)
    seat = Seat.objects.get(person=leader)
    chair = _client(leader)
    answer = {"verdict": "agree", "manifest_digest": seat.request.manifest.sha256, "nonce": uuid.uuid4().hex}
    answer |= {"password": make.PASSWORD}
    signed = _seconds(lambda: chair.post(reverse("seat_decide", args=[seat.pk]), answer))
    issued = _seconds(jobs.run_all)
    phase = Campaign.objects.get().phases.get(kind="self_inspect")
    address = reverse("rectification:phase_open", args=[phase.pk])
    opened = _seconds(lambda: chair.post(address, {"nonce": uuid.uuid4().hex}))
    spawned = _seconds(jobs.run_all)
    assert Turn.objects.open().filter(node="fill").count() == UNITS
    floor = _floor()
    print(f"\n{connection.vendor}, {UNITS} institutions")
    print(f"the leader's signature returns after {signed:.2f} s, the opening of the phase after {opened:.2f} s")
    print(f"the worker freezes the list and issues in {issued:.1f} s, hands out the inspections in {spawned:.1f} s")
    print(f"that is {issued / floor:.0f} and {spawned / floor:.0f} times a bulk insert of as many rows ({floor:.2f} s)")
    desk = _client(clerk)
    for name, arguments in (
        ("workbench", []), ("rectification:campaign_list", []), ("rectification:campaign_detail", [campaign.pk]),
        ("rectification:campaign_wall", [campaign.pk]), ("rectification:campaign_participants", [campaign.pk]),
        ("rectification:ledger", []),
    ):  # fmt: skip
        size = len(desk.get(reverse(name, args=arguments)).content) / 1024
        with CaptureQueriesContext(connection) as queries:
            taken = _seconds(lambda: desk.get(reverse(name, args=arguments)))  # noqa: B023
        print(f"{name}: {taken * 1000:.0f} ms, {len(queries)} queries, {size:.0f} KB")
