"""A finding is numbered, explained, met with measures that somebody owes, and reported fixed."""

import datetime

import pytest
from django.utils import timezone

from accountability import assignments, trail
from accountability.models import Assignment
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification import services
from rectification.models import CorrectiveMeasure, Finding, FindingState, MeasureState
from tests import make
from tests.rectification.making import fresh, make_finding, open_nodes, plan


def test_a_page_sent_again_registers_no_second_finding(stage):
    inspection = stage.inspection_of(stage.cast.peoples_hospital)
    finding = make_finding(inspection, by=stage.cast.qian)

    with pytest.raises(Invalid, match=finding.number_text):
        make_finding(inspection, by=stage.cast.qian)

    assert Finding.objects.count() == 1


def test_findings_are_numbered_per_institution_and_year_without_gaps(stage):
    cast = stage.cast
    inspection = stage.inspection_of(cast.peoples_hospital)
    year = timezone.localdate().year
    first, second = (make_finding(inspection, by=cast.qian, description=f"{n}号病历缺签名。") for n in (1, 2))
    with pytest.raises(Invalid):
        make_finding(inspection, by=cast.qian, description=" ")
    third = make_finding(inspection, by=cast.qian)
    other = make_finding(stage.inspection_of(cast.tcm_hospital, inspection.phase), by=cast.zheng)
    assert [each.number_text for each in (first, second, third)] == [
        f"ZG{first.organization_id:03d}-{year}-{n:04d}" for n in (1, 2, 3)
    ]
    assert other.number_text == f"ZG{other.organization_id:03d}-{year}-0001"


def test_a_finding_freezes_the_article_and_lies_with_its_department(stage):
    finding = stage.finding(department=stage.cast.icu, place="3床", interim_control="先由值班医师双人核对。")
    assert finding.cited_text.startswith("《医疗质量安全核心制度要点》")
    assert (finding.org_path, finding.institution_path) == (stage.cast.icu.path, stage.cast.peoples_hospital.path)
    assert (finding.state, open_nodes(finding)) == (FindingState.REGISTERED, ["plan"])
    assert str(finding).startswith(finding.number_text)
    assert finding.plan_due_on > timezone.localdate()


def test_what_does_not_belong_to_the_inspection_is_refused(stage):
    cast = stage.cast
    inspection = stage.inspection_of(cast.peoples_hospital)
    other = services.publish_checklist(
        code="other", name="另一张表", items=[{"section": "甲", "requirement": "乙"}], by=None
    )
    with pytest.raises(Invalid) as refusal:
        make_finding(
            inspection,
            by=cast.qian,
            severity="terrible",
            item=other.items.get(),
            department=cast.tcm_hospital,
            found_on=timezone.localdate() + datetime.timedelta(days=1),
        )
    assert set(refusal.value.errors) == {"severity", "item", "department", "found_on"}
    with pytest.raises(NotAllowed):
        make_finding(inspection, by=cast.zheng)


def test_every_measure_becomes_one_assignment_when_somebody_else_approves(stage):
    cast = stage.cast
    finding = stage.planned(stage.finding())
    measure = finding.measures.get()
    assert (finding.state, measure.assignment, Assignment.objects.count()) == (FindingState.APPROVING, None, 0)
    assert finding.due_on == measure.proposed_due_on
    services.approve_measures(finding, by=cast.vice_president_he)
    measure = fresh(measure)
    assert measure.assignment.holders.get().person == cast.nurse_sun
    assert (measure.assignment.due_on, measure.assignment.lead_unit) == (finding.due_on, cast.peoples_hospital)
    assert (fresh(finding).state, open_nodes(finding)) == (FindingState.RECTIFYING, ["rectify"])


def test_the_planner_does_not_approve_his_own_plan(stage):
    cast = stage.cast
    make.make_appointment(cast.qian, duty="head", at=cast.quality_office, oversees=cast.peoples_hospital)
    finding = stage.planned(stage.finding())
    with pytest.raises(NotAllowed, match="拟定人不能审核"):
        services.approve_measures(finding, by=make.anew(cast.qian))
    with pytest.raises(NotAllowed):
        services.approve_measures(finding, by=cast.president_wu)


def test_where_one_person_is_all_there_is_the_superior_approves(stage):
    cast = stage.cast
    inspection = stage.inspection_of(cast.clinic)
    finding = make_finding(inspection, by=cast.doctor_he)
    plan(finding, holder=cast.doctor_he, by=cast.doctor_he)
    assert fresh(finding).approve_path == cast.city.path
    services.approve_measures(finding, by=cast.director_wang)
    assert fresh(finding).state == FindingState.RECTIFYING


def test_a_returned_plan_is_replaced_and_stays_readable(stage):
    cast = stage.cast
    finding = stage.planned(stage.finding())
    with pytest.raises(Invalid):
        services.return_measures(finding, by=cast.vice_president_he, because=" ")
    services.return_measures(finding, by=cast.vice_president_he, because="没有写培训。")
    assert (fresh(finding).state, open_nodes(finding)) == (FindingState.PLANNING, ["plan"])
    finding = stage.approved(fresh(finding))
    states = list(finding.measures.order_by("pk").values_list("state", flat=True))
    assert states == [MeasureState.REPLACED, MeasureState.APPROVED]
    assert Assignment.objects.count() == 1
    with pytest.raises(AlreadyDone):
        services.approve_measures(finding, by=cast.vice_president_he)


def test_a_plan_names_cause_text_day_and_somebody_who_works_there(stage):
    cast = stage.cast
    finding = stage.finding()
    with pytest.raises(Invalid, match="原因分析"):
        services.plan_measures(finding, root_cause="", measures=[], by=cast.qian)
    with pytest.raises(Invalid, match="至少填写一条"):
        services.plan_measures(finding, root_cause="因", measures=[], by=cast.qian)
    with pytest.raises(Invalid, match="没有内容"):
        plan(finding, holder=cast.nurse_sun, by=cast.qian, text=" ")
    with pytest.raises(Invalid, match="早于问题发现日期"):
        plan(finding, holder=cast.nurse_sun, by=cast.qian, due_on=datetime.date(2017, 1, 1))
    with pytest.raises(Invalid, match="郑科长”不在本单位任职"):
        plan(finding, holder=cast.zheng, by=cast.qian)
    assert CorrectiveMeasure.objects.count() == 0
    assert open_nodes(finding) == ["plan"]


def test_the_report_closes_the_assignments_and_needs_the_evidence_asked_for(stage):
    cast = stage.cast
    finding = stage.approved(stage.finding(), evidence_required="培训签到照片")
    with pytest.raises(NotYet, match="要求提交佐证（培训签到照片）"):
        services.report_rectified(finding, text="已完成。", by=cast.qian)
    assert fresh(finding).state == FindingState.RECTIFYING
    with pytest.raises(Invalid):
        services.report_rectified(finding, text="", by=cast.qian)
    assignment = finding.measures.get().assignment
    assignments.add_evidence(assignment, text="签到表第12号", by=cast.nurse_sun)
    services.report_rectified(finding, text="已完成。", by=cast.qian)
    finding = fresh(finding)
    assert (finding.state, finding.result, finding.reported_by) == (FindingState.VERIFYING, "已完成。", cast.qian)
    assert fresh(assignment).state == Assignment.State.DONE
    assert [event.verb for event in trail.of(finding)][-1] == "finding_reported"


def test_the_ledger_is_asked_by_named_questions(stage):
    finding = stage.approved(stage.finding(department=stage.cast.icu, place="抢救室"))
    today = timezone.localdate()
    assert Finding.objects.open().count() == 1
    assert not finding.is_overdue()
    later = finding.due_on + datetime.timedelta(days=1)
    assert list(Finding.objects.overdue(later)) == [finding]
    assert finding.is_overdue(later)
    match = {"severity": "general", "status": "open", "words": "抢救", "within": stage.cast.icu.path, "colour": "x"}
    assert list(Finding.objects.for_ledger({**match, "found_from": today, "due_to": later})) == [finding]
    for miss in ({"status": "closed"}, {"status": "overdue"}, {"words": "没有"}, {"within": stage.cast.surgery.path}):
        assert not Finding.objects.for_ledger({**match, **miss}).exists()
