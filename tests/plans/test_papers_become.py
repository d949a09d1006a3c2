"""A paper that came in becomes a task of the plan or an item of an agenda, and says so afterwards."""

import datetime

import pytest
from django.urls import reverse

from accountability.models import Derivation
from accountability.walks import walking
from meetings.models import AgendaItem
from meetings.services import load_shipped_kinds
from plans.models import Measure
from tests.accountability.papers_in import order, register
from tests.meetings.making import Hall
from tests.plans.making import anew

pytestmark = pytest.mark.django_db


def sent(client, address, **fields):
    page = client.get(address)
    assert page.status_code == 200
    nonce = page.content.decode().split('name="nonce" value="')[1].split('"')[0]
    return client.post(address, {"nonce": nonce, **fields})


def test_a_superior_s_paper_becomes_a_task_of_the_plan(desk, client):
    plan, clerk = desk.issued(), desk.cast.qian
    paper = register(desk.hospital, by=clerk)
    client.force_login(desk.cast.account(clerk))
    assert "列入计划任务" in client.get(paper.get_absolute_url()).content.decode()
    address = f"{reverse('plans:measure_from_paper')}?source=accountability.incomingdocument:{paper.pk}"
    told = {"text": "开展血液透析感染防控自查", "ordered_by": "省卫健委通知", "lead_unit": desk.cast.icu.pk}
    wrong = sent(client, address, **told, plan=plan.pk)
    assert wrong.status_code == 422
    assert not Derivation.objects.exists()
    due = datetime.date(2026, 12, 20).isoformat()
    assert sent(client, address, **told, plan=plan.pk, due_on=due).status_code == 302
    measure = Measure.objects.get(text="开展血液透析感染防控自查")
    assert measure.assignment.lead_unit == desk.cast.icu
    became = Derivation.objects.get()
    assert (became.source, became.target, became.kind) == (paper, measure, "plan")
    ahead = {node.model for node in walking.flat(walking.walk(paper, who=anew(clerk)).ahead)}
    assert {Derivation, Measure} <= ahead
    client.force_login(desk.cast.account(desk.cast.president_wu))
    assert client.get(address).status_code == 404
    assert client.get(reverse("plans:measure_from_paper")).status_code == 404


def test_a_directive_comes_before_a_meeting(desk, client):
    load_shipped_kinds()
    clerk = desk.cast.qian
    gathering = Hall(desk.cast).arranged()
    directive = order(desk.hospital, by=clerk)
    client.force_login(desk.cast.account(clerk))
    address = f"{reverse('meetings:item_from_paper')}?source=accountability.directive:{directive.pk}"
    told = {"meeting": gathering.pk, "part": "discussion", "title": "研究督导排查安排"}
    assert sent(client, address, **told).status_code == 302
    item = AgendaItem.objects.get(title="研究督导排查安排")
    assert (item.meeting, item.source) == (gathering, directive)
    assert Derivation.objects.get(kind="meeting").target == item
    client.force_login(desk.cast.account(desk.cast.president_wu))
    assert client.get(address).status_code == 404
