"""What reviewers stumbled over, told so that it cannot come back."""

import datetime

from django.urls import reverse
from django.utils import timezone

from accountability.models import Notice
from engine import may_act
from engine.models import Turn
from organizations.models import Organization
from rectification import services
from rectification.models import manifests
from tests import make
from tests.rectification.making import answer_everything, fresh, sign
from tests.rectification.pages import at, post, visit_as


def test_the_record_of_a_scheme_whose_scope_was_edited_is_read_in_words(stage):
    campaign = stage.draft()
    rule = {"levels": [Organization.Level.TERTIARY.value]}
    services.revise_campaign(campaign, version=campaign.version, by=stage.cast.li, scope_rule=rule, focus_rule={})

    page = visit_as(stage.cast.li).get(reverse("trail", args=["rectification.campaign", campaign.pk]))

    assert page.status_code == 200
    assert "三级医疗机构" in page.content.decode()


def test_a_signed_paper_prints_the_day_of_shanghai(stage):
    phase = stage.open("deploy")
    phase.opened_at = datetime.datetime(2026, 11, 21, 22, 14, tzinfo=datetime.UTC)

    assert "2026年11月22日" in manifests._opened(phase)


def test_nobody_is_offered_what_the_verb_would_refuse_him_as_involved(stage):
    cast = stage.cast
    finding = stage.planned(stage.finding())
    planner = finding.planned_by
    make.make_appointment(planner, duty="head", at=cast.peoples_hospital)

    assert not may_act(finding, "approve", make.anew(planner))
    assert finding.process_id not in Turn.objects.for_person(make.anew(planner)).values_list("task__process", flat=True)
    assert may_act(finding, "approve", cast.president_wang)


def test_whoever_answered_is_not_asked_to_confirm(stage):
    cast = stage.cast
    inspection = stage.inspection_of(cast.peoples_hospital)
    answer_everything(inspection, by=cast.qian)
    services.submit_self_inspection(inspection, by=cast.qian)
    make.make_appointment(cast.qian, duty="head", at=cast.peoples_hospital)

    assert not may_act(inspection, "confirm", make.anew(cast.qian))
    assert may_act(inspection, "confirm", cast.president_wang)


def test_a_backdated_draft_is_not_overdue_on_its_first_day(stage):
    campaign = stage.draft(starts_on=datetime.date(2017, 2, 10))

    assert campaign.draft_due_on == timezone.localdate()


def test_a_visit_may_leave_items_unchecked_but_not_all(stage):
    visit = stage.visit(stage.cast.tcm_hospital)
    answer = post(visit_as(stage.cast.zhao), at("inspection_submit", visit.pk))

    assert "至少填写一项" in answer.content.decode()
    services.answer_item(visit, item=visit.checklist_version.items.earliest("order"), by=stage.cast.zhao, choice="pass")
    services.submit_inspection(fresh(visit), by=stage.cast.zhao)

    assert fresh(visit).state == "submitted"


def test_a_notice_that_asked_for_a_signature_is_settled_by_it(stage):
    campaign = stage.draft()
    services.submit_scheme(campaign, by=stage.cast.li)
    assert not Notice.objects.filter(kind="signing", read_at__isnull=False).exists()

    sign(campaign)

    assert Notice.objects.filter(kind="signing", read_at__isnull=False).count() == 1
