"""The phases of a draft are data: edited one by one, kept as a template, taken up again next year."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accountability import verify
from accountability.models import TrailEvent
from organizations.refusals import Invalid, NotAllowed, NotYet
from rectification import services
from rectification.models import Campaign, CampaignTemplate, Output, Phase
from tests.screens.visitors import post, text_of, visit_as

pytestmark = pytest.mark.django_db
DAY = datetime.date(2017, 3, 1)


def at(name, *args):
    return reverse(f"rectification:{name}", args=args)


def phase_fields(**changed):
    return {"name": "回头看", "kind": "inspect", "opens_on": "2017-03-20", "closes_on": "2017-04-10", **changed}


def test_another_citys_phases_are_written_without_a_line_of_code(stage):
    campaign, clerk = stage.draft(), visit_as(stage.cast.li)
    page = at("campaign_phases", campaign.pk)
    assert "组织部署" in text_of(clerk.get(page))

    assert post(clerk, at("phase_new", campaign.pk), **phase_fields()).status_code == 302
    added = campaign.phases.get(name="回头看")
    output = {"name": "四落实自评", "per": "participant", "due_on": "2017-04-15", "required": "on",
              "boxes": "机构落实\n人员落实\n责任落实\n任务落实"}  # fmt: skip
    assert post(clerk, at("output_new", added.pk), **output).status_code == 302
    post(clerk, at("phase_move", added.pk), way="up")
    post(clerk, at("phase_change", added.pk), **phase_fields(name="整改回头看"))
    first = campaign.phases.earliest("order")
    post(clerk, at("phase_drop", first.pk))

    campaign = Campaign.objects.get(pk=campaign.pk)
    names = [phase.name for phase in campaign.phases.order_by("order")]
    assert names == ["自查自纠", "督导抽查", "整改回头看", "总结整改"]
    assert [phase.order for phase in campaign.phases.order_by("order")] == [1, 2, 3, 4]
    assert campaign.ends_on == datetime.date(2017, 4, 10)
    assert Output.objects.get(name="四落实自评").boxes == ["机构落实", "人员落实", "责任落实", "任务落实"]
    assert TrailEvent.objects.filter(verb="campaign_revised").count() == 5
    assert not [problem for problem in verify.run() if problem.differences]


def test_what_is_to_be_in_place_is_ticked_or_explained(stage):
    campaign = stage.draft()
    phase = campaign.phases.get(kind="deploy")
    boxes = ["机构落实", "人员落实"]
    output = services.add_output(
        phase, name="四落实自评", per="campaign", required=True, due_on=DAY, boxes=boxes, by=stage.cast.li
    )
    stage.issue(campaign)
    stage.open("deploy", campaign)
    clerk, page = visit_as(stage.cast.li), at("output_deliver", output.pk)
    assert "机构落实" in text_of(clerk.get(page))
    told = {"delivered_on": "2017-02-20", "text": "已成立领导小组。", "ticked": ["机构落实"]}

    refused = post(clerk, page, **told)

    assert (refused.status_code, "人员落实还没有落实" in text_of(refused)) == (422, True)
    explained = {**told, "text": "人员落实：专职人员3月1日到岗。"}
    assert post(clerk, page, **explained).status_code == 302
    assert output.deliveries.get().ticked == ["机构落实"]


def test_a_campaign_becomes_the_institutions_own_template(stage):
    campaign = stage.draft()
    services.add_phase(campaign, by=stage.cast.li, kind="inspect", name="集中检查", opens_on=DAY, closes_on=DAY)
    clerk = visit_as(stage.cast.li)
    assert post(clerk, at("campaign_template", campaign.pk), name="江州五阶段").status_code == 302

    template = CampaignTemplate.objects.get(name="江州五阶段")
    assert template.organization == stage.cast.city
    assert template.phases.get(name="集中检查").starts_after_days == (DAY - campaign.starts_on).days
    drafted = services.draft_campaign(
        template, organization=stage.cast.city, title="再来一次", starts_on=DAY, by=stage.cast.li
    )
    assert [phase.name for phase in drafted.phases.order_by("order")][-1] == "集中检查"
    hospital = visit_as(stage.cast.qian)
    assert "江州五阶段" not in text_of(hospital.get(at("campaign_new")))
    assert "江州五阶段" in text_of(clerk.get(at("campaign_new")))


def test_last_years_campaign_is_taken_up_again_on_another_day(stage):
    source = stage.issue()
    clerk, today = visit_as(stage.cast.li), timezone.localdate()
    answer = post(clerk, at("campaign_copy", source.pk), title="江州市医疗安全专项整治（续）", starts_on=today)

    made = Campaign.objects.get(title__endswith="（续）")
    assert answer["Location"] == at("campaign_edit", made.pk)
    assert made.scope_rule == source.scope_rule
    moved = today - source.starts_on
    pairs = zip(source.phases.order_by("order"), made.phases.order_by("order"), strict=True)
    assert all(new.opens_on == old.opens_on + moved for old, new in pairs)
    assert Output.objects.filter(phase__campaign=made).count() == Output.objects.filter(phase__campaign=source).count()
    services.submit_scheme(made, by=stage.cast.li)


def test_a_submitted_scheme_stands(stage):
    campaign = stage.draft()
    services.submit_scheme(campaign, by=stage.cast.li)
    phase = campaign.phases.earliest("order")
    for act in (
        lambda: services.drop_phase(phase, by=stage.cast.li),
        lambda: services.change_phase(phase, by=stage.cast.li, kind="other", name="甲", opens_on=DAY, closes_on=DAY),
        lambda: services.add_phase(campaign, by=stage.cast.li, kind="other", name="甲", opens_on=DAY, closes_on=DAY),
        lambda: services.drop_output(phase.outputs.earliest("pk"), by=stage.cast.li),
    ):
        with pytest.raises(NotYet):
            act()
    assert visit_as(stage.cast.li).get(at("phase_change", phase.pk)).status_code == 422
    with pytest.raises(NotAllowed):
        services.save_as_template(campaign, name="偷来的", by=stage.cast.qian)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"closes_on": "2017-03-01"}, "结束日期不能早于开始日期"),
        ({"name": " "}, "名称"),
        ({"kind": "nothing"}, "选项已经变化"),
        ({"opens_on": "三月"}, "写法"),
    ],
)
def test_a_phase_that_cannot_be_is_refused(stage, changed, sentence):
    campaign = stage.draft()
    answer = post(visit_as(stage.cast.li), at("phase_new", campaign.pk), **phase_fields(**changed))
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert not Phase.objects.filter(name="回头看").exists()


def test_boxes_are_few_short_and_different(stage):
    phase = stage.draft().phases.earliest("order")
    told = {"name": "自评", "per": "campaign", "required": True, "due_on": DAY, "by": stage.cast.li}
    with pytest.raises(Invalid, match="重复"):
        services.add_output(phase, boxes=["甲", "甲"], **told)
    with pytest.raises(Invalid, match="最多12项"):
        services.add_output(phase, boxes=[str(n) for n in range(13)], **told)


def test_the_last_phase_stays(stage):
    campaign = stage.draft()
    phases = list(campaign.phases.order_by("order"))
    for phase in phases[:-1]:
        services.drop_phase(phase, by=stage.cast.li)
    with pytest.raises(NotYet, match="至少保留一个阶段"):
        services.drop_phase(phases[-1], by=stage.cast.li)


def test_the_page_of_phases_costs_the_same_however_many_there_are(stage, django_assert_max_num_queries):
    campaign = stage.draft()
    for number in range(12):
        phase = services.add_phase(
            campaign, by=stage.cast.li, kind="other", name=f"第{number}批", opens_on=DAY, closes_on=DAY
        )
        services.add_output(phase, name="汇总", per="campaign", required=False, due_on=DAY, by=stage.cast.li)
    clerk = visit_as(stage.cast.li)
    with django_assert_max_num_queries(12):
        assert clerk.get(at("campaign_phases", campaign.pk)).status_code == 200
