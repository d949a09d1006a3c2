"""Nobody finds a neighbour's things: hits, counts, facets and what was meant obey the one rule of sight."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organizations.models import Duty
from organizations.sight import visible
from search.finding import asked as asking
from search.finding import likeness
from search.finding.eyes import Eyes
from search.finding.results import Wanted
from search.models import Access, Article, Edition, EditionState, Regulation
from tests import make
from tests.search.shelf import asked, indexed, make_edition, make_regulation, make_waste, numbers

pytestmark = pytest.mark.django_db
RULE = "消毒隔离制度要求每日登记。"


@pytest.fixture
def city():
    """Two hospitals under one commission, each with rules of its own, a draft and a public law."""
    commission = make.make_organization(name="江州市卫健委")
    first, second = make.make_hospital(commission, name="一院"), make.make_hospital(commission, name="二院")
    people = {
        "首家": make.make_holder(Duty.CLERK, first, name="李干事"),
        "二家": make.make_holder(Duty.CLERK, second, name="外院"),
        "上级": make.make_holder(Duty.LEADER, commission, name="陈主任"),
        "无岗": make.make_person(first, name="无岗"),
    }
    make_waste()
    for place in (first, second):
        make_regulation(
            f"{place.name}消毒制度",
            {1: RULE, 2: f"{place.name}专用条款。"},
            level="institution",
            organization=place,
            access=Access.SUBTREE,
        )
    shared = make_regulation("送二院制度", {1: RULE}, level="institution", organization=first, access=Access.UNITS)
    shared.readers.add(second)
    draft = make_regulation("一院草稿", {1: RULE}, level="institution", organization=first, access=Access.SUBTREE)
    draft.editions.update(state=EditionState.DRAFT)
    return {"first": first, "second": second, "commission": commission, **people}


def found_keys(query, who):
    found = asking.articles(Wanted(query), by=Eyes(who), limit=200)
    assert not found.by_database
    return {hit.article.pk for hit in found.hits if hit.article}, found.articles


def allowed(who, text):
    rows = visible(who, Article).filter(edition__state=EditionState.PUBLISHED, text__contains=text)
    return set(rows.values_list("pk", flat=True))


def test_hits_counts_and_facets_are_those_of_what_one_sees(engine, city):
    indexed()
    for name in ("首家", "二家", "上级", "无岗"):
        who = city[name]
        keys, count = found_keys('"每日登记"', who)
        assert keys == allowed(who, "每日登记"), name
        assert count == len(keys)
        page = asked('"每日登记"', who)
        regulations = {
            article.edition.regulation_id for article in Article.objects.filter(pk__in=keys).select_related("edition")
        }
        assert page.total == len(regulations)
        assert sum(choice.count for choice in page.facets["level"]) == len(regulations)


def test_what_was_meant_and_what_is_alike_tells_nothing_of_a_neighbour(engine, city):
    indexed()
    assert numbers("二院专用条款", city["首家"]) == [] or all(
        title != "二院消毒制度" for title, _number in numbers("二院专用条款", city["首家"])
    )
    mine = Article.objects.get(edition__regulation__title="一院消毒制度", number=1)
    titles = {hit.edition.regulation.title for hit in likeness.like(mine, by=Eyes(city["首家"]))}
    assert "二院消毒制度" not in titles


def test_what_is_no_longer_public_is_hidden_at_once_although_the_index_has_not_followed(engine, city):
    indexed()
    assert found_keys('"废物来源" OR "医疗废物的来源"', city["首家"])[1] == 1
    edition = Edition.objects.get(regulation__title="医疗废物管理条例")
    edition.regulation.access = Access.UNITS
    edition.regulation.save()

    assert found_keys('"医疗废物的来源"', city["首家"])[0] == set()


def _moved(hospital, parent):
    """What a reorganisation writes: the unit's path and that of every row that carries it; the index is not told."""
    old, new = hospital.path, f"{parent.path}{hospital.path[-8:]}"
    type(hospital).objects.filter(pk=hospital.pk).update(parent=parent, path=new, institution_path=new)
    for model in (Regulation, Edition):
        model.objects.filter(org_path=old).update(org_path=new, institution_path=new)


def test_moving_an_organization_changes_who_finds_what(engine, city):
    county = make.make_organization(name="邻县卫健委")
    neighbour = make.make_holder(Duty.LEADER, county, name="邻县领导")
    indexed()
    assert found_keys('"每日登记"', neighbour)[0] == set()

    _moved(city["second"], county)

    for who in (make.anew(neighbour), make.anew(city["上级"])):
        assert found_keys('"每日登记"', who)[0] == allowed(who, "每日登记")
    assert len(found_keys('"每日登记"', make.anew(neighbour))[0]) == 1


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(list(Access)), st.booleans(), st.booleans()), min_size=1, max_size=5))
def test_whatever_the_readers_hits_are_visible_hits(whoosh, city, made):
    Article.objects.all().delete()
    Edition.objects.all().delete()
    for place, (access, of_first, published) in enumerate(made):
        owner = city["first"] if of_first else city["second"]
        made_one = make_regulation(f"制度{place}", {1: RULE}, level="institution", organization=owner, access=access)
        if not published:
            made_one.editions.update(state=EditionState.DRAFT)
        if access == Access.UNITS and of_first:
            made_one.readers.add(city["second"])
    make_edition(made_one, {1: RULE}, on=None)
    indexed()
    for name in ("首家", "二家", "上级", "无岗"):
        keys, count = found_keys('"每日登记"', city[name])
        assert keys == allowed(city[name], "每日登记")
        assert count == len(keys)
