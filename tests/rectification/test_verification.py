"""A fix is verified by somebody who is neither fixer nor author; what is not fixed goes back, what returns reopens."""

import pytest

from accountability.models import Assignment
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification import services
from rectification.models import Conclusion, FindingState, MeasureState
from tests import make
from tests.rectification.making import fresh, make_finding, open_nodes, plan


@pytest.fixture
def colleague(stage):
    """A second clerk for the whole hospital."""
    return make.make_holder("clerk", stage.cast.quality_office, name="袁干事", oversees=stage.cast.peoples_hospital)


def test_a_fix_found_true_is_struck_off(stage, colleague):
    finding = stage.reported(stage.finding())
    assert (finding.one_level_up, finding.verify_path) == (False, stage.cast.peoples_hospital.path)
    services.verify_finding(finding, conclusion=Conclusion.FIXED, opinion="现场核查属实。", by=colleague)
    finding = fresh(finding)
    close_out = finding.close_outs.get()
    assert (finding.state, finding.is_closed, open_nodes(finding)) == (FindingState.CLOSED, True, [])
    assert (close_out.by, close_out.opinion) == (colleague, "现场核查属实。")
    with pytest.raises(AlreadyDone, match="袁干事"):
        services.verify_finding(finding, conclusion=Conclusion.FIXED, opinion="再核", by=stage.cast.zhao)


def test_neither_author_nor_fixer_verifies_whatever_post_they_hold(stage, colleague):
    cast = stage.cast
    nurse = cast.nurse_sun
    make.make_appointment(nurse, duty="inspector", at=cast.peoples_hospital)
    finding = stage.reported(stage.finding(), holder=nurse)
    with pytest.raises(NotAllowed, match="登记人，不能核查"):
        services.verify_finding(finding, conclusion=Conclusion.FIXED, opinion="好", by=cast.qian)
    with pytest.raises(NotAllowed, match="参与了该问题的整改"):
        services.verify_finding(finding, conclusion=Conclusion.FIXED, opinion="好", by=make.anew(nurse))
    with pytest.raises(NotAllowed):
        services.verify_finding(finding, conclusion=Conclusion.FIXED, opinion="好", by=cast.zheng)
    assert finding.verifications.count() == 0


def test_where_a_unit_has_nobody_else_it_goes_one_level_up(stage):
    finding = stage.reported(stage.finding())
    assert (finding.one_level_up, finding.verify_path) == (True, stage.cast.city.path)
    verification = services.verify_finding(
        finding, conclusion=Conclusion.FIXED, opinion="核查属实。", by=stage.cast.zhao
    )
    assert verification.one_level_up


def test_where_nobody_at_all_can_verify_the_report_is_refused(stage):
    cast = stage.cast
    finding = stage.approved(stage.finding())
    for person in (cast.zhao, cast.li):
        person.appointments.update(until="2020-01-01")
    with pytest.raises(NotYet, match="没有可以核查的人员"):
        services.report_rectified(finding, text="已完成。", by=cast.qian)
    assert fresh(finding.measures.get().assignment).state == Assignment.State.OPEN


@pytest.mark.parametrize("conclusion", [Conclusion.PARTIAL, Conclusion.NOT_FIXED])
def test_what_is_not_fixed_goes_back_with_the_reason_and_a_new_round(stage, colleague, conclusion):
    finding = stage.reported(stage.finding())
    services.verify_finding(finding, conclusion=conclusion, opinion="夜班仍缺签名。", by=colleague)
    finding = fresh(finding)
    assert (finding.state, finding.round, open_nodes(finding)) == (FindingState.RECTIFYING, 2, ["rectify"])
    assert finding.measures.get().assignment.state == Assignment.State.OPEN
    services.report_rectified(finding, text="夜班已补训。", by=stage.cast.qian)
    services.verify_finding(finding, conclusion=Conclusion.FIXED, opinion="属实。", by=colleague)
    rounds = list(finding.verifications.values_list("round", "conclusion"))
    assert rounds == [(1, conclusion.value), (2, "fixed")]
    assert finding.close_outs.get().round == 2


def test_a_verdict_needs_a_known_word_and_an_opinion(stage, colleague):
    finding = stage.reported(stage.finding())
    with pytest.raises(Invalid, match="核查结论"):
        services.verify_finding(finding, conclusion="perhaps", opinion="好", by=colleague)
    with pytest.raises(Invalid, match="核查意见"):
        services.verify_finding(finding, conclusion=Conclusion.FIXED, opinion=" ", by=colleague)


def test_what_was_fixed_on_the_spot_goes_straight_to_verification(stage, colleague):
    finding = stage.finding(fixed_on_spot=True)
    assert (finding.state, open_nodes(finding)) == (FindingState.VERIFYING, ["verify"])
    services.verify_finding(finding, conclusion=Conclusion.NOT_FIXED, opinion="又缺了。", by=colleague)
    finding = fresh(finding)
    assert (finding.state, finding.round, open_nodes(finding)) == (FindingState.PLANNING, 2, ["plan"])
    finding = stage.reported(finding)
    services.verify_finding(finding, conclusion=Conclusion.FIXED, opinion="属实。", by=colleague)
    assert fresh(finding).is_closed


def test_what_others_found_others_verify(stage, colleague):
    cast = stage.cast
    finding = stage.reported(stage.supervision_finding())
    assert (finding.verify_path, finding.one_level_up) == (cast.city.path, False)
    with pytest.raises(NotAllowed):
        services.verify_finding(finding, conclusion=Conclusion.FIXED, opinion="好", by=colleague)
    with pytest.raises(NotAllowed, match="登记人"):
        services.verify_finding(finding, conclusion=Conclusion.FIXED, opinion="好", by=cast.zhao)
    services.verify_finding(finding, conclusion=Conclusion.FIXED, opinion="属实。", by=cast.li)
    assert fresh(finding).is_closed


def test_a_problem_that_comes_back_is_reopened_with_new_measures(stage, colleague):
    cast = stage.cast
    finding = stage.reported(stage.finding())
    with pytest.raises(NotYet, match="还没有销号"):
        services.reopen_finding(finding, by=cast.vice_president_he, because="又出现")
    services.verify_finding(finding, conclusion=Conclusion.FIXED, opinion="属实。", by=colleague)
    with pytest.raises(Invalid):
        services.reopen_finding(finding, by=cast.vice_president_he, because=" ")
    with pytest.raises(NotAllowed):
        services.reopen_finding(finding, by=colleague, because="又出现")
    services.reopen_finding(finding, by=cast.vice_president_he, because="回头看发现同类问题。")
    finding = fresh(finding)
    assert (finding.state, finding.round, open_nodes(finding)) == (FindingState.REGISTERED, 2, ["plan"])
    assert finding.reopenings.get().because == "回头看发现同类问题。"
    finding = stage.reported(finding)
    services.verify_finding(finding, conclusion=Conclusion.FIXED, opinion="属实。", by=colleague)
    finding = fresh(finding)
    assert finding.is_closed
    assert list(finding.close_outs.values_list("round", flat=True)) == [1, 2]
    assert set(finding.measures.values_list("state", flat=True)) == {MeasureState.ENDED, MeasureState.APPROVED}


def test_a_lonely_doctors_fix_is_verified_by_the_superior(stage):
    cast = stage.cast
    finding = make_finding(stage.inspection_of(cast.clinic), by=cast.doctor_he)
    plan(finding, holder=cast.doctor_he, by=cast.doctor_he)
    services.approve_measures(finding, by=cast.director_wang)
    services.report_rectified(finding, text="已完成。", by=cast.doctor_he)
    assert fresh(finding).one_level_up
    services.verify_finding(finding, conclusion=Conclusion.FIXED, opinion="属实。", by=cast.li)
    assert fresh(finding).is_closed


def test_who_reported_an_earlier_round_may_not_verify_a_later_one(stage, colleague):
    finding = stage.approved(stage.finding())
    services.report_rectified(finding, text="已整改。", by=colleague)
    services.verify_finding(fresh(finding), conclusion=Conclusion.PARTIAL, opinion="夜班未改。", by=stage.cast.zhao)
    services.report_rectified(fresh(finding), text="夜班已改。", by=stage.cast.qian)

    with pytest.raises(NotAllowed):
        services.verify_finding(fresh(finding), conclusion=Conclusion.FIXED, opinion="好", by=make.anew(colleague))
    assert colleague in fresh(finding).fixers
