"""What happens around a finding, told over HTTP: a notice that is signed for, an objection, a waiver until its day."""

import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from accountability import verify
from engine.jobs import enqueue, run_all
from rectification.models import Finding, FindingState, Slip, Waiver
from rectification.services.waivers import KIND
from tests.rectification.making import fresh, make_finding
from tests.rectification.pages import at
from tests.screens.visitors import comes_in

pytestmark = pytest.mark.django_db


def everything_agrees() -> bool:
    """Whether every row is what its newest event says."""
    return [difference for result in verify.run() for difference in result.differences] == []


def test_a_hospital_signs_for_the_notice_of_what_was_found_there(stage):
    cast, finding = stage.cast, stage.supervision_finding()
    li = comes_in(cast.li)
    li.opens(f"{at('ledger_bulk')}?act=slip&pk={finding.pk}")
    assert finding.number_text in li.reads()
    li.picks("整改通知书")
    li.fills("回复期限", f"{timezone.localdate() + datetime.timedelta(days=15)}")
    li.presses("编号并发出")
    slip = Slip.objects.get()
    assert "等待签收" in li.reads()

    qian = comes_in(cast.qian)
    qian.follows(slip.number_text)
    assert "发现你单位存在下列 1 个问题" in qian.reads()
    qian.follows("签收")
    qian.fills("签收说明", "已交质控科办理。")
    qian.presses("确认签收")
    assert "钱科长" in qian.reads()
    qian.opens(at("slip_receive", slip.pk))
    assert qian.status == 409, "a notice is signed for once"

    li.opens(at("slip_list"))
    assert "已签收" in li.reads()
    assert "钱科长" in li.reads()
    neighbour = comes_in(cast.zheng)
    neighbour.opens(slip.get_absolute_url())
    assert neighbour.status == 404
    assert everything_agrees()


def test_an_objection_is_heard_by_another_and_the_number_stays_struck_through(stage, tmp_path: Path):
    cast, finding = stage.cast, stage.supervision_finding()
    record = tmp_path / "电子交接记录.txt"
    record.write_text("接收医师已于当日签名。", encoding="utf-8")
    qian = comes_in(cast.qian)
    qian.opens(finding.get_absolute_url())
    qian.follows("陈述申辩")
    qian.presses("提交陈述申辩")
    assert "请填写" in qian.reads(), "an objection says why"
    qian.fills("陈述申辩意见", "交接记录存于电子病历，检查时未调阅。")
    qian.attaches("证明材料", record)
    qian.presses("提交陈述申辩")
    assert "核定前这个问题暂不计入" in qian.reads()

    zhao = comes_in(cast.zhao)
    zhao.opens(finding.get_absolute_url())
    assert "核定陈述申辩" not in zhao.reads(), "whoever found it is not asked"
    wang = comes_in(cast.director_wang)
    wang.follows("的陈述申辩")
    wang.follows("核定陈述申辩")
    assert "电子交接记录.txt" in wang.reads()
    wang.picks("采纳并撤销问题")
    wang.fills("核定意见", "经调阅电子病历，记录完整，予以撤销。")
    wang.presses("提交核定意见")
    assert "核定意见已提交" in wang.reads()

    qian.opens("/notices/")
    assert finding.number_text in qian.reads()
    qian.opens(finding.get_absolute_url())
    assert "经调阅电子病历，记录完整，予以撤销。" in qian.reads()
    zhao.opens(f"{at('ledger')}?status=withdrawn")
    assert finding.number_text in zhao.reads()
    other = make_finding(finding.inspection, by=cast.zhao, description="另一处缺签名。")
    assert other.number_text != finding.number_text
    assert fresh(finding).state == FindingState.WITHDRAWN
    assert everything_agrees()


def test_a_waiver_holds_until_its_day_and_then_the_work_begins_again(stage):
    cast, finding = stage.cast, stage.approved(stage.supervision_finding())
    until = timezone.localdate() + datetime.timedelta(days=60)
    qian = comes_in(cast.qian)
    qian.opens(finding.get_absolute_url())
    qian.follows("申请暂缓或豁免")
    qian.picks("暂缓整改")
    qian.fills("理由", "需新建净化手术间，已列入下年预算。")
    qian.fills("期间的控制措施", "手术改在二号间，每台次前检测。")
    qian.fills("截止日期", "2016-01-01")
    qian.presses("提交申请")
    assert "截止日期应当晚于今天" in qian.reads()
    qian.fills("截止日期", f"{until}")
    qian.presses("提交申请")
    assert "申请已提交" in qian.reads()

    wang = comes_in(cast.director_wang)
    wang.follows("的暂缓整改申请")
    wang.follows("审批暂缓或豁免")
    assert "手术改在二号间，每台次前检测。" in wang.reads()
    wang.picks("同意")
    wang.fills("审批意见", "同意暂缓，按月报告控制情况。")
    wang.presses("提交审批意见")
    qian.opens(finding.get_absolute_url())
    assert "暂缓整改至" in qian.reads()
    with pytest.raises(AssertionError, match="There is no link"):
        qian.follows("制定整改措施")  # while it is waived nothing is owed

    Waiver.objects.update(until=timezone.localdate() - datetime.timedelta(days=1))
    enqueue(KIND)
    run_all()
    qian.opens(finding.get_absolute_url())
    qian.follows("制定整改措施")
    assert "原因分析" in qian.reads()
    assert (fresh(finding).round, Finding.objects.open().get()) == (2, finding)
