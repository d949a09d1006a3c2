"""Likely articles are offered while one writes; what is ticked is cited, and nothing typed is lost."""

import datetime

import pytest
from django.urls import reverse

from accountability.models import Notice
from rectification import services as rectification
from rectification.models import ChecklistItem, Finding
from search import citing
from search.finding import likeness
from search.finding.eyes import Eyes
from search.models import Citation, FoundBy
from tests.rectification.making import Stage, fresh
from tests.rectification.pages import at, post, text_of, visit_as
from tests.search.shelf import indexed, make_edition, make_regulation, make_waste

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whoosh")]


@pytest.fixture
def stage(library):
    """A city with an inspection going on and a small library that is indexed."""
    make_waste()
    old = make_regulation("旧办法", {1: "医疗废物登记资料保存一年。"}, on=datetime.date(2001, 1, 1))
    make_edition(old, {1: "医疗废物登记资料保存三年。"}, on=datetime.date(2020, 1, 1))
    library.published(title="院内医疗废物制度", second="医疗废物每日登记。")
    rectification.load_shipped()
    indexed()
    return Stage(library.cast)


def cited(thing):
    return sorted(Citation.objects.of(thing).values_list("label", flat=True))


def article_of(text, who):
    return next(one for one in likeness.likely(text, by=Eyes(who)) if one.number == 12)


def test_only_articles_in_force_and_in_sight_are_likely(stage):
    typed = "医疗废物暂存间登记本缺页，未登记重量。"

    inside = [str(one) for one in likeness.likely(typed, by=Eyes(stage.cast.qian))]
    outside = [str(one) for one in likeness.likely(typed, by=Eyes(stage.cast.zheng))]

    assert "《医疗废物管理条例》第12条" in outside
    assert any(one.startswith("《院内医疗废物制度》") for one in inside)
    assert not any(one.startswith("《院内医疗废物制度》") for one in outside)
    assert len(inside) <= likeness.LIKELY
    texts = [one.text for one in likeness.likely("医疗废物登记资料保存", by=Eyes(stage.cast.zheng))]
    assert "医疗废物登记资料保存三年。" in texts
    assert "医疗废物登记资料保存一年。" not in texts
    assert likeness.likely("", by=Eyes(stage.cast.qian)) == []
    assert likeness.likely("龘龘龘", by=Eyes(stage.cast.qian)) == []


def test_without_scripts_the_button_finds_articles_and_keeps_every_word(stage):
    inspection, client = stage.inspection_of(stage.cast.peoples_hospital), visit_as(stage.cast.qian)
    typed = {"description": "医疗废物未登记重量。", "place": "3楼污物间", "severity": "serious", "fixed_on_spot": "on"}

    page = post(client, at("finding_new", inspection.pk), recognise="1", **typed)

    body = page.content.decode()
    assert page.status_code == 200
    assert "《医疗废物管理条例》第12条" in body
    assert 'value="3楼污物间"' in body
    assert "医疗废物未登记重量。</textarea>" in body
    # what happened, at once mended, how it is to be mended, and the one article that is named
    assert body.count("checked") == 4
    assert not Finding.objects.exists()
    assert "没有保存" not in text_of(post(client, at("finding_new", inspection.pk), recognise="1", description=""))


def test_the_script_fetches_the_same_articles_alone_and_ticks_stay(stage):
    inspection, client = stage.inspection_of(stage.cast.peoples_hospital), visit_as(stage.cast.qian)
    article = article_of("医疗废物登记重量", stage.cast.qian)

    page = client.post(
        at("finding_new", inspection.pk),
        {"recognise": "1", "description": "手卫生", "cite": [article.pk]},
        headers={"HX-Request": "true"},
    )

    body = page.content.decode()
    assert "<html" not in body
    assert f'value="{article.pk}" id="cite-{article.pk}" checked' in body


def test_what_was_ticked_is_cited_with_the_finding(stage):
    inspection, client = stage.inspection_of(stage.cast.peoples_hospital), visit_as(stage.cast.qian)
    article = article_of("医疗废物登记重量", stage.cast.qian)

    answer = post(
        client, at("finding_new", inspection.pk), severity="general", description="医废未登记。", cite=[article.pk, "x"]
    )

    assert answer.status_code == 302
    citation = Citation.objects.of(Finding.objects.get()).get()
    assert (citation.article, citation.found_by, citation.text) == (article, FoundBy.CHOSEN, article.text)


def test_an_article_of_another_house_cannot_be_cited_by_its_key(stage):
    hidden = next(
        one for one in likeness.likely("院内医疗废物每日登记", by=Eyes(stage.cast.qian)) if "院内" in str(one)
    )
    finding = stage.finding(unit=stage.cast.tcm_hospital, by=stage.cast.zheng)

    answer = post(visit_as(stage.cast.zheng), at_cite(finding), cite=[hidden.pk])

    assert answer.status_code == 422
    assert cited(finding) == []


def at_cite(thing):
    return reverse("search:thing_cite", args=[thing._meta.label_lower, thing.pk])


def test_the_author_cites_later_and_nobody_else_has_the_page(stage):
    finding = stage.finding(description="医疗废物未登记。", cited_text="")
    client = visit_as(stage.cast.qian)
    page = client.get(at_cite(finding))
    article = article_of("医疗废物登记重量", stage.cast.qian)
    assert f'value="{article.pk}"' in page.content.decode()

    assert post(client, at_cite(finding), cite=[article.pk]).status_code == 302

    assert str(article) in cited(finding)
    assert str(article) in text_of(client.get(finding.get_absolute_url()))
    assert visit_as(stage.cast.head_zhang).get(at_cite(finding)).status_code == 404
    assert client.get(at_cite(stage.cast.qian)).status_code == 404
    assert "污物" in client.get(at_cite(finding), {"q": "污物\x00 OR ("}).content.decode()
    citation = Citation.objects.of(finding).get(article=article)
    assert post(client, reverse("search:citation_change", args=[citation.pk]), withdraw="1").status_code == 302
    assert str(article) not in cited(finding)


def test_a_findings_page_with_everything_on_it_costs_no_more(stage, django_assert_max_num_queries):
    finding = stage.finding(description="医疗废物未登记。", cited_text="《医疗废物管理条例》第12条")
    client = visit_as(stage.cast.qian)
    finding = stage.reported(fresh(finding))
    rectification.verify_finding(finding, conclusion="partial", opinion="仍缺两份。", by=stage.cast.zhao)
    client.get(finding.get_absolute_url())

    with django_assert_max_num_queries(12):
        page = text_of(client.get(finding.get_absolute_url()))

    assert "《医疗废物管理条例》第12条" in page
    assert "仍缺两份。" in page


def test_an_item_cites_what_its_basis_names_and_the_inspector_reads_it(stage, django_assert_max_num_queries):
    make_regulation("医疗质量安全核心制度要点", {1: "首诊负责制度：负责该患者全程诊疗管理。"}, level="normative")
    rectification.load_shipped()
    rectification.load_shipped()
    item = ChecklistItem.objects.get(cites__contains="首诊负责制度")
    citation = Citation.objects.of(item).get()
    assert citation.text == "首诊负责制度：负责该患者全程诊疗管理。"

    inspection, client = stage.inspection_of(stage.cast.peoples_hospital), visit_as(stage.cast.qian)

    client.get(inspection.get_absolute_url())
    with django_assert_max_num_queries(12):
        assert "负责该患者全程诊疗管理" in text_of(client.get(inspection.get_absolute_url()))
    page = text_of(client.get(reverse("search:article_detail", args=[citation.article_id])))
    assert "首诊负责" in page
    assert "引用它的内容不在您的查看范围内" not in page


def test_the_keeper_of_checklists_adopts_and_withdraws_for_an_item(stage):
    item = ChecklistItem.objects.order_by("order").first()
    keeper, article = visit_as(stage.cast.li), article_of("医疗废物登记重量", stage.cast.li)
    page = keeper.get(reverse("rectification:checklist_version", args=[item.checklist_version_id]))
    assert at_cite(item) in page.content.decode()

    assert post(keeper, at_cite(item), cite=[article.pk]).status_code == 302

    assert cited(item) == [str(article)]
    other = visit_as(stage.cast.qian)
    assert other.get(at_cite(item)).status_code == 404
    shown = other.get(reverse("rectification:checklist_version", args=[item.checklist_version_id])).content.decode()
    assert at_cite(item) not in shown
    assert article.text in shown
    post(keeper, reverse("search:citation_change", args=[Citation.objects.get().pk]), withdraw="1")
    assert rectification.load_shipped() is None
    assert cited(item) == []


def test_checklists_with_their_citations_cost_the_same(stage, django_assert_max_num_queries):
    client = visit_as(stage.cast.qian)
    item = ChecklistItem.objects.order_by("order").first()
    pages = [reverse("rectification:checklist_list"), item.checklist_version.get_absolute_url()]
    for address in pages:
        client.get(address)
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200


def test_an_items_keepers_are_told_when_its_basis_is_amended(stage):
    item = ChecklistItem.objects.order_by("order").first()
    article = article_of("医疗废物登记重量", stage.cast.li)
    citing.cite(article, source=item, by=stage.cast.li)
    make_edition(article.edition.regulation, {12: "登记资料保存三年。"}, on=datetime.date(2024, 1, 1))

    assert citing.review() == 1

    assert "文字有变化" in Citation.objects.of(item).get().flag
    assert Notice.objects.filter(kind="citation_flagged", person=stage.cast.li).count() == 2
