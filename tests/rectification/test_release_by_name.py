"""A leader goes on without the units he names, and with those he still waits for."""

import pytest

from engine import jobs
from organizations.refusals import Invalid
from rectification import services
from rectification.models import InspectionState
from tests.rectification.making import complete_self_inspection, fresh, open_nodes, participant_of

BECAUSE = "人员外出进修，督导时补查。"


def _names(phase):
    """Who was released in a phase."""
    return set(phase.releases.values_list("participant__name", flat=True))


def _released(stage):
    """A phase whose leader let the clinic go and waits for the two hospitals."""
    phase = stage.open("self_inspect")
    jobs.run_all()
    clinic = participant_of(phase.campaign, stage.cast.clinic)
    services.release_participants(phase, by=stage.cast.director_wang, because=BECAUSE, participants=[clinic])
    return phase


def test_only_the_named_unit_is_released_and_the_phase_waits_on(stage):
    phase = _released(stage)
    assert _names(phase) == {"何氏诊所"}
    assert stage.inspection_of(stage.cast.clinic, phase).state == InspectionState.RELEASED
    assert stage.inspection_of(stage.cast.tcm_hospital, phase).state == InspectionState.OPEN
    assert open_nodes(phase) == ["self_inspect"]


def test_it_goes_on_when_the_last_other_unit_is_confirmed_while_the_released_one_fills(stage):
    cast, phase = stage.cast, _released(stage)
    for unit, filler, head in (
        (cast.tcm_hospital, cast.zheng, cast.president_wu),
        (cast.peoples_hospital, cast.qian, cast.vice_president_he),
    ):
        assert open_nodes(phase) == ["self_inspect"]
        complete_self_inspection(stage.inspection_of(unit, phase), filler=filler, confirmer=head)
        jobs.run_all()
    assert open_nodes(phase) == ["complete"]
    assert fresh(stage.inspection_of(cast.clinic, phase)).is_answerable


def test_it_goes_on_when_the_last_other_units_are_taken_out(stage):
    cast, phase = stage.cast, _released(stage)
    for unit in (cast.tcm_hospital, cast.peoples_hospital):
        left = participant_of(phase.campaign, unit)
        services.remove_participant(left, by=cast.li, because="机构已经撤销。")
        jobs.run_all()
    assert open_nodes(phase) == ["complete"]


def test_naming_nobody_or_somebody_who_has_finished_is_refused(stage):
    cast = stage.cast
    phase = stage.open("self_inspect")
    jobs.run_all()
    done = participant_of(phase.campaign, cast.tcm_hospital)
    complete_self_inspection(
        stage.inspection_of(cast.tcm_hospital, phase), filler=cast.zheng, confirmer=cast.president_wu
    )
    for named, said in (([], "请至少选择一家"), ([done], "以下单位已经完成或已经放行：城东中医院")):
        with pytest.raises(Invalid, match=said):
            services.release_participants(phase, by=cast.director_wang, because=BECAUSE, participants=named)
    assert not phase.releases.exists()
