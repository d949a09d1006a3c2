"""The year of a plan told over HTTP: written from last year and a Word text, signed, issued, done, summed up."""

import datetime

import pytest

from accountability import verify
from accountability.models import Assignment
from engine import jobs
from plans.models import Plan, PlanState, Review
from tests import make
from tests.plans.making import TEXT, open_seat
from tests.story import HttpVisitor

pytestmark = pytest.mark.django_db


def visitor(desk, person):
    account = desk.cast.account(person)
    return HttpVisitor(account.username, make.PASSWORD)


def signs_everything(desk, thing):
    """Everybody on the route reads, signs and types his password where he is asked."""
    while seat := open_seat(thing):
        signer = visitor(desk, seat.person)
        signer.opens(seat.get_absolute_url())
        signer.presses("确认同意")
        assert signer.status == 200


def test_a_plan_from_the_word_text_to_the_year_end_summary(desk):
    last_year = desk.issued(title="2025年院感工作计划", year=2025)
    clerk = visitor(desk, desk.cast.qian)
    it_is_begun_with_last_year_s_open_items(clerk)
    plan = Plan.objects.get(title="江州市人民医院2026年院感工作计划")
    it_is_imported_and_looked_through(clerk, plan)
    its_measures_get_owners(clerk, plan)
    last_year_s_items_are_decided(clerk, plan)
    it_is_signed_numbered_and_issued(desk, clerk, plan, last_year)
    the_head_reports_and_another_accepts(desk, clerk, plan)
    a_line_is_revised(desk, clerk, plan)
    it_is_summed_up(desk, clerk, plan)
    assert [(result.name, result.differences) for result in verify.run() if result.differences] == []


def it_is_begun_with_last_year_s_open_items(clerk):
    clerk.opens("/plans/")
    clerk.follows("起草计划")
    clerk.fills("标题", "江州市人民医院2026年院感工作计划")
    clerk.fills("年度", "2026")
    clerk.selects("替代的计划", "2025年院感工作计划")
    clerk.presses("起草")
    assert "2 条待处理" in clerk.reads()


def it_is_imported_and_looked_through(clerk, plan):
    clerk.follows("导入Word文件")
    clerk.fills("或者粘贴计划正文", TEXT)
    clerk.presses("上传并识别")
    assert "每月对重点科室进行一次手卫生抽查" in clerk.reads()
    assert "≥95%" in clerk.reads()
    clerk.presses("写入计划")
    assert "逐条确认" in clerk.reads()
    clerk.opens(plan.imports.get().get_absolute_url())
    clerk.presses("确认本页")
    for reading in plan.imports.get().readings.open():
        clerk.opens(f"/plans/imports/{reading.of_id}/?show=open")
        clerk.presses("不采用" if reading.kind == "unread" else "确认")
    clerk.opens(plan.imports.get().get_absolute_url())
    clerk.presses("写入计划")
    assert "工作措施" in clerk.reads()
    assert "《医院感染管理办法》" in clerk.reads()
    assert plan.measures.count() == 3


def its_measures_get_owners(clerk, plan):
    for measure in plan.measures.all():
        clerk.opens(f"/plans/lines/measure/{measure.pk}/")
        clerk.selects("牵头单位", "重症医学科")
        clerk.presses("保存")
    assert set(plan.measures.values_list("person__name", flat=True)) == {"张主任"}
    clerk.opens(plan.get_absolute_url())
    clerk.follows("送审")
    assert "建议" in clerk.reads()


def last_year_s_items_are_decided(clerk, plan):
    clerk.opens(f"/plans/{plan.pk}/proposals/")
    clerk.presses("采纳")
    clerk.follows("不采纳")
    clerk.fills("理由", "今年不再开展。")
    clerk.presses("确认不采纳")
    assert not plan.proposals.open().exists()


def it_is_signed_numbered_and_issued(desk, clerk, plan, last_year):
    clerk.opens(plan.get_absolute_url())
    clerk.follows("送审")
    clerk.presses("确认送审")
    signs_everything(desk, plan)
    clerk.opens(plan.get_absolute_url())
    clerk.follows("编号、复核")
    clerk.fills("发文字号", "江医〔2027〕1号")
    clerk.presses("确认")
    assert clerk.status == 422
    clerk.fills("发文字号", "")
    clerk.presses("确认")
    clerk.follows("印发")
    clerk.presses("确认印发")
    jobs.run_all()
    plan.refresh_from_db()
    last_year.refresh_from_db()
    assert (plan.state, last_year.state) == (PlanState.IN_FORCE, PlanState.SUPERSEDED)
    clerk.follows("按季度看")
    assert "第2季度" in clerk.reads()


def the_head_reports_and_another_accepts(desk, clerk, plan):
    measure = plan.measures.order_by("pk").first()
    head = visitor(desk, desk.cast.head_zhang)
    head.opens("/")
    head.opens(measure.get_absolute_url())
    head.fills("进展情况", "已完成抽查并通报。")
    head.fills("进度（%）", "100")
    head.presses("保存进展")
    assert "已完成抽查并通报" in head.reads()
    clerk.opens(measure.get_absolute_url())
    clerk.presses("审核办结")
    assert Assignment.objects.get(pk=measure.assignment_id).state == Assignment.State.DONE


def a_line_is_revised(desk, clerk, plan):
    clerk.opens(plan.get_absolute_url())
    clerk.follows("计划调整")
    clerk.fills("调整理由", "上级要求提前。")
    clerk.presses("下一步")
    measure = plan.measures.order_by("pk").last()
    clerk.opens(f"{clerk.address}change/{measure.pk}/")
    clerk.fills("任务措施", "完成应急演练两次")
    clerk.presses("列入调整")
    clerk.follows("送审")
    clerk.presses("确认送审")
    signs_everything(desk, plan.revisions.get())
    jobs.run_all()
    clerk.opens(f"/plans/{plan.pk}/editions/")
    assert "完成应急演练两次" in clerk.reads()
    assert plan.editions.count() == 2


def it_is_summed_up(desk, clerk, plan):
    clerk.opens(f"/plans/{plan.pk}/reviews/new/")
    clerk.selects("类别", "年终总结")
    clerk.fills("部门小结报送期限", "2026-12-10")
    clerk.fills("总结完成期限", "2026-12-31")
    clerk.presses("启动并通知各部门")
    assert "还有 2 个部门没有报送小结" in clerk.reads() or "还有 1 个部门" in clerk.reads()
    review = Review.objects.get(plan=plan)
    part = review.parts.get(organization=desk.cast.icu)
    head = visitor(desk, desk.cast.head_zhang)
    head.opens(part.get_absolute_url())
    head.fills("完成情况", "任务全部完成。")
    head.presses("报送")
    clerk.opens(f"/plans/reviews/{review.pk}/write/")
    clerk.presses("保存")
    clerk.follows("送审")
    if review.parts.missing().exists():
        clerk.presses("确认送审")
        assert "还没有报送小结" in clerk.reads()
        clerk.fills("不再等待的理由", "该科室已合并。")
    clerk.presses("确认送审")
    signs_everything(desk, review)
    jobs.run_all()
    plan.refresh_from_db()
    review.refresh_from_db()
    assert review.state == "approved"
    assert plan.is_valid
    assert plan.ends_on == datetime.date(2026, 12, 31)
