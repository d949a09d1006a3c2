"""What follows a plan in force: revisions, reviews, letters, plans of others, reports, and who sees what."""

import datetime

import pytest

from accountability import assignments
from accountability.models import Assignment
from accountability.themes import found_theme, tag
from engine import jobs
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet, Stale
from organizations.sight import visible
from plans import services
from plans.models import LetterState, Objective, PartState, Plan, PlanProblem, PlanState, ReviewKind, RevisionState
from plans.services import reporting
from tests.plans.making import anew, answer, fresh, open_nodes, open_seat, sign

TODAY = datetime.date(2026, 11, 22)
REVISED = {"because": "上级要求调整。", "effective_on": TODAY}


def test_only_the_touched_line_changes_and_its_task_with_it(desk):
    plan = desk.issued()
    first, second = plan.measures.order_by("order")
    untouched, old = first.assignment, second.assignment
    revision = services.begin_revision(plan, by=desk.cast.qian, **REVISED)
    with pytest.raises(AlreadyDone, match="已有一次调整"):
        services.begin_revision(plan, by=desk.cast.qian, **REVISED)
    with pytest.raises(NotYet, match="还没有任何调整内容"):
        services.submit_revision(revision, by=desk.cast.qian)
    with pytest.raises(Invalid, match="没有变化"):
        services.propose_change(revision, measure=second, text=second.text, by=desk.cast.qian)
    services.propose_change(revision, measure=second, due_on=datetime.date(2026, 12, 20), by=desk.cast.qian)
    services.propose_new(revision, text="新增的任务", lead_unit=desk.cast.icu, by=desk.cast.qian)
    services.submit_revision(fresh(revision), by=desk.cast.qian)
    answer(open_seat(revision), verdict="return", opinion="请说明理由。")
    assert fresh(revision).state == RevisionState.DRAFT
    services.submit_revision(fresh(revision), by=desk.cast.qian)
    sign(revision)
    jobs.run_all()
    plan = fresh(plan)
    assert (fresh(revision).state, plan.edition, plan.measures.count()) == (RevisionState.IN_FORCE, 2, 3)
    second = fresh(second)
    assert second.assignment != old
    assert (fresh(old).state, second.assignment.due_on.day) == (Assignment.State.CANCELLED, 20)
    assert fresh(first).assignment == untouched
    assert [one.edition for one in plan.editions.order_by("edition")] == [1, 2]


def test_a_revision_for_later_waits_for_its_day(desk):
    plan = desk.issued()
    told = {**REVISED, "effective_on": datetime.date(2026, 12, 30)}
    revision = services.begin_revision(plan, by=desk.cast.qian, **told)
    measure = plan.measures.order_by("order").first()
    services.propose_drop(revision, measure=measure, by=desk.cast.qian)
    services.submit_revision(fresh(revision), by=desk.cast.qian)
    sign(revision)
    jobs.run_all()
    assert fresh(revision).state == RevisionState.APPROVED
    assert fresh(measure).dropped_at is None
    services.apply_due(datetime.date(2026, 12, 30))
    assert fresh(measure).dropped_at is not None
    assert fresh(measure).assignment.state == Assignment.State.CANCELLED


def test_departments_report_before_the_hospital_and_the_missing_are_named(desk):
    plan = desk.issued()
    days = {"parts_due_on": datetime.date(2026, 7, 5), "due_on": datetime.date(2026, 7, 15)}
    review = services.begin_review(plan, kind=ReviewKind.HALF_YEAR, by=desk.cast.qian, **days)
    icu = review.parts.get(organization=desk.cast.icu)
    services.write_part(icu, done="培训已完成。", version=icu.version, by=desk.cast.head_zhang)
    assert fresh(icu).state == PartState.CONFIRMED
    with pytest.raises(Stale):
        services.write_part(fresh(icu), done="另一个人写的", version=1, by=desk.cast.head_zhang)
    with pytest.raises(NotAllowed):
        services.write_part(fresh(icu), done="外科写的", version=2, by=desk.cast.head_gao)
    with pytest.raises(NotYet, match="总结正文"):
        services.submit_review(review, by=desk.cast.qian)
    services.write_review(fresh(review), text="上半年完成较好。", version=fresh(review).version, by=desk.cast.qian)
    with pytest.raises(Invalid, match="普外科"):
        services.submit_review(fresh(review), by=desk.cast.qian)
    services.submit_review(fresh(review), without_missing="负责人出差。", by=desk.cast.qian)
    assert "普外科" in str(fresh(review).review_manifest())
    sign(review)
    jobs.run_all()
    assert fresh(review).state == "approved"
    assert fresh(plan).state == PlanState.IN_FORCE


def test_letters_go_down_level_by_level_and_both_sides_sign(desk):
    plan = desk.written()
    first = plan.measures.order_by("order").first()
    services.change_line(first, by=desk.cast.qian, holders=[("named", desk.cast.nurse_sun, "记录")])
    plan = desk.issued(fresh(plan))
    made = services.draft_letters(plan, issuer=desk.cast.president_wang, rewards="纳入年度考核。", by=desk.cast.qian)
    assert {letter.person for letter in made} == {desk.cast.head_zhang, desk.cast.head_gao}
    letter = next(one for one in made if one.person == desk.cast.head_zhang)
    services.send_letter(letter, by=desk.cast.qian)
    assert open_seat(letter).person == desk.cast.head_zhang
    answer(open_seat(letter))
    assert open_seat(letter).person == desk.cast.president_wang
    answer(open_seat(letter))
    assert (fresh(letter).state, open_nodes(letter)) == (LetterState.SIGNED, [])
    (personal,) = services.draft_personal(plan, unit=desk.cast.icu, by=desk.cast.qian)
    assert (personal.person, personal.issuer) == (desk.cast.nurse_sun, desk.cast.head_zhang)
    with pytest.raises(NotYet, match="没有需要新签"):
        services.draft_letters(plan, issuer=desk.cast.president_wang, by=desk.cast.qian)
    seen = visible(anew(desk.cast.head_gao), type(letter))
    assert letter not in seen


def test_a_department_s_plan_begins_with_what_the_hospital_asks_of_it(desk):
    plan = desk.issued()
    with pytest.raises(Invalid, match="没有承担任务"):
        services.cascade(plan, unit=desk.cast.quality_office, title="质控科计划", by=desk.cast.qian)
    made = services.cascade(plan, unit=desk.cast.icu, title="重症医学科计划", by=desk.cast.head_zhang)
    assert (made.parent, made.kind) == (plan, "department")
    assert [one.comes_from.plan for one in made.measures.all()] == [plan]
    with pytest.raises(AlreadyDone):
        services.cascade(plan, unit=desk.cast.icu, title="再来一份", by=desk.cast.qian)


def test_a_plan_over_years_is_sliced(desk):
    plan = desk.issued(desk.written(until_year=2028))
    made = services.slice_year(plan, year=2027, title="2027年计划", by=desk.cast.qian)
    assert (made.year, made.derivation, made.measures.count()) == (2027, "slice", 1)
    with pytest.raises(Invalid, match="规划期内"):
        services.slice_year(plan, year=2035, title="太远", by=desk.cast.qian)


def test_progress_is_reported_upwards_at_the_rhythm_and_received(desk):
    plan = desk.issued(desk.written(report_to=desk.cast.city, report_every="quarter"))
    plan.effective_on = datetime.date(2026, 1, 1)
    plan.save()
    first = reporting.owed(plan, datetime.date(2026, 4, 2))
    assert [one.code for one in first] == ["2026Q1"]
    report = services.send_report(plan, period="2026Q1", text="进展顺利。", by=desk.cast.qian)
    with pytest.raises(AlreadyDone):
        services.send_report(plan, period="2026Q1", text="又一次", by=desk.cast.qian)
    with pytest.raises(NotAllowed):
        services.receive_report(report, by=desk.cast.qian)
    services.receive_report(report, by=desk.cast.li)
    assert fresh(report).received_by == desk.cast.li


def test_a_draft_is_the_hospital_s_own_and_an_issued_plan_is_seen_above(desk):
    plan = desk.written()
    cast = desk.cast
    assert plan in visible(anew(cast.nurse_sun), Plan)
    assert plan not in visible(anew(cast.li), Plan)
    assert plan not in visible(anew(cast.zheng), Plan)
    plan = desk.issued(plan)
    assert plan in visible(anew(cast.li), Plan)
    assert plan not in visible(anew(cast.zheng), Plan)


PAGES = (
    "/plans/",
    "/plans/{plan}/",
    "/plans/{plan}/quarters/",
    "/plans/{plan}/wall/",
    "/plans/{plan}/gantt/",
    "/plans/{plan}/editions/",
    "/plans/{plan}/letters/",
    "/plans/{plan}/proposals/",
    "/obligations/calendar/",
    "/obligations/?plan={plan}",
)


def adjusted(desk, plan):
    """A plan with everything that may stand beside its lines: adjusted twice, looked back on, derived from."""
    for number in range(2):
        revision = services.begin_revision(fresh(plan), by=desk.cast.qian, **REVISED)
        measure = plan.measures.order_by("order")[number]
        services.propose_change(revision, measure=measure, text=f"改写的第{number}项", by=desk.cast.qian)
        services.submit_revision(fresh(revision), by=desk.cast.qian)
        sign(revision)
        jobs.run_all()
    days = {"parts_due_on": datetime.date(2026, 7, 5), "due_on": datetime.date(2026, 7, 15)}
    services.begin_review(fresh(plan), kind=ReviewKind.HALF_YEAR, by=desk.cast.qian, **days)
    services.cascade(fresh(plan), unit=desk.cast.icu, title="重症医学科计划", by=desk.cast.head_zhang)
    return fresh(plan)


def long(desk, lines):
    """A plan of so many measures with objectives, papers and problems of its own, adjusted and followed."""
    plan = desk.draft(title=f"{lines}项的计划")
    for number in range(lines):
        desk.measure(plan, text=f"第{number}项", lead_unit=desk.cast.icu, holders=[("named", desk.cast.nurse_sun, "")])
        services.add_line(plan, Objective, text=f"第{number}个目标", by=desk.cast.qian)
    services.add_line(plan, PlanProblem, text="自查问题", by=desk.cast.qian)
    services.add_basis(fresh(plan), title="医院感染管理办法", by=desk.cast.qian)
    return adjusted(desk, desk.issued(fresh(plan)))


def test_a_page_costs_the_same_dozen_whatever_the_plan_s_length_and_history(
    desk, client, django_assert_max_num_queries
):
    client.force_login(desk.cast.account(desk.cast.qian))
    for lines in (3, 30):
        plan = long(desk, lines)
        for page in PAGES:
            address = page.format(plan=plan.pk)
            client.get(address)
            with django_assert_max_num_queries(12):
                assert client.get(address).status_code == 200, address


def test_the_page_of_an_adjustment_costs_the_same_whatever_it_could_touch(desk, client, django_assert_max_num_queries):
    client.force_login(desk.cast.account(desk.cast.qian))
    for lines in (3, 30):
        revision = services.begin_revision(long(desk, lines), by=desk.cast.qian, **REVISED)
        client.get(revision.get_absolute_url())
        with django_assert_max_num_queries(12):
            assert client.get(revision.get_absolute_url()).status_code == 200


def test_the_page_of_a_review_and_of_a_measure_cost_the_same_dozen(desk, client, django_assert_max_num_queries):
    cast = desk.cast
    for lines in (3, 30):
        plan = long(desk, lines)
        measure = plan.measures.filter(assignment__isnull=False).earliest("order")
        measure.supporting_units.add(cast.quality_office)
        for number in range(lines):
            assignments.report_progress(measure.assignment, text=f"第{number}次", percent=number, by=cast.nurse_sun)
            assignments.add_evidence(measure.assignment, text=f"第{number}份", by=cast.nurse_sun)
        tag(measure, theme=found_theme(f"主题{lines}", by=None), by=cast.qian)
        for address in (plan.reviews.get().get_absolute_url(), measure.get_absolute_url()):
            for person in (cast.qian, cast.nurse_sun, cast.head_zhang):
                client.force_login(cast.account(person))
                client.get(address)
                with django_assert_max_num_queries(12):
                    answer = client.get(address)
                assert answer.status_code == 200, (address, person)
        shown = answer.content.decode()
        assert str(cast.quality_office) in shown
        assert f"主题{lines}" in shown


def test_what_followed_from_a_plan_stands_beside_it(desk, client):
    plan = long(desk, 3)
    client.force_login(desk.cast.account(desk.cast.qian))
    shown = client.get(plan.get_absolute_url()).content.decode()
    for words in ("第2次调整", "第1次调整", "2026 半年小结", "重症医学科计划", "医院感染管理办法", "已生效"):
        assert words in shown
    assert plan.derived.get().get_absolute_url() in shown
