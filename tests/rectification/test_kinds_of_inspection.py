"""Tracer, prevalence survey, guidance and look-back: what each brings forth, and what it never does."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification import services
from rectification.ledger_checks import ledger
from rectification.models import (
    KINDS,
    FindingState,
    Inspection,
    InspectionKind,
    InspectionState,
    LookBack,
    VisitResult,
)
from tests.rectification.making import answer_everything, fresh, make_finding, participant_of
from tests.rectification.pages import at, ids, post, text_of, visit_as

COUNT = {"population": 200, "surveyed": 190, "cases": 6}


def _visit(stage, kind, unit=None, **more):
    cast = stage.cast
    phase = more.pop("phase", None) or stage.open("supervise")
    with stage.acts_as(cast.zhao):
        return services.open_inspection(
            phase,
            participant=participant_of(phase.campaign, unit or cast.tcm_hospital),
            kind=kind,
            inspectors=[cast.zhao],
            by=cast.zhao,
            **more,
        )


def _surveyed(stage, unit, phase, **told):
    visit = _visit(stage, InspectionKind.PREVALENCE, unit, phase=phase)
    services.record_survey(visit, surveyed_on=timezone.localdate(), by=stage.cast.zhao, **{**COUNT, **told})
    services.submit_inspection(visit, by=stage.cast.zhao)
    return visit


def test_every_way_of_inspecting_says_what_it_brings_forth():
    assert set(KINDS) == set(InspectionKind.values)
    assert not KINDS[InspectionKind.GUIDANCE].makes_findings
    assert not KINDS[InspectionKind.PREVALENCE].makes_findings
    assert KINDS[InspectionKind.TRACER].follows_case


def test_a_tracer_follows_a_code_and_its_findings_fall_to_departments(stage):
    cast = stage.cast
    phase = stage.open("supervise")
    for wrong in ("", "王某某", "32020019900101123X"):
        with pytest.raises(Invalid):
            _visit(stage, InspectionKind.TRACER, cast.peoples_hospital, phase=phase, case_code=wrong)
    tracer = _visit(stage, InspectionKind.TRACER, cast.peoples_hospital, phase=phase, case_code="ZZ-2017-03")
    with pytest.raises(Invalid, match="责任科室"):
        make_finding(tracer, by=cast.zhao)
    make_finding(tracer, by=cast.zhao, department=cast.icu)
    make_finding(tracer, by=cast.zhao, department=cast.surgery, description="术前讨论缺麻醉医师意见。")
    page = text_of(visit_as(cast.zhao).get(tracer.get_absolute_url()))
    assert "病例代码 ZZ-2017-03" in page
    assert "重症医学科：1 个问题" in page
    assert "普外科：1 个问题" in page


def test_a_survey_counts_and_registers_no_problem(stage):
    cast = stage.cast
    visit = _visit(stage, InspectionKind.PREVALENCE)
    with pytest.raises(NotYet, match="不登记问题"):
        make_finding(visit, by=cast.zhao)
    with pytest.raises(NotYet, match="登记现患率调查结果"):
        services.submit_inspection(visit, by=cast.zhao)
    client, address = visit_as(cast.zhao), at("inspection_result", visit.pk)
    day = timezone.localdate().isoformat()
    assert "实查人数不能大于应查人数" in text_of(post(client, address, surveyed_on=day, **COUNT | {"surveyed": 201}))
    assert "现患例数不能大于实查人数" in text_of(post(client, address, surveyed_on=day, **COUNT | {"cases": 191}))
    future = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
    assert "调查日不能晚于今天" in text_of(post(client, address, surveyed_on=future, **COUNT))
    assert not VisitResult.objects.exists()
    assert post(client, address, surveyed_on=day, **COUNT).status_code == 302
    result = VisitResult.objects.get()
    assert (result.rate, result.response_rate) == (Decimal("3.16"), Decimal("95.00"))
    services.submit_inspection(visit, by=cast.zhao)
    assert fresh(visit).state == InspectionState.SUBMITTED
    assert "现患 6 例，实查 190 人，应查 200 人，实查率 95.00%" in text_of(client.get(visit.get_absolute_url()))
    with pytest.raises(NotYet, match="已经提交"):
        services.record_survey(visit, surveyed_on=timezone.localdate(), by=cast.zhao, **COUNT)


def test_a_survey_is_compared_with_the_last_one_and_with_the_others_only_when_they_are_many(stage):
    cast = stage.cast
    cast.private_hospital, cast.township_hospital  # noqa: B018 - they come on stage
    phase = stage.open("supervise")
    before = _surveyed(stage, cast.tcm_hospital, phase, cases=19)
    VisitResult.objects.filter(inspection=before).update(
        surveyed_on=timezone.localdate() - datetime.timedelta(days=365)
    )
    now = _surveyed(stage, cast.tcm_hospital, phase)
    client = visit_as(cast.zhao)
    for unit in (cast.peoples_hospital, cast.clinic):
        _surveyed(stage, unit, phase, surveyed=100, cases=1)
    page = text_of(client.get(now.get_absolute_url()))
    assert "10.00%" in page
    assert "家单位合计" not in page
    _surveyed(stage, cast.private_hospital, phase, surveyed=100, cases=4)
    page = text_of(client.get(now.get_absolute_url()))
    assert "其他 3 家单位合计" in page
    assert "2.00%" in page


def test_guidance_leaves_advice_and_never_a_finding(stage):
    cast = stage.cast
    visit = _visit(stage, InspectionKind.GUIDANCE)
    client = visit_as(cast.zhao)
    item = visit.checklist_version.items.filter(answer_kind="choice").first()
    services.answer_item(visit, item=item, choice="fail", by=cast.zhao)
    page = text_of(client.get(visit.get_absolute_url()))
    assert "只提指导建议，不登记问题，不计分。" in page
    assert "登记问题" not in page.replace("不登记问题", "")
    answer = post(client, at("finding_new", visit.pk), severity="general", description="建议", actuality="actual")
    assert "技术指导不登记问题" in text_of(answer)
    assert post(client, at("inspection_result", visit.pk), advice=" ").status_code == 422
    assert post(client, at("inspection_result", visit.pk), advice="建议每周抽查交接记录五份。").status_code == 302
    assert post(client, at("inspection_submit", visit.pk)).status_code == 302
    assert fresh(visit).state == InspectionState.SUBMITTED
    assert not visit.findings.exists()
    assert "建议每周抽查交接记录五份。" in text_of(visit_as(cast.zheng).get(visit.get_absolute_url()))


def _closed(stage):
    """A finding of the city's, fixed and struck off."""
    cast = stage.cast
    finding = stage.supervision_finding(fixed_on_spot=True)
    cast.li  # noqa: B018 - the clerk verifies
    services.verify_finding(finding, conclusion="fixed", opinion="已复查。", by=cast.li)
    return fresh(finding)


def test_a_look_back_takes_up_again_what_came_back(stage):
    cast = stage.cast
    finding = _closed(stage)
    phase = finding.phase
    back = _visit(stage, InspectionKind.LOOK_BACK, cast.peoples_hospital, phase=phase)
    client, address = visit_as(cast.zhao), at("inspection_look_back", back.pk, finding.pk)
    assert finding.number_text in text_of(client.get(back.get_absolute_url()))
    assert post(client, address, holds="no", note="").status_code == 422
    assert post(client, address, holds="no", note="交接记录又缺签名。").status_code == 302
    assert fresh(finding).state == FindingState.REGISTERED
    assert fresh(finding).reopened_times == 1
    assert "问题反弹" in text_of(client.get(back.get_absolute_url()))
    with pytest.raises(AlreadyDone):
        services.look_at_again(back, finding=fresh(finding), holds=True, note="再看", by=cast.zhao)
    services.submit_inspection(back, by=cast.zhao)


def test_what_holds_stays_closed_and_a_stranger_says_nothing_about_it(stage):
    cast = stage.cast
    finding = _closed(stage)
    back = _visit(stage, InspectionKind.LOOK_BACK, cast.peoples_hospital, phase=finding.phase)
    other = _visit(stage, InspectionKind.SPOT_CHECK, cast.peoples_hospital, phase=finding.phase)
    with pytest.raises(NotYet, match="只有“回头看”"):
        services.look_at_again(other, finding=finding, holds=True, note="在", by=cast.zhao)
    with pytest.raises(NotAllowed):
        services.look_at_again(back, finding=finding, holds=True, note="在", by=cast.qian)
    assert post(visit_as(cast.qian), at("inspection_look_back", back.pk, finding.pk), holds="yes").status_code == 403
    services.look_at_again(back, finding=finding, holds=True, note="抽查5份均有签名。", by=cast.zhao)
    assert fresh(finding).state == FindingState.CLOSED
    assert LookBack.objects.get().words == "没有反弹"


def test_the_page_for_a_new_visit_says_what_each_way_brings(stage):
    cast = stage.cast
    phase = stage.open("supervise")
    client, address = visit_as(cast.zhao), at("inspection_open", phase.pk)
    assert "技术指导：只提指导建议，不登记问题，不计分。" in text_of(client.get(address))
    unit = participant_of(phase.campaign, cast.clinic)
    sent = {"participant": unit.pk, "kind": "tracer", "inspectors": ids([cast.zhao])}
    assert "请填写病例代码" in text_of(post(client, address, **sent))
    assert post(client, address, case_code="BL-01", **sent).status_code == 302
    assert phase.inspections.get(kind="tracer").case_code == "BL-01"


def test_the_page_of_a_visit_costs_the_same_whatever_was_seen(stage, django_assert_max_num_queries):
    cast = stage.cast
    finding = _closed(stage)
    back = _visit(stage, InspectionKind.LOOK_BACK, cast.peoples_hospital, phase=finding.phase)
    services.look_at_again(back, finding=finding, holds=True, note="在", by=cast.zhao)
    survey = _surveyed(stage, cast.tcm_hospital, finding.phase)
    answer_everything(back, by=cast.zhao)
    client = visit_as(cast.zhao)
    for visit in (back, survey):
        client.get(visit.get_absolute_url())
        with django_assert_max_num_queries(12):
            client.get(visit.get_absolute_url())


def test_the_ledger_check_finds_a_problem_that_guidance_should_never_have_made(stage):
    finding = make_finding(stage.visit(stage.cast.clinic), by=stage.cast.zhao)
    assert not [one for one in ledger() if "不登记问题" in one.sentence]
    Inspection.objects.filter(pk=finding.inspection_id).update(kind=InspectionKind.GUIDANCE)
    assert [one.sentence for one in ledger() if "不登记问题" in one.sentence] == [
        f"{finding.number_text}登记于不登记问题的检查方式"
    ]
