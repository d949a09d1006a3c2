"""屡查屡犯, limits by severity, leaders and supporting units: what the campaign's rules make of a finding."""

import datetime

import pytest
from django.utils import timezone

from accountability.models import Holder
from organizations.refusals import Invalid
from rectification import services
from rectification.finding_rules import FindingRules
from rectification.models import Campaign, Severity
from rectification.services import radar
from tests.rectification.making import fresh, make_finding, plan


def next_campaign(stage, **rules):
    campaign = stage.draft(title="江州市医疗安全专项整治（第二年）")
    changed = {**campaign.finding_rules, **rules}
    services.revise_campaign(campaign, version=campaign.version, by=stage.cast.li, finding_rules=changed)
    return stage.open("self_inspect", stage.issue(fresh(campaign)))


def test_the_same_item_in_a_later_campaign_is_flagged_and_one_step_more_severe(stage):
    cast = stage.cast
    first = stage.finding()
    phase = next_campaign(stage)

    again = make_finding(stage.inspection_of(cast.peoples_hospital, phase), by=cast.qian, description="交接仍缺签名。")

    assert (again.repeats, again.severity, again.found_severity) == (1, Severity.SERIOUS, Severity.GENERAL)
    assert list(radar.earlier(again)) == [first]
    assert again.limit_on == timezone.localdate() + datetime.timedelta(days=30)
    elsewhere = make_finding(stage.inspection_of(cast.tcm_hospital, phase), by=cast.zheng)
    assert (elsewhere.repeats, elsewhere.severity) == (0, Severity.GENERAL)


def test_rules_say_whether_severity_rises_and_a_withdrawn_finding_is_no_precedent(stage):
    cast = stage.cast
    first = stage.finding()
    phase = next_campaign(stage, raise_repeats=False)
    inspection = stage.inspection_of(cast.peoples_hospital, phase)
    again = make_finding(inspection, by=cast.qian)
    assert (again.repeats, again.severity) == (1, Severity.GENERAL)
    services.withdraw_finding(first, because="误登。", by=cast.vice_president_he)
    assert not radar.earlier(again).exists()


def test_the_same_problem_twice_in_one_campaign_is_no_repetition(stage):
    first = stage.finding()
    second = make_finding(first.inspection, by=stage.cast.qian, description="另一处同样缺签名。")
    assert second.repeats == 0


def test_severity_gives_the_limit_and_measures_keep_to_it(stage):
    finding = stage.finding(severity=Severity.MAJOR)
    assert finding.limit_on == finding.due_on == timezone.localdate() + datetime.timedelta(days=15)
    with pytest.raises(Invalid, match="整改限期"):
        plan(
            finding,
            holder=stage.cast.nurse_sun,
            by=stage.cast.qian,
            due_on=finding.limit_on + datetime.timedelta(days=1),
        )
    plan(finding, holder=stage.cast.nurse_sun, by=stage.cast.qian, due_on=finding.limit_on)


def test_leader_and_supporting_units_answer_for_the_measures(stage):
    cast = stage.cast
    finding = stage.finding(leader=cast.president_wang)
    measure = services.Measure("补签。", "完整。", cast.nurse_sun, timezone.localdate())
    planning = {"root_cause": "流程不熟。", "cause_method": "five_whys", "measures": [measure], "by": cast.qian}
    with pytest.raises(Invalid, match="配合单位"):
        services.plan_measures(finding, supporting_units=[cast.tcm_hospital], **planning)
    services.plan_measures(finding, supporting_units=[cast.icu], **planning)
    services.approve_measures(finding, by=cast.vice_president_he)
    task = finding.measures.get().assignment
    assert list(task.supporting_units.all()) == [cast.icu]
    assert task.holders.get(role=Holder.Role.LEADERSHIP).person == cast.president_wang
    assert fresh(finding).cause_method == "five_whys"


def test_a_leader_from_elsewhere_is_refused(stage):
    with pytest.raises(Invalid, match="责任领导"):
        stage.finding(leader=stage.cast.president_wu)


@pytest.mark.parametrize(
    "rules",
    [
        {"deadline_days": {"general": 5, "major": 9}},
        {"deadline_days": {"general": 0}},
        {"objection_days": 999},
        {"unheard_of": 1},
    ],
)
def test_rules_that_make_no_sense_are_refused(rules):
    with pytest.raises(Invalid):
        FindingRules.of(rules).checked()


def test_a_template_hands_its_rules_to_the_campaign(stage):
    campaign = stage.draft()
    assert Campaign.objects.get().finding_rules["deadline_days"]["major"] == 15
    assert campaign.template.finding_rules == campaign.finding_rules
