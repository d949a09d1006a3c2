"""Attacks with words: numbers, days and keys no form offers are refused in words and leave every page standing."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from engine.submissions import new_nonce
from organizations.models import Person
from rectification.models import Campaign, CampaignTemplate, Finding, Inspection, Phase
from tests.screens.visitors import post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_city")]

HUGE = "9" * 30
BEYOND = "9" * 5000


@pytest.fixture
def li(signed_in):
    """The commission's clerk at his browser."""
    return signed_in(Person.objects.get(name="李干事"))


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "0206-03-01", "2100-01-01"])
def test_a_campaign_does_not_begin_on_a_day_no_calendar_shows(li, day: str) -> None:
    template = CampaignTemplate.objects.earliest("pk")
    before = Campaign.objects.count()

    page = post(li, reverse("rectification:campaign_new"), template=template.pk, title="极端日期", starts_on=day)

    assert page.status_code == 422
    assert "请填写1990年至2099年之间的日期。" in page.content.decode()
    assert Campaign.objects.count() == before


def test_a_window_without_end_does_not_take_the_campaigns_page_away(li) -> None:
    template = CampaignTemplate.objects.earliest("pk")
    made = post(li, reverse("rectification:campaign_new"), template=template.pk, title="无尽", starts_on="2026-12-01")
    campaign = Campaign.objects.get(title="无尽")
    assert made.status_code == 302
    form = {"title": "无尽", "kind": campaign.kind, "nature": campaign.nature, "version": campaign.version}
    for phase in campaign.phases.all():
        form |= {f"opens_{phase.pk}": "2026-12-01", f"closes_{phase.pk}": "9999-12-31"}

    assert post(li, reverse("rectification:campaign_edit", args=[campaign.pk]), **form).status_code == 422
    assert li.get(campaign.get_absolute_url()).status_code == 200
    assert post(li, reverse("rectification:campaign_edit", args=[campaign.pk]), version=HUGE).status_code == 422


def test_inspectors_who_are_no_people_are_refused(signed_in) -> None:
    client = signed_in(Person.objects.get(name="赵督导"))
    phase = Phase.objects.get(campaign__state="running", kind="supervise")
    address = reverse("rectification:inspection_open", args=[phase.pk])
    unit = phase.campaign.participants.earliest("pk").pk
    foreign = Person.objects.get(name="孙护士").pk

    for people in ([HUGE], [BEYOND], ["abc"], ["-1"], [str(foreign)]):
        given = {"participant": unit, "kind": "spot_check", "inspectors": people}
        assert post(client, address, **given).status_code == 422
    assert post(client, address, participant=HUGE, kind="spot_check", inspectors=[]).status_code == 422
    assert client.get(address, {"participant": HUGE}).status_code == 200


def test_measures_in_rows_that_cannot_be_counted_are_no_error(signed_in) -> None:
    finding = Finding.objects.filter(state="registered").earliest("pk")
    planner = Person.objects.filter(
        home__path__startswith=finding.institution_path, appointments__post__duty__in=("clerk", "head")
    ).earliest("pk")
    client = signed_in(planner)
    address = reverse("rectification:finding_plan", args=[finding.pk])

    for rows in ("abc", "", "-5", HUGE, BEYOND):
        given = {"measures-TOTAL_FORMS": rows, "measures-INITIAL_FORMS": "0", "root_cause": "原因"}
        assert post(client, address, more="1", **given).status_code == 200
        assert post(client, address, **given).status_code == 422


def test_a_person_of_another_hospital_is_given_no_measure(signed_in) -> None:
    finding = Finding.objects.filter(state="registered").earliest("pk")
    within = {"home__path__startswith": finding.institution_path}
    planner = Person.objects.filter(**within, appointments__post__duty__in=("clerk", "head")).earliest("pk")
    foreign = Person.objects.exclude(**within).earliest("pk")
    row = {"text": "改", "goal": "好", "holder": foreign.pk, "due_on": "2026-12-01"}
    form = {f"measures-0-{name}": value for name, value in row.items()}
    form |= {"measures-TOTAL_FORMS": "1", "measures-INITIAL_FORMS": "0", "root_cause": "原因"}

    page = post(signed_in(planner), reverse("rectification:finding_plan", args=[finding.pk]), **form)

    assert page.status_code == 422
    assert foreign.name not in page.content.decode()


@pytest.fixture
def visit() -> Inspection:
    """A visit that is being filled in."""
    return Inspection.objects.filter(kind="spot_check", state="open").earliest("pk")


def test_an_item_with_a_key_beyond_all_numbers_is_no_error(visit, signed_in) -> None:
    client = signed_in(visit.inspectors.earliest("pk").person)
    address = reverse("rectification:finding_new", args=[visit.pk])

    given = {"severity": "general", "description": "问题", "place": "长" * 500}
    assert post(client, address, item=BEYOND, **given).status_code == 422
    assert post(client, address, item="9" * 18, **given).status_code == 404


def test_counts_no_column_holds_are_refused(visit, signed_in) -> None:
    client = signed_in(visit.inspectors.earliest("pk").person)
    item = visit.checklist_version.items.filter(answer_kind="ratio").earliest("pk")
    address = reverse("rectification:inspection_answer", args=[visit.pk, item.pk])

    for n, m in (("3000000000", "3000000000"), ("1" + "0" * 30, "1" + "0" * 30), (BEYOND, BEYOND)):
        assert post(client, address, n=n, m=m).status_code == 422
    assert post(client, address, n="7", m="1000000000").status_code == 302


def test_what_looks_like_a_formula_or_a_tag_stays_text(visit, signed_in) -> None:
    client = signed_in(visit.inspectors.earliest("pk").person)
    said = '=HYPERLINK("https://evil.example","点我")<script>alert(1)</script>'
    given = {"severity": "general", "description": said, "place": "+1+1", "cited_text": "@SUM(1)"}
    answer = post(client, reverse("rectification:finding_new", args=[visit.pk]), **given)
    assert answer.status_code == 302
    finding = Finding.objects.get(description=said)

    for address in (finding.get_absolute_url(), reverse("rectification:ledger"), visit.get_absolute_url(), "/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
    book = b"".join(client.get(reverse("rectification:ledger_xlsx")).streaming_content)
    assert formulas_of(book) == []


def formulas_of(book: bytes) -> list[str]:
    """The cells of a workbook that a spreadsheet would compute."""
    sheets = load_workbook(io.BytesIO(book)).worksheets
    return [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_one_persons_mark_is_neither_answered_nor_blocked_by_anothers(signed_in) -> None:
    nonce = new_nonce()
    li, zhao = (Person.objects.get(name=name) for name in ("李干事", "赵督导"))
    body = {"nonce": nonce, "next": "/ledger/?words=geheim"}
    first = signed_in(li).post("/acting/", {**body, "appointment": li.appointments.earliest("pk").pk})
    assert first["Location"] == "/ledger/?words=geheim"

    stolen = signed_in(zhao).post("/acting/", {**body, "appointment": zhao.appointments.earliest("pk").pk})

    assert stolen.status_code == 422
    assert "geheim" not in stolen.content.decode()
