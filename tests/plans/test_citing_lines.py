"""Objectives and duties cite articles: found on their page and the article's, flagged when the text falls."""

import datetime

import pytest

from accountability.models import Notice
from plans import services
from plans.models import Objective
from search import citing
from search.models import Citation
from tests.plans.making import fresh
from tests.plans.test_screens_obligations import page, post, visit
from tests.search.making import Library

pytestmark = pytest.mark.django_db
ARTICLE = "医疗机构每季度研究医疗质量。"


@pytest.fixture
def rule(cast):
    """A document in force with one article."""
    return Library(cast).public("医疗质量管理办法", ("2016-11-01", ARTICLE))


def lines(desk):
    """A draft with an objective and a duty."""
    plan = desk.written()
    words = {"text": "落实《医疗质量管理办法》第一条", "by": desk.cast.qian}
    objective = services.add_line(plan, Objective, **words)
    duty = services.draft_obligation(plan, unit="quarter", at_least=1, lead_unit=desk.cast.quality_office, **words)
    return plan, objective, duty


@pytest.mark.parametrize("label", ["objective", "obligation"])
def test_a_line_cites_the_article_its_words_name_and_the_article_names_the_line(desk, rule, label):
    _plan, objective, duty = lines(desk)
    thing = {"objective": objective, "obligation": duty}[label]
    clerk, article = visit(desk.cast.qian), rule.editions.get().articles.get()
    address = f"/library/cite/plans.{label}/{thing.pk}/"
    assert ARTICLE in page(clerk, address)
    assert post(clerk, address, cite=article.pk).status_code == 302
    assert Citation.objects.of(thing).get().text == ARTICLE
    assert ARTICLE in page(clerk, thing.get_absolute_url().partition("#")[0])
    assert thing.get_absolute_url() in page(clerk, article.get_absolute_url())
    for stranger in (desk.cast.zheng, desk.cast.nurse_sun):
        assert visit(stranger).get(address).status_code == 404


@pytest.mark.parametrize("label", ["objective", "obligation"])
def test_when_the_edition_is_repealed_whoever_wrote_the_line_is_told_and_says_he_looked(desk, rule, label):
    plan, objective, duty = lines(desk)
    thing = {"objective": objective, "obligation": duty}[label]
    citing.cite(rule.editions.get().articles.get(), source=thing, by=desk.cast.qian)
    desk.issued(fresh(plan))
    rule.editions.update(ended_on=datetime.date(2026, 1, 1))
    assert citing.review() == 1
    assert desk.cast.qian in {one.person for one in Notice.objects.filter(kind="citation_flagged")}
    clerk = visit(desk.cast.qian)
    assert "依据有变化" in page(clerk, thing.get_absolute_url().partition("#")[0])
    assert post(clerk, f"/library/citations/{Citation.objects.get().pk}/", settle="1").status_code == 302
    assert not Citation.objects.flagged().exists()


def test_a_line_that_is_no_longer_at_work_is_not_flagged(desk, rule):
    plan, objective, duty = lines(desk)
    for thing in (objective, duty):
        citing.cite(rule.editions.get().articles.get(), source=thing, by=desk.cast.qian)
    services.abandon_plan(fresh(plan), by=desk.cast.qian, because="不再需要")
    rule.editions.update(ended_on=datetime.date(2026, 1, 1))
    assert citing.review() == 0
