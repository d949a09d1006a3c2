"""Others look at a unit: who may, who must stay away, and what they leave behind."""

import pytest

from organizations.refusals import Invalid, NotAllowed, NotYet
from rectification import services
from rectification.models import Campaign, Choice, FindingSource, InspectionKind, InspectionState
from tests import make
from tests.rectification.making import answer_everything, fresh, make_finding, participant_of


def test_the_citys_inspector_looks_answers_and_registers(stage):
    cast = stage.cast
    visit = stage.visit(cast.tcm_hospital, kind=InspectionKind.SPOT_CHECK)
    assert (visit.inspecting_unit, visit.inspectors.get().post) == (cast.city, "医政处检查员")
    answer_everything(visit, by=cast.zhao, failing={1})
    with pytest.raises(NotYet, match=r"1. 首诊负责"):
        services.submit_inspection(visit, by=cast.zhao)
    finding = make_finding(visit, by=cast.zhao)
    assert (finding.source, finding.verify_path) == (FindingSource.SPOT_CHECK, cast.city.path)
    services.submit_inspection(visit, by=cast.zhao)
    assert fresh(visit).state == InspectionState.SUBMITTED
    with pytest.raises(NotYet):
        make_finding(visit, by=cast.zhao)


def test_a_district_inspects_its_own(stage):
    cast = stage.cast
    phase = stage.open("supervise")
    participant = participant_of(phase.campaign, cast.tcm_hospital)
    with stage.acts_as(cast.han):
        visit = services.open_inspection(
            phase, participant=participant, kind="supervision", inspectors=[cast.han, cast.jiang], by=cast.han
        )
    assert visit.inspecting_unit == cast.east_district
    answer_everything(visit, by=cast.jiang)
    assert make_finding(visit, by=cast.han).verify_path == cast.east_district.path
    with pytest.raises(NotAllowed):
        services.open_inspection(
            phase,
            participant=participant_of(phase.campaign, cast.peoples_hospital),
            kind="supervision",
            inspectors=[cast.han],
            by=cast.han,
        )


def test_nobody_inspects_his_own_house_under_any_of_his_posts(stage):
    cast = stage.cast
    phase = stage.open("supervise")
    make.make_appointment(cast.zhao, duty="staff", at=cast.icu, title="返聘专家")
    participant = participant_of(phase.campaign, cast.peoples_hospital)
    with pytest.raises(NotAllowed, match="赵督导在被检查单位任职或已登记回避，应当回避"):
        services.open_inspection(phase, participant=participant, kind="supervision", inspectors=[cast.zhao], by=cast.li)


def test_enforcement_takes_two_and_self_is_no_way_to_inspect(stage):
    cast = stage.cast
    phase = stage.open("supervise")
    participant = participant_of(phase.campaign, cast.clinic)
    Campaign.objects.filter(pk=phase.campaign_id).update(nature="enforcement")
    with pytest.raises(Invalid, match="2名"):
        services.open_inspection(
            fresh(phase), participant=participant, kind="supervision", inspectors=[cast.zhao], by=cast.zhao
        )
    with pytest.raises(Invalid, match="检查方式"):
        services.open_inspection(
            fresh(phase), participant=participant, kind="self", inspectors=[cast.zhao], by=cast.zhao
        )
    assert fresh(phase).campaign.disclaimer == ""


def test_only_its_inspectors_write_into_an_inspection_and_only_in_an_open_phase(stage):
    cast = stage.cast
    visit = stage.visit(cast.clinic)
    item = visit.checklist_version.items.first()
    with pytest.raises(NotAllowed, match="不是本次检查的检查人"):
        services.answer_item(visit, item=item, choice=Choice.PASS, by=cast.li)
    closed = visit.campaign.phases.get(kind="conclude")
    with pytest.raises(NotYet, match="没有启动"):
        services.open_inspection(
            closed, participant=visit.participant, kind="look_back", inspectors=[cast.zhao], by=cast.zhao
        )


def test_one_person_of_two_houses_inspects_for_the_house_that_gives_him_the_right(stage):
    cast = stage.cast
    phase = stage.open("supervise")
    participant = participant_of(phase.campaign, cast.tcm_hospital)
    with stage.acts_as(cast.chen):  # as head of the hospital's quality office
        visit = services.open_inspection(
            phase, participant=participant, kind="spot_check", inspectors=[cast.chen], by=cast.chen
        )
    assert visit.inspecting_unit == cast.qc_centre
    finding = make_finding(visit, by=cast.chen, fixed_on_spot=True)
    assert (finding.verify_path, finding.one_level_up) == (cast.city.path, True)
