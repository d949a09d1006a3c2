"""A person opens and closes a phase; windows only warn; outputs may be registered with their true earlier date."""

import datetime

import pytest
from django.utils import timezone

from engine import jobs
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification import services
from rectification.models import InspectionState, Output, Per, PhaseState
from tests.rectification.making import (
    answer_everything,
    complete_self_inspection,
    deliver_required,
    fresh,
    open_nodes,
    participant_of,
    sign,
)


def owed_by_units(phase) -> Output:
    """An output every unit owes."""
    output = phase.outputs.filter(per=Per.PARTICIPANT).first()
    Output.objects.filter(pk=output.pk).update(required=True)
    return fresh(output)


def test_a_leader_opens_phases_that_overlap_in_windows_long_past(stage):
    campaign = stage.issue()
    deploy, check, *_rest = campaign.phases.order_by("order")
    for phase in (deploy, check):
        services.open_phase(phase, by=stage.cast.director_wang)
    assert {fresh(deploy).state, fresh(check).state} == {PhaseState.OPEN}
    assert fresh(deploy).is_outside_window
    assert list(campaign.phases.open().values_list("pk", flat=True)) == [deploy.pk, check.pk]
    assert campaign.phases.outside_window().count() == 4


def test_opening_hands_out_one_inspection_per_unit_in_the_background(stage):
    campaign = stage.issue()
    check = campaign.phases.get(kind="self_inspect")
    services.open_phase(check, by=stage.cast.director_wang)
    assert check.inspections.count() == 0
    assert open_nodes(check) == ["prepare"]
    jobs.run_all()
    check = fresh(check)
    assert (check.prepared, check.to_prepare, open_nodes(check)) == (3, 3, ["self_inspect"])
    assert [open_nodes(each) for each in check.inspections.all()] == [["fill"]] * 3
    assert (check.progress.total, check.progress.open, check.progress.percent) == (3, 3, 0)


def test_only_a_leader_opens_and_only_once(stage):
    phase = stage.issue().phases.first()
    with pytest.raises(NotAllowed):
        services.open_phase(phase, by=stage.cast.li)
    services.open_phase(phase, by=stage.cast.director_wang)
    with pytest.raises(AlreadyDone, match="王主任"):
        services.open_phase(phase, by=stage.cast.director_liu)


def test_an_output_keeps_its_true_earlier_date_and_is_marked(stage):
    phase = stage.open("deploy")
    output = phase.outputs.get(name="动员部署")
    day = datetime.date(2017, 2, 13)
    delivery = services.deliver(
        output, delivered_on=day, text="视频会议部署。", used_alternative=True, by=stage.cast.li
    )
    assert (delivery.backdated, delivery.is_late, delivery.delivered_on) == (True, False, day)
    today = services.deliver(output, delivered_on=timezone.localdate(), text="补充。", by=stage.cast.li)
    assert (today.backdated, today.is_late) == (False, True)


def test_what_cannot_be_delivered_is_refused_in_words(stage):
    cast = stage.cast
    campaign = stage.issue()
    phase = stage.open("deploy", campaign)
    mine = phase.outputs.get(name="工作方案和责任分工")
    theirs = phase.outputs.get(per=Per.PARTICIPANT)
    today = timezone.localdate()
    unit = participant_of(campaign, cast.tcm_hospital)
    with pytest.raises(Invalid) as refusal:
        services.deliver(
            mine, delivered_on=today + datetime.timedelta(days=1), used_alternative=True, text=" ", by=cast.li
        )
    assert set(refusal.value.errors) == {"delivered_on", "used_alternative", "text"}
    with pytest.raises(Invalid, match="主办单位"):
        services.deliver(mine, participant=unit, delivered_on=today, text="有", by=cast.li)
    with pytest.raises(Invalid, match="请选择单位"):
        services.deliver(theirs, delivered_on=today, text="有", by=cast.li)
    with pytest.raises(NotAllowed):
        services.deliver(theirs, participant=unit, delivered_on=today, text="有", by=cast.qian)
    with pytest.raises(NotAllowed):
        services.deliver(mine, delivered_on=today, text="有", by=cast.zheng)
    foreign = participant_of(stage.issue(title="另一项"), cast.tcm_hospital)
    with pytest.raises(Invalid, match="不在本专项工作"):
        services.deliver(theirs, participant=foreign, delivered_on=today, text="有", by=cast.zheng)
    draft = stage.draft(title="草稿")
    with pytest.raises(NotYet, match="不在实施中"):
        services.deliver(draft.phases.first().outputs.first(), delivered_on=today, text="有", by=cast.li)


def test_a_phase_is_not_submitted_while_required_outputs_are_missing_and_says_whose(stage):
    cast = stage.cast
    phase = stage.open("deploy")
    output = owed_by_units(phase)
    with pytest.raises(NotYet) as refusal:
        services.submit_phase(phase, by=cast.li)
    assert "工作方案和责任分工" in refusal.value.message
    assert "本单位实施方案（江州市人民医院）" in refusal.value.message
    deliver_required(phase, by=cast.li)
    for unit, clerk in ((cast.peoples_hospital, cast.qian), (cast.clinic, cast.doctor_he)):
        participant = participant_of(phase.campaign, unit)
        services.deliver(output, participant=participant, delivered_on=timezone.localdate(), text="有", by=clerk)
    with pytest.raises(NotYet, match="还缺1项必交成果：本单位实施方案（城东中医院）"):
        services.submit_phase(phase, by=cast.li)
    services.release_participants(phase, by=cast.director_wang, because="正在搬迁。")
    assert phase.releases.get().participant.name == "城东中医院"
    services.submit_phase(phase, by=cast.li)
    assert fresh(phase).state == PhaseState.SIGNING


def test_a_released_unit_is_named_and_its_inspection_goes_on(stage):
    cast = stage.cast
    phase = stage.open("self_inspect")
    complete_self_inspection(
        stage.inspection_of(cast.peoples_hospital, phase), filler=cast.qian, confirmer=cast.vice_president_he
    )
    submitted = stage.inspection_of(cast.tcm_hospital, phase)
    answer_everything(submitted, by=cast.zheng)
    services.submit_self_inspection(submitted, by=cast.zheng)
    deliver_required(phase, by=cast.li)
    with pytest.raises(NotYet, match="还没有轮到这一步"):
        services.submit_phase(phase, by=cast.li)
    releases = services.release_participants(phase, by=cast.director_wang, because="时限已到，督导时补查。")
    assert {each.participant.name for each in releases} == {"城东中医院", "何氏诊所"}
    assert fresh(submitted).state == InspectionState.SUBMITTED
    clinic = stage.inspection_of(cast.clinic, phase)
    assert clinic.state == InspectionState.RELEASED
    with pytest.raises(NotYet, match="没有需要放行的单位"):
        services.release_participants(phase, by=cast.director_wang, because="再放行")
    services.submit_phase(fresh(phase), by=cast.li)
    content = fresh(phase).sign_off_manifest()
    named = next(section for section in content["sections"] if section["heading"] == "放行单位")
    assert [row[0] for row in named["table"]["body"]] == ["城东中医院", "何氏诊所"]
    sign(phase)
    services.confirm_self_inspection(submitted, by=cast.president_wu)
    answer_everything(clinic, by=cast.doctor_he)
    services.submit_self_inspection(clinic, by=cast.doctor_he)
    jobs.run_all()
    assert fresh(phase).state == PhaseState.CLOSED
    assert fresh(clinic).state == InspectionState.SUBMITTED


def test_release_needs_a_leader_a_reason_and_an_open_phase(stage):
    phase = stage.open("self_inspect")
    with pytest.raises(NotAllowed):
        services.release_participants(phase, by=stage.cast.li, because="不等了")
    with pytest.raises(Invalid):
        services.release_participants(phase, by=stage.cast.director_wang, because="")
    planned = phase.campaign.phases.get(kind="conclude")
    with pytest.raises(NotYet):
        services.release_participants(planned, by=stage.cast.director_wang, because="不等了")


def test_the_sign_off_shows_dates_marks_counts_and_findings(stage):
    phase = stage.open("deploy")
    for output in phase.outputs.filter(required=True):
        day = datetime.date(2017, 2, 13)
        services.deliver(output, delivered_on=day, text="已印发。", by=stage.cast.li)
    services.submit_phase(phase, by=stage.cast.li)
    content = fresh(phase).sign_off_manifest()
    delivered = next(section for section in content["sections"] if section["heading"] == "阶段成果")["table"]["body"]
    assert delivered[0][2:4] == ["2017年2月13日", "补录"]
    assert delivered[2][2] == "0家已提交"
    findings = next(section for section in content["sections"] if section["heading"] == "问题情况")["table"]
    assert findings["body"] == [["一般", "0", "0", "0"], ["较大", "0", "0", "0"], ["重大", "0", "0", "0"]]
    with pytest.raises(NotYet, match="正在审批"):
        services.deliver(output, delivered_on=day, text="又一份", by=stage.cast.li)


def test_a_returned_sign_off_opens_the_phase_again(stage):
    phase = stage.open("deploy")
    deliver_required(phase, by=stage.cast.li)
    services.submit_phase(phase, by=stage.cast.li)
    sign(phase, verdict="return", opinion="请补充会议纪要。")
    assert (fresh(phase).state, open_nodes(phase)) == (PhaseState.OPEN, ["complete"])
    deliver_required(phase, by=stage.cast.li)
    services.submit_phase(fresh(phase), by=stage.cast.li)
    sign(phase)
    phase = fresh(phase)
    assert phase.state == PhaseState.CLOSED
    late = services.deliver(
        phase.outputs.first(), delivered_on=timezone.localdate(), text="结束后补交。", by=stage.cast.li
    )
    assert late.is_late
