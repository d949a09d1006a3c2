"""A campaign under way when its units change: the snapshot stays, responsibility follows, the chain agrees."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accountability import handing, verify
from accountability.models import Notice, TrailEvent
from engine.models import Turn
from organizations import openings
from organizations.models import UnitChange
from organizations.refusals import NotYet
from organizations.services import end_appointment, merge_organization, move_organization, rename_organization
from organizations.sight import visible
from rectification.models import Finding, Inspection
from tests import make
from tests.rectification.making import Stage, make_finding, participant_of
from workflow_site import wiring

WHY = "江卫〔2026〕8号"


def differences() -> list[str]:
    return [found.sentence for result in verify.run() for found in result.differences]


def test_a_campaign_goes_on_when_a_hospital_changes_its_district(stage: Stage) -> None:
    cast = stage.cast
    west = make.make_holder("inspector", cast.west_district, name="西督导")
    inspection = stage.inspection_of(cast.tcm_hospital)
    campaign = inspection.campaign
    participant = participant_of(campaign, cast.tcm_hospital)
    shown = (participant.name, participant.region, participant.level)
    number = campaign.number.text
    assert visible(make.anew(cast.han), Inspection).filter(pk=inspection.pk).exists()
    move_organization(cast.tcm_hospital, parent=cast.west_district, by=None, because=WHY)
    for row in (inspection, participant, campaign):
        row.refresh_from_db()
    assert inspection.org_path == inspection.institution_path == inspection.confirm_path == cast.tcm_hospital.path
    assert participant.org_path == cast.tcm_hospital.path
    assert (participant.name, participant.region, participant.level) == shown, "the snapshot stays"
    assert campaign.number.text == number
    turn = Turn.objects.of(inspection).open().get()
    assert turn.org_path == turn.institution_path == cast.tcm_hospital.path
    assert turn in Turn.objects.for_person(make.anew(cast.zheng))
    assert visible(make.anew(west), Inspection).filter(pk=inspection.pk).exists()
    assert not visible(make.anew(cast.han), Inspection).filter(pk=inspection.pk).exists()
    assert differences() == []


def test_a_hospital_merged_into_another_leaves_its_part_to_the_heir(stage: Stage) -> None:
    cast = stage.cast
    inspection = stage.inspection_of(cast.tcm_hospital)
    appointment = cast.president_wu.appointments.get()
    end_appointment(appointment, until=timezone.localdate() - timedelta(days=1), by=None)
    name = participant_of(inspection.campaign, cast.tcm_hospital).name
    merge_organization(cast.tcm_hospital, into=cast.peoples_hospital, by=None, because=WHY)
    participant = participant_of(inspection.campaign, cast.tcm_hospital)
    assert participant.name == name
    turn = Turn.objects.of(inspection).open().get()
    assert turn in Turn.objects.for_person(make.anew(cast.qian)), "the heir's clerk goes on"
    assert TrailEvent.objects.filter(verb="responsibility_followed", object_id=inspection.campaign_id).exists()
    assert Notice.objects.filter(kind="succession", text__contains="由江州市人民医院承接").exists()
    assert differences() == []


def test_the_finding_of_a_merged_department_is_owed_by_its_heir_under_its_number(stage: Stage) -> None:
    cast = stage.cast
    inspection = stage.inspection_of(cast.peoples_hospital)
    finding = make_finding(inspection, by=cast.qian, department=cast.icu)
    number = finding.number_text
    merge_organization(cast.icu, into=cast.surgery, by=None, because=WHY)
    finding.refresh_from_db()
    assert (finding.department, finding.number_text) == (cast.surgery, number)
    assert finding in visible(make.anew(cast.head_gao), Finding)
    assert differences() == []


def test_a_half_done_check_has_a_successor_before_the_inspector_leaves(stage: Stage) -> None:
    cast = stage.cast
    inspection = stage.visit(cast.peoples_hospital)
    with pytest.raises(openings.StillOpen, match="未完成的检查"):
        end_appointment(cast.zhao.appointments.get(), until=timezone.localdate(), by=None)
    (opening,) = openings.of_person(cast.zhao)
    kind = openings.kind_of("inspections")
    assert kind is not None
    assert kind.hand_over is not None
    kind.hand_over(opening, cast.zhao, cast.li, "调离")
    assert set(inspection.inspectors.values_list("person__name", flat=True)) == {"赵督导", "李干事"}
    assert differences() == []


def test_whoever_leads_a_campaign_does_not_leave_without_a_successor(stage: Stage) -> None:
    stage.issue()
    with pytest.raises(NotYet, match="经办的专项工作"):
        end_appointment(stage.cast.li.appointments.get(), until=timezone.localdate(), by=None)


def test_an_old_day_is_told_with_the_old_name(stage: Stage) -> None:
    cast = stage.cast
    campaign = stage.issue()
    rename_organization(cast.tcm_hospital, name="江州市第二中医院", by=None, on=date(2026, 1, 1))
    assert participant_of(campaign, cast.tcm_hospital).name == "城东中医院"
    assert cast.tcm_hospital.name_on(date(2025, 12, 31)) == "城东中医院"
    assert differences() == []


def test_what_follows_a_change_of_units_is_wired_in_one_place() -> None:
    followers = {reaction.__name__ for _event, reaction in wiring.REACTIONS}
    assert {"follow_unit", "follow_successors", "tell_heads"} <= followers
    assert set(UnitChange.Kind.values) == {"rename", "move", "merge", "split", "close"}
    assert handing.REFUSALS
