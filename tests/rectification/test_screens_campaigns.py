"""The screens of a campaign: list, new, edit, submission, detail."""

import datetime

import pytest

from engine import jobs
from engine.submissions import new_nonce
from organizations.models import Duty, Organization
from rectification import services
from rectification.models import Campaign, CampaignState, CampaignTemplate
from tests import make
from tests.rectification.making import fresh, sign
from tests.rectification.pages import at, crowd, post, scheme_of, stations, text_of, visit_as


def test_the_list_shows_a_draft_to_its_own_house_and_the_issued_one_to_its_units(stage):
    stage.draft(title="院感防控专项检查")
    stage.issue(title="医疗安全专项整治")
    city = text_of(visit_as(stage.cast.li).get(at("campaign_list")))
    assert "院感防控专项检查" in city
    assert "医疗安全专项整治" in city
    hospital = text_of(visit_as(stage.cast.qian).get(at("campaign_list")))
    assert "院感防控专项检查" not in hospital
    assert "医疗安全专项整治" in hospital


def test_the_list_is_filtered_by_state_and_says_how_many_there_are(stage):
    stage.draft(title="院感防控专项检查")
    stage.issue(title="医疗安全专项整治")
    page = text_of(visit_as(stage.cast.li).get(at("campaign_list"), {"state": "draft"}))
    assert "院感防控专项检查" in page
    assert "医疗安全专项整治" not in page
    assert "拟稿 1" in page


def test_only_who_may_draft_is_offered_a_new_campaign(stage):
    assert "发起专项工作" in text_of(visit_as(stage.cast.li).get(at("campaign_list")))
    assert "发起专项工作" not in text_of(visit_as(stage.cast.director_wang).get(at("campaign_list")))
    assert visit_as(stage.cast.director_wang).get(at("campaign_new")).status_code == 403


def test_a_clerk_drafts_from_a_template_and_lands_on_its_phases(stage):
    template = CampaignTemplate.objects.get(code="four-phases")
    answer = post(
        visit_as(stage.cast.li),
        at("campaign_new"),
        template=template.pk,
        title="医疗安全专项整治",
        starts_on="2017-02-10",
        basis="苏卫医〔2017〕1号",
    )
    campaign = Campaign.objects.get()
    assert answer["Location"] == at("campaign_edit", campaign.pk)
    assert campaign.organization == stage.cast.city
    assert campaign.basis == "苏卫医〔2017〕1号"
    assert campaign.checklist_version is not None
    assert campaign.phases.count() == 4


def test_a_new_campaign_without_a_title_keeps_what_was_typed(stage):
    answer = post(
        visit_as(stage.cast.li), at("campaign_new"), starts_on="2017-02-10", basis="苏卫医〔2017〕1号", title=""
    )
    assert answer.status_code == 422
    assert "苏卫医〔2017〕1号" in answer.content.decode()
    assert not Campaign.objects.exists()


def test_the_draft_points_out_weekends_overlaps_and_past_windows_and_accepts_them(stage):
    campaign = stage.draft()
    client = visit_as(stage.cast.li)
    page = text_of(client.get(at("campaign_edit", campaign.pk)))
    assert (
        "2017 年 3 月 25 日 星期六 不是工作日：可提前到 2017 年 3 月 24 日，可顺延到 2017 年 3 月 27 日，也可保持不变"
        in page
    )
    assert "与“组织部署”重叠，可以同时进行" in page
    assert "开始日期已过，成果可按真实日期补录" in page
    assert post(client, at("campaign_edit", campaign.pk), **scheme_of(campaign)).status_code == 302


def test_editing_changes_windows_rules_and_words(stage):
    campaign = stage.draft()
    last = campaign.phases.get(kind="conclude")
    sent = scheme_of(campaign, title="医疗安全整治月", scope_levels=["tertiary"], **{f"closes_{last.pk}": "2017-03-31"})
    answer = post(visit_as(stage.cast.li), at("campaign_edit", campaign.pk), **sent)
    assert answer["Location"] == campaign.get_absolute_url()
    campaign = fresh(campaign)
    assert campaign.title == "医疗安全整治月"
    assert campaign.scope_rule["levels"] == ["tertiary"]
    assert campaign.ends_on == datetime.date(2017, 3, 31)
    assert campaign.phases.get(kind="conclude").closes_on == datetime.date(2017, 3, 31)


def test_a_window_that_ends_before_it_begins_is_refused_beside_its_field(stage):
    campaign = stage.draft()
    phase = campaign.phases.get(kind="deploy")
    sent = scheme_of(campaign, **{f"closes_{phase.pk}": "2017-01-01"})
    answer = post(visit_as(stage.cast.li), at("campaign_edit", campaign.pk), **sent)
    assert answer.status_code == 422
    assert "结束日期不能早于开始日期。" in text_of(answer)


def test_a_stale_form_comes_back_with_both_texts_and_may_then_be_saved_knowingly(stage):
    campaign = stage.draft(purpose="原来的目标")
    client = visit_as(stage.cast.li)
    mine = scheme_of(campaign, purpose="我写的目标")
    post(client, at("campaign_edit", campaign.pk), **scheme_of(campaign, purpose="同事写的目标"))
    answer = post(client, at("campaign_edit", campaign.pk), **mine)
    assert answer.status_code == 409
    page = text_of(answer)
    assert "我写的目标" in page
    assert "同事写的目标" in page
    assert fresh(campaign).purpose == "同事写的目标"
    assert f'name="version" value="{fresh(campaign).version}"' in answer.content.decode()
    assert (
        post(client, at("campaign_edit", campaign.pk), **{**mine, "version": fresh(campaign).version}).status_code
        == 302
    )
    assert fresh(campaign).purpose == "我写的目标"


def test_a_stale_form_also_tells_moved_windows_and_rules_in_words(stage):
    campaign = stage.draft()
    client = visit_as(stage.cast.li)
    mine = scheme_of(campaign, scope_levels=["tertiary"])
    last = campaign.phases.get(kind="conclude")
    moved = scheme_of(campaign, **{f"closes_{last.pk}": "2017-04-05"})
    assert post(client, at("campaign_edit", campaign.pk), **moved).status_code == 302
    answer = post(client, at("campaign_edit", campaign.pk), **mine)
    assert answer.status_code == 409
    page = text_of(answer)
    assert "总结整改2017-03-11—2017-03-252017-03-11—2017-04-05" in page
    assert "三级医疗机构" in page
    assert "{&#x27;" not in answer.content.decode()


def test_the_deadline_of_an_output_is_moved_with_its_phase(stage):
    campaign = stage.draft()
    output = campaign.phases.get(kind="conclude").outputs.first()
    client = visit_as(stage.cast.li)
    assert "成果截止日期" in text_of(client.get(at("campaign_edit", campaign.pk)))
    sent = scheme_of(campaign, **{f"due_{output.pk}": "2017-04-05"})
    assert post(client, at("campaign_edit", campaign.pk), **sent).status_code == 302
    assert fresh(output).due_on == datetime.date(2017, 4, 5)


def test_while_the_tasks_are_handed_out_the_page_shows_how_far_that_is(stage):
    phase = stage.issue().phases.get(kind="self_inspect")
    services.open_phase(phase, by=stage.cast.director_wang)
    page = visit_as(stage.cast.li).get(phase.campaign.get_absolute_url())
    assert "正在下发自查任务" in text_of(page)
    assert "every 5s" in page.content.decode()
    jobs.run_all()
    page = visit_as(stage.cast.li).get(phase.campaign.get_absolute_url())
    assert "正在下发自查任务" not in text_of(page)
    assert "填报中 3" in text_of(page)


def test_the_preview_counts_whom_the_boxes_mean_and_saves_nothing(stage):
    campaign = stage.draft()
    client = visit_as(stage.cast.li)
    sent = scheme_of(campaign, scope_levels=["tertiary"], preview="1", title="没有保存的标题")
    page = post(client, at("campaign_edit", campaign.pk), **sent)
    assert page.status_code == 200
    assert "共 1 家，其中重点 1 家" in text_of(page)
    fragment = client.post(at("campaign_edit", campaign.pk), sent, headers={"HX-Request": "true"})
    assert "共 1 家" in text_of(fragment)
    assert "<html" not in fragment.content.decode()
    assert fresh(campaign).title != "没有保存的标题"


def test_the_submission_shows_the_burden_and_a_double_click_submits_once(stage):
    campaign = stage.draft()
    client = visit_as(stage.cast.li)
    assert "基层负担" in text_of(client.get(at("campaign_submit", campaign.pk)))
    nonce = new_nonce()
    first = post(client, at("campaign_submit", campaign.pk), nonce=nonce)
    second = post(client, at("campaign_submit", campaign.pk), nonce=nonce)
    assert first["Location"] == second["Location"] == campaign.get_absolute_url()
    assert fresh(campaign).state == CampaignState.SIGNING
    third = post(client, at("campaign_submit", campaign.pk))
    assert third.status_code == 409
    assert "李干事" in text_of(third)


def test_an_incomplete_scheme_is_refused_in_words(stage):
    campaign = stage.draft(contact="")
    answer = post(visit_as(stage.cast.li), at("campaign_submit", campaign.pk))
    assert answer.status_code == 422
    assert "联系人" in text_of(answer)
    assert fresh(campaign).state == CampaignState.DRAFT


def test_a_signed_scheme_cannot_be_edited_any_more(stage):
    campaign = stage.issue()
    answer = visit_as(stage.cast.li).get(at("campaign_edit", campaign.pk))
    assert answer.status_code == 422
    assert "不能再修改" in text_of(answer)


def test_the_head_of_the_page_says_what_each_visitor_has_to_do_now(stage):
    campaign = stage.draft()
    address = campaign.get_absolute_url()
    assert "请您办理：拟定并提交方案" in text_of(visit_as(stage.cast.li).get(address))
    services.submit_scheme(campaign, by=stage.cast.li)
    assert "等待" in text_of(visit_as(stage.cast.li).get(address))
    sign(campaign)
    leader = text_of(visit_as(stage.cast.director_wang).get(address))
    assert "组织部署·启动阶段" in leader
    assert (
        at("phase_open", campaign.phases.get(kind="deploy").pk)
        in visit_as(stage.cast.director_wang).get(address).content.decode()
    )
    clerk = visit_as(stage.cast.li).get(address).content.decode()
    assert at("phase_open", campaign.phases.get(kind="deploy").pk) not in clerk
    stage.open("self_inspect", fresh(campaign))
    clinic = text_of(visit_as(stage.cast.doctor_he).get(address))
    assert "请您办理：填报自查" in clinic
    assert "何氏诊所" in clinic
    assert "城东中医院" not in clinic


def test_a_signer_finds_the_way_to_his_sheet(stage):
    campaign = stage.draft()
    services.submit_scheme(campaign, by=stage.cast.li)
    pages = [
        visit_as(person).get(campaign.get_absolute_url())
        for person in (stage.cast.director_wang, stage.cast.director_liu)
    ]
    assert any("/sign/" in page.content.decode() for page in pages)


def test_another_citys_clerk_does_not_find_the_campaign(stage):
    campaign = stage.issue()
    stranger = make.make_holder(Duty.CLERK, make.make_organization(None, name="邻州市卫生健康委员会"))
    client = visit_as(stranger)
    for name in ("campaign_detail", "campaign_edit", "campaign_participants", "campaign_wall", "campaign_submit"):
        assert client.get(at(name, campaign.pk)).status_code == 404
        assert client.post(at(name, campaign.pk)).status_code in (404, 405)


def test_a_campaign_is_given_up_only_with_a_reason(stage):
    campaign = stage.issue()
    client = visit_as(stage.cast.director_wang)
    assert post(client, at("campaign_cancel", campaign.pk), because="").status_code == 422
    assert post(visit_as(stage.cast.qian), at("campaign_cancel", campaign.pk), because="x").status_code == 403
    assert post(client, at("campaign_cancel", campaign.pk), because="上级统一部署，另行发文。").status_code == 302
    jobs.run_all()
    assert fresh(campaign).state == CampaignState.CANCELLED
    assert "已撤销" in text_of(client.get(campaign.get_absolute_url()))


@pytest.mark.parametrize("count", [60, 2000])
def test_list_and_detail_cost_the_same_whatever_the_number_of_units(stage, count, django_assert_max_num_queries):
    phase = stage.open("self_inspect")
    campaign = phase.campaign
    crowd(campaign, phase, stage.cast.city, count=count)
    client = visit_as(stage.cast.li)
    for address in (at("campaign_list"), campaign.get_absolute_url()):
        client.get(address)
        with django_assert_max_num_queries(12):
            page = client.get(address)
        assert page.status_code == 200


@pytest.mark.parametrize("count", [60, 2000])
def test_draft_and_submission_cost_the_same_whatever_the_number_of_units(stage, count, django_assert_max_num_queries):
    campaign = stage.draft()
    before = len(stage.units)
    stations(stage.cast.city, count=count)
    client = visit_as(stage.cast.li)
    for name, words in (
        ("campaign_edit", f"共 {count + before} 家"),
        ("campaign_submit", f"{count + before} 家，其中"),
    ):
        client.get(at(name, campaign.pk))
        with django_assert_max_num_queries(12):
            page = client.get(at(name, campaign.pk))
        assert words in text_of(page)


def test_the_head_of_an_institution_finds_its_work_too_but_only_who_hands_in_is_asked_to(stage):
    phase = stage.open("self_inspect")
    address = stage.inspection_of(stage.cast.peoples_hospital, phase).get_absolute_url()
    principal = visit_as(stage.cast.president_wang).get(phase.campaign.get_absolute_url())
    assert "本单位的任务" in text_of(principal)
    assert address in principal.content.decode()
    assert not principal.context["may_hand_in"]
    assert "填报自查" not in text_of(principal)
    clerk = visit_as(stage.cast.qian).get(phase.campaign.get_absolute_url())
    assert clerk.context["may_hand_in"]
    assert "填报自查" in text_of(clerk)


def test_who_drafts_may_give_his_draft_up(stage):
    campaign = stage.draft()
    clerk = visit_as(stage.cast.li)
    assert at("campaign_cancel", campaign.pk) in clerk.get(campaign.get_absolute_url()).content.decode()
    assert post(clerk, at("campaign_cancel", campaign.pk), because="并入另一项工作。").status_code == 302
    assert at("campaign_cancel", campaign.pk) not in clerk.get(campaign.get_absolute_url()).content.decode()
    issued = stage.issue()
    assert at("campaign_cancel", issued.pk) not in clerk.get(issued.get_absolute_url()).content.decode()


def test_the_regions_offered_stand_in_the_order_of_the_tree(stage):
    Organization.objects.filter(pk=stage.cast.peoples_hospital.pk).update(region=stage.cast.city.region)
    page = visit_as(stage.cast.li).get(at("campaign_edit", stage.draft().pk))
    offered = [name for name, _label in page.context["form"].fields["scope_regions"].choices]
    assert offered == [stage.cast.city.region, "城东区", "城西区"]


def test_a_preview_lists_the_units_and_says_when_there_are_none(stage):
    campaign = stage.draft()
    client = visit_as(stage.cast.li)
    address = at("campaign_edit", campaign.pk)
    assert "点“预览名单”可逐家核对" in text_of(client.get(address))
    listed = text_of(post(client, address, **scheme_of(campaign), preview="1"))
    assert "名单 江州市人民医院 重点" in listed
    nobody = scheme_of(campaign) | {"scope_levels": ["primary"], "scope_kinds": ["hospital"]}
    assert "没有符合条件的单位" in text_of(post(client, address, **nobody, preview="1"))
