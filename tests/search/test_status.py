"""What an edition is worth on a day follows from its dates and from what others do to it."""

import datetime

import pytest

from organizations.refusals import AlreadyDone, Invalid, NotAllowed
from search import services
from search.models import Edition, Relation, RelationKind, Status

pytestmark = pytest.mark.django_db

DAY = datetime.date


def statuses(regulation, on):
    """The statuses on a day, the oldest edition first; the query and the property must agree."""
    asked = [edition.status_on(on) for edition in regulation.editions.order_by("pk")]
    listed = [Status(e.status_code) for e in regulation.editions.with_status(on).order_by("pk")]
    assert asked == listed
    return asked


def test_a_newer_edition_amends_the_older_one_from_the_day_it_applies(library):
    rule = library.public("某条例", ("2003-06-16", "旧"), ("2011-01-08", "新"))

    assert statuses(rule, DAY(2000, 1, 1)) == [Status.NOT_YET, Status.NOT_YET]
    assert statuses(rule, DAY(2005, 1, 1)) == [Status.IN_FORCE, Status.NOT_YET]
    assert statuses(rule, DAY(2011, 1, 8)) == [Status.AMENDED, Status.IN_FORCE]


def test_an_edition_ends_the_day_after_its_last(library):
    rule = library.public("试行办法")
    library.edition(rule, "2020-01-01", "甲", ended_on=DAY(2021, 12, 31))

    assert statuses(rule, DAY(2021, 12, 31)) == [Status.IN_FORCE]
    assert statuses(rule, DAY(2022, 1, 1)) == [Status.ENDED]


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (RelationKind.REPEALS, Status.REPEALED),
        (RelationKind.REPLACES, Status.REPEALED),
        (RelationKind.PARTLY_REPEALS, Status.PARTLY_REPEALED),
        (RelationKind.AMENDS, Status.AMENDED),
    ],
)
def test_a_relation_takes_effect_from_its_day(library, kind, status):
    old = library.public("旧办法", ("2000-01-01", "甲"))
    new = library.public("新办法", ("2022-03-01", "乙"))

    services.relate(old, kind=kind, by=library.cast.li, by_edition=new.editions.get(), since=DAY(2022, 3, 1))

    assert statuses(old, DAY(2022, 2, 28)) == [Status.IN_FORCE]
    assert statuses(old, DAY(2022, 3, 1)) == [status]
    assert statuses(new, DAY(2022, 3, 1)) == [Status.IN_FORCE]


def test_a_repeal_by_a_draft_has_no_effect(library):
    old = library.public("旧办法", ("2000-01-01", "甲"))
    draft = library.draft()

    Relation.objects.create(kind="repeals", by_edition=draft, to_regulation=old, since=DAY(2010, 1, 1))

    assert statuses(old, DAY(2020, 1, 1)) == [Status.IN_FORCE]


def test_an_edition_without_any_date_applies_until_a_newer_one_does(library):
    rule = library.public("无日期办法", ("", "甲"))

    assert statuses(rule, DAY(1950, 1, 1)) == [Status.IN_FORCE]


def test_the_status_can_be_asked_for_as_a_filter(library):
    library.public("某条例", ("2003-06-16", "旧"), ("2011-01-08", "新"))

    assert [e.issued_on.year for e in Edition.objects.having_status(Status.AMENDED)] == [2003]
    assert [e.issued_on.year for e in Edition.objects.binding()] == [2011]


def test_a_relation_is_recorded_once_and_only_by_who_keeps_the_library(library):
    old = library.public("旧办法", ("2000-01-01", "甲"))
    told = {"kind": RelationKind.REPEALS, "by_text": "市卫健委公告", "since": DAY(2022, 1, 1)}

    with pytest.raises(NotAllowed):
        services.relate(old, by=library.cast.qian, **told)
    with pytest.raises(Invalid):
        services.relate(old, by=library.cast.li, kind=RelationKind.REPEALS, since=DAY(2022, 1, 1))
    services.relate(old, by=library.cast.li, **told)
    with pytest.raises(AlreadyDone):
        services.relate(old, by=library.cast.li, **told)
    assert Relation.objects.count() == 1
