"""The ledger with 100,000 findings: each filter page beside the same page with 1,000, in one run.

Processor time is compared, that of the server's process included: others on the machine do not count.
"""

import datetime
import time
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organizations.models import Duty, Organization
from rectification import services
from rectification.models import Campaign, CampaignTemplate, Finding, Participant
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

FEW, MANY, TIMES = 1_000, 100_000, 9
HOSPITALS, CAMPAIGNS = 20, 10
STATES = (
    "planning",
    "approving",
    "rectifying",
    "rectifying",
    "verifying",
    "closed",
    "closed",
    "closed",
    "closed",
    "withdrawn",
)
WORDS = ("转科交接缺签名", "抢救车药品过期", "手卫生依从率偏低", "危急值未闭环", "医废转运记录缺页")
SOURCES = ("self", "supervision", "spot_check", "assigned")


def _client(person):
    client = Client()
    client.force_login(make.make_account(person), backend="organizations.backends.SightBackend")
    return client


@pytest.fixture
def city():
    """A commission with twenty hospitals in ten campaigns."""
    services.load_shipped()
    commission = make.make_organization(name="大江市卫生健康委员会")
    clerk = make.make_holder(Duty.CLERK, commission, name="李干事")
    kind = Organization.Kind.HOSPITAL
    units = [make.make_organization(commission, kind=kind, name=f"第{n}医院") for n in range(1, HOSPITALS + 1)]
    nurse = make.make_holder(Duty.CLERK, units[0], name="钱科长")
    template, day = CampaignTemplate.objects.get(code="four-phases"), datetime.date(2026, 2, 10)
    for n in range(CAMPAIGNS):
        services.draft_campaign(
            template, organization=commission, title=f"专项{n}", starts_on=day, contact="李", by=clerk
        )
    Campaign.objects.update(state="running", issued_at=timezone.now())
    campaigns = list(Campaign.objects.order_by("pk"))
    rows = [
        Participant(campaign=campaign, organization=unit, name=unit.name, kind=unit.kind, org_path=unit.path)
        for campaign in campaigns
        for unit in units
    ]
    Participant.objects.bulk_create(rows)
    return clerk, nurse, list(Participant.objects.select_related("organization").order_by("pk"))


def _fill(participants, clerk, first, last):
    """Findings with these running numbers, spread evenly over everything that can be filtered by."""
    today, now = timezone.localdate(), timezone.now()
    rows = []
    for n in range(first, last):
        unit = participants[n % len(participants)]
        state = STATES[(n // 7) % len(STATES)]
        path = unit.org_path
        rows.append(
            Finding(
                number_text=f"ZG{unit.organization_id:03d}-2026-{n:06d}", participant=unit,
                campaign_id=unit.campaign_id,
                organization_id=unit.organization_id, description=f"{n}号：{WORDS[n % 5]}。",
                source=SOURCES[(n // 3) % 4],
                severity=("general", "general", "serious", "major")[(n // 5) % 4], found_on=today, author=clerk,
                state=state, due_on=today + datetime.timedelta(days=n % 40 - 10), repeats=int(n % 6 == 0),
                recorded_at=now - datetime.timedelta(minutes=n), withdrawn_at=now if state == "withdrawn" else None,
                org_path=path, institution_path=path, approve_path=path, verify_path=path, issuer_path=path,
            )
        )  # fmt: skip
    Finding.objects.bulk_create(rows, batch_size=2000)


def _asked(campaign):
    """The pages that are compared."""
    return {
        "all": {}, "page 2": {"page": 2}, "campaign": {"campaign": campaign}, "severity": {"severity": "major"},
        "source": {"source": "spot_check"}, "state": {"state": "verifying"}, "open": {"status": "open"},
        "overdue": {"status": "overdue"}, "closed": {"status": "closed"}, "repeated": {"status": "repeated"},
        "withdrawn": {"status": "withdrawn"}, "unit": {"unit": "第7医院"}, "words": {"words": "药品"},
        "words nobody wrote": {"words": "没有这样的问题"}, "number": {"words": "000077"},
        "unit, overdue": {"unit": "第7医院", "status": "overdue"},
        "campaign, major": {"campaign": campaign, "severity": "major"},
    }  # fmt: skip


def _server_time():
    """Seconds of processor time the database's own process has had for us; SQLite works in ours."""
    if connection.vendor == "sqlite":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


def _measured(client, pages):
    """Milliseconds of processor time, ours and the server's, the least of nine, and queries of each page."""
    told = {}
    for name, asked in pages.items():
        client.get(reverse("rectification:ledger"), asked)
        taken = []
        for _time in range(TIMES):
            server, began = _server_time(), time.process_time()
            client.get(reverse("rectification:ledger"), asked)
            taken.append(time.process_time() - began + _server_time() - server)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("rectification:ledger"), asked)
        told[name] = min(taken) * 1000, len(queries)
    return told


def bench_a_ledger_of_a_hundred_thousand(city):
    clerk, nurse, participants = city
    pages = _asked(participants[0].campaign_id)
    readers = {"city": _client(clerk), "hospital": _client(nurse)}
    few, many = {}, {}
    for kept, last in ((few, FEW), (many, MANY)):
        _fill(participants, clerk, Finding.objects.count(), last)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for reader, client in readers.items():
            kept |= {(reader, name): told for name, told in _measured(client, pages).items()}
    print(f"\n{connection.vendor}: milliseconds of processor time with {FEW} and {MANY} findings, their ratio, queries")
    for key, (before, _queries) in few.items():
        after, queries = many[key]
        print(f"{key[0]:9}{key[1]:22}{before:7.1f}{after:8.1f}{after / before:7.2f}{queries:4}")
    worst = max(many[key][0] / few[key][0] for key in few)
    print(f"worst ratio {worst:.2f}, most queries {max(queries for _time, queries in many.values())}")
