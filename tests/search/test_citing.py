"""What is cited keeps its words; when the text applies no longer, whoever cites it is told."""

import datetime

import pytest

from accountability.models import Notice
from engine import jobs
from rectification import services as rectification
from rectification.models import Finding
from search import citing, services
from search.models import Article, Citation, FoundBy, RelationKind
from tests.rectification.making import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def finding(library):
    """A finding whose basis names an article of a document in force."""
    library.rule = library.public("医疗废物管理条例", ("2003-06-16", "暂时贮存不得超过2天。"))
    rectification.load_shipped()
    cited = "《医疗废物管理条例》第一条、《没有的办法》第二条"
    return Stage(library.cast).supervision_finding(description="医疗废物贮存三天。", cited_text=cited)


def test_the_articles_a_finding_names_are_cited_with_their_words(library, finding):
    citation = Citation.objects.of(finding).get()

    assert (citation.label, citation.text) == ("《医疗废物管理条例》第一条", "暂时贮存不得超过2天。")
    assert (citation.found_by, f"{citation.edition_date}") == (FoundBy.RECOGNISED, "2003-06-16")
    assert citation.org_path == finding.org_path
    assert citing.cite(citation.article, source=finding, by=library.cast.zhao).pk == citation.pk


def test_when_the_text_is_amended_the_owner_and_the_keeper_are_told_once(library, finding):
    library.edition(library.rule, "2011-01-08", "暂时贮存不得超过1天。")

    assert citing.review() == 1
    assert citing.review() == 0

    citation = Citation.objects.get()
    assert citation.text == "暂时贮存不得超过2天。"
    assert "文字有变化" in citation.flag
    told = Notice.objects.filter(kind="citation_flagged")
    assert {notice.person for notice in told} == {library.cast.zhao, library.cast.li}
    assert list(Citation.objects.flagged()) == [citation]
    citing.settle(citation, by=library.cast.zhao)
    assert not Citation.objects.flagged().exists()


def test_an_amendment_that_leaves_the_article_alone_says_so(library, finding):
    library.edition(library.rule, "2011-01-08", "暂时贮存不得超过2天。")

    citing.review()

    assert "文字未变" in Citation.objects.get().flag


def test_a_recorded_repeal_is_followed_by_the_flags_in_the_background(
    library, finding, django_capture_on_commit_callbacks
):
    services.relate(
        library.rule,
        kind=RelationKind.REPEALS,
        by=library.cast.li,
        by_text="国务院公告",
        since=datetime.date(2020, 1, 1),
    )

    jobs.run_all()

    assert "已废止" in Citation.objects.get().flag


def test_what_is_closed_or_taken_back_is_left_in_peace(library, finding):
    Finding.objects.filter(pk=finding.pk).update(state="closed")
    library.edition(library.rule, "2011-01-08", "新。")
    assert citing.review() == 0

    Finding.objects.filter(pk=finding.pk).update(state="planning")
    citing.withdraw(Citation.objects.get(), by=library.cast.zhao)

    assert citing.review() == 0


def test_nobody_is_offered_an_article_of_a_rule_he_does_not_see(library):
    library.published(title="院内制度")
    text = "《院内制度》第一条"

    assert [str(one) for one in citing.offer(text, who=library.cast.nurse_sun)] == ["《院内制度》第一条"]
    assert citing.offer(text, who=library.cast.zheng) == []


def test_an_article_is_offered_as_it_stood_on_a_day(library):
    library.public("某条例", ("2003-06-16", "旧"), ("2011-01-08", "新"))

    def offered(on):
        return [one.text for one in citing.offer("《某条例》第1条", who=library.cast.li, on=on)]

    assert offered(None) == ["新"]
    assert offered(datetime.date(2005, 1, 1)) == ["旧"]
    assert Article.objects.count() == 2
