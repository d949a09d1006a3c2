"""The list of units, its changes, and the coverage wall."""

import pytest

from engine import jobs
from rectification.models import Participant, ParticipantState
from tests import make
from tests.rectification.making import complete_self_inspection
from tests.rectification.pages import at, crowd, post, text_of, visit_as


def _offered(stage, campaign):
    """A unit of the city that the rule left out, founded after the list was frozen."""
    return make.make_hospital(stage.cast.east_district, name="城东区第二人民医院", region="城东区")


def test_a_unit_is_added_with_a_reason_and_the_first_list_stays_readable(stage):
    campaign = stage.issue()
    unit = _offered(stage, campaign)
    client = visit_as(stage.cast.li)
    address = at("campaign_participants", campaign.pk)
    refused = post(client, address, organization=unit.name, because="")
    assert refused.status_code == 422
    assert not campaign.participants.filter(organization=unit).exists()
    assert post(client, address, organization=unit.name, because="新设机构，纳入本次整治。").status_code == 302
    page = text_of(client.get(address))
    assert "城东区第二人民医院" in page
    assert "新设机构，纳入本次整治。" in page
    assert "现行名单（第 2 版）" in page
    first = text_of(client.get(address, {"list": "first"}))
    assert "首次确定的名单" in first
    assert "何氏诊所" in first


def test_a_name_that_fits_several_units_or_none_is_refused_and_kept(stage):
    campaign = stage.issue()
    assert {stage.cast.east_district, stage.cast.west_district}
    client = visit_as(stage.cast.li)
    address = at("campaign_participants", campaign.pk)
    several = post(client, address, organization="卫生健康委员会", because="纳入。")
    assert several.status_code == 422
    assert "有多个单位符合：城东区卫生健康委员会、城西区卫生健康委员会。请写全名称。" in text_of(several)
    none = post(client, address, organization="没有的医院", because="纳入。")
    assert none.status_code == 422
    assert "没有找到可增补的单位" in text_of(none)
    assert "没有的医院" in none.content.decode()


def test_a_unit_is_removed_with_a_reason_and_still_found_among_the_removed(stage):
    campaign = stage.issue()
    participant = campaign.participants.get(organization=stage.cast.clinic)
    client = visit_as(stage.cast.li)
    address = at("participant_remove", participant.pk)
    assert "首次确定的名单保留可查" in text_of(client.get(address))
    assert post(client, address, because="").status_code == 422
    answer = post(client, address, because="已注销执业许可。")
    assert answer["Location"] == at("campaign_participants", campaign.pk)
    assert Participant.objects.get(pk=participant.pk).state == ParticipantState.REMOVED
    removed = text_of(client.get(at("campaign_participants", campaign.pk), {"focus": "removed"}))
    assert "何氏诊所" in removed
    assert "已注销执业许可。" in removed


def test_a_hospital_finds_only_itself_on_the_list_and_changes_nothing(stage):
    campaign = stage.issue()
    client = visit_as(stage.cast.zheng)
    page = text_of(client.get(at("campaign_participants", campaign.pk)))
    assert "城东中医院" in page
    assert "何氏诊所" not in page
    assert "增补" not in page.split("名单变更")[0].replace("增补、剔除", "")
    unit = _offered(stage, campaign)
    answer = post(client, at("campaign_participants", campaign.pk), organization=unit.name, because="x")
    assert answer.status_code == 403
    theirs = campaign.participants.get(organization=stage.cast.clinic)
    assert post(client, at("participant_remove", theirs.pk), because="x").status_code == 404
    mine = campaign.participants.get(organization=stage.cast.tcm_hospital)
    assert post(client, at("participant_remove", mine.pk), because="x").status_code == 403


def test_the_list_is_filtered_by_name_region_and_focus(stage):
    campaign = stage.issue()
    client = visit_as(stage.cast.li)
    address = at("campaign_participants", campaign.pk)
    assert "何氏诊所" not in text_of(client.get(address, {"words": "中医"}))
    assert "城东中医院" not in text_of(client.get(address, {"region": "城西区"})).split("单位 级别")[-1]
    assert "何氏诊所" not in text_of(client.get(address, {"focus": "1"})).split("单位 级别")[-1]


def test_the_wall_says_how_each_unit_stands_in_word_and_shape(stage):
    cast = stage.cast
    phase = stage.open("self_inspect")
    complete_self_inspection(
        stage.inspection_of(cast.tcm_hospital, phase), filler=cast.zheng, confirmer=cast.president_wu
    )
    jobs.run_all()
    page = visit_as(cast.li).get(at("campaign_wall", phase.campaign_id))
    words = text_of(page)
    assert "城东中医院 已审核" in words
    assert "何氏诊所 逾期未交" in words
    assert "3 家中已审核 1 家" in words
    assert stage.inspection_of(cast.clinic, phase).get_absolute_url() in page.content.decode()
    only = text_of(visit_as(cast.li).get(at("campaign_wall", phase.campaign_id), {"state": "done"}))
    assert "城东中医院" in only
    assert "何氏诊所" not in only


def test_a_hospital_sees_one_cell_its_own(stage):
    phase = stage.open("self_inspect")
    words = text_of(visit_as(stage.cast.doctor_he).get(at("campaign_wall", phase.campaign_id)))
    assert "何氏诊所" in words
    assert "城东中医院" not in words


@pytest.mark.parametrize("count", [60, 2000])
def test_wall_and_list_cost_the_same_whatever_the_number_of_units(stage, count, django_assert_max_num_queries):
    phase = stage.open("self_inspect")
    crowd(phase.campaign, phase, stage.cast.city, count=count)
    client = visit_as(stage.cast.li)
    for name in ("campaign_wall", "campaign_participants"):
        client.get(at(name, phase.campaign_id))
        with django_assert_max_num_queries(12):
            page = client.get(at(name, phase.campaign_id))
        assert page.status_code == 200
    wall = client.get(at("campaign_wall", phase.campaign_id))
    assert wall.content.decode().count('<use href="#s-') == count + 3
    assert len(wall.content) < 30_000 + 250 * count


def test_the_wall_begins_with_the_citys_own_institutions_and_sums_up_by_region(stage):
    phase = stage.open("self_inspect")
    crowd(phase.campaign, phase, stage.cast.east_district, count=8)
    page = visit_as(stage.cast.li).get(at("campaign_wall", phase.campaign_id))
    regions = [region.name for region in page.context["regions"]]
    assert regions[:2] == ["市直属及其他", "城东区"]
    assert regions.index("第2区") < regions.index("城西区")  # below 城东区 in the tree
    assert [cell.name for cell in page.context["regions"][0].cells] == ["江州市人民医院"]
    assert "按行政区汇总" in text_of(page)
    assert sum(region.all for region in page.context["all_regions"]) == 11


def test_the_legend_keeps_the_phase_and_the_focus_and_lets_go_of_its_own_state(stage):
    phase = stage.open("self_inspect")
    address = at("campaign_wall", phase.campaign_id)
    page = visit_as(stage.cast.li).get(address, {"focus": "1", "phase": phase.pk, "state": "done"})
    urls = {item["tone"]: item["url"] for item in page.context["legend"]}
    assert urls["done"] == f"?focus=1&phase={phase.pk}"
    assert urls["overdue"] == f"?focus=1&phase={phase.pk}&state=overdue"
