"""Everybody reads what is public, an institution its own rules, and a draft only those whom it concerns."""

import datetime

import pytest
from django.utils import timezone

from organizations.sight import visible
from search import services
from search.models import Access, Article, Edition, OpinionRequest, Regulation, Relation

pytestmark = pytest.mark.django_db


def sees(person, edition):
    """Whether a person sees an edition; its document and articles are seen exactly with it."""
    found = visible(person, Edition).filter(pk=edition.pk).exists()
    assert visible(person, Article).filter(edition=edition).exists() is found
    if found:
        assert visible(person, Regulation).filter(pk=edition.regulation_id).exists()
    return found


def test_a_public_document_is_read_by_everybody_in_office(library):
    edition = library.public("某条例", ("2003-06-16", "甲")).editions.get()

    assert all(sees(person, edition) for person in (library.cast.nurse_sun, library.cast.doctor_he))
    assert not visible(None, Edition).exists()


def test_an_institutions_rule_is_read_by_its_people_and_its_superior(library):
    cast, edition = library.cast, library.published()

    assert [sees(who, edition) for who in (cast.nurse_sun, cast.head_gao, cast.li)] == [True, True, True]
    assert [sees(who, edition) for who in (cast.zheng, cast.feng, cast.jiang)] == [False, False, False]


def test_a_rule_for_named_units_is_read_there_alone(library):
    cast = library.cast
    edition = library.published(access=Access.UNITS, readers=(cast.icu,))

    assert sees(cast.nurse_sun, edition)
    assert not sees(cast.head_gao, edition)


def test_a_draft_is_seen_by_its_keepers_and_by_the_units_asked(library):
    cast, edition = library.cast, library.draft()
    soon = timezone.localdate() + datetime.timedelta(days=5)
    assert not sees(cast.head_zhang, edition)

    services.ask_opinions(edition, [cast.icu], due_on=soon, by=cast.qian)

    assert [sees(who, edition) for who in (cast.qian, cast.president_wang, cast.head_zhang)] == [True] * 3
    assert [sees(who, edition) for who in (cast.head_gao, cast.li, cast.zheng)] == [False] * 3
    assert visible(cast.head_zhang, OpinionRequest).exists()
    assert not visible(cast.head_gao, OpinionRequest).exists()


def test_a_relation_made_by_a_rule_one_does_not_see_is_not_seen(library):
    rule, old = library.published(), library.public("旧办法", ("2000-01-01", "甲"))
    Relation.objects.create(kind="repeals", by_edition=rule, to_regulation=old, since=datetime.date(2020, 1, 1))

    assert visible(library.cast.nurse_sun, Relation).exists()
    assert not visible(library.cast.zheng, Relation).exists()
