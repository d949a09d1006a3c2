"""An institution's rule is written by one, checked and published by others, and asked about on the way."""

import datetime

import pytest
from django.utils import timezone

from accountability import trail
from accountability.models import Notice
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.sight import visible
from search import services
from search.models import Access, Article, Edition, EditionState, Level, Regulation, Status
from tests.search.making import RULE

pytestmark = pytest.mark.django_db

SOON = timezone.localdate() + datetime.timedelta(days=7)


def test_a_rule_goes_from_its_draft_over_the_check_to_its_readers(library):
    cast, edition = library.cast, library.draft()
    assert cast.vice_president_he
    services.submit_edition(edition, by=cast.qian)
    services.check_edition(edition, by=cast.vice_president_he)
    services.publish_edition(edition, by=cast.president_wang, document_number="江人医〔2026〕3号")

    assert (edition.state, edition.status) == (EditionState.PUBLISHED, Status.IN_FORCE)
    verbs = list(trail.of(edition).values_list("verb", flat=True))
    assert verbs == ["edition_drafted", "edition_submitted", "edition_checked", "edition_published"]
    assert visible(cast.nurse_sun, Edition).filter(pk=edition.pk).exists()


def test_whoever_wrote_it_neither_checks_nor_publishes_it(library):
    cast = library.cast
    edition = library.draft(by=cast.chen, place=cast.quality_office)
    services.submit_edition(edition, by=cast.chen)

    with pytest.raises(NotAllowed):
        services.check_edition(edition, by=cast.chen)


def test_a_returned_rule_goes_back_to_its_author_with_the_reason(library):
    cast, edition = library.cast, library.draft()
    services.submit_edition(edition, by=cast.qian)

    services.return_edition(edition, by=cast.president_wang, because="第二条过于笼统")

    assert edition.state == EditionState.DRAFT
    assert "第二条过于笼统" in Notice.objects.get(person=cast.qian, kind="returned").text
    services.replace_text(edition, library.taken(RULE.format(title="手卫生管理制度", second="改写。")), by=cast.qian)
    services.submit_edition(edition, by=cast.qian)
    assert Article.objects.get(edition=edition, number=2).text == "改写。"


def test_a_published_text_is_never_changed(library):
    edition = library.published()

    with pytest.raises(NotYet):
        services.replace_text(edition, library.taken(RULE.format(title="x", second="y")), by=library.cast.qian)


def test_a_new_edition_amends_the_one_before(library):
    first = library.published(effective_on=datetime.date(2020, 1, 1))
    assert first.status == Status.IN_FORCE

    second = library.published(regulation=first.regulation, second="修订。")

    assert (first.regulation_id, first.status_on(), second.status_on()) == (
        second.regulation_id, Status.AMENDED, Status.IN_FORCE,
    )  # fmt: skip


def test_units_are_asked_and_every_opinion_is_answered(library):
    cast, edition = library.cast, library.draft()
    services.ask_opinions(edition, [cast.icu, cast.surgery], due_on=SOON, by=cast.qian)
    assert cast.head_gao
    services.submit_edition(edition, by=cast.qian)
    assert edition.state == EditionState.CONSULTING
    assert Notice.objects.filter(person=cast.head_zhang, kind="opinions_asked").exists()

    icu = edition.opinion_requests.get(organization=cast.icu)
    surgery = edition.opinion_requests.get(organization=cast.surgery)
    services.give_opinions(icu, said=[("第二条", "补充重点部门。"), ("", "  ")], by=cast.head_zhang)
    with pytest.raises(AlreadyDone):
        services.give_opinions(icu, said=[], by=cast.head_zhang)
    opinion = icu.opinions.get()
    with pytest.raises(NotYet, match="1条意见没有处理"):
        services.end_consultation(edition, by=cast.qian)
    with pytest.raises(Invalid, match="理由"):
        services.decide_opinion(opinion, verdict="rejected", by=cast.qian)
    services.decide_opinion(opinion, verdict="partly", reason="重点部门另行规定。", by=cast.qian)
    with pytest.raises(NotYet, match="普外科"):
        services.end_consultation(edition, by=cast.qian)
    services.give_opinions(surgery, said=[], by=cast.head_gao)
    services.end_consultation(edition, by=cast.qian)

    assert edition.state == EditionState.CHECKING


def test_only_the_unit_that_was_asked_answers(library):
    cast, edition = library.cast, library.draft()
    services.ask_opinions(edition, [cast.icu], due_on=SOON, by=cast.qian)
    services.submit_edition(edition, by=cast.qian)

    with pytest.raises(NotAllowed):
        services.give_opinions(edition.opinion_requests.get(), said=[("", "越权")], by=cast.head_gao)


def test_a_hospital_cannot_put_anything_into_everybodys_library(library):
    with pytest.raises(NotAllowed, match="公共法规库"):
        library.draft(level=Level.NORMATIVE)
    assert Regulation.objects.count() == 0


def test_the_city_shelves_the_documents_of_others(library):
    cast = library.cast
    edition = library.draft(by=cast.li, place=cast.city, level=Level.NORMATIVE, title="某通知", issuer="某部")

    services.shelve(edition, by=cast.li)

    assert edition.regulation.access == Access.PUBLIC
    assert visible(cast.nurse_sun, Edition).filter(pk=edition.pk).exists()


def test_a_number_belongs_to_one_document(library):
    library.published(document_number="江人医〔2026〕3号")

    with pytest.raises(Invalid, match="文号"):
        library.draft(title="另一制度", document_number="江人医〔2026〕3号")
    assert Regulation.objects.count() == 1


def test_a_rule_whose_day_of_review_has_come_is_told_to_its_keepers_once(library):
    edition = library.published(review_months=12, effective_on=datetime.date(2020, 1, 31))
    assert f"{edition.review_due_on}" == "2021-01-28"

    assert services.tell_reviews_due() == 1
    assert services.tell_reviews_due() == 0
    assert Notice.objects.filter(person=library.cast.qian, kind="review_due").count() == 1
