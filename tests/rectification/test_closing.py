"""Closing: temporary measures hold from then on, what is open goes on under 督办, everything else is locked."""

import datetime

import pytest
from django.utils import timezone

from accountability import verify
from accountability.models import Assignment
from engine import jobs
from engine.models import Turn
from organizations.refusals import Invalid, NotAllowed, NotYet
from rectification import services
from rectification.gatherings import Gathering
from rectification.models import (
    Campaign,
    CampaignMeeting,
    FindingState,
    Inspection,
    Output,
    ResponseLevel,
    Slip,
    SlipKind,
    StandingTask,
    Tightening,
)
from tests.grounds import fixture_of
from tests.rectification.closed import RUN, Run
from tests.rectification.filing import asked
from tests.rectification.making import fresh, participant_of, plan
from tests.rectification.pages import at, post, text_of, visit_as

TODAY = timezone.localdate


run = fixture_of(RUN)


def test_a_campaign_closes_and_what_matters_goes_on(run):
    task = run.standing()
    campaign = run.close()
    given = fresh(task).assignment
    assert (given.kind, given.title, given.lead_unit) == ("standing", task.text, run.cast.icu)
    assert given.holders.current().get().person == run.cast.nurse_sun
    slips = {slip.participant.name: slip for slip in Slip.objects.filter(kind=SlipKind.SUPERVISE)}
    assert set(slips) == {"江州市人民医院", "城东中医院"}
    assert list(slips["城东中医院"].findings.all()) == [run.outside]
    assert fresh(run.outside).supervisor == run.cast.li
    assert not Turn.objects.open().filter(content_type__model="inspection").exists()
    services.receive_slip(slips["江州市人民医院"], by=run.cast.qian)
    assert run.settle(run.own).state == FindingState.CLOSED
    with pytest.raises(NotAllowed):
        services.accept_standing(fresh(task), by=run.cast.nurse_sun)
    services.accept_standing(fresh(task), by=run.cast.vice_president_he)
    assert fresh(given).state == Assignment.State.DONE
    assert campaign.state == "closed"
    assert [str(found) for result in verify.run() for found in result.differences] == []


def test_closing_twice_writes_no_second_paper(run):
    run.standing()
    run.close()
    jobs.enqueue("rectification.after_closing", thing=run.campaign.pk)
    jobs.run_all()
    assert Slip.objects.filter(kind=SlipKind.SUPERVISE).count() == 2
    assert Assignment.objects.filter(kind="standing").count() == 1


def test_whose_person_has_left_is_answered_for_by_somebody_else(run):
    task = run.standing()
    run.cast.nurse_sun.active = False
    run.cast.nurse_sun.save()
    run.close()
    held = fresh(task).assignment.holders.current().get().person
    assert held.active
    assert held.home.institution_path == run.hospital.path


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": " "}, "请填写长效措施"),
        ({"text": "长" * 401}, "不能超过400个字"),
        ({"due_on": TODAY() - datetime.timedelta(days=1)}, "不能早于今天"),
    ],
)
def test_a_standing_task_says_what_until_when(run, fields, sentence):
    with pytest.raises(Invalid, match=sentence):
        run.standing(**fields)
    assert not StandingTask.objects.exists()


def test_a_standing_task_is_held_by_somebody_of_its_unit(run):
    with pytest.raises(Invalid, match="任职"):
        run.standing(holder=run.cast.zheng)
    with pytest.raises(NotAllowed):
        services.propose_standing(run.campaign, text="甲", holder=run.cast.li, due_on=TODAY(), by=run.cast.qian)
    services.drop_standing(run.standing(), by=run.cast.li)
    assert not StandingTask.objects.exists()


def test_the_signer_of_the_conclusion_is_shown_what_becomes_a_task(run):
    task = run.standing()
    services.conclude_campaign(fresh(run.campaign), summary="完成。", by=run.cast.li)
    shown = {part["heading"]: part for part in fresh(run.campaign).conclusion_manifest()["sections"]}
    assert shown["长效措施"]["table"]["body"][0][:3] == [task.text, "重症医学科", "孙护士"]
    for change in (lambda: services.drop_standing(task, by=run.cast.li), run.standing):
        with pytest.raises(NotYet, match="总结正在审批"):
            change()


def test_the_page_says_what_stays_and_what_is_locked(run, django_assert_max_num_queries):
    client = visit_as(run.cast.li)
    address = at("campaign_closing", run.campaign.pk)
    client.get(address)
    with django_assert_max_num_queries(12):
        assert "交接时双人核对。" in text_of(client.get(address))
    with django_assert_max_num_queries(12):
        client.get(f"{address}?finding={run.own.pk}")
    due = TODAY() + datetime.timedelta(days=9)
    told = {"text": "双人核对写入交接制度。", "holder": run.cast.nurse_sun.pk, "due_on": due.isoformat()}
    assert post(client, f"{address}?finding={run.own.pk}", **told).status_code == 302
    task = StandingTask.objects.get()
    assert (task.finding, task.lead_unit) == (run.own, run.cast.icu)
    assert post(client, address, text="").status_code == 422
    run.close()
    with django_assert_max_num_queries(12):
        shown = text_of(client.get(address))
    assert "已经结束并锁定" in shown
    assert "督办单" in shown
    assert "还有 2 个问题没有销号" in shown
    nurse = visit_as(run.cast.vice_president_he)
    assert post(nurse, at("standing_accept", task.pk)).status_code == 302
    assert visit_as(run.cast.zheng).get(at("standing_accept", task.pk)).status_code == 404


LOCKED = {
    "add_output": lambda run: services.add_output(run.phase, by=run.cast.li, name="甲", per="campaign"),
    "add_participant": lambda run: services.add_participant(
        run.campaign, organization=run.cast.private_hospital, by=run.cast.li, because="新近执业。"
    ),
    "add_phase": lambda run: services.add_phase(
        run.campaign, by=run.cast.li, name="甲", kind="other", opens_on=TODAY(), closes_on=TODAY()
    ),
    "answer_item": lambda run: services.answer_item(run.visit, item=run.item, by=run.cast.zhao, choice="pass"),
    "answer_items": lambda run: services.answer_items(
        run.visit, answers={run.item: {"choice": "pass"}}, by=run.cast.zhao
    ),
    "approve_collection": lambda run: services.approve_collection(run.collection, by=run.cast.director_wang),
    "attach_to_campaign": lambda run: services.attach_to_campaign(run.campaign, checked=None, by=run.cast.li),
    "cancel_campaign": lambda run: services.cancel_campaign(run.campaign, by=run.cast.director_wang, because="甲"),
    "carry_out_draw": lambda run: services.carry_out_draw(run.draw, by=run.cast.li),
    "change_output": lambda run: services.change_output(run.output, by=run.cast.li, name="甲"),
    "change_phase": lambda run: services.change_phase(
        run.phase, by=run.cast.li, name="甲", opens_on=TODAY(), closes_on=TODAY()
    ),
    "close_collection": lambda run: services.close_collection(run.collection, by=run.cast.li),
    "collect_again": lambda run: services.collect_again(run.collection, by=run.cast.li),
    "conclude_campaign": lambda run: services.conclude_campaign(run.campaign, summary="甲", by=run.cast.li),
    "confirm_self_inspection": lambda run: services.confirm_self_inspection(run.self_inspection, by=run.cast.chen),
    "decline_collection": lambda run: services.decline_collection(
        run.collection, by=run.cast.director_wang, because="甲"
    ),
    "deliver": lambda run: services.deliver(run.output, by=run.cast.li, delivered_on=TODAY(), text="甲"),
    "draft_collection": lambda run: services.draft_collection(
        run.collection.form_version, organization=run.cast.city, due_on=TODAY(), by=run.cast.li, campaign=run.campaign
    ),
    "drop_output": lambda run: services.drop_output(run.output, by=run.cast.li),
    "drop_phase": lambda run: services.drop_phase(run.phase, by=run.cast.li),
    "drop_standing": lambda run: services.drop_standing(run.task, by=run.cast.li),
    "enter_finding": lambda run: services.enter_finding(
        run.participant, source="assigned", description="甲", severity="general", by=run.cast.li
    ),
    "file_zero": lambda run: services.file_zero(run.filing, by=run.cast.qian),
    "freeze_draw": lambda run: services.freeze_draw(
        run.phase, rules=services.Rules(kind="institution", count=1), by=run.cast.li
    ),
    "move_phase": lambda run: services.move_phase(run.phase, up=True, by=run.cast.li),
    "open_inspection": lambda run: services.open_inspection(
        run.phase, participant=run.participant, kind="look_back", inspectors=[run.cast.zhao], by=run.cast.zhao
    ),
    "open_phase": lambda run: services.open_phase(run.phase, by=run.cast.director_wang),
    "propose_standing": lambda run: run.standing(),
    "publish_draw": lambda run: services.publish_draw(
        run.draw, where="甲", since=TODAY(), until=TODAY(), by=run.cast.li
    ),
    "record_site_paper": lambda run: services.record_site_paper(
        run.visit, stand="agrees", signed_on=TODAY(), by=run.cast.zhao
    ),
    "register_finding": lambda run: services.register_finding(
        run.visit, description="甲", severity="general", by=run.cast.zhao
    ),
    "release_participants": lambda run: services.release_participants(
        run.phase, by=run.cast.director_wang, because="甲"
    ),
    "remind_filings": lambda run: services.remind_filings(run.collection, filings=[run.filing], by=run.cast.li),
    "remove_participant": lambda run: services.remove_participant(run.participant, by=run.cast.li, because="甲"),
    "report_filing": lambda run: services.report_filing(run.filing, by=run.cast.chen),
    "return_for_correction": lambda run: services.return_for_correction(run.filing, by=run.cast.li, because="甲"),
    "return_for_rework": lambda run: services.return_for_rework(run.filing, by=run.cast.chen, because="甲"),
    "return_self_inspection": lambda run: services.return_self_inspection(
        run.self_inspection, by=run.cast.chen, because="甲"
    ),
    "revise_campaign": lambda run: services.revise_campaign(run.campaign, version=1, by=run.cast.li, title="甲"),
    "save_filing": lambda run: services.save_filing(run.filing, values={}, by=run.cast.qian),
    "submit_filing": lambda run: services.submit_filing(run.filing, by=run.cast.qian),
    "submit_inspection": lambda run: services.submit_inspection(run.visit, by=run.cast.zhao),
    "submit_phase": lambda run: services.submit_phase(run.phase, by=run.cast.li),
    "submit_scheme": lambda run: services.submit_scheme(run.campaign, by=run.cast.li),
    "submit_self_inspection": lambda run: services.submit_self_inspection(run.self_inspection, by=run.cast.qian),
    "ask_question": lambda run: services.ask_question(
        run.campaign, participant=run.participant, text="甲", by=run.cast.qian
    ),
    "deploy_again": lambda run: services.deploy_again(
        run.phase, opens_on=TODAY(), closes_on=TODAY(), because="甲", by=run.cast.director_wang
    ),
    "fix_on_spot": lambda run: services.fix_on_spot(run.visit, item=run.item, before=(), after=(), by=run.cast.zhao),
    "issue_order": lambda run: services.issue_order(
        run.phase, to=run.cast.west_district, due_on=TODAY(), by=run.cast.li
    ),
    "look_at_again": lambda run: services.look_at_again(
        run.visit, finding=run.campaign.findings.earliest("pk"), holds=True, note="甲", by=run.cast.zhao
    ),
    "raise_response": lambda run: services.raise_response(
        run.campaign,
        level=ResponseLevel.values[0],
        mode=Tightening.values[0],
        amount=1,
        because="甲",
        by=run.cast.director_wang,
    ),
    "recognise": lambda run: services.recognise(
        run.phase, participant=run.participant, inspection=run.visit, because="甲", by=run.cast.zhao
    ),
    "record_advice": lambda run: services.record_advice(run.visit, advice="甲", by=run.cast.zhao),
    "record_survey": lambda run: services.record_survey(
        run.visit, surveyed_on=TODAY(), population=2, surveyed=1, cases=0, by=run.cast.zhao
    ),
    "link_meeting": lambda run: services.link_meeting(
        run.campaign, meeting=Gathering(run.campaign, TODAY(), run.campaign.organization), by=run.cast.li
    ),
    "unlink_meeting": lambda run: services.unlink_meeting(run.link, by=run.cast.li),
    "send_notice": lambda run: services.send_notice(
        run.campaign, title="甲", text="甲", sign_by=TODAY(), by=run.cast.li
    ),
}

GO_ON = {
    # what is open goes on until it is struck off, with everything that belongs to it
    "accept_standing", "approve_measures", "ask_waiver", "decide_objection", "decide_waiver", "end_waiver",
    "end_waivers", "file_objection", "in_bulk", "issue_slip", "name_leader", "plan_measures", "receive_slip",
    "reopen_finding", "report_rectified", "return_measures", "set_limit", "verify_finding", "withdraw_finding",
    # what was handed to somebody before is received, answered and reported; what was tightened is let go of
    "answer_question", "lift_response", "receive_notice", "receive_order", "report_order",
    # what is told of it upward, and its papers put together
    "report_outside", "enter_outside_receipt", "keep_box",
    # what belongs to the next edition of a series, or to all campaigns
    "keep_list", "set_recurrence", "draft_next", "next_editions",
    # what reads a campaign and changes another thing
    "copy_campaign", "save_as_template",
    # what belongs to no campaign
    "accept_adverse", "add_draft_item", "add_member", "analyse_adverse", "announce_round", "close_adverse",
    "decide_score_objection", "design_form", "discard_draft", "draft_campaign", "draft_form", "end_attention",
    "end_member", "end_officer", "found_pool", "grant_points", "name_officer", "note_channel", "object_to_score",
    "open_improvement", "open_round", "pay_attention", "publish_checklist", "publish_draft", "publish_form",
    "publish_round", "record_avoidance", "redraft_form", "report_adverse", "set_layout", "share_lesson",
    "work_out_again", "write_rule", "freeze_readiness", "give_item", "mock_item", "prepare_readiness", "rate_item",
    "load_kinds", "load_shipped",
    # what flows, jobs and events call, never a person
    "accept_scheme", "after_closing", "after_confirmation", "after_scope_change", "close_campaign", "close_out",
    "close_phase", "follow_successors", "forget_names", "hand_out_forms", "hold_for_deadline", "issue_campaign",
    "ledger_of_year", "note_breach", "note_deadline", "note_officer_gone", "note_problem", "note_return",
    "prepare_inspections",
    # what only asks
    "asked_units", "burden_of", "levels_of", "missing_outputs", "officers_of", "period_of",
    "known_values", "months_after", "recognisable_for", "refuse_asked_twice", "uncounted",
    # what is no verb
    "Measure", "OUTPUT_FIELDS", "Outcome", "PHASE_FIELDS", "Rules",
}  # fmt: skip


@pytest.fixture
def shut(run) -> Run:
    """The campaign closed, with one thing of every kind in it."""
    run.task = run.standing()
    run.collection = asked(run.stage, campaign=run.campaign, period="month")
    run.filing = run.collection.filings.get(organization=run.hospital)
    run.close()
    run.phase = run.campaign.phases.get(kind="supervise")
    run.output = Output.objects.filter(phase__campaign=run.campaign).earliest("pk")
    run.participant = participant_of(run.campaign, run.cast.tcm_hospital)
    run.item = run.visit.checklist_version.items.earliest("order")
    run.self_inspection = Inspection.objects.get(kind="self", participant__organization=run.hospital)
    run.draw = run.phase.draws.create(
        campaign=run.campaign, batch=1, object_kind="institution", org_path=run.phase.org_path,
        institution_path=run.phase.institution_path, asked={}, population="{}", frozen_by=run.cast.li,
    )  # fmt: skip
    run.link = CampaignMeeting(campaign=run.campaign, label="动员会", org_path=run.campaign.org_path)
    run.visit, run.collection, run.filing = fresh(run.visit), fresh(run.collection), fresh(run.filing)
    return run


def test_every_verb_is_either_locked_or_goes_on():
    assert set(services.__all__) == set(LOCKED) | GO_ON
    assert not set(LOCKED) & GO_ON


def test_no_verb_changes_a_closed_campaign(shut):
    before = Campaign.objects.values().get(pk=shut.campaign.pk)
    for name, verb in LOCKED.items():
        with pytest.raises(NotYet) as refused:
            verb(shut)
        assert "已经结束并锁定" in refused.value.message, name
    assert Campaign.objects.values().get(pk=shut.campaign.pk) == before


def test_an_open_finding_of_a_closed_campaign_goes_its_way(shut):
    finding = fresh(shut.outside)
    plan(finding, holder=shut.cast.zheng, by=shut.cast.zheng, evidence_required="")
    assert fresh(finding).state == FindingState.APPROVING
