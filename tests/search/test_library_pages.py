"""The pages of the library: found, read, compared, cited and kept."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accountability import verify
from accountability.models import Notice
from search import services, text_checks
from search.models import Alias, Article, Download, Edition, EditionState, Level, Regulation
from tests.screens.visitors import INLINE, SCRIPT, post, text_of, visit_as

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12


def at(name, *args):
    return reverse(f"search:{name}", args=args)


def test_the_list_shows_what_is_in_force_and_filters_the_rest(library):
    rule = library.public("医疗废物管理条例", ("2003-06-16", "旧"), ("2011-01-08", "新"))
    Alias.objects.create(regulation=rule, name="废物条例", key="废物条例")
    library.public("某市办法", ("2030-01-01", "将来"), level=Level.LOCAL)
    client = visit_as(library.cast.nurse_sun)

    def listed(**asked):
        return text_of(client.get(at("regulation_list"), asked))

    assert "2011-01-08" in listed()
    assert "2003-06-16" not in listed()
    assert "2003-06-16" in listed(status="amended")
    assert "医疗废物管理条例" in listed(words="废物条例")
    assert "医疗废物管理条例" not in listed(level="local")
    assert "2003-06-16" in listed(on="2005-01-01")
    assert listed(status="nonsense", on="nonsense", level="nonsense")


def test_a_page_costs_the_same_whatever_the_number_of_rows(library, django_assert_max_num_queries):
    for number in range(12):
        rule = library.public(f"条例{number}", ("2003-06-16", "旧"), ("2011-01-08", "新"))
    for ordinal in range(2, 60):
        Article.objects.create(
            edition=rule.editions.last(),
            ordinal=ordinal,
            number=ordinal,
            label=f"第{ordinal}条",
            heading="第一章",
            text="文",
        )
    client = visit_as(library.cast.li)
    pages = [at("regulation_list"), at("regulation_detail", rule.pk), at("article_detail", Article.objects.last().pk)]

    for page in pages:
        client.get(page)
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(page).status_code == 200


def test_a_document_is_read_as_of_a_day(library):
    rule = library.public("某条例", ("2003-06-16", "旧文字"), ("2011-01-08", "新文字"))
    client = visit_as(library.cast.nurse_sun)
    page = at("regulation_detail", rule.pk)

    assert "新文字" in text_of(client.get(page))
    assert "旧文字" in text_of(client.get(page, {"on": "2005-01-01"}))
    assert "新文字" in text_of(client.get(page, {"on": "mañana"}))


def test_an_articles_page_shows_how_it_came_about_and_what_to_copy(library):
    rule = library.public("某条例", ("2003-06-16", "不超过两天。"), ("2011-01-08", "不超过一天。"))
    article = Article.objects.get(edition__regulation=rule, text="不超过一天。")

    page = visit_as(library.cast.nurse_sun).get(at("article_detail", article.pk)).content.decode()

    assert "<del" in page
    assert "《某条例》（2011-01-08）第一条：“不超过一天。”" in page
    assert not SCRIPT.search(page)
    assert not INLINE.search(page)


def test_hostile_words_are_shown_and_never_run(library):
    rule = library.public("<script>alert(1)</script>", ("2003-06-16", "<img src=x onerror=alert(1)>"))

    page = visit_as(library.cast.li).get(at("regulation_detail", rule.pk)).content.decode()

    assert "<img src=x" not in page
    assert "<script>alert" not in page


def upload(client, text, **fields):
    """Send the upload page's form."""
    sent = {
        "file": SimpleUploadedFile("制度.txt", text.encode()),
        "level": "institution",
        "kind": "regulation",
        "access": "subtree",
        **fields,
    }
    return post(client, at("regulation_new"), **sent)


def test_a_keeper_uploads_a_rule_and_sends_it_on(library):
    cast = library.cast
    client = visit_as(cast.qian)

    answer = upload(client, "交接班制度\n第一条 按时交接。", place=cast.peoples_hospital.pk)

    edition = Edition.objects.get()
    assert answer.url == edition.get_absolute_url()
    assert post(client, at("edition_submit", edition.pk)).status_code == 302
    president = visit_as(cast.president_wang)
    assert "审核通过" in text_of(president.get(edition.get_absolute_url()))
    assert post(president, at("edition_check", edition.pk)).status_code == 302
    assert post(president, at("edition_publish", edition.pk), effective_on="2026-01-01").status_code == 302
    edition.refresh_from_db()
    assert edition.state == EditionState.PUBLISHED


def test_a_file_that_cannot_be_read_leaves_nothing(library):
    cast = library.cast

    answer = upload(visit_as(cast.qian), " \n", place=cast.peoples_hospital.pk)

    assert answer.status_code == 422
    assert "没有正文" in text_of(answer)
    assert Regulation.objects.count() == 0


def test_who_keeps_no_library_finds_no_page_to_upload(library):
    assert visit_as(library.cast.nurse_sun).get(at("regulation_new")).status_code == 404


def test_opinions_are_given_and_decided_on_pages(library):
    cast, edition = library.cast, library.draft()
    keeper = visit_as(cast.qian)
    soon = (timezone.localdate() + datetime.timedelta(days=3)).isoformat()
    post(keeper, at("edition_ask", edition.pk), organizations=[cast.icu.pk], due_on=soon)
    post(keeper, at("edition_submit", edition.pk))
    asked = edition.opinion_requests.get()

    answer = post(visit_as(cast.head_zhang), at("request_answer", asked.pk), text="第二条：补充频次。\n总体同意")

    assert answer.status_code == 302
    assert [(o.place, o.text) for o in asked.opinions.all()] == [("第二条", "补充频次。"), ("", "总体同意")]
    first, second = asked.opinions.all()
    refused = post(keeper, at("opinion_decide", first.pk), verdict="rejected")
    assert (refused.status_code, "请写明理由" in text_of(refused)) == (422, True)
    post(keeper, at("opinion_decide", first.pk), verdict="adopted")
    post(keeper, at("opinion_decide", second.pk), verdict="adopted")
    assert post(keeper, at("edition_opinions", edition.pk)).status_code == 302
    edition.refresh_from_db()
    assert edition.state == EditionState.CHECKING


def test_a_download_is_counted_and_the_file_is_whole(library):
    edition = library.published()

    answer = visit_as(library.cast.nurse_sun).get(at("edition_download", edition.pk))

    assert "手卫生管理制度" in b"".join(answer.streaming_content).decode()
    assert "attachment" in answer["Content-Disposition"]
    assert Download.objects.filter(edition=edition, person=library.cast.nurse_sun).count() == 1


def test_the_keeper_records_a_repeal_by_a_document_of_the_library(library):
    old = library.public("旧办法", ("2000-01-01", "甲"))
    new = library.public("新办法", ("2022-03-01", "乙"))

    post(
        visit_as(library.cast.li), at("relation_new", old.pk), kind="repeals", by_text="《新办法》", since="2022-03-01"
    )

    assert old.relations_in.get().by_edition == new.editions.get()
    assert services.keeps(library.cast.li, old)
    page = text_of(visit_as(library.cast.nurse_sun).get(at("regulation_detail", old.pk)))
    assert "被废止" in page
    assert "废止" in text_of(visit_as(library.cast.nurse_sun).get(at("regulation_detail", new.pk)))


def test_verify_all_names_an_edition_whose_words_were_changed(library):
    edition = library.published()
    assert list(text_checks.texts()) == []
    Article.objects.filter(edition=edition, ordinal=2).update(text="医务人员不必执行手卫生。")
    other = library.published(title="另一制度")
    Article.objects.filter(edition=other).delete()

    found = [one.sentence for one in text_checks.texts()]

    assert len(found) == 2
    assert "手卫生管理制度" in found[0]
    assert "已不在库中" in found[1]
    assert text_checks.texts_count() == 2
    assert "texts" in {check.name for check in verify.run()}


def test_the_drafter_is_told_that_a_unit_has_answered(library):
    cast, edition = library.cast, library.draft()
    soon = timezone.localdate() + datetime.timedelta(days=3)
    asked = services.ask_opinions(edition, [cast.icu], due_on=soon, by=cast.qian)[0]
    services.submit_edition(edition, by=cast.qian)

    services.give_opinions(asked, said=[("第二条", "补充频次。")], by=cast.head_zhang)

    assert "重症医学科" in Notice.objects.get(kind="opinions_given", person=cast.qian).text


def test_an_articles_page_leads_to_those_that_say_much_the_same(library):
    rule = library.public("某条例", ("2003-06-16", "不超过两天。"))
    article = Article.objects.get(edition__regulation=rule)

    page = visit_as(library.cast.nurse_sun).get(at("article_detail", article.pk)).content.decode()

    assert at("article_like", article.pk) in page
