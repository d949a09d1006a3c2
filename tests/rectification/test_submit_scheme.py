"""The scheme is signed over exactly what its signers were shown."""

import pytest

from accountability import trail
from engine import jobs
from organizations.refusals import AlreadyDone, NotAllowed, NotYet, Stale
from rectification import services
from rectification.models import Campaign, CampaignState
from tests.rectification.making import answer_everything, decide, fresh, open_nodes, seats_of, sign


def section(content, heading):
    return next(each for each in content["sections"] if each["heading"] == heading)


def test_an_incomplete_scheme_is_refused_saying_what_is_missing(stage):
    campaign = stage.draft(contact="", purpose="", nature="enforcement", basis="", checklist_version=None)
    with pytest.raises(NotYet, match="依据、工作目标、联系人及电话、检查表"):
        services.submit_scheme(campaign, by=stage.cast.li)
    assert fresh(campaign).state == CampaignState.DRAFT


def test_a_scope_without_any_unit_is_refused(stage):
    campaign = stage.draft(scope_rule={"regions": ["火星"]})
    with pytest.raises(NotYet, match="没有任何单位"):
        services.submit_scheme(campaign, by=stage.cast.li)


def test_the_manifest_is_complete_enough_to_sign_from(stage):
    campaign = stage.draft(basis="苏卫传〔2017〕1号")
    services.submit_scheme(campaign, by=stage.cast.li)
    content = fresh(campaign).scheme_manifest()
    particulars = dict(section(content, "基本情况")["rows"])
    assert particulars["依据"] == "苏卫传〔2017〕1号"
    assert particulars["起止时间"] == "2017年2月10日—2017年3月25日"
    assert particulars["检查表"] == "医疗质量安全核心制度落实情况自查表（第1版）"
    scope = dict(section(content, "范围和重点")["rows"])
    assert scope == {
        "范围": "辖区内各级各类医疗机构，共3家",
        "重点": "三级、二级医疗机构（含非公立医疗机构），共2家",
    }
    assert len(section(content, "阶段安排")["table"]["body"]) == 4
    assert section(content, "各阶段成果")["table"]["body"][0][1] == "工作方案和责任分工"
    assert section(content, "任务要求")["text"].startswith("一、")
    assert "约90分钟" in section(content, "基层负担")["rows"][0][1]
    assert content["question"].startswith("是否同意按本方案开展")


def test_a_new_unit_between_sending_and_signing_does_not_change_what_is_signed(stage):
    campaign = stage.draft()
    services.submit_scheme(campaign, by=stage.cast.li)
    assert stage.cast.private_hospital.active
    sign(campaign)
    assert fresh(campaign).participants.count() == 4


def test_a_changed_row_between_sending_and_signing_is_noticed(stage):
    campaign = stage.draft()
    services.submit_scheme(campaign, by=stage.cast.li)
    Campaign.objects.filter(pk=campaign.pk).update(purpose="别的目标")
    with pytest.raises(Stale):
        decide(seats_of(campaign).first())


def test_the_drafter_is_never_asked_to_sign(stage):
    campaign = stage.draft()
    services.submit_scheme(campaign, by=stage.cast.li)
    asked = {seat.person for seat in seats_of(campaign)}
    assert asked
    assert stage.cast.li not in asked


def test_a_scheme_the_leader_returns_is_a_draft_again(stage):
    campaign = stage.draft()
    services.submit_scheme(campaign, by=stage.cast.li)
    sign(campaign, verdict="return", opinion="请补充督导安排。")
    campaign = fresh(campaign)
    assert (campaign.state, open_nodes(campaign)) == (CampaignState.DRAFT, ["draft"])
    assert trail.of(campaign).last().verb == "scheme_returned"
    services.revise_campaign(campaign, version=campaign.version, by=stage.cast.li, contact="李干事 2")
    services.submit_scheme(campaign, by=stage.cast.li)
    sign(campaign)
    assert fresh(campaign).state == CampaignState.RUNNING


def test_only_the_issuers_clerk_submits_and_only_once(stage):
    campaign = stage.draft()
    with pytest.raises(NotAllowed):
        services.submit_scheme(campaign, by=stage.cast.director_wang)
    services.submit_scheme(campaign, by=stage.cast.li)
    with pytest.raises(AlreadyDone):
        services.submit_scheme(campaign, by=stage.cast.li)


def test_a_running_campaign_is_given_up_by_the_leader_and_its_units_stop(stage):
    phase = stage.open("self_inspect")
    campaign = phase.campaign
    with pytest.raises(NotAllowed):
        services.cancel_campaign(campaign, by=stage.cast.li, because="不办了")
    services.cancel_campaign(campaign, by=stage.cast.director_wang, because="上级已统一部署。")
    assert fresh(campaign).state == CampaignState.CANCELLED
    inspection = stage.inspection_of(stage.cast.tcm_hospital, phase)
    with pytest.raises(NotYet, match="上级工作已经取消"):
        services.submit_self_inspection(inspection, by=stage.cast.zheng)
    jobs.run_all()
    assert open_nodes(inspection) == []
    with pytest.raises(NotYet, match="已经撤销"):
        answer_everything(inspection, by=stage.cast.zheng)
