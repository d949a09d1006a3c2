"""The list of units is frozen once, and then changed by name, with a reason, readable ever after."""

import pytest

from engine import jobs
from organizations.models import Organization
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification import services
from rectification.models import InspectionState, ParticipantState
from tests.rectification.making import answer_everything, complete_self_inspection, fresh, open_nodes, participant_of


def test_the_list_is_a_snapshot_and_version_one(stage):
    campaign = stage.issue()
    assert campaign.scope_version == 1
    change = campaign.scope_changes.get()
    assert (change.action, change.count) == ("frozen", 3)
    Organization.objects.filter(pk=stage.cast.tcm_hospital.pk).update(name="新名字", level="tertiary")
    snapshot = participant_of(campaign, stage.cast.tcm_hospital)
    assert (snapshot.name, snapshot.level_label, snapshot.kind_label) == ("城东中医院", "二级甲等", "医院")
    assert snapshot.ownership_label == "公立"


def test_a_late_unit_joins_the_phases_under_way_and_the_phase_waits_for_it(stage):
    cast = stage.cast
    phase = stage.open("self_inspect")
    late = services.add_participant(
        phase.campaign, organization=cast.private_hospital, by=cast.li, because="新近取得执业许可。"
    )
    assert (late.added_by_rule, late.in_focus) == (False, True)
    inspection = stage.inspection_of(cast.private_hospital, phase)
    assert open_nodes(inspection) == ["fill"]
    for unit, filler, confirmer in (
        (cast.peoples_hospital, cast.qian, cast.vice_president_he),
        (cast.tcm_hospital, cast.zheng, cast.president_wu),
    ):
        complete_self_inspection(stage.inspection_of(unit, phase), filler=filler, confirmer=confirmer)
    services.remove_participant(participant_of(phase.campaign, cast.clinic), by=cast.li, because="停业。")
    jobs.run_all()
    assert open_nodes(phase) == ["self_inspect"]
    services.remove_participant(late, by=cast.li, because="执业许可被撤回。")
    jobs.run_all()
    assert open_nodes(phase) == ["complete"]
    versions = [(each.version, each.action, each.count) for each in phase.campaign.scope_changes.all()]
    assert versions == [(1, "frozen", 3), (2, "added", 4), (3, "removed", 3), (4, "removed", 2)]


def test_a_removed_units_verbs_refuse_and_it_may_be_taken_in_again(stage):
    cast = stage.cast
    phase = stage.open("self_inspect")
    participant = participant_of(phase.campaign, cast.tcm_hospital)
    services.remove_participant(participant, by=cast.li, because="范围有误。")
    assert fresh(participant).state == ParticipantState.REMOVED
    assert phase.progress.total == 2
    with pytest.raises(AlreadyDone):
        services.remove_participant(participant, by=cast.li, because="再来一次")
    ended = stage.inspection_of(cast.tcm_hospital, phase)
    with pytest.raises(AlreadyDone):
        services.submit_self_inspection(ended, by=cast.zheng)
    with pytest.raises(NotYet, match="已从参加单位名单中剔除"):
        answer_everything(ended, by=cast.zheng)
    services.add_participant(phase.campaign, organization=cast.tcm_hospital, by=cast.li, because="恢复。")
    inspection = stage.inspection_of(cast.tcm_hospital, phase)
    assert (inspection.state, open_nodes(inspection)) == (InspectionState.OPEN, ["fill"])


def test_changes_need_a_reason_a_right_and_a_unit_in_sight(stage):
    cast = stage.cast
    campaign = stage.issue()
    with pytest.raises(Invalid):
        services.add_participant(campaign, organization=cast.private_hospital, by=cast.li, because=" ")
    with pytest.raises(NotAllowed):
        services.add_participant(campaign, organization=cast.private_hospital, by=cast.zheng, because="要来")
    with pytest.raises(AlreadyDone):
        services.add_participant(campaign, organization=cast.clinic, by=cast.li, because="要来")
    cast.military_hospital.links_up.all().delete()
    with pytest.raises(NotYet, match="军队某医院"):
        services.add_participant(campaign, organization=cast.military_hospital, by=cast.li, because="要来")


def test_the_list_of_a_draft_cannot_be_changed(stage):
    with pytest.raises(NotYet):
        services.add_participant(
            stage.draft(), organization=stage.cast.private_hospital, by=stage.cast.li, because="要来"
        )


def test_a_unit_removed_while_the_tasks_are_handed_out_gets_none(stage):
    campaign = stage.issue()
    check = campaign.phases.get(kind="self_inspect")
    services.open_phase(check, by=stage.cast.director_wang)
    jobs.drain(limit=1)  # the inspections are there, their flows are not
    services.remove_participant(participant_of(campaign, stage.cast.clinic), by=stage.cast.li, because="停业。")
    jobs.run_all()
    assert open_nodes(stage.inspection_of(stage.cast.clinic, check)) == []
    assert open_nodes(stage.inspection_of(stage.cast.tcm_hospital, check)) == ["fill"]


def test_a_released_units_inspection_ends_when_the_unit_is_removed(stage):
    phase = stage.open("self_inspect")
    services.release_participants(phase, by=stage.cast.director_wang, because="时限已到。")
    services.remove_participant(participant_of(phase.campaign, stage.cast.clinic), by=stage.cast.li, because="停业。")
    assert open_nodes(stage.inspection_of(stage.cast.clinic, phase)) == []
    assert open_nodes(stage.inspection_of(stage.cast.tcm_hospital, phase)) == ["fill"]
