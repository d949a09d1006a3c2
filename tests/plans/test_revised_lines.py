"""计划调整: duties, objectives and figures are added and ended from a day on; what was owed before it stays owed."""

import datetime

import pytest

from accountability import verify
from accountability.models import SignedManifest
from engine import jobs
from organizations.refusals import AlreadyDone, Invalid, NotYet
from plans import services
from plans.models import Indicator, Objective, Occurrence
from plans.services import counted_events, indicator_sets, reports, revising
from tests.plans import measured
from tests.plans.making import fresh, open_seat, sign
from tests.plans.quota_making import day, held
from tests.plans.test_screens_obligations import page, post, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(desk, year):
    """A plan in force since January with an objective and a duty of two meetings a quarter."""
    plan = desk.written()
    services.add_line(plan, Objective, text="手卫生依从率达到90%", by=desk.cast.qian)
    told = {"lead_unit": desk.cast.quality_office, "kind": "meeting", "by": desk.cast.qian}
    services.draft_obligation(fresh(plan), text="召开质控例会", unit="quarter", at_least=2, **told)
    return desk.issued(fresh(plan))


def begun(desk, plan, on="2026-02-15"):
    return services.begin_revision(plan, because="上级要求", effective_on=day(on), by=desk.cast.qian)


def in_force(desk, revision):
    """Signed by everybody, its day come."""
    services.submit_revision(fresh(revision), by=desk.cast.qian)
    sign(revision)
    jobs.run_all()
    revising.apply_due()
    jobs.run_all()
    return fresh(revision)


def asked(duty):
    """What is asked: from, until, number, state."""
    rows = duty.occurrences.order_by("begins_on")
    return [(f"{one.begins_on:%m-%d}", f"{one.ends_on:%m-%d}", one.needed, one.state) for one in rows]


def new_duty(desk, revision, **told):
    told = {"unit": "quarter", "at_least": 4, "lead_unit": desk.cast.icu, "kind": "inspection", **told}
    return services.propose_new_duty(revision, text="抽查手卫生", by=desk.cast.qian, **told)


@pytest.mark.parametrize(
    ("cut", "rows"),
    [
        ("share", [("02-15", "03-31", 2, "open"), ("04-01", "06-30", 4, "open")]),
        ("whole", [("02-15", "03-31", 4, "open"), ("04-01", "06-30", 4, "open")]),
        ("next", [("04-01", "06-30", 4, "open")]),
    ],
)
def test_a_new_duty_is_owed_from_its_day_on_as_the_revision_says(desk, year, plan, cut, rows):
    year.at("2026-02-20")
    revision = begun(desk, plan)
    new_duty(desk, revision, cut=cut)
    in_force(desk, revision)
    year.at("2026-04-02")
    year.open()
    made = plan.obligations.get(text="抽查手卫生")
    assert asked(made) == rows
    assert (made.state, made.lead_unit, made.org_path) == ("running", desk.cast.icu, desk.cast.icu.path)
    assert "抽查手卫生" in str(fresh(plan).editions.get(edition=2).content)
    assert [one.sentence for result in verify.run() for one in result.differences] == []


def test_a_new_duty_of_named_departments_is_owed_by_each_of_them(desk, year, plan):
    year.at("2026-02-20")
    revision = begun(desk, plan)
    told = {"owed_by": "each", "department_class": "named", "unit": "month", "at_least": 1}
    with pytest.raises(Invalid, match="指定的单位"):
        new_duty(desk, revision, **told)
    line = new_duty(desk, revision, departments=[desk.cast.icu, desk.cast.surgery], **told)
    assert "重症医学科、普外科" in str(line.after["words"])
    in_force(desk, revision)
    owed = Occurrence.objects.filter(obligation__text="抽查手卫生")
    assert {one.organization for one in owed} == {desk.cast.icu, desk.cast.surgery}


def test_a_duty_nobody_could_keep_is_not_added(desk, year, plan):
    revision = begun(desk, plan)
    for wrong, sentence in (
        ({"at_least": None}, "确定频次"),
        ({"at_least": 3, "at_most": 2}, "至多次数"),
        ({"due": "开春"}, "这样的日期"),
        ({"owed_by": "entry"}, "登记册"),
    ):
        with pytest.raises(Invalid, match=sentence):
            new_duty(desk, revision, **wrong)
    assert not revision.lines.exists()
    new_duty(desk, revision)
    services.submit_revision(fresh(revision), by=desk.cast.qian)
    with pytest.raises(NotYet, match="已经送审"):
        new_duty(desk, fresh(revision))


@pytest.mark.parametrize(
    ("cut", "first"),
    [
        ("share", ("01-01", "02-14", 1, "open")),
        ("next", ("01-01", "03-31", 2, "open")),
        ("whole", ("01-01", "03-31", 2, "withdrawn")),
    ],
)
def test_an_ended_duty_is_owed_until_its_day_and_what_was_missed_stays(desk, year, plan, cut, first):
    duty = plan.obligations.get()
    year.at("2026-07-03")
    year.open()
    revision = begun(desk, plan, "2026-02-15")
    services.propose_duty_drop(revision, obligation=duty, cut=cut, by=desk.cast.qian)
    in_force(desk, revision)
    assert asked(duty)[0] == first
    assert {row[3] for row in asked(duty)[1:]} == {"withdrawn"}, "periods from the day on are not owed, missed or not"
    duty = fresh(duty)
    assert duty.state == "ended"
    assert duty.ends_on == (day("2026-03-31") if cut == "next" else day("2026-02-14"))
    year.at("2026-10-08")
    year.open()
    assert len(asked(duty)) == 3
    assert "召开质控例会" not in str(fresh(plan).editions.get(edition=2).content)


def test_what_is_still_owed_of_an_ended_duty_can_still_be_done(desk, year, plan):
    duty = plan.obligations.get()
    year.at("2026-02-20")
    revision = begun(desk, plan)
    services.propose_duty_drop(revision, obligation=duty, by=desk.cast.qian)
    in_force(desk, revision)
    assert asked(duty) == [("01-01", "02-14", 1, "open")]
    held(year, duty, "2026-02-20", plan)
    assert asked(duty) == [("01-01", "02-14", 1, "done")], "its deadline is that of the quarter"
    assert held(year, duty, "2026-02-20", desk.cast.quality_office) == [], "and no more is asked"


def test_signers_are_shown_what_is_added_ended_and_changed_and_old_signatures_stay(desk, year, plan):
    year.at("2026-02-10")
    signed = list(SignedManifest.objects.filter(object_id=plan.pk).values_list("sha256", flat=True))
    revision = begun(desk, plan)
    new_duty(desk, revision)
    services.propose_duty_drop(revision, obligation=plan.obligations.get(), by=desk.cast.qian)
    services.propose_new_objective(revision, text="抗菌药物使用率不高于35%", by=desk.cast.qian)
    objective = plan.objectives.get()
    services.propose_objective_change(revision, objective=objective, text="手卫生依从率达到95%", by=desk.cast.qian)
    services.submit_revision(fresh(revision), by=desk.cast.qian)
    seat = open_seat(revision)
    shown = page(visit(seat.person), seat.get_absolute_url())
    for words in ("抽查手卫生", "每季度 至少4次", "按剩余天数折算", "召开质控例会", "只要求生效之日以前的部分"):
        assert words in shown
    for words in ("抗菌药物使用率不高于35%", "手卫生依从率达到90%", "手卫生依从率达到95%"):
        assert words in shown
    sign(revision)
    year.at("2026-02-15")
    revising.apply_due()
    assert [one.text for one in plan.objectives.order_by("order")] == ["手卫生依从率达到95%", "抗菌药物使用率不高于35%"]
    kept = SignedManifest.objects.filter(object_id=plan.pk).values_list("sha256", flat=True)
    assert set(signed) <= set(kept)
    first, second = fresh(plan).editions.order_by("edition")
    assert "手卫生依从率达到90%" in str(first.content)
    assert "手卫生依从率达到95%" in str(second.content)


def test_an_objective_given_up_leaves_its_measures_in_force(desk, year, plan):
    revision = begun(desk, plan)
    objective = plan.objectives.get()
    with pytest.raises(Invalid, match="没有变化"):
        services.propose_objective_change(revision, objective=objective, text=objective.text, by=desk.cast.qian)
    with pytest.raises(Invalid, match="请填写目标"):
        services.propose_new_objective(revision, text=" ", by=desk.cast.qian)
    with pytest.raises(Invalid, match="不能早于生效之日"):
        services.propose_new_objective(revision, text="新目标", due_on=datetime.date(2026, 1, 31), by=desk.cast.qian)
    services.propose_objective_drop(revision, objective=objective, by=desk.cast.qian)
    year.at("2026-02-15")
    in_force(desk, revision)
    assert fresh(objective).dropped_at is not None
    assert plan.measures.standing().count() == 2
    assert objective.text not in str(fresh(plan).editions.get(edition=2).content)


@pytest.fixture
def monthly(desk, year, plan):
    """A figure of the plan, reported by the hospital every month."""
    told = {"owner": desk.hospital, "by": desk.cast.qian, "filled_by": "itself", "unit_kinds": [], "plan": plan}
    one = measured.figure(measured.drafted(desk.cast, **told))
    measured.published(one.indicator_set, by=desk.cast.vice_president_he)
    return fresh(one)


FIGURE = {
    "name": "呼吸机相关肺炎例数",
    "kind": "count",
    "comparator": "<=",
    "target": 2,
    "unit": "例",
    "period": "month",
}


def test_a_new_figure_is_asked_for_the_periods_that_end_from_its_day_on(desk, year, plan, monthly):
    year.at("2026-03-02")
    given = monthly.indicator_set
    before = measured.report_of(monthly, desk.hospital, measured.JANUARY)
    waiting = measured.report_of(monthly, desk.hospital, measured.FEBRUARY)
    revision = begun(desk, plan)
    line = services.propose_new_figure(revision, indicator_set=given, by=desk.cast.qian, **FIGURE)
    assert "2例" in str(line.after["words"])
    in_force(desk, revision)
    made = Indicator.objects.get(name=FIGURE["name"])
    assert (made.code, made.since, made.target) == ("I02", day("2026-02-15"), 2)
    assert [row.indicator for row in reports.rows_of(before)] == [monthly]
    assert [row.indicator for row in reports.rows_of(waiting)] == [monthly, made]
    year.at("2026-04-02")
    march = measured.report_of(monthly, desk.hospital, measured.MARCH)
    assert len(reports.rows_of(march)) == 2


def test_an_ended_figure_is_asked_no_more_and_keeps_what_was_measured(desk, year, plan, monthly):
    year.at("2026-03-02")
    given = monthly.indicator_set
    other = Indicator.objects.create(indicator_set=given, code="I02", order=2, name="另一项", kind="zero", target=0)
    before = measured.report_of(monthly, desk.hospital, measured.JANUARY)
    waiting = measured.report_of(monthly, desk.hospital, measured.FEBRUARY)
    revision = begun(desk, plan)
    services.propose_figure_drop(revision, indicator=other, by=desk.cast.qian)
    in_force(desk, revision)
    assert fresh(other).until == day("2026-02-14")
    assert [row.is_out_of_use for row in reports.rows_of(before)] == [False, False]
    assert [row.is_out_of_use for row in reports.rows_of(waiting)] == [False, True]
    year.at("2026-04-02")
    assert [row.indicator for row in reports.rows_of(measured.report_of(monthly, desk.hospital, measured.MARCH))] == [
        monthly
    ]
    with pytest.raises(NotYet, match="停止统计"):
        counted_events.record_event(
            fresh(other), desk.hospital, happened_on=day("2026-03-05"), what="跌倒", by=desk.cast.qian
        )
    again = begun(desk, fresh(plan), "2026-05-01")
    with pytest.raises(Invalid, match="重新选择"):
        services.propose_figure_drop(again, indicator=fresh(other), by=desk.cast.qian)


def test_a_figure_ends_in_the_version_that_came_into_force_while_its_end_was_being_signed(desk, year, plan, monthly):
    revision = begun(desk, plan)
    services.propose_figure_drop(revision, indicator=monthly, by=desk.cast.qian)
    newer = indicator_sets.copy_as_new_version(monthly.indicator_set, starts_on=day("2026-02-01"), by=desk.cast.qian)
    measured.published(newer, by=desk.cast.vice_president_he)
    year.at("2026-03-02")
    in_force(desk, revision)
    assert newer.indicators.get().until == day("2026-02-14")


def test_a_copied_set_leaves_ended_figures_out_and_keeps_the_days_of_revised_targets(desk, year, plan, monthly):
    given = monthly.indicator_set
    other = Indicator.objects.create(indicator_set=given, code="I02", order=2, name="另一项", until=day("2026-02-14"))
    for on in ("2026-02-15", "2026-06-01"):
        monthly.targets.create(since=day(on), target=95)
    made = indicator_sets.copy_as_new_version(given, starts_on=day("2027-01-01"), by=desk.cast.qian)
    assert other.name not in [one.name for one in made.indicators.all()]
    assert [f"{one.since}" for one in made.indicators.get().targets.order_by("since")] == ["2026-02-15", "2026-06-01"]


def test_a_figure_without_a_target_or_in_doubt_is_not_added(desk, year, plan, monthly):
    revision, given = begun(desk, plan), monthly.indicator_set
    for wrong, sentence in (({"target": None}, "目标值"), ({"doubt": "疑似笔误"}, "存疑"), ({"name": " "}, "指标名称")):
        with pytest.raises(Invalid, match=sentence):
            services.propose_new_figure(revision, indicator_set=given, by=desk.cast.qian, **{**FIGURE, **wrong})
    foreign = measured.drafted(desk.cast)
    with pytest.raises(Invalid, match="指标集"):
        services.propose_new_figure(revision, indicator_set=foreign, by=desk.cast.qian, **FIGURE)
    assert not revision.lines.exists()


def test_everything_is_proposed_on_the_screen_and_a_neighbour_finds_none_of_it(desk, year, plan, monthly):
    clerk, neighbour = visit(desk.cast.qian), visit(desk.cast.zheng)
    revision = begun(desk, plan)
    home, duty, objective = revision.get_absolute_url(), plan.obligations.get(), plan.objectives.get()
    offered = page(clerk, home)
    for words in ("新增常态化工作任务", "停止执行", "新增目标", "取消目标", "新增指标", "停止统计"):
        assert words in offered
    told = {
        "text": "每月抽查手卫生", "kind": "inspection", "unit": "month", "every": "1", "at_least": "1", "shifts": "3",
        "lead_unit": desk.cast.icu.pk, "owed_by": "unit", "department_class": "all", "proof": "evidence",
        "cut": "share",
    }  # fmt: skip
    figure = {
        "indicator_set": monthly.indicator_set_id, "name": "VAP例数", "kind": "count", "period": "month", "unit": "例",
        "comparator": "<=", "target": "2", "minimum_sample": "0", "decimals": "0", "worsening": "0", "source": "filled",
    }  # fmt: skip
    sent = (
        ("duty/new/", told),
        (f"duty/{duty.pk}/drop/", {"cut": "share"}),
        ("objective/new/", {"text": "新目标"}),
        (f"objective/{objective.pk}/", {"text": "改写的目标"}),
        ("figure/new/", figure),
        (f"figure/{monthly.pk}/drop/", {}),
    )
    for place, words in sent:
        assert post(neighbour, f"{home}{place}", **words).status_code == 404
        assert post(clerk, f"{home}{place}", **words).status_code == 302, place
    assert post(clerk, f"{home}duty/new/", **{**told, "at_least": ""}).status_code == 422
    shown = page(clerk, home)
    for words in ("每月抽查手卫生", "新目标", "改写的目标", "VAP例数", "停止统计"):
        assert words in shown
    assert revision.lines.count() == 6
    assert post(clerk, f"{home}objective/{objective.pk}/drop/").status_code == 302
    assert revision.lines.count() == 6, "what is proposed last about a thing is what is proposed"


def test_a_duty_ended_meanwhile_by_hand_is_left_as_it_is(desk, year, plan):
    duty = plan.obligations.get()
    revision = begun(desk, plan)
    services.propose_duty_drop(revision, obligation=duty, by=desk.cast.qian)
    services.end_obligation(fresh(duty), because="科室撤销", by=desk.cast.qian)
    with pytest.raises(AlreadyDone):
        services.end_obligation(fresh(duty), because="又一次", by=desk.cast.qian)
    year.at("2026-02-15")
    assert in_force(desk, revision).state == "in_force"
    assert fresh(duty).ended_because == "科室撤销"
