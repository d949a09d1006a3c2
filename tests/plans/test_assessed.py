"""What plans count towards an assessment: quotas and tasks, each point with what caused it; what campaigns leave."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from accountability.assignments import complete
from plans.models import Measure, Occurrence, Proposal
from plans.proposing import proposed_for
from rectification import services as assessing
from rectification.models import ScoreLine
from tests.rectification.closed import Run
from tests.rectification.making import Stage, fresh
from tests.rectification.pages import at, text_of, visit_as

ITEMS = (
    {"name": "频次达标", "kind": "quotas", "points": Decimal(10)},
    {"name": "任务按期完成", "kind": "tasks", "points": Decimal(20)},
    {"name": "指标达标", "kind": "indicators", "points": Decimal(5)},
)


def assessed(cast, day: datetime.date, **fields) -> dict[str, ScoreLine]:
    """The city's assessment of the quarter: the hospital's lines by item."""
    fields = {"name": "季度考核", "basis": "江卫医〔2026〕8号", "items": ITEMS, **fields}
    rule = assessing.write_rule(organization=cast.city, by=cast.li, **fields)
    round_ = assessing.open_round(rule, period="quarter", day=day, by=cast.li)
    lines = ScoreLine.objects.filter(score__round=round_, score__organization=cast.peoples_hospital)
    return {line.item.name: line for line in lines.select_related("item", "score__round")}


def test_a_quota_that_was_missed_costs_its_share_and_says_which(year):
    year.at("2026-01-05")
    year.duty()
    year.duty("每季度院感督查", kind="inspection")
    year.start()
    day = year.at("2026-04-20")
    missed = list(Occurrence.objects.filter(due_on__lte=datetime.date(2026, 3, 31)).order_by("pk"))
    assert len(missed) == 2
    Occurrence.objects.filter(pk=missed[0].pk).update(state="done", done=1, closed_at="2026-03-20T09:00:00+08:00")
    line = assessed(year.cast, day.replace(month=2))["频次达标"]
    assert (line.points, [cause["url"] for cause in line.causes]) == (-5, [missed[1].get_absolute_url()])
    page = text_of(visit_as(year.cast.li).get(line.score.get_absolute_url()))
    assert "每季度院感督查" in page
    sheet = visit_as(year.cast.li).get(at("score_sheet", line.score_id))
    assert sheet.content[:2] == b"PK"


def test_a_rule_that_asks_nothing_of_plans_reads_nothing_of_them(year, django_assert_max_num_queries):
    year.at("2026-01-05")
    year.duty()
    year.start()
    day = year.at("2026-04-20")
    lines = assessed(year.cast, day.replace(month=2), items=[{"name": "问题", "kind": "finding", "points": Decimal(1)}])
    assert [line.points for line in lines.values()] == [0]


@pytest.fixture
def run(cast) -> Run:
    assessing.load_shipped()
    return Run(Stage(cast))


def hospital_plan(year, *, state: str):
    """The hospital's plan of this year."""
    plan = year.make_plan(year.cast.peoples_hospital, by=year.cast.qian, year=timezone.localdate().year)
    type(plan).objects.filter(pk=plan.pk).update(state=state, until_year=plan.year + 1)
    return fresh(plan)


def test_a_standing_task_is_adopted_by_the_plan_in_force_with_the_task_it_has(year, run):
    plan = hospital_plan(year, state="in_force")
    task = run.standing()
    run.close()
    measure = Measure.objects.get(plan=plan)
    assert measure.assignment == fresh(task).assignment
    assert (measure.origin, measure.text) == ("ad_hoc", task.text)
    assert "江州市医疗安全专项整治" in measure.ordered_by
    assert [one for one in proposed_for(plan) if one.kind == "standing"] == []
    complete(measure.assignment, by=run.cast.vice_president_he)


def test_without_a_plan_in_force_the_next_draft_is_offered_it(year, run):
    task = run.standing()
    run.close()
    plan = hospital_plan(year, state="draft")
    offered = [one for one in proposed_for(plan) if one.kind == "standing"]
    assert [one.source for one in offered] == [task]
    assert not Proposal.objects.exists()
    assert not Measure.objects.exists()
