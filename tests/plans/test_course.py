"""A plan on its way: drafted, signed along the unit's route, returned, numbered, issued, followed by the next one."""

import datetime

import pytest

from accountability import trail
from accountability.models import Assignment, Holder, Notice
from engine import jobs
from organizations.refusals import Invalid, NotAllowed, NotYet
from plans import services
from plans.models import Measure, Origin, PlanState, ProposalState, Tier
from tests.plans.making import answer, fresh, open_nodes, open_seat


def test_a_plan_is_signed_numbered_issued_and_its_measures_are_tasks(desk):
    plan = desk.written()
    first, second = plan.measures.order_by("order")
    holders = [(Tier.OVERALL, desk.cast.president_wang, "总负责"), (Tier.NAMED, desk.cast.nurse_sun, "资料整理")]
    services.change_line(first, by=desk.cast.qian, holders=holders, supporting_units=[desk.cast.surgery])
    plan = desk.issued(fresh(plan))
    assert plan.state == PlanState.IN_FORCE
    assert plan.number.text.startswith("JH")
    assert open_nodes(plan) == []
    first, second = fresh(first), fresh(second)
    assert [first.assignment.lead_unit, second.assignment.lead_unit] == [desk.cast.icu, desk.cast.surgery]
    assert first.assignment.due_on == datetime.date(2026, 12, 31)
    assert second.assignment.due_on == datetime.date(2026, 6, 30)
    roles = set(first.assignment.holders.current().values_list("person__name", "role"))
    assert roles == {("张主任", "lead"), ("王院长", "leadership"), ("孙护士", "support")}
    assert set(first.assignment.supporting_units.all()) == {desk.cast.surgery}
    assert Notice.objects.filter(person=desk.cast.head_zhang, kind="plan").count() == 1
    edition = plan.editions.get()
    assert edition.edition == 1
    assert "开展手卫生专项培训" in str(edition.content)
    verbs = list(trail.of(plan).values_list("verb", flat=True))
    steps = {"plan_drafted", "plan_submitted", "plan_signed", "plan_numbered", "plan_issued", "measures_handed_out"}
    assert steps <= set(verbs)


def test_a_plan_the_president_returns_comes_back_and_shows_him_what_changed(desk, client):
    plan = desk.written()
    services.submit_plan(plan, by=desk.cast.qian)
    answer(open_seat(plan))  # the head of the quality office
    seat = open_seat(plan)
    answer(seat, verdict="return", opinion="培训要写明次数。")
    plan = fresh(plan)
    assert (plan.state, open_nodes(plan)) == (PlanState.DRAFT, ["draft"])
    measure = plan.measures.order_by("order").first()
    services.change_line(measure, by=desk.cast.qian, text="开展手卫生专项培训两次")
    services.submit_plan(fresh(plan), by=desk.cast.qian)
    answer(open_seat(plan))
    again = open_seat(plan)
    assert again.person == seat.person
    client.force_login(desk.cast.account(again.person))
    page = client.get(again.get_absolute_url()).content.decode()
    assert "开展手卫生专项培训两次" in page
    assert "与您上次" in page


def test_a_draft_is_not_sent_while_something_is_missing(desk):
    plan = desk.draft()
    with pytest.raises(NotYet, match="还没有任何目标或任务措施"):
        services.submit_plan(plan, by=desk.cast.qian)
    desk.measure(plan, text="无人负责的任务")
    with pytest.raises(NotYet, match="请为“无人负责的任务”确定牵头单位"):
        services.submit_plan(fresh(plan), by=desk.cast.qian)
    assert fresh(plan).state == PlanState.DRAFT


def test_what_cannot_be_in_a_plan_is_refused(desk):
    plan = desk.draft()
    with pytest.raises(Invalid, match="结束年度不能早于"):
        desk.draft(until_year=2025)
    with pytest.raises(Invalid, match="请填写标题"):
        desk.draft(title=" ")
    days = {"starts_on": datetime.date(2026, 5, 2), "due_on": datetime.date(2026, 5, 1)}
    with pytest.raises(Invalid, match="完成期限不能早于开始日期"):
        desk.measure(plan, text="倒着做的任务", **days)
    with pytest.raises(Invalid, match="请填写任务措施"):
        desk.measure(plan, text="  ")
    other = desk.written(title="另一份计划")
    with pytest.raises(Invalid, match="不在这份计划里"):
        desk.measure(plan, text="放错地方", section=other.sections.first())
    with pytest.raises(NotAllowed):
        services.draft_plan(desk.hospital, title="外院写的", year=2026, by=desk.cast.zheng)
    assert not plan.measures.exists()


def test_numbering_may_send_it_back_and_the_number_is_void(desk):
    plan = desk.signed()
    services.number_plan(plan, by=desk.cast.qian, document_number="江医院感[2026]7号")
    plan = fresh(plan)
    assert plan.number.text == "江医院感〔2026〕7号"
    given = plan.number
    services.return_plan(plan, by=desk.cast.qian, because="附件缺页。")
    plan = fresh(plan)
    assert (plan.state, plan.number, fresh(given).state) == (PlanState.DRAFT, None, "void")


def test_last_year_s_plan_holds_until_the_new_one_is_issued_and_hands_on_what_is_open(desk):
    old = desk.issued(title="2025年计划", year=2025)
    done = old.measures.order_by("order").first()
    task = done.assignment
    services.accept_measure(done, by=desk.cast.qian)
    assert fresh(task).state == Assignment.State.DONE
    new = desk.draft(supersedes=old)
    assert fresh(old).is_valid
    proposal = new.proposals.get()
    assert proposal.text == "完成手术部位感染目标性监测"
    desk.measure(new, text="开展全院培训", lead_unit=desk.cast.icu)
    with pytest.raises(NotYet, match="建议"):
        services.submit_plan(fresh(new), by=desk.cast.qian)
    carried = services.adopt(proposal, by=desk.cast.qian)
    assert (carried.origin, carried.comes_from.plan) == (Origin.CARRIED, old)
    assert fresh(proposal).state == ProposalState.ADOPTED
    new = desk.issued(fresh(new))
    old = fresh(old)
    assert (old.state, old.ended_on) == (PlanState.SUPERSEDED, new.effective_on)
    owed = Measure.objects.get(pk=carried.comes_from_id).assignment
    assert owed.state == Assignment.State.CANCELLED
    assert fresh(carried).assignment.state == Assignment.State.OPEN


def test_a_proposal_is_declined_only_with_a_reason(desk):
    old = desk.issued(title="2025年计划", year=2025)
    new = desk.draft(supersedes=old)
    first, second = new.proposals.all()
    with pytest.raises(Invalid, match="不采纳的理由"):
        services.decline(first, because=" ", by=desk.cast.qian)
    services.decline(first, because="项目已终止。", by=desk.cast.qian)
    own = desk.measure(fresh(new), text="合并安排的任务", lead_unit=desk.cast.icu)
    services.merge(second, measure=own, by=desk.cast.qian)
    assert not new.proposals.open().exists()


def test_an_ad_hoc_task_stands_beside_the_plan(desk):
    plan = desk.issued()
    values = {"text": "完成国家督查迎检", "lead_unit": desk.cast.icu, "due_on": datetime.date(2026, 12, 1)}
    with pytest.raises(Invalid, match="由谁交办"):
        services.add_ad_hoc(plan, by=desk.cast.qian, ordered_by="", **values)
    made = services.add_ad_hoc(plan, by=desk.cast.qian, ordered_by="市卫健委通知", **values)
    assert made.is_ad_hoc
    assert Holder.objects.get(assignment=made.assignment).person == desk.cast.head_zhang
    with pytest.raises(NotAllowed, match="由其他负责人"):
        services.accept_measure(made, by=desk.cast.head_zhang)


def test_many_measures_are_handed_out_in_chunks(desk):
    plan = desk.draft()
    for number in range(60):
        desk.measure(plan, text=f"第{number}项任务", lead_unit=desk.cast.icu)
    plan = desk.issued(fresh(plan))
    assert plan.measures.filter(assignment__isnull=False).count() == 60
    jobs.run_all()
    assert Assignment.objects.filter(kind="plan").count() == 60
