"""The office of those who read adverse events changes hands: open reports go on, and nobody leaves in silence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accountability import handing
from accountability.models import Notice, TrailEvent
from organizations import openings
from organizations.refusals import Invalid
from organizations.services import end_appointment
from organizations.sight import visible
from rectification import services
from rectification.models import AdverseEvent, AdverseKind, AdverseOfficer
from tests.accountability.signers import answer
from tests.screens.visitors import post, text_of, visit_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def hospital(cast):
    """The people's hospital, whose president has named 张主任 as its officer; one report is open."""
    services.load_shipped()
    home = cast.peoples_hospital
    services.name_officer(home, person=cast.head_zhang, since=timezone.localdate(), by=cast.president_wang)
    told = {"happened_on": timezone.localdate(), "story": "核对时发现剂量抄写有误。", "actuality": "potential"}
    services.report_adverse(home, kind=AdverseKind.objects.earliest("pk"), by=cast.nurse_sun, **told)
    return home


def officer() -> AdverseOfficer:
    return AdverseOfficer.objects.earliest("pk")


def seen(person) -> int:
    person.__dict__.pop("_sight_kept", None)
    return visible(person, AdverseEvent).count()


def test_a_successor_reads_the_open_reports_from_today_and_the_first_one_no_more(cast, hospital):
    services.end_officer(officer(), by=cast.president_wang, successor=cast.head_gao)
    assert (seen(cast.head_zhang), seen(cast.head_gao)) == (0, 1)
    assert "未办结的报告1件" in Notice.objects.get(kind="adverse_succeeded", person=cast.head_gao).text
    ended = TrailEvent.objects.get(verb="adverse_officer_ended")
    assert ended.told["extra"]["successor"] == "高主任"
    assert not Notice.objects.filter(kind="adverse_vacant").exists()


def test_the_last_officer_does_not_go_while_a_report_is_open(cast, hospital):
    with pytest.raises(Invalid, match="请同时指定接任人"):
        services.end_officer(officer(), by=cast.president_wang)
    assert seen(cast.head_zhang) == 1
    leader = visit_as(cast.president_wang)
    address = f"/adverse/officers/{officer().pk}/end/"
    assert post(leader, address).status_code == 422
    assert post(leader, address, successor=cast.head_gao.pk).status_code == 302
    assert seen(cast.head_gao) == 1
    assert "高主任" in text_of(leader.get("/adverse/officers/"))


def test_a_foreigner_is_no_successor(cast, hospital):
    with pytest.raises(Invalid, match="本单位在岗人员"):
        services.end_officer(officer(), by=cast.president_wang, successor=cast.zheng)
    assert officer().until is None


def test_with_nothing_open_the_last_one_may_go_and_the_leaders_are_told(cast, hospital):
    AdverseEvent.objects.update(state="closed")
    services.end_officer(officer(), by=cast.president_wang)
    told = set(Notice.objects.filter(kind="adverse_vacant").values_list("person", flat=True))
    assert cast.president_wang.pk in told


def handed_over(cast, to):
    found = openings.of_person(cast.head_zhang)
    heirs = {opening.mark: to for opening in found}
    told = {"supervisor": cast.president_wang, "because": "退休", "by": cast.head_zhang}
    handover = handing.prepare_handover(cast.head_zhang, successors=heirs, **told)
    handing.submit_handover(handover, version=handover.version, by=cast.head_zhang)
    for _role, person in handover.signers:
        answer(handover, person)


def test_an_officer_who_leaves_hands_his_office_to_one_whom_a_leader_has_named(cast, hospital):
    for person in (cast.head_zhang, cast.head_gao, cast.president_wang):
        cast.account(person)
    held = cast.head_zhang.appointments.get()
    with pytest.raises(openings.StillOpen, match="不良事件管理员"):
        end_appointment(held, until=timezone.localdate(), by=cast.security_admin)
    with pytest.raises(Invalid, match="请先由分管领导或主要负责人指定"):
        handed_over(cast, cast.head_gao)
    assert seen(cast.head_gao) == 0, "who leaves opens the reports to nobody"


def test_the_handed_office_ends_with_the_third_signature(cast, hospital):
    for person in (cast.head_zhang, cast.head_gao, cast.president_wang):
        cast.account(person)
    services.name_officer(hospital, person=cast.head_gao, since=timezone.localdate(), by=cast.president_wang)
    handed_over(cast, cast.head_gao)
    assert officer().until == timezone.localdate() - timedelta(days=1)
    assert (seen(cast.head_zhang), seen(cast.head_gao)) == (0, 1)


def test_a_last_officer_whose_post_ends_by_force_is_reported_to_the_leaders(cast, hospital):
    held = cast.head_zhang.appointments.get()
    held.until = timezone.localdate() - timedelta(days=1)
    held.save()
    services.note_officer_gone(type(held), thing=held)
    assert "尽快指定" in Notice.objects.filter(kind="adverse_vacant", person=cast.president_wang).latest("pk").text
