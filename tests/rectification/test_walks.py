"""责任链: from any thing both ways, through the reader's eyes; and who answered on a day."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accountability import walks
from accountability.models import Assignment, Holder
from accountability.walks import entering, on_a_day, walking
from organizations import sight
from organizations.services import appoint, delegate
from rectification.models import CorrectiveMeasure, Finding, Verification
from search import citing
from search.finding import catalogue
from search.models import Article, Edition, Regulation
from tests.screens.visitors import has_nothing_inline, text_of, visit_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db):
    """An article of a public regulation; what was kept of an earlier test's regulations is let go of."""
    catalogue.forget()
    regulation = Regulation.objects.create(title="医疗废物管理条例", title_key="医疗废物管理条例")
    edition = Edition.objects.create(
        regulation=regulation, state="published", effective_on=datetime.date(2003, 6, 16), issued_on="2003-06-16"
    )
    return Article.objects.create(edition=edition, ordinal=16, number=16, label="第十六条", text="及时收集医疗废物。")


@pytest.fixture
def verified(stage, cast, article):
    """A finding that cites the article, was rectified and verified."""
    finding = stage.supervision_finding()
    citing.cite(article, source=finding, by=cast.zhao)
    stage.reported(finding)
    return Finding.objects.get(pk=finding.pk)


def names(nodes):
    return [node.model._meta.model_name for node in walking.flat(nodes)]


def test_an_auditor_walks_from_a_finding_to_the_article_and_to_the_task(verified, cast):
    chain = walking.walk(verified, who=cast.zhou)
    assert {"citation", "article", "edition", "regulation", "campaign", "checklistitem"} <= set(names(chain.behind))
    assert {"correctivemeasure", "assignment"} <= set(names(chain.ahead))
    task = next(node for node in walking.flat(chain.ahead) if node.model is Assignment)
    assert [holder.person.name for holder in task.holders] == ["孙护士"]
    assert any(act.who == "赵督导" and "医政处" in act.post for act in chain.root.acts)
    campaign = next(node for node in walking.flat(chain.behind) if node.model._meta.model_name == "campaign")
    assert campaign.seats
    assert all(seat.url and seat.lay for seat in campaign.seats)


def test_an_article_leads_forward_to_what_rests_on_it(verified, article, cast):
    chain = walking.walk(article, who=cast.zhou)
    assert {"citation", "finding", "correctivemeasure", "assignment"} <= set(names(chain.ahead))


def test_what_one_may_not_see_is_there_without_its_name(verified, article, cast):
    cast.account(cast.nurse_sun)
    chain = walking.walk(article, who=cast.doctor_he)
    hidden = [node for node in walking.flat(chain.ahead) if node.thing is None]
    assert [node.model._meta.model_name for node in hidden] == ["citation"]
    page = visit_as(cast.doctor_he).get(reverse("walk", args=["search.article", article.pk]))
    assert "无权查看" in text_of(page)
    assert verified.number_text not in text_of(page)
    assert visit_as(cast.doctor_he).get(reverse("walk", args=["rectification.finding", verified.pk])).status_code == 404


def test_the_page_tells_who_when_and_how_long(verified, cast):
    page = visit_as(cast.zhou).get(reverse("walk", args=["rectification.finding", verified.pk]))
    said = text_of(page)
    assert page.status_code == 200
    assert "距上一步" in said
    assert "医疗废物管理条例" in said
    assert "不作为认定责任的结论" in said
    assert has_nothing_inline(page.content.decode())
    assert "责任链" in text_of(visit_as(cast.zhou).get(verified.get_absolute_url()))
    assert "责任链" in text_of(visit_as(cast.zhou).get(reverse("trail", args=["rectification.finding", verified.pk])))


def test_ten_times_as_much_costs_no_more_questions(verified, cast, django_assert_max_num_queries):
    client = visit_as(cast.zhou)
    address = reverse("walk", args=["rectification.finding", verified.pk])
    Verification.objects.create(finding=verified, round=1, verifier=cast.zhao, conclusion="partly", opinion="")
    client.get(address)
    with django_assert_max_num_queries(
        80
    ) as few:  # a question for each kind of link at each step away, whatever lies there
        client.get(address)
    measure = CorrectiveMeasure.objects.get(finding=verified)
    for n in range(10):
        task = measure.assignment
        task.pk, task.title = None, f"第{n}项"
        task.save(force_insert=True)
        Holder.objects.create(assignment=task, person=cast.nurse_sun, role="lead", since=timezone.now())
        measure.pk, measure.assignment = None, task
        measure.save(force_insert=True)
        Verification.objects.create(finding=verified, round=n + 5, verifier=cast.zhao, conclusion="partly", opinion="")
    with django_assert_max_num_queries(len(few.captured_queries)):
        page = client.get(address)
    assert "第9项" in text_of(page)


def test_too_many_are_cut_and_the_page_says_so(verified, cast):
    for n in range(60):
        Verification.objects.create(finding=verified, round=n + 5, verifier=cast.zhao, conclusion="partly", opinion="")
    chain = walking.walk(verified, who=cast.zhou)
    assert chain.cut == ["核查"]


def test_who_answered_on_a_day_is_told_by_post_task_and_delegation(verified, cast):
    today = timezone.localdate()
    held = cast.president_wang.appointments.get()
    delegate(held, proxy=cast.vice_president_he, since=today, until=today, because="外出开会", by=cast.president_wang)
    tasks = [node for node in walking.walk(verified, who=cast.zhou).seen if node.model is Assignment]

    rows = on_a_day.answering(verified, tasks, today)

    told = {(one.tier, one.who): one for one in rows}
    assert told["总责（主要负责人）", "王院长"].proxies == ["何副院长代办（全部事项）"]
    assert ("分管责任（分管领导）", "何副院长") in told
    assert any(one.who == "孙护士" and one.about for one in rows)
    assert not [one for one in on_a_day.answering(verified, tasks, today - datetime.timedelta(days=9)) if one.about]


def test_a_successor_answers_from_his_day_on(verified, cast):
    day = datetime.timedelta(days=1)
    today = timezone.localdate()
    held = cast.president_wang.appointments.get()
    type(held).objects.filter(pk=held.pk).update(until=today - day)
    appoint(cast.chen, post=held.post, since=today, by=None)
    assert "王院长" in [one.who for one in on_a_day.answering(verified, [], today - day)]
    assert "陈处长" not in [one.who for one in on_a_day.answering(verified, [], today - day)]
    later = [one.who for one in on_a_day.answering(verified, [], today)]
    assert "王院长" not in later
    assert "陈处长" in later


@pytest.mark.parametrize("typed", ["number", "person", "article", "loose", "words"])
def test_the_box_takes_a_number_a_person_an_article_or_words(typed, verified, cast):
    asked, leads_to = {
        "number": (verified.number_text, f"rectification.finding/{verified.pk}"),
        "person": ("孙护士", f"people/{cast.nurse_sun.pk}/record"),
        "article": ("依据《医疗废物管理条例》第十六条", "search.article"),
        "loose": ("医疗废物管理条例第16条", "search.article"),
        "words": ("交接记录缺少接收医师签名", f"rectification.finding/{verified.pk}"),
    }[typed]
    found = entering.find(asked, who=cast.zhou)
    assert any(leads_to in one.url for one in found), found
    page = visit_as(cast.zhou).get(reverse("walk_enter"), {"q": asked}, follow=True)
    assert page.status_code == 200


def test_the_box_finds_nothing_of_a_neighbours(verified, cast):
    assert entering.find(verified.number_text, who=cast.doctor_he) == []
    page = visit_as(cast.doctor_he).get(reverse("walk_enter"), {"q": verified.number_text})
    assert "没有找到" in text_of(page)


def test_every_kind_that_walks_lead_over_has_a_rule_of_sight_and_real_fields():
    for kind in walks.kinds():
        assert sight.is_registered(kind.model), kind.model
        for name in (*kind.back, *kind.forward, *filter(None, (kind.by, kind.at))):
            assert hasattr(kind.model, name), (kind.model, name)
        str(kind.model._default_manager.select_related(*kind.related).query)
