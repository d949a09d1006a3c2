"""The wall shows every unit's inspections, deliveries and findings."""

from django.utils import timezone

from organizations.sight import visible
from rectification import services
from rectification.models import Conclusion, Participant, Per
from rectification.models.standing import burden, wall
from tests.rectification.making import complete_self_inspection, fresh, make_finding, participant_of


def test_a_row_per_unit_with_its_inspections_deliveries_and_findings(stage):
    cast = stage.cast
    phase = stage.open("self_inspect")
    campaign = phase.campaign
    inspection = stage.inspection_of(cast.peoples_hospital, phase)
    make_finding(inspection, by=cast.qian)
    closed = stage.reported(make_finding(inspection, by=cast.qian, description="交接班本缺项。"))
    services.verify_finding(closed, conclusion=Conclusion.FIXED, opinion="属实。", by=cast.zhao)
    complete_self_inspection(inspection, filler=cast.qian, confirmer=cast.president_wang)
    supervise = stage.open("supervise", campaign)
    visit = stage.visit(cast.tcm_hospital, phase=supervise)
    report = phase.outputs.get(per=Per.PARTICIPANT)
    unit = participant_of(campaign, cast.tcm_hospital)
    for text in ("初稿", "更正稿"):
        services.deliver(report, participant=unit, delivered_on=timezone.localdate(), text=text, by=cast.zheng)

    rows = {row.participant.name: row for row in wall(campaign)}
    hospital, tcm, clinic = rows["江州市人民医院"], rows["城东中医院"], rows["何氏诊所"]
    assert (hospital.findings_open, hospital.findings_closed, hospital.findings_overdue) == (1, 1, 0)
    assert hospital.inspections[phase.pk].state == "confirmed"
    assert (tcm.visits[supervise.pk], tcm.deliveries) == ([visit], {phase.pk: 1})
    assert (clinic.findings_open, clinic.deliveries) == (0, {})
    mine = wall(campaign, visible(cast.zheng, Participant).filter(campaign=campaign))
    assert [row.participant.name for row in mine] == ["城东中医院"]


def test_the_burden_on_the_base_is_counted(stage):
    campaign = stage.draft()
    asked = burden(campaign, 3)
    assert (asked.units, asked.forms, asked.items, asked.minutes, asked.hours) == (3, 1, 25, 90, 4)


def test_progress_counts_active_units_by_state(stage):
    phase = stage.open("self_inspect")
    complete_self_inspection(
        stage.inspection_of(stage.cast.tcm_hospital, phase), filler=stage.cast.zheng, confirmer=stage.cast.president_wu
    )
    progress = fresh(phase).progress
    assert (progress.total, progress.open, progress.done, progress.percent) == (3, 2, 1, 33)
