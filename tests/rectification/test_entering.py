"""Findings that no inspection found: 交办, indicators, the unit's own risks; and their papers."""

import pytest

from organizations.refusals import Invalid, NotAllowed
from rectification import services
from rectification.models import Campaign, Finding
from tests.rectification.making import fresh, participant_of
from tests.rectification.pages import at, post, text_of, visit_as

RISK = {"source": "unit_risk", "description": "夜班仅一名护士值守。", "severity": "general", "actuality": "potential"}


def test_a_unit_reports_its_own_risk_and_it_runs_like_any_other(stage):
    participant = participant_of(stage.issue(), stage.cast.peoples_hospital)
    client = visit_as(stage.cast.qian)
    assert "单位风险上报" in text_of(client.get(at("participant_finding", participant.pk)))
    assert post(client, at("participant_finding", participant.pk), **RISK).status_code == 302
    finding = Finding.objects.get()
    assert (finding.source, finding.actuality, finding.is_from_outside) == ("unit_risk", "potential", False)
    services.report_rectified(stage.approved(finding), text="已增配一人。", by=stage.cast.qian)
    assert finding.issuer_path == stage.cast.peoples_hospital.path
    assert fresh(finding).one_level_up  # 钱科长 alone verifies there, and the risk was his


def test_what_the_authority_assigns_is_verified_there_and_may_be_objected_to(stage):
    participant = participant_of(stage.issue(), stage.cast.peoples_hospital)
    finding = services.enter_finding(participant, by=stage.cast.li, **{**RISK, "source": "assigned"})
    assert finding.issuer_path == stage.cast.city.path
    assert finding.objection_until is not None
    with pytest.raises(Invalid, match=finding.number_text):
        services.enter_finding(participant, by=stage.cast.li, **{**RISK, "source": "assigned"})
    with pytest.raises(NotAllowed):
        services.enter_finding(participant, by=stage.cast.zheng, **RISK)


def test_the_papers_print_what_the_ledger_holds(stage):
    finding = stage.reported(stage.supervision_finding(description="抢救车药品过期。"))
    client = visit_as(stage.cast.li)
    lists = text_of(client.get(at("ledger_print")))
    for words in ("问题清单", "责任清单", "整改清单", "抢救车药品过期。", "孙护士", "单位（盖章）"):
        assert words in lists
    form = text_of(client.get(at("finding_application", finding.pk)))
    for words in ("销号申请表", "责任科室意见", "责任单位意见", "主管部门意见", finding.number_text):
        assert words in form
    report = text_of(client.get(at("participant_report", finding.participant_id)))
    assert "共有问题 1 个，已销号 0 个，待核查 1 个" in report


def test_the_drafter_changes_the_rules_before_the_scheme_is_sent(stage):
    campaign = stage.draft()
    client = visit_as(stage.cast.li)
    said = {"general": 40, "serious": 20, "major": 5, "objection_days": 3, "waiver_days": 90}
    answer = post(client, at("campaign_rules", campaign.pk), version=campaign.version, **said)
    assert answer.status_code == 302, text_of(answer)
    rules = Campaign.objects.get().finding_rules
    assert rules == {
        "deadline_days": {"general": 40, "serious": 20, "major": 5},
        "objection_days": 3, "raise_repeats": False, "waiver_days": 90, "recognise_days": 90,
    }  # fmt: skip
    wrong = post(client, at("campaign_rules", campaign.pk), version=campaign.version + 1, **{**said, "major": 99})
    assert wrong.status_code == 422
    assert "越严重" in text_of(wrong)
    services.submit_scheme(fresh(campaign), by=stage.cast.li)
    assert any("一般40天" in str(section) for section in fresh(campaign).scheme_manifest()["sections"])


def test_objection_and_waiver_on_the_screen(stage):
    finding = stage.supervision_finding()
    clerk, leader = visit_as(stage.cast.qian), visit_as(stage.cast.director_wang)
    assert "陈述申辩" in text_of(clerk.get(finding.get_absolute_url()))
    assert post(clerk, at("finding_object", finding.pk), text="记录存于电子病历。").status_code == 302
    objection = finding.objections.get()
    assert "核定陈述申辩" in text_of(leader.get(finding.get_absolute_url()))
    sheet = text_of(leader.get(at("objection_decide", objection.pk)))
    assert "记录存于电子病历。" in sheet
    refused = post(
        leader, at("objection_decide", objection.pk), outcome="partly", opinion="部分属实。", severity="major"
    )
    assert refused.status_code == 422
    decided = post(leader, at("objection_decide", objection.pk), outcome="upheld", opinion="情况属实。")
    assert decided.status_code == 302
    asked = {"kind": "defer", "because": "待采购。", "control": "借用设备。", "until": "2026-12-20"}
    asked["until"] = f"{finding.plan_due_on:%Y-%m-%d}"
    assert post(clerk, at("finding_waive", finding.pk), **asked).status_code == 302
    waiver = finding.waivers.get()
    assert post(leader, at("waiver_decide", waiver.pk), agree="yes", opinion="同意。").status_code == 302
    page = text_of(leader.get(finding.get_absolute_url()))
    assert "暂缓整改至" in page
    assert "情况属实。" in text_of(leader.get(at("finding_pleas", finding.pk)))
    assert post(leader, at("finding_withdraw", finding.pk), because="重复登记。").status_code == 302
    assert "撤销：重复登记。" in text_of(leader.get(finding.get_absolute_url()))
    assert "rc-struck" in leader.get(at("ledger"), {"status": "withdrawn"}).content.decode()


def test_a_page_of_a_finding_with_everything_stays_within_its_queries(stage, django_assert_max_num_queries):
    finding = stage.supervision_finding()
    services.file_objection(finding, text="申辩。", by=stage.cast.qian)
    services.decide_objection(finding.objections.get(), outcome="upheld", opinion="属实。", by=stage.cast.director_wang)
    stage.approved(fresh(finding))
    client = visit_as(stage.cast.qian)
    client.get(finding.get_absolute_url())
    with django_assert_max_num_queries(12):
        client.get(finding.get_absolute_url())
