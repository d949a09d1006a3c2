"""再部署 begins a phase again as the next round; a response level tightens what is open until it is lifted."""

import datetime

import pytest
from django.utils import timezone

from accountability import verify_trail
from accountability.models import Notice
from engine import jobs
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification import services
from rectification.models import CampaignState, PhaseState, Response, TightenedDeadline
from tests.rectification.making import deliver_required, fresh, make_finding, open_nodes, sign
from tests.rectification.pages import at, post, text_of, visit_as


def _in(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def _again(stage, phase, **more):
    told = {"opens_on": _in(0), "closes_on": _in(9), "because": "首轮整改不到位，再动员再落实。", **more}
    return services.deploy_again(phase, by=stage.cast.director_wang, **told)


def test_a_phase_begins_again_with_its_own_window_and_what_was_found_stays(stage):
    cast = stage.cast
    first = stage.open("supervise")
    finding = make_finding(stage.visit(cast.tcm_hospital, phase=first), by=cast.zhao)
    client = visit_as(cast.director_wang)
    assert "再部署" in text_of(client.get(first.campaign.get_absolute_url()))
    sent = {"opens_on": _in(1).isoformat(), "closes_on": _in(8).isoformat(), "because": "再督查。"}
    assert post(client, at("phase_again", first.pk), **sent).status_code == 302
    second = first.campaign.phases.get(round=2)
    assert (second.name, second.again_of, second.state) == (f"{first.name}（第2轮）", first, PhaseState.PLANNED)
    assert second.outputs.count() == first.outputs.count()
    assert open_nodes(second) == ["open"]
    services.open_phase(second, by=cast.director_wang)
    later = make_finding(stage.visit(cast.clinic, phase=fresh(second)), by=cast.zhao)
    assert (fresh(finding).phase.round, fresh(later).phase.round) == (1, 2)
    assert _again(stage, second).round == 3


def test_the_campaign_waits_for_its_new_round(stage):
    cast = stage.cast
    campaign = stage.issue()
    for planned in campaign.phases.order_by("order"):
        services.open_phase(planned, by=cast.director_wang)
        jobs.run_all()
        phase = fresh(planned)
        deliver_required(phase, by=cast.li)
        if phase.missing_outputs or phase.has_self_inspections:
            services.release_participants(phase, by=cast.director_wang, because="先行推进。")
            jobs.run_all()
        services.submit_phase(fresh(phase), by=cast.li)
        sign(fresh(phase))
    assert open_nodes(campaign) == ["conclude"]
    second = _again(stage, campaign.phases.get(kind="supervise"))
    jobs.run_all()
    assert open_nodes(campaign) == ["phases"]
    assert open_nodes(second) == ["open"]


def test_what_cannot_be_deployed_again_is_refused_with_its_sentence(stage):
    phase = stage.open("supervise")
    with pytest.raises(Invalid, match="不能早于开始日期"):
        _again(stage, phase, closes_on=_in(-1))
    with pytest.raises(NotYet, match="还没有启动"):
        _again(stage, phase.campaign.phases.get(kind="conclude"))
    with pytest.raises(NotAllowed):
        services.deploy_again(phase, opens_on=_in(0), closes_on=_in(1), because="再", by=stage.cast.li)
    assert not phase.campaign.phases.filter(round=2).exists()


def _raised(stage, campaign, **more):
    told = {"level": "1", "mode": "percent", "amount": 50, "because": "县委书记指示，立即进入应战状态。", **more}
    response = services.raise_response(campaign, by=stage.cast.director_wang, **told)
    jobs.run_all()
    return response


def test_a_response_brings_open_deadlines_nearer_and_its_lifting_gives_them_back(stage):
    cast = stage.cast
    finding = stage.approved(stage.supervision_finding(), due_on=_in(20))
    task = finding.measures_in_force.get().assignment
    campaign = finding.campaign
    client, address = visit_as(cast.director_wang), at("campaign_response", campaign.pk)
    sent = {"level": "1", "mode": "percent", "amount": 50, "because": "进入应战状态。"}
    assert post(client, address, **sent).status_code == 302
    jobs.run_all()
    assert (fresh(finding).due_on, fresh(task).due_on) == (_in(10), _in(10))
    assert fresh(task).scheduled_on == _in(20)
    assert Notice.objects.filter(person=cast.nurse_sun, kind="response").count() == 1
    page = text_of(client.get(campaign.get_absolute_url()))
    assert "Ⅰ级响应" in page
    assert "剩余天数缩短到 50%" in page
    assert post(client, address, because="形势平稳。").status_code == 302
    jobs.run_all()
    assert (fresh(finding).due_on, fresh(task).due_on) == (_in(20), _in(20))
    assert not TightenedDeadline.objects.filter(restored=False).exists()
    assert Response.objects.get().lifted_by == cast.director_wang


def _untold(*kinds):
    """The rows of these kinds that are not as their newest event tells."""
    return [one.thing for one in verify_trail.rows() if one.thing.partition(":")[0].rpartition(".")[2] in kinds]


def test_every_window_a_response_moves_and_gives_back_is_told(stage):
    campaign = stage.issue(starts_on=_in(0))
    _raised(stage, campaign)
    kinds = {row.content_type.model for row in TightenedDeadline.objects.all()}
    assert "phase" in kinds
    assert _untold("phase", "output", "tighteneddeadline", "response") == []
    services.lift_response(fresh(campaign), because="解除", by=stage.cast.director_wang)
    assert _untold("phase", "output", "tighteneddeadline", "response") == []


def test_every_limit_a_response_moves_and_gives_back_is_told(stage):
    cast = stage.cast
    finding = stage.approved(stage.supervision_finding(), due_on=_in(20))
    _raised(stage, finding.campaign)
    assert make_finding(stage.visit(cast.peoples_hospital), by=cast.zhao).due_on
    kinds = {row.content_type.model for row in TightenedDeadline.objects.all()}
    assert kinds == {"finding", "assignment"}
    assert _untold("finding", "assignment", "tighteneddeadline") == []
    services.lift_response(fresh(finding.campaign), because="解除", by=cast.director_wang)
    jobs.run_all()
    assert _untold("finding", "assignment", "tighteneddeadline") == []


def test_what_somebody_has_moved_meanwhile_is_left_alone_and_the_past_stays(stage):
    cast = stage.cast
    visit = stage.visit(cast.peoples_hospital)
    moved = make_finding(visit, by=cast.zhao, due_on=_in(30))
    past = make_finding(visit, by=cast.zhao, due_on=_in(-3), description="早已逾期的问题。")
    _raised(stage, visit.campaign, mode="days", amount=10)
    assert (fresh(moved).due_on, fresh(past).due_on) == (_in(20), _in(-3))
    services.set_limit(fresh(moved), limit_on=_in(5), because="再提前。", by=cast.zhao)
    services.lift_response(fresh(visit.campaign), because="解除", by=cast.director_wang)
    jobs.run_all()
    assert (fresh(moved).due_on, fresh(past).due_on) == (_in(5), _in(-3))


def test_what_is_found_while_it_lasts_is_due_earlier_too(stage):
    cast = stage.cast
    visit = stage.visit(cast.peoples_hospital)
    _raised(stage, visit.campaign, amount=10)
    finding = make_finding(visit, by=cast.zhao)
    assert finding.due_on == _in(6)  # sixty days by the rules
    services.lift_response(fresh(visit.campaign), because="解除", by=cast.director_wang)
    jobs.run_all()
    assert (fresh(finding).due_on, fresh(finding).limit_on) == (_in(60), _in(60))


def test_windows_and_outputs_of_what_is_not_over_move_too(stage):
    campaign = stage.issue(starts_on=_in(0))
    before = {phase.pk: phase.closes_on for phase in campaign.phases.all()}
    _raised(stage, campaign)
    after = {phase.pk: phase.closes_on for phase in campaign.phases.all()}
    assert all(after[pk] <= before[pk] for pk in before)
    assert after != before
    assert all(phase.opens_on <= phase.closes_on for phase in campaign.phases.all())
    services.lift_response(fresh(campaign), because="解除", by=stage.cast.director_wang)
    assert {phase.pk: phase.closes_on for phase in campaign.phases.all()} == before


def test_the_page_of_the_campaign_costs_no_more_under_a_response(stage, django_assert_max_num_queries):
    campaign = stage.issue()
    _raised(stage, campaign)
    client = visit_as(stage.cast.director_wang)
    client.get(campaign.get_absolute_url())
    with django_assert_max_num_queries(12):
        assert "Ⅰ级响应" in text_of(client.get(campaign.get_absolute_url()))


def test_one_response_at_a_time_by_a_leader_with_a_number_that_makes_sense(stage):
    campaign = stage.issue()
    assert campaign.state == CampaignState.RUNNING
    for wrong in ({"amount": 0}, {"amount": 100}, {"mode": "days", "amount": 181}, {"level": "9"}, {"because": " "}):
        with pytest.raises(Invalid):
            _raised(stage, campaign, **wrong)
    with pytest.raises(NotYet, match="没有启动响应"):
        services.lift_response(campaign, because="解除", by=stage.cast.director_wang)
    _raised(stage, campaign)
    with pytest.raises(AlreadyDone):
        _raised(stage, campaign, level="2")
    assert visit_as(stage.cast.li).get(at("campaign_response", campaign.pk)).status_code == 403
    assert visit_as(stage.cast.qian).get(at("campaign_response", campaign.pk)).status_code == 403
