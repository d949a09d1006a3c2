"""A plan's year on one sheet: the wall, the picture of bars, and the list of tasks as a workbook."""

import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from accountability.models import TrailEvent
from plans import services, yearly
from plans.models import Section
from tests.plans.making import fresh
from tests.plans.test_screens_obligations import page, visit

pytestmark = pytest.mark.django_db
PAGES = ("wall", "gantt", "tasks")


def written(desk):
    """A draft with two dated measures, a quarterly duty and a weekly one."""
    plan = desk.written()
    heading = plan.sections.get()
    clerk = desk.cast.qian
    told = {"by": clerk, "section": heading, "lead_unit": desk.cast.quality_office}
    services.draft_obligation(plan, text="召开质控委员会会议", unit="quarter", at_least=1, **told)
    services.draft_obligation(plan, text="深入科室督导", unit="week", at_least=1, **told)
    return fresh(plan)


def test_the_wall_shows_a_quarterly_duty_in_four_months_and_a_weekly_one_once(desk):
    plan = written(desk)
    duties = list(plan.obligations.select_related("section", "lead_unit"))
    measures = list(plan.measures.select_related("section", "lead_unit", "assignment"))
    by_section = yearly.wall(measures, duties, {}, year=2026, by="section")
    (row,) = [one for one in by_section if one.label == "一、重点工作"]
    assert [len(month) for month in row.months] == [0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 2]
    assert [item.text for item in row.routine] == ["深入科室督导"]
    by_unit = yearly.wall(measures, duties, {}, year=2026, by="department")
    office = str(desk.cast.quality_office)
    assert [one.label for one in by_unit if one.routine] == [office]
    assert yearly.wall(measures, duties, {}, year=2027, by="section")[0].months == [[] for _month in range(12)]


def test_a_duty_of_the_wall_is_late_where_one_unit_missed_it(year):
    duty = year.duty()
    year.start()
    year.at("2026-04-02")
    shown = page(visit(year.cast.qian), f"/plans/{year.plan.pk}/wall/", year="2026")
    assert shown.count("召开医疗质量管理委员会会议") == 4
    assert shown.count("逾期") == 1
    services.explain_missed(year.owed(duty, begins_on=datetime.date(2026, 1, 1)), because="停诊", by=year.cast.chen)


def test_the_bars_lie_in_their_months(desk):
    plan = written(desk)
    year, second = yearly.Months(2026), yearly.Months(2026, 4, 6)
    duty = plan.obligations.get(unit="quarter")
    row = yearly.gantt_of_duty(duty, year, second, {})
    assert [(bar.x, bar.width) for bar in row.bars] == [(0.0, 179.0), (180.0, 179.0), (360.0, 179.0), (540.0, 179.0)]
    assert [(bar.x, bar.width) for bar in row.near] == [(0.0, 719.0)]
    measure = plan.measures.get(due_on=datetime.date(2026, 6, 30))
    (bar,) = yearly.gantt_of_measure(measure, year, second).bars
    assert (bar.x, bar.width, bar.words) == (0.0, 359.0, "2026-01-01—2026-06-30")


def test_the_picture_comes_with_its_words_and_prints_a_quarter(desk, client):
    plan = written(desk)
    clerk = visit(desk.cast.qian)
    shown = page(clerk, f"/plans/{plan.pk}/gantt/")
    assert "py-bars--near" in shown
    assert shown.count('<svg class="py-bars') == 8
    quarter = page(clerk, f"/plans/{plan.pk}/gantt/", quarter="2")
    assert quarter.count('<svg class="py-bars') == 4
    assert "4月" in quarter
    for wrong in ({"quarter": "９"}, {"year": "x"}, {"year": "²"}, {"page": "0"}):
        assert clerk.get(f"/plans/{plan.pk}/gantt/", wrong).status_code == 200
    for name in PAGES:
        assert visit(desk.cast.zheng).get(f"/plans/{plan.pk}/{name}/").status_code == 404
        assert client.get(f"/plans/{plan.pk}/{name}/").status_code == 302


def test_the_list_of_tasks_is_a_workbook_without_formulas(desk):
    plan = desk.draft()
    heading = services.add_line(plan, Section, by=desk.cast.qian, heading="=1+1")
    desk.measure(plan, text='=HYPERLINK("http://x")', lead_unit=desk.cast.icu, section=heading)
    told = {"by": desk.cast.qian, "lead_unit": desk.cast.icu}
    services.draft_obligation(plan, text="+每月检查", unit="month", at_least=2, **told)
    answer = visit(desk.cast.qian).get(f"/plans/{plan.pk}/tasks/")
    assert answer.status_code == 200
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(min_row=3))
    assert [row[0].value for row in rows] == [1, 2]
    assert [(row[4].value, row[4].data_type) for row in rows] == [('=HYPERLINK("http://x")', "s"), ("+每月检查", "s")]
    assert rows[0][2].data_type == "s"
    assert (rows[1][6].value, sheet.page_setup.orientation) == ("每月 至少2次", "landscape")
    assert (sheet.print_title_rows, rows[0][11].is_date) == ("$1:$2", True)
    assert TrailEvent.objects.filter(verb="plan_tasks_exported").count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_a_year_costs_the_same_whatever_the_plan_s_length(desk, name, django_assert_max_num_queries):
    plan = written(desk)
    for number in range(30):
        desk.measure(plan, text=f"第{number}项", lead_unit=desk.cast.icu)
        told = {"by": desk.cast.qian, "lead_unit": desk.cast.icu, "unit": "quarter", "at_least": 1}
        services.draft_obligation(plan, text=f"第{number}项常规", **told)
    clerk = visit(desk.cast.qian)
    clerk.get(f"/plans/{plan.pk}/{name}/")
    with django_assert_max_num_queries(12 if name != "tasks" else 20):
        answer = clerk.get(f"/plans/{plan.pk}/{name}/")
        assert answer.status_code == 200
