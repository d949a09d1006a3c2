"""Attacks on sight: what a neighbour, a superior or somebody who has left may learn from counts, lists and labels."""

import datetime
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accountability.models import Holder, TrailEvent
from engine.models import Job
from organizations.models import Duty, Organization, Person
from organizations.services import appoint, create_post, end_appointment, register_person
from organizations.services.accounts import close_account
from rectification import services
from rectification.models import Campaign, CampaignTemplate, CorrectiveMeasure, Finding, Inspection

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_city")]

HOSPITAL = "江州市第一人民医院"
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)
LONG_AGO = datetime.date(2020, 1, 1)
SECRET = "本院内部拟定中的专项"


def words(page: Any) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.content.decode()))


def holder(duty: str, at: Organization, name: str = "") -> Person:
    """Somebody new in a post."""
    person = register_person(at, name=name or f"新任{duty}", by=None)
    appoint(person, post=create_post(at, title=name or duty, duty=duty, by=None), since=LONG_AGO, by=None)
    return person


def clerk_of(name: str) -> Person:
    """A hospital's clerk."""
    return Person.objects.filter(home__name=name, appointments__post__duty=Duty.CLERK).earliest("pk")


@pytest.fixture
def draft() -> Campaign:
    """A campaign that a hospital drafts for itself and has shown to nobody outside."""
    unit = Organization.objects.get(name=HOSPITAL)
    template = CampaignTemplate.objects.earliest("pk")
    clerk = holder(Duty.CLERK, unit, "拟稿人")
    return services.draft_campaign(
        template, organization=unit, title=SECRET, starts_on=datetime.date(2026, 12, 1), by=clerk
    )


PAGES = ("workbench", "rectification:campaign_list", "rectification:ledger", "notices")


def test_a_superior_learns_nothing_of_a_draft_below_before_it_is_issued(draft, signed_in) -> None:
    client = signed_in(Person.objects.get(name="李干事"))

    institution = reverse("rectification:institution_detail", args=[draft.organization.pk])
    for address in [*(reverse(name) for name in PAGES), institution]:
        page = client.get(address)
        assert page.status_code == 200
        assert SECRET not in page.content.decode(), address
    assert TrailEvent.objects.of(draft).exists()


def test_the_campaign_card_counts_no_neighbours(signed_in) -> None:
    page = words(signed_in(clerk_of("江州市第二人民医院")).get(reverse("workbench")))
    everybody = Inspection.objects.filter(campaign__state="running", kind="self").count()

    assert everybody > 1
    assert not re.search(rf"\b\d+\s*/\s*{everybody}\b", page)
    assert re.search(r"\b\d+\s*/\s*1\b", page)


def test_a_hospitals_administrator_sees_no_other_hospitals_background_work(signed_in) -> None:
    mine, other = (Organization.objects.get(name=name) for name in (HOSPITAL, "江州市第二人民医院"))
    client = signed_in(holder(Duty.SYSTEM_ADMIN, mine, "本院管理员"))
    jobs = {
        unit: Job.objects.create(kind="engine.spawn", key=f"k-{path}", org_path=path, state=Job.State.DEAD, error=unit)
        for unit, path in (("本院出错", mine.path), ("他院出错", other.path), ("系统出错", ""))
    }

    page = words(client.get(reverse("job_list")))

    assert "本院出错" in page
    assert "他院出错" not in page
    assert "系统出错" not in page
    body = {"nonce": "n" * 20}
    assert client.post(reverse("job_retry", args=[jobs["他院出错"].pk]), body).status_code == 404


def held_finding() -> tuple[Finding, Person]:
    """A finding of the hospital, and somebody of it who holds one of its measures and no post that looks after it."""
    held = Holder.objects.current().filter(assignment__institution_path=_path()).earliest("pk")
    measure = CorrectiveMeasure.objects.get(assignment=held.assignment)
    finding = measure.finding
    return finding, held.person


def _path() -> str:
    return Organization.objects.get(name=HOSPITAL).path


def test_whoever_has_handed_his_measure_on_and_left_sees_the_finding_no_more(signed_in) -> None:
    finding, person = held_finding()
    measures = CorrectiveMeasure.objects.filter(finding=finding)
    held = Holder.objects.current().filter(person=person, assignment__in=measures.values("assignment"))
    for appointment in person.appointments.all():
        end_appointment(appointment, until=YESTERDAY, by=None, because="停职", at_once=True)
    elsewhere = Organization.objects.get(name="江州市第二人民医院")
    appoint(person, post=create_post(elsewhere, title="医师", duty=Duty.STAFF, by=None), since=LONG_AGO, by=None)
    client = signed_in(Person.objects.get(pk=person.pk))
    assert client.get(finding.get_absolute_url()).status_code == 200, "he still answers for it"

    held.update(until=datetime.datetime.now(datetime.UTC))

    client = signed_in(Person.objects.get(pk=person.pk))
    assert client.get(finding.get_absolute_url()).status_code == 404
    assert client.get(reverse("trail", args=["rectification.finding", finding.pk])).status_code == 404
    assert finding.number_text not in client.get(reverse("rectification:ledger")).content.decode()


def test_a_closed_account_is_out_with_its_next_request(signed_in) -> None:
    person = Person.objects.get(name="张主任")
    client = signed_in(person)
    assert client.get("/").status_code == 200

    close_account(person.user, by=None, because="账号被盗用", at_once=True)

    assert client.get("/")["Location"].startswith(reverse("login"))


def test_a_post_that_has_ended_gives_neither_sight_nor_deeds(signed_in) -> None:
    person = Person.objects.get(name="赵督导")
    finding = Finding.objects.filter(organization__name=HOSPITAL).earliest("pk")
    client = signed_in(person)
    assert client.get(finding.get_absolute_url()).status_code == 200

    for appointment in person.appointments.all():
        end_appointment(appointment, until=YESTERDAY, by=None, because="停职", at_once=True)

    for address in (finding.get_absolute_url(), reverse("rectification:finding_verify", args=[finding.pk])):
        assert client.get(address).status_code == 404
        assert client.post(address, {"nonce": "n" * 20, "conclusion": "fixed", "opinion": "好"}).status_code in (
            404,
            405,
        )
    book = client.get(reverse("rectification:ledger_xlsx"))
    assert HOSPITAL.encode() not in b"".join(book.streaming_content) if book.status_code == 200 else True


def test_staff_of_one_department_read_nothing_of_the_others_on_the_institutions_page(signed_in) -> None:
    person = Person.objects.get(name="孙护士")
    hospital = Organization.objects.get(name=HOSPITAL)

    page = signed_in(person).get(reverse("rectification:institution_detail", args=[hospital.pk]))

    if page.status_code == 200:
        elsewhere = Finding.objects.filter(organization=hospital).exclude(org_path__startswith=person.home.path)
        for finding in elsewhere:
            assert finding.number_text not in page.content.decode()
