"""流程图: the page of one thing's flow, for whoever sees the thing."""

import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.test import Client

from accountability.models.signing import Word
from accountability.signing.seats import add_signer
from engine.pictures.picture import picture_of
from organizations.models import Duty
from rectification import services
from rectification.models import Campaign
from tests import make
from tests.accountability.signers import answer, leaders, paper_for, seat_of
from tests.cast import Cast
from tests.engine.playground.papers import Paper
from tests.rectification.making import Stage, fresh, seats_of
from tests.screens.visitors import has_nothing_inline, text_of, visit_as


@pytest.fixture
def stage(cast: Cast) -> Stage:
    """A city with three institutions that answer, and the shipped papers."""
    services.load_shipped()
    return Stage(cast)


def address(thing: Any) -> str:
    """Where the flow of a thing is shown."""
    return f"/flows/{thing._meta.label_lower}/{thing.pk}/"


def told(paper: Paper) -> tuple[str, tuple[str, ...]]:
    """The state of the sign-off of a paper, and the lines under it."""
    found = picture_of(Paper.objects.get(pk=paper.pk), shows=lambda turn: True)
    stand = next(entry.stand for entry in found.entries if entry.title == "文稿签批")
    return stand.state, stand.notes


def test_one_of_three_countersigns_is_not_done(cast: Cast):
    first, second, third = people = leaders(cast, 3)
    paper = paper_for(cast, *people, word=Word.COUNTERSIGN)
    assert told(paper) == ("active", ("会签：已签0/3", "待第1领导、第2领导、第3领导办理"))
    answer(paper, second, "no_comment")
    assert told(paper) == ("active", ("会签：已签1/3", "待第1领导、第3领导办理"))
    answer(paper, first, "no_comment")
    assert told(paper)[0] == "active"
    answer(paper, third, "no_comment")
    assert told(paper)[0] == "done"


def test_where_one_is_enough_it_says_one_or_the_other_and_waits_for_the_added(cast: Cast):
    first, second = leaders(cast, 2)
    paper = paper_for(cast, first, second, policy="any")
    assert told(paper)[1] == ("审批：已签0/2", "待第1领导或第2领导办理")
    add_signer(seat_of(paper, first), person=cast.zhou, because="涉及审计事项", by=first)
    assert told(paper)[1] == ("审批：已签0/3", "待第1领导或第2领导、周审计办理")
    answer(paper, first)
    assert told(paper) == ("active", ("审批：已签1/2", "待周审计办理"))


def test_a_returned_paper_is_to_be_signed_anew(cast: Cast):
    paper = paper_for(cast, cast.director_wang)
    answer(paper, cast.director_wang, "return", "口径不明")
    assert told(paper) == ("again", ("上一轮已退回",))


def test_the_page_shows_the_flow_with_its_people_and_days(stage: Stage):
    campaign = stage.draft()
    services.submit_scheme(campaign, by=stage.cast.li)
    page = visit_as(stage.cast.li).get(address(campaign))
    html, text = page.content.decode(), text_of(page)
    assert has_nothing_inline(html)
    assert html.count('role="img"') == 2
    for said in ("方案审批", "签发：已签0/2", "刘主任或王主任", "现在等待：方案审批", "退回", "导出 BPMN"):
        assert said in text
    described = re.findall(r"<desc[^>]*>([^<]*)</desc>", html)
    assert len(described) == 2
    assert "拟定并提交方案：已完成（李干事" in described[0]
    assert "各阶段：未开始" in described[0]


def test_every_page_of_a_thing_leads_to_its_flow(stage: Stage):
    finding = stage.finding()
    client = visit_as(stage.cast.qian)
    for thing in (finding, finding.inspection):
        assert f'href="{address(thing)}"' in client.get(thing.get_absolute_url()).content.decode()
        page = client.get(address(thing))
        assert page.status_code == 200
        assert f'href="{thing.get_absolute_url()}"' in page.content.decode()
    campaign = finding.campaign
    assert f'href="{address(campaign)}"' in visit_as(stage.cast.li).get(campaign.get_absolute_url()).content.decode()


def test_the_children_of_a_campaign_are_counted(stage: Stage):
    phase = stage.open("self_inspect")
    text = text_of(visit_as(stage.cast.li).get(address(phase.campaign)))
    assert "已办结0/4" in text


def test_who_sees_the_head_of_a_campaign_alone_reads_no_names(stage: Stage):
    campaign = stage.issue()
    page = text_of(visit_as(stage.cast.qian).get(address(campaign)))
    assert "现在等待：各阶段" in page
    assert "李干事" not in page
    assert "刘主任" not in page
    assert "刘主任" in text_of(visit_as(stage.cast.director_wang).get(address(campaign)))


def test_a_reopened_finding_is_to_be_fixed_again(stage: Stage):
    finding = stage.reported(stage.finding())
    services.verify_finding(finding, conclusion="not_fixed", opinion="现场未整改。", by=stage.cast.zhao)
    text = text_of(visit_as(stage.cast.qian).get(address(fresh(finding))))
    assert "整改并报告 办理中" in text
    assert "核查 须重新办理" in text


@pytest.mark.parametrize(
    "wrong",
    ["rectification.campaign/999999/", "nonsense/1/", "organizations.organization/{unit}/", "organizations.user/1/"],
)
def test_what_is_not_there_or_has_no_flow_is_not_found(cast: Cast, wrong: str):
    client = visit_as(cast.li)
    for end in ("", "bpmn/"):
        assert client.get(f"/flows/{wrong.format(unit=cast.city.pk)}{end}").status_code == 404


def test_a_neighbours_flow_is_not_found(stage: Stage):
    finding = stage.finding()
    stranger = make.make_holder(Duty.LEADER, stage.cast.military_hospital, name="路人")
    for end in ("", "bpmn/"):
        assert visit_as(stranger).get(f"{address(finding)}{end}").status_code == 404
        assert visit_as(stage.cast.president_wu).get(f"{address(finding)}{end}").status_code == 404
        assert Client().get(f"{address(finding)}{end}").status_code == 302


def test_the_flow_is_downloaded_and_says_nothing_about_the_thing(stage: Stage):
    campaign = stage.draft(title="江州市专项")
    answered = visit_as(stage.cast.li).get(f"{address(campaign)}bpmn/")
    assert answered["Content-Type"] == "application/xml; charset=utf-8"
    assert answered["Content-Disposition"] == 'attachment; filename="CampaignFlow.bpmn"'
    text = answered.content.decode()
    assert ET.fromstring(text).tag.endswith("definitions")
    for private in ("江州市专项", "李干事", "办理中"):
        assert private not in text


def test_the_page_costs_at_most_twelve_queries(stage: Stage, django_assert_max_num_queries: Any):
    finding = stage.reported(stage.finding())
    signing = stage.draft(title="第二轮")
    services.submit_scheme(signing, by=stage.cast.li)
    assert seats_of(signing).count() == 2
    client = visit_as(stage.cast.li)
    for thing in (Campaign.objects.get(pk=finding.campaign_id), signing, finding):
        client.get(address(thing))
        with django_assert_max_num_queries(12):
            assert client.get(address(thing)).status_code == 200
