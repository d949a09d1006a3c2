"""A clerk drafts a campaign from a template and revises it until it is sent for signature."""

import datetime

import pytest

from accountability import trail
from organizations.refusals import Invalid, NotAllowed, NotYet, Stale
from rectification import services
from rectification.models import CampaignState, Nature
from tests.rectification.making import FIRST_DAY, fresh, open_nodes


def test_a_draft_takes_phases_outputs_texts_and_the_checklist_from_its_template(stage):
    campaign = stage.draft()
    assert campaign.state == CampaignState.DRAFT
    assert open_nodes(campaign) == ["draft"]
    assert campaign.phases.count() == 4
    assert campaign.phases.first().outputs.count() == 3
    assert campaign.ends_on == datetime.date(2017, 3, 25)
    assert campaign.checklist_version.items.count() >= 18
    assert "第一责任人" in campaign.requirements
    assert campaign.disclaimer == "本次检查为质量控制技术检查，结果不作为行政处罚依据。"
    assert [event.verb for event in trail.of(campaign)] == ["campaign_drafted"]


def test_the_other_citys_phases_are_the_same_code_with_other_rows(stage):
    campaign = stage.draft(code="three-phases")
    assert [phase.name for phase in campaign.phases.all()] == ["宣传发动", "自学自查", "集中检查"]
    study = campaign.phases.get(kind="study")
    report = study.outputs.get()
    assert report.due_on == datetime.date(2017, 3, 5) > study.closes_on


def test_a_deadline_on_a_sunday_is_accepted_and_pointed_out(stage):
    report = stage.draft(code="three-phases").phases.get(kind="study").outputs.get()
    hint = report.deadline_hint
    assert (hint.day, hint.before, hint.after) == (
        datetime.date(2017, 3, 5),
        datetime.date(2017, 3, 3),
        datetime.date(2017, 3, 6),
    )
    assert stage.draft().phases.get(kind="deploy").deadline_hint is None


def test_only_the_clerk_of_the_issuer_drafts(stage):
    template = stage.draft().template
    with pytest.raises(NotAllowed, match="拟定专项工作方案"):
        services.draft_campaign(
            template, organization=stage.cast.city, title="整治", starts_on=FIRST_DAY, by=stage.cast.zheng
        )


def test_a_draft_needs_a_title_and_an_end_after_its_beginning(stage):
    with pytest.raises(Invalid) as refusal:
        stage.draft(title=" ", ends_on=datetime.date(2017, 1, 1))
    assert set(refusal.value.errors) == {"title", "ends_on"}


def test_dates_scope_and_texts_may_be_revised_and_windows_may_overlap_and_lie_in_the_past(stage):
    campaign = stage.draft()
    check = campaign.phases.get(kind="self_inspect")
    window = (datetime.date(2017, 2, 12), datetime.date(2017, 3, 5))
    output = check.outputs.first()
    revised = services.revise_campaign(
        campaign,
        version=1,
        by=stage.cast.li,
        phases={check.pk: window},
        outputs={output.pk: datetime.date(2017, 3, 6)},
        basis="苏卫传〔2017〕1号",
        scope_rule={"levels": ["tertiary"], "kinds": []},
        nature=Nature.QUALITY_CONTROL,
    )
    assert revised.version == 2
    assert (fresh(check).opens_on, fresh(check).closes_on) == window
    assert fresh(output).due_on == datetime.date(2017, 3, 6)
    assert fresh(campaign).scope_rule == {"levels": ["tertiary"]}
    changed = trail.of(campaign).last().told["changed"]
    assert changed["basis"][1] == "苏卫传〔2017〕1号"


def test_whoever_read_an_older_version_gets_both_texts_back(stage):
    campaign = stage.draft()
    services.revise_campaign(campaign, version=1, by=stage.cast.li, contact="李干事 1")
    with pytest.raises(Stale) as refusal:
        services.revise_campaign(campaign, version=1, by=stage.cast.li, contact="李干事 2", basis=campaign.basis)
    assert refusal.value.mine == {"联系人及电话": "李干事 2"}
    assert refusal.value.theirs == {"联系人及电话": "李干事 1"}


def test_a_window_cannot_end_before_it_begins(stage):
    campaign = stage.draft()
    phase = campaign.phases.first()
    window = (datetime.date(2017, 2, 10), datetime.date(2017, 2, 9))
    with pytest.raises(Invalid, match="组织部署"):
        services.revise_campaign(campaign, version=1, by=stage.cast.li, phases={phase.pk: window})
    assert fresh(campaign).version == 1


def test_unknown_rules_are_refused(stage):
    with pytest.raises(Invalid, match="colour"):
        stage.draft(scope_rule={"colour": ["red"]})
    with pytest.raises(Invalid, match="castle"):
        stage.draft(focus_rule={"kinds": ["castle"]})


def test_a_draft_may_be_given_up_and_a_submitted_scheme_not_revised(stage):
    campaign = stage.draft()
    services.submit_scheme(campaign, by=stage.cast.li)
    with pytest.raises(NotYet, match="退回"):
        services.revise_campaign(campaign, version=campaign.version, by=stage.cast.li, contact="x")
    other = stage.draft(title="另一项")
    services.cancel_campaign(other, by=stage.cast.li, because="与上级部署重复。")
    assert fresh(other).state == CampaignState.CANCELLED
    assert open_nodes(other) == []
    with pytest.raises(NotYet):
        services.cancel_campaign(other, by=stage.cast.director_wang, because="再撤一次")
    with pytest.raises(Invalid):
        services.cancel_campaign(campaign, by=stage.cast.director_wang, because=" ")
