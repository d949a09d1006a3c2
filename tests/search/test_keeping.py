"""A keeper says anew how a document is called and who reads it, and takes a draft back."""

import pytest
from django.urls import reverse

from accountability.models import TrailEvent
from engine.models import Turn
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from search import citing, services
from search.models import Access, Edition, EditionState, IndexChange
from tests.screens.visitors import post, text_of, visit_as

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"search:{name}", args=args)


def said(**changed):
    return {"title": "手卫生管理制度", "kind": "regulation", "access": "subtree", "aliases": "", **changed}


def test_another_name_is_found_and_on_record(library):
    edition = library.published()
    IndexChange.objects.all().delete()
    page = at("regulation_describe", edition.regulation_id)
    keeper = visit_as(library.cast.qian)
    assert 'value="手卫生管理制度"' in keeper.get(page).content.decode()

    answer = post(keeper, page, **said(aliases="洗手制度\n手卫生制度\n洗手制度", kind="procedure"))

    assert answer.status_code == 302
    assert sorted(edition.regulation.aliases.values_list("name", flat=True)) == ["手卫生制度", "洗手制度"]
    assert [str(one) for one in citing.offer("《洗手制度》第一条", who=library.cast.nurse_sun)]
    assert IndexChange.objects.filter(bundle=edition.pk).exists()
    assert TrailEvent.objects.get(verb="regulation_described").actor_name == library.cast.qian.name
    post(keeper, page, **said(aliases="手卫生制度"))
    assert [one.name for one in edition.regulation.aliases.all()] == ["手卫生制度"]


def test_readers_are_narrowed_and_widened(library):
    edition, cast = library.published(), library.cast
    page, keeper = at("regulation_describe", edition.regulation_id), visit_as(cast.qian)
    stranger = visit_as(cast.zheng)
    assert stranger.get(edition.get_absolute_url()).status_code == 404
    refused = post(keeper, page, **said(access=Access.UNITS))
    assert (refused.status_code, "请选择可以阅读的单位" in text_of(refused)) == (422, True)

    post(keeper, page, **said(access=Access.PUBLIC))
    assert stranger.get(edition.get_absolute_url()).status_code == 200
    post(keeper, page, **said(access=Access.UNITS, readers=[cast.peoples_hospital.pk]))

    assert stranger.get(edition.get_absolute_url()).status_code == 404
    assert visit_as(cast.nurse_sun).get(edition.get_absolute_url()).status_code == 200


def test_a_name_that_is_taken_and_a_public_document_made_private_are_refused(library):
    edition, other = library.published(), library.published(title="另一制度")
    told = {"kind": "regulation", "access": "subtree", "aliases": []}
    with pytest.raises(Invalid, match="同名"):
        services.describe_regulation(edition.regulation, by=library.cast.qian, title=other.regulation.title, **told)
    public = library.public("某条例", ("2003-06-16", "甲"))
    with pytest.raises(Invalid, match="公共法规"):
        services.describe_regulation(public, by=library.cast.li, title="某条例", **told)
    with pytest.raises(NotAllowed):
        services.describe_regulation(public, by=library.cast.qian, title="某条例", **told)


@pytest.mark.parametrize("submitted", [False, True])
def test_a_draft_is_taken_back_wherever_it_is_and_may_come_again(library, submitted):
    edition, keeper = library.draft(), visit_as(library.cast.qian)
    if submitted:
        services.submit_edition(edition, by=library.cast.qian)
    assert at("edition_withdraw", edition.pk) in keeper.get(edition.get_absolute_url()).content.decode()
    assert post(keeper, at("edition_withdraw", edition.pk), because="").status_code == 422

    assert post(keeper, at("edition_withdraw", edition.pk), because="另行起草。").status_code == 302

    edition = Edition.objects.get(pk=edition.pk)
    assert edition.state == EditionState.ABANDONED
    assert not Turn.objects.of(edition).open().exists()
    page = keeper.get(edition.get_absolute_url()).content.decode()
    assert "已撤回" in page
    assert at("edition_new", edition.regulation_id) in page
    with pytest.raises(AlreadyDone):
        services.withdraw_draft(edition, because="再次", by=library.cast.qian)
    assert library.draft(regulation=edition.regulation).regulation == edition.regulation


def test_what_is_published_is_not_taken_back(library):
    edition = library.published()
    with pytest.raises(NotYet, match="已经发布"):
        services.withdraw_draft(edition, because="误发", by=library.cast.qian)
    with pytest.raises(NotAllowed):
        services.withdraw_draft(library.draft(title="甲制度"), because="误发", by=library.cast.zheng)
