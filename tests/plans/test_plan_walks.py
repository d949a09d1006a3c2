"""责任链: from an article of the law to the measure that rests on it, the meeting that decided and the task it gave."""

import datetime

import pytest
from django.urls import reverse

from accountability.models import Assignment
from accountability.walks import walking
from meetings import services as meeting
from meetings.services import load_shipped_kinds
from search import citing
from search.models import Article, Edition, Regulation
from tests.meetings.making import Hall
from tests.plans.making import fresh
from tests.plans.quota_making import held
from tests.screens.visitors import text_of, visit_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db):
    """An article of a public regulation."""
    regulation = Regulation.objects.create(title="医院感染管理办法", title_key="医院感染管理办法")
    edition = Edition.objects.create(
        regulation=regulation, state="published", effective_on=datetime.date(2006, 9, 1), issued_on="2006-07-06"
    )
    return Article.objects.create(edition=edition, ordinal=12, number=12, label="第十二条", text="制定手卫生措施。")


def names(nodes):
    return {node.model._meta.model_name for node in walking.flat(nodes)}


def test_from_an_article_to_the_measure_the_decision_and_its_task_and_back(desk, article):
    cast, hall = desk.cast, Hall(desk.cast)
    load_shipped_kinds()
    plan = desk.issued()
    measure = plan.measures.order_by("order").first()
    citing.cite(article, source=measure, by=cast.qian)
    gathering = hall.arranged()
    item = meeting.add_item(gathering, part="discussion", title="研究手卫生培训", source=measure, by=cast.qian)
    meeting.send_notice(gathering, by=cast.qian)
    decision = meeting.note_decision(gathering, text="十日内完成全员培训", item=item, by=cast.qian)
    meeting.adopt_decisions(gathering, duties={decision.pk: hall.duty()}, by=cast.qian)

    ahead = walking.walk(article, who=cast.president_wang, depth=5).ahead
    assert {"citation", "measure", "assignment", "agendaitem", "decision"} <= names(ahead)
    tasks = {node.pk for node in walking.flat(ahead) if node.model is Assignment}
    assert tasks == {fresh(measure).assignment_id, fresh(decision).assignment_id}

    behind = walking.walk(fresh(decision), who=cast.president_wang).behind
    assert {"agendaitem", "meeting", "measure", "plan", "citation", "article"} <= names(behind)

    page = visit_as(cast.president_wang).get(reverse("walk", args=["meetings.decision", decision.pk]))
    assert page.status_code == 200
    assert "医院感染管理办法" in text_of(page)
    assert "交办任务" in text_of(page)
    elsewhere = visit_as(cast.president_wu).get(reverse("walk", args=["plans.measure", measure.pk]))
    assert elsewhere.status_code == 404


def test_a_duty_leads_to_its_periods_and_to_what_was_done(year):
    load_shipped_kinds()
    duty = year.duty()
    year.start()
    done = Hall(year.cast).arranged()
    held(year, duty, "2026-01-05", done)
    ahead = names(walking.walk(duty, who=year.cast.qian).ahead)
    assert {"occurrence", "assignment", "obligationevidence", "meeting"} <= ahead
    assert {"obligationevidence", "occurrence", "obligation", "plan"} <= names(
        walking.walk(done, who=year.cast.qian).behind
    )


def test_what_a_plan_and_a_measure_cite_stands_on_their_pages(desk, article):
    plan, clerk = desk.written(), desk.cast.qian
    measure = plan.measures.order_by("order").first()
    citing.cite(article, source=plan, by=clerk)
    citing.cite(article, source=measure, by=clerk)
    for thing in (plan, measure):
        page = visit_as(clerk).get(thing.get_absolute_url())
        assert "制定手卫生措施。" in text_of(page)
        assert reverse("search:thing_cite", args=[thing._meta.label_lower, thing.pk]) in page.content.decode()
        reader = visit_as(desk.cast.president_wang).get(thing.get_absolute_url())
        assert "制定手卫生措施。" in text_of(reader)
        assert "/cite/" not in reader.content.decode()
