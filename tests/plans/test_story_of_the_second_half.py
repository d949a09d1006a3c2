"""The second half of a plan's year told over HTTP: looked back on, adjusted, and what is left opens the next year."""

import pytest

from accountability import health_days, verify
from engine import jobs
from plans import services
from plans.models import Plan, PlanState, Review
from tests.plans.making import fresh
from tests.plans.test_story import signs_everything, visitor

pytestmark = pytest.mark.django_db
NEXT = "江州市人民医院2027年院感工作计划"


def test_from_the_half_year_review_to_next_year_s_draft(desk, year):
    plan = it_is_in_force_since_january(desk)
    year.at("2026-07-03")
    year.open()
    clerk = visitor(desk, desk.cast.qian)
    the_departments_report_and_the_half_year_is_summed_up(desk, clerk, plan)
    one_duty_is_added_and_another_ended(desk, clerk, plan)
    year.at("2026-12-21")
    year.open()
    clerk = visitor(desk, desk.cast.qian)
    the_year_is_summed_up(desk, clerk, plan)
    what_is_left_opens_the_next_year(desk, clerk, plan)
    assert [(result.name, result.differences) for result in verify.run() if result.differences] == []


def it_is_in_force_since_january(desk):
    plan = desk.written()
    told = {"lead_unit": desk.cast.quality_office, "kind": "meeting", "by": desk.cast.qian}
    services.draft_obligation(plan, text="每季度召开质控例会", unit="quarter", at_least=2, **told)
    return desk.issued(fresh(plan))


def the_departments_report_and_the_half_year_is_summed_up(desk, clerk, plan):
    clerk.opens(plan.get_absolute_url())
    clerk.follows("启动总结")
    clerk.selects("类别", "半年小结")
    clerk.fills("部门小结报送期限", "2026-07-05")
    clerk.fills("总结完成期限", "2026-07-15")
    clerk.presses("启动并通知各部门")
    review = Review.objects.get(plan=plan)
    for person, unit in ((desk.cast.head_zhang, desk.cast.icu), (desk.cast.head_gao, desk.cast.surgery)):
        head = visitor(desk, person)
        head.opens(review.parts.get(organization=unit).get_absolute_url())
        head.fills("完成情况", f"{unit}任务按计划推进。")
        head.fills("未完成事项及原因", "质控例会没有按期召开。")
        head.presses("报送")
    clerk.opens(f"/plans/reviews/{review.pk}/write/")
    assert "重症医学科任务按计划推进" in clerk.reads(), "the text begins with what the departments wrote"
    clerk.presses("保存")
    clerk.follows("送审")
    if review.parts.missing().exists():
        clerk.fills("不再等待的理由", "该部门没有承担任务。")
    clerk.presses("确认送审")
    signs_everything(desk, review)
    jobs.run_all()
    clerk.opens(review.get_absolute_url())
    assert "已审定" in clerk.reads()
    assert "到期2期，完成0期" in clerk.reads()
    assert fresh(plan).state == PlanState.IN_FORCE, "half a year is no end"


def one_duty_is_added_and_another_ended(desk, clerk, plan):
    clerk.opens(plan.get_absolute_url())
    clerk.follows("计划调整")
    clerk.fills("调整理由", "例会并入院务会，改为每月抽查。")
    clerk.fills("生效之日", "2026-07-01")
    clerk.presses("下一步")
    revision = plan.revisions.get()
    clerk.follows("新增常态化工作任务")
    clerk.fills("任务内容", "每月抽查手卫生")
    clerk.selects("工作类别", "检查督导")
    clerk.selects("频次", "每月")
    clerk.fills("至少次数", "1")
    clerk.selects("承办单位", "重症医学科")
    clerk.presses("列入调整")
    clerk.follows("停止执行")
    assert "仍须完成或者说明" in clerk.reads()
    clerk.presses("列入调整")
    clerk.follows("送审")
    clerk.presses("确认送审")
    signs_everything(desk, revision)
    jobs.run_all()
    old, new = plan.obligations.order_by("pk")
    assert (old.state, new.state, new.text) == ("ended", "running", "每月抽查手卫生")
    assert [one.state for one in old.occurrences.order_by("begins_on")] == ["open", "open", "withdrawn"]
    assert new.occurrences.get().begins_on.month == 7
    clerk.opens(f"/plans/{plan.pk}/editions/")
    assert "每月抽查手卫生" in clerk.reads()


def the_year_is_summed_up(desk, clerk, plan):
    clerk.opens(plan.get_absolute_url())
    clerk.follows("启动总结")
    clerk.selects("类别", "年终总结")
    clerk.fills("部门小结报送期限", "2026-12-25")
    clerk.fills("总结完成期限", "2026-12-31")
    clerk.presses("启动并通知各部门")
    review = Review.objects.get(plan=plan, kind="year_end")
    clerk.opens(f"/plans/reviews/{review.pk}/write/")
    clerk.fills("总结正文", "全年任务基本完成。")
    clerk.presses("保存")
    clerk.follows("送审")
    clerk.fills("不再等待的理由", "各部门年终另行述职。")
    clerk.presses("确认送审")
    signs_everything(desk, review)
    jobs.run_all()
    assert fresh(review).state == "approved"
    assert fresh(plan).is_valid, "it holds until the next plan is issued"


def what_is_left_opens_the_next_year(desk, clerk, plan):
    told = {"name": "院训日", "month": 5, "day": 20, "by": desk.cast.qian}
    health_days.set_day(desk.hospital, **told)
    clerk.opens("/plans/")
    clerk.follows("起草计划")
    clerk.fills("标题", NEXT)
    clerk.fills("年度", "2027")
    clerk.selects("替代的计划", plan.title)
    clerk.presses("起草")
    draft = Plan.objects.get(title=NEXT)
    kinds = sorted(draft.proposals.values_list("kind", flat=True))
    assert kinds == ["missed", "missed", "open_item", "open_item", "own_day"]
    clerk.opens(f"/plans/{draft.pk}/proposals/")
    for words in (
        "每季度召开质控例会",
        "没有达到频次要求",
        "每月抽查手卫生",
        "开展“院训日”主题宣传活动",
        "开展手卫生专项培训",
    ):
        assert words in clerk.reads()
    while draft.proposals.filter(kind="own_day").open().exists():
        clerk.presses("采纳")
        clerk.opens(f"/plans/{draft.pk}/proposals/")
    adopted = draft.measures.get(text="开展“院训日”主题宣传活动")
    assert f"{adopted.due_on}" == "2027-05-20"
    for left in draft.proposals.open():
        clerk.opens(f"/plans/proposals/{left.pk}/decline/")
        clerk.fills("理由", "2027年不再开展。")
        clerk.presses("确认不采纳")
    assert not draft.proposals.open().exists()
