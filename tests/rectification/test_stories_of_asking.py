"""What a commission asks of those below, told over HTTP: a form with its burden, a supervision handed to a district."""

import datetime

import pytest
from django.utils import timezone

from accountability import verify
from engine.jobs import run_all
from rectification.models import Collection, Filing, SupervisionOrder
from tests.rectification.filing import summary
from tests.rectification.pages import at
from tests.screens.visitors import comes_in

pytestmark = pytest.mark.django_db


def everything_agrees() -> bool:
    """Whether every row is what its newest event says."""
    return [difference for result in verify.run() for difference in result.differences] == []


def test_a_form_is_approved_with_its_burden_filled_in_reviewed_sent_up_and_corrected(stage):
    cast, li = stage.cast, comes_in(stage.cast.li)
    collection = the_city_asks_within_its_campaign(li, stage.issue())
    the_leader_sees_what_it_costs(comes_in(cast.director_wang), collection)
    zheng = comes_in(cast.zheng)
    filing = a_hospital_fills_it_in(zheng, collection, cast.tcm_hospital)
    wu = comes_in(cast.president_wu)
    wu.follows(collection.title)
    wu.follows("审核上报")
    wu.presses("审核通过并上报")

    li.opens(collection.get_absolute_url())
    li.follows("催报")
    assert "江州市人民医院" in li.reads()
    assert "城东中医院" not in li.reads(), "who has reported is not reminded"
    li.opens(filing.get_absolute_url())
    li.follows("退回更正")
    li.fills("理由", "请核对排查隐患数。")
    li.presses("退回")
    zheng.opens(filing.get_absolute_url())
    assert "请核对排查隐患数。" in zheng.reads()
    assert everything_agrees()


def the_city_asks_within_its_campaign(li, campaign) -> Collection:
    li.opens(f"{at('collection_list')}?campaign={campaign.pk}")
    li.follows("从报表库下发")
    li.follows(summary().form.name)
    li.follows("下发填报")
    assert "只发给参加单位" in li.reads()
    li.fills("附件序号", "1")
    li.fills("报送截止日期", f"{timezone.localdate() + datetime.timedelta(days=5)}")
    li.presses("送领导批准")
    assert "等待领导批准" in li.reads()
    return Collection.objects.get()


def the_leader_sees_what_it_costs(wang, collection) -> None:
    wang.follows(collection.title)
    wang.follows("批准下发")
    assert "分钟" in wang.reads()
    wang.presses("批准并下发")
    run_all()


def a_hospital_fills_it_in(zheng, collection, hospital) -> Filing:
    zheng.follows(collection.title)
    for column in collection.form_version.design:
        if not column.is_computed:
            zheng.fills(column.name, "1" if column.kind != "text" else "无")
    zheng.presses("保存并提交审核")
    filing = Filing.objects.get(organization=hospital)
    assert filing.state == "submitted", zheng.reads()
    zheng.opens(at("filing_report", filing.pk))
    assert zheng.status == 403, "nobody reviews what he filled in"
    return filing


def test_a_district_signs_for_its_units_inspects_them_and_reports(stage):
    cast, phase = stage.cast, stage.open("supervise")
    li, jiang = comes_in(cast.li), comes_in(cast.jiang)
    order = the_city_hands_its_units_down(li, phase)
    the_clerk_signs_and_cannot_report_yet(jiang)
    the_inspector_goes_there(comes_in(cast.han), order, cast.tcm_hospital)

    jiang.opens(order.get_absolute_url())
    assert "1/1" in jiang.reads()
    jiang.follows("报告督导情况")
    jiang.fills("督导情况", "一家已查，未发现问题。")
    jiang.presses("报告")
    li.opens(at("campaign_orders", phase.campaign_id))
    assert "已报告" in li.reads()
    li.opens(order.get_absolute_url())
    assert "一家已查，未发现问题。" in li.reads()
    neighbour = comes_in(cast.qian)
    neighbour.opens(order.get_absolute_url())
    assert neighbour.status == 404
    assert everything_agrees()


def the_city_hands_its_units_down(li, phase) -> SupervisionOrder:
    li.opens(phase.campaign.get_absolute_url())
    li.follows("交办属地督导")
    li.selects("承办单位", "城东区卫生健康委员会")
    li.fills("完成期限", f"{timezone.localdate() + datetime.timedelta(days=9)}")
    li.fills("要求", "逐家检查，重点看手术室。")
    li.presses("交办")
    return SupervisionOrder.objects.get()


def the_clerk_signs_and_cannot_report_yet(jiang) -> None:
    jiang.opens("/")
    jiang.follows("督导：督导抽查")
    jiang.follows("签收")
    jiang.presses("确认签收")
    jiang.follows("报告督导情况")
    jiang.fills("督导情况", "已完成。")
    jiang.presses("报告")
    assert "城东中医院" in jiang.reads(), "a unit nobody has seen is named"


def the_inspector_goes_there(han, order, hospital) -> None:
    han.opens(order.get_absolute_url())
    han.follows("检查城东中医院")
    han.picks("督查")
    han.picks("韩督导")
    han.presses("开始检查")
    han.answers_everything(fail="没有这样的条目")
    visit = order.phase.inspections.get(participant__organization=hospital)
    han.opens(visit.get_absolute_url())
    han.follows("提交检查结果")
    han.presses("提交")


def test_a_unit_asks_what_is_meant_and_all_read_the_answer(stage):
    cast, campaign = stage.cast, stage.issue()
    zheng, li = comes_in(cast.zheng), comes_in(cast.li)
    zheng.opens(campaign.get_absolute_url())
    zheng.follows("政策咨询")
    zheng.follows("我要咨询")
    zheng.fills("问题", "血透机台数按在用还是在册填报？")
    zheng.presses("提交")

    li.opens("/")
    assert "血透机台数" in li.reads(), "what is asked waits in the office's work"
    li.opens(at("campaign_questions", campaign.pk))
    li.follows("答复")
    li.fills("答复", "按在用台数填报。")
    li.fills("公开的问题", "血透机台数怎样填报？")
    li.presses("答复")

    wu = comes_in(cast.president_wang)
    wu.opens(at("campaign_questions", campaign.pk))
    assert "按在用台数填报。" in wu.reads(), "another unit reads it among the common questions"
    assert everything_agrees()


def test_a_report_goes_to_the_province_and_its_receipt_is_entered(stage):
    li, campaign = comes_in(stage.cast.li), stage.issue()
    li.opens(campaign.get_absolute_url())
    li.follows("对外报送")
    li.follows("登记对外报送")
    li.fills("报送材料", "专项整治工作报告")
    li.fills("收件单位", "省卫生健康委")
    li.fills("报送日期", f"{timezone.localdate()}")
    li.presses("登记")
    li.follows("对外报送")
    li.follows("专项整治工作报告")
    assert "等待回执" in li.reads()
    report = li.address
    li.opens("/")
    assert "专项整治工作报告" in li.reads(), "its receipt is waited for"
    li.opens(report)
    li.follows("登记回执")
    li.fills("对方接收人", "孙科长")
    li.fills("对方接收日期", f"{timezone.localdate()}")
    li.fills("对方收文编号", "收131")
    li.presses("登记")
    assert "孙科长" in li.reads()
    assert "等待回执" not in li.reads()
    assert everything_agrees()
