"""Evidence is accepted by another person; what was missed is made up or explained."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accountability import verify
from accountability.assignments import Assignment
from accountability.gate import gate
from accountability.models import Notice
from engine import jobs
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from plans import services
from plans.models import ObligationEvidence, Occurrence
from plans.services.quota_reactions import note_deadline
from tests.plans.quota_making import day, held

pytestmark = pytest.mark.django_db


def test_an_upload_counts_once_the_head_has_accepted_it(year):
    duty = year.duty("每月监测紫外线灯", unit="month", kind="monitoring", lead_unit=year.cast.icu)
    year.start()
    month = year.owed(duty)
    file = gate(SimpleUploadedFile("监测记录.txt", "强度合格".encode(), "text/plain"))
    nurse, head = year.cast.nurse_sun, year.cast.head_zhang
    (shown,) = services.submit_evidence(month, on=day("2026-01-05"), title="紫外线灯监测", files=[file], by=nurse)
    assert (year.owed(duty).done, shown.accept_path) == (0, year.cast.icu.path)
    assert Notice.objects.filter(person=head, kind="quota_evidence").count() == 1
    with pytest.raises(NotAllowed):
        services.accept_evidence(shown, by=nurse)
    with pytest.raises(NotAllowed):
        services.accept_evidence(shown, by=year.cast.head_gao)
    services.accept_evidence(shown, by=head)
    assert year.owed(duty).state == "done"
    with pytest.raises(AlreadyDone):
        services.accept_evidence(shown, by=head)
    assert Notice.objects.filter(person=nurse, kind="quota_evidence").count() == 1
    assert [result.name for result in verify.run() if result.differences] == []


def test_the_head_s_own_upload_is_accepted_by_the_hospital_s_leaders(year):
    duty = year.duty(lead_unit=year.cast.icu)
    year.start()
    quarter, head = year.owed(duty), year.cast.head_zhang
    (shown,) = services.submit_evidence(quarter, on=day("2026-01-05"), title="科室质控会", text="见记录", by=head)
    with pytest.raises(NotAllowed):
        services.accept_evidence(shown, by=head)
    services.accept_evidence(shown, by=year.cast.vice_president_he)
    assert year.owed(duty).done == 1


def test_what_is_not_accepted_says_why_and_does_not_count(year):
    duty = year.duty(lead_unit=year.cast.icu)
    year.start()
    quarter, nurse, head = year.owed(duty), year.cast.nurse_sun, year.cast.head_zhang
    (shown,) = services.submit_evidence(quarter, on=day("2026-01-05"), title="会议", text="开过了", by=nurse)
    with pytest.raises(Invalid):
        services.return_evidence(shown, by=head, because=" ")
    services.return_evidence(shown, by=head, because="没有签到表")
    assert (shown.state, year.owed(duty).done) == ("returned", 0)
    (again,) = services.submit_evidence(quarter, on=day("2026-01-05"), title="会议", text="附签到表", by=nurse)
    with pytest.raises(NotAllowed):
        services.withdraw_evidence(again, by=head)
    services.withdraw_evidence(again, by=nurse)
    assert ObligationEvidence.objects.waiting().count() == 0


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"on": "2026-01-06"}, "on"),
        ({"on": "2025-12-31"}, "on"),
        ({"title": " "}, "title"),
        ({"text": " "}, "text"),
    ],
)
def test_evidence_without_day_name_or_content_is_refused(year, told, field):
    duty = year.duty(lead_unit=year.cast.icu)
    year.start()
    told = {"title": "会议", "text": "开过了", **told, "on": day(told.get("on", "2026-01-05"))}
    with pytest.raises(Invalid) as refused:
        services.submit_evidence(year.owed(duty), by=year.cast.nurse_sun, **told)
    assert list(refused.value.errors) == [field]


def test_a_missed_quarter_stays_until_it_is_made_up_or_explained(year):
    duty = year.duty(lead_unit=year.cast.icu)
    year.start()
    with pytest.raises(NotYet, match="还没有到期"):
        services.explain_missed(year.owed(duty), because="来不及", by=year.cast.head_zhang)
    year.at("2026-04-02")
    year.open()
    first = year.owed(duty, begins_on=day("2026-01-01"))
    assert first.is_missed
    assert held(year, duty, "2026-04-02", year.cast.surgery, unit=year.cast.icu)[0].occurrence != first
    with pytest.raises(NotAllowed):
        services.explain_missed(first, because="疫情", by=year.cast.nurse_sun)
    with pytest.raises(Invalid):
        services.explain_missed(first, because="", by=year.cast.head_zhang)
    services.explain_missed(first, because="主任外出进修，未能召开", by=year.cast.head_zhang)
    first.refresh_from_db()
    assert (first.state, first.done, first.assignment.state) == ("explained", 0, "cancelled")
    with pytest.raises(NotYet):
        services.explain_missed(first, because="再说一次", by=year.cast.head_zhang)


def test_a_missed_period_can_be_made_up_late(year):
    duty = year.duty(lead_unit=year.cast.icu)
    year.start()
    year.at("2026-04-10")
    first = year.owed(duty)
    (shown,) = services.submit_evidence(
        first, on=day("2026-04-09"), title="补开一季度会议", text="见记录", by=year.cast.nurse_sun
    )
    services.accept_evidence(shown, by=year.cast.head_zhang)
    assert year.owed(duty).state == "done"
    assert Occurrence.objects.missed(day("2026-04-10")).count() == 0


def test_a_granted_extension_moves_the_period_s_last_day(year):
    duty = year.duty(lead_unit=year.cast.icu)
    year.start()
    task = year.owed(duty).assignment
    task.due_on = day("2026-04-15")
    task.save(update_fields=["due_on"])
    note_deadline(Assignment, thing=task, by=year.cast.chen, because="设备未到货")
    assert year.owed(duty).due_on == day("2026-04-15")
    year.at("2026-04-10")
    assert len(held(year, duty, "2026-04-10", year.cast.surgery, unit=year.cast.icu)) == 1


def test_nothing_is_left_in_the_outbox(year):
    year.duty()
    year.start()
    assert jobs.run_all() == 0
