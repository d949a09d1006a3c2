"""The search page and the keeper's pages: what they show, what they cost, whom they refuse."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accountability.models import Notice
from engine import jobs, submissions
from organizations.models import Duty
from search.index import feeding
from search.models import Article, Edition, SavedSearch, SearchLog, Synonym, Term
from search.services import saved
from tests import make
from tests.search.shelf import WASTE, indexed, make_regulation, make_waste, touch

pytestmark = pytest.mark.django_db
SEARCH = "/search/"


def client_of(person):
    client = Client()
    client.force_login(make.make_account(person), backend="organizations.backends.SightBackend")
    return client


@pytest.fixture
def desk():
    """The clerk of the commission, who keeps everybody's library."""
    commission = make.make_organization(name="江州市卫健委")
    return make.make_holder(Duty.CLERK, commission, name="李干事")


def posted(**values):
    return {"nonce": submissions.new_nonce(), **values}


def test_the_page_shows_documents_with_marks_filters_and_a_count_in_few_questions(
    whoosh, desk, django_assert_max_num_queries
):
    make_waste()
    for number in range(15):
        make_regulation(
            f"第{number}号登记办法", {1: f"医疗废物登记由第{number}科负责。"}, level="local", issuer=f"第{number}局"
        )
    indexed()
    client = client_of(desk)
    client.get(SEARCH, {"q": "登记"})

    with django_assert_max_num_queries(12):
        page = client.get(SEARCH, {"q": "医疗废物 登记"}).content.decode()

    assert "<mark>医疗废物</mark>" in page or "<mark>废物</mark>" in page
    assert "16 份文件" in page
    assert "地方性法规和规章" in page
    assert 'rel="next"' in page


def test_what_was_typed_is_escaped_and_whatever_it_is_gets_a_page(whoosh, desk):
    make_regulation("注入办法", {1: "<script>alert(1)</script> & 登记"})
    indexed()
    client = client_of(desk)

    page = client.get(SEARCH, {"q": "登记 <script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in page
    for query in ('"', "((((", "\x00", "*" * 300, "医" * 9000, "NOT", "第条", "<", "%"):
        for more in (
            {},
            {"page": "999999999999999999999"},
            {"on": "昨天"},
            {"level": "'"},
            {"issuer": "9" * 30},
            {"tab": "finding"},
        ):
            assert client.get(SEARCH, {"q": query, **more}).status_code == 200


def test_a_page_without_an_index_says_so(whoosh, desk):
    make_waste()
    page = client_of(desk).get(SEARCH, {"q": "医疗废物 登记"}).content.decode()
    assert "检索索引正在重建" in page
    assert WASTE in page


def test_a_result_opened_is_counted_without_a_name_and_what_found_nothing_reaches_the_keeper(whoosh, desk):
    make_waste()
    indexed()
    client = client_of(desk)
    page = client.get(SEARCH, {"q": "医疗废物 来源"}).content.decode()
    link = re.search(r'href="(/search/open/\?article=[^"]+)"', page).group(1).replace("&amp;", "&")
    client.get(SEARCH, {"q": "核磁共振"})

    answer = client.get(link)

    assert answer["Location"] == Article.objects.get(number=12).get_absolute_url()
    log = SearchLog.objects.get(query="医疗废物 来源")
    assert (log.opened, log.first_opened) == (1, 1)
    assert not {field.name for field in SearchLog._meta.fields} & {"person", "user"}
    assert "核磁共振" in client.get(reverse("search:asked_list")).content.decode()
    assert client.get("/search/open/?article=999999&rank=1&mark=x").status_code == 404
    assert client.get("/search/open/?article=abc").status_code == 404


def test_a_neighbours_rule_is_not_opened_through_a_link(whoosh, desk):
    hospital = make.make_hospital(None, name="外院")
    made = make_regulation("外院制度", {1: "内部。"}, level="institution", organization=hospital, access="subtree")
    article = Article.objects.get(edition__regulation=made)
    assert client_of(desk).get(f"/search/open/?article={article.pk}&rank=1").status_code == 404


def test_a_kept_search_tells_once_of_what_is_new_and_of_what_reads_differently(whoosh, desk):
    make_waste()
    indexed()
    client = client_of(desk)
    client.post("/search/saved/?q=医疗废物", posted(name="医废", notify="on"))
    kept = SavedSearch.objects.get(person=desk)
    assert saved.look_again(kept) == 0

    make_regulation("医疗废物分类目录", {1: "医疗废物分为五类。"})
    feeding.follow()
    assert [one.pk for one in saved.due()] == [kept.pk]
    assert saved.look_again(kept) == 1
    assert saved.look_again(kept) == 0
    notice = Notice.objects.get(person=desk)
    assert "医废" in notice.text

    edition = Edition.objects.get(regulation__title="医疗废物分类目录")
    edition.text_hash = "changed"
    edition.save()
    touch(edition)
    feeding.follow()
    assert saved.look_again(kept) == 1
    assert client.get(notice.url)["Location"].startswith("/search/?q=")


def test_a_kept_search_belongs_to_its_owner(whoosh, desk):
    kept = saved.keep_search("医疗废物", filters={}, name="", notify=True, by=desk)
    other = make.make_holder(Duty.CLERK, make.make_organization(name="别处"), name="外人")
    client = client_of(other)

    assert client.get(reverse("search:saved_open", args=[kept.pk])).status_code == 404
    assert client.post(reverse("search:saved_drop", args=[kept.pk]), posted()).status_code == 404
    assert SavedSearch.objects.filter(pk=kept.pk).exists()
    assert client_of(desk).post(reverse("search:saved_drop", args=[kept.pk]), posted()).status_code == 302
    assert not SavedSearch.objects.exists()


def test_the_keeper_enters_changes_and_drops_a_term(whoosh, desk):
    client = client_of(desk)
    client.post(reverse("search:term_new"), posted(word="医院感染", synonyms="院感、院内感染", place="", note=""))
    term = Term.objects.get()
    assert sorted(term.synonyms.values_list("word", flat=True)) == ["院内感染", "院感"]
    assert "院内感染" in client.get(reverse("search:term_list")).content.decode()

    client.post(reverse("search:term_change", args=[term.pk]), posted(synonyms="院感"))
    assert list(Synonym.objects.values_list("word", flat=True)) == ["院感"]
    refused = client.post(reverse("search:term_new"), posted(word="医院感染", synonyms="别名", place=""))
    assert "已在词典中" in refused.content.decode()
    wrong = client.post(reverse("search:term_new"), posted(word="感", synonyms="院感", place=""))
    assert wrong.status_code == 422

    client.post(reverse("search:term_change", args=[term.pk]), posted(synonyms=""))
    assert not Term.objects.exists()


def test_who_keeps_no_library_has_no_dictionary_to_change(whoosh, desk):
    term = Term.objects.create(word="医院感染")
    nurse = make.make_holder(Duty.INSPECTOR, desk.home, name="孙护士")
    client = client_of(nurse)
    for name, arguments in (("term_list", []), ("term_new", []), ("term_change", [term.pk]), ("asked_list", [])):
        assert client.get(reverse(f"search:{name}", args=arguments)).status_code == 404


def test_an_article_leads_to_others_that_say_the_same(whoosh, desk):
    make_waste()
    make_regulation("登记细则", {3: "医疗废物登记应当包括来源、种类、重量，由专人负责登记。"})
    indexed()
    article = Article.objects.get(number=12)
    page = client_of(desk).get(reverse("search:article_like", args=[article.pk])).content.decode()
    assert "登记细则" in page


def test_what_runs_by_itself_does(whoosh, desk):
    make_waste()
    indexed()
    saved.keep_search("医疗废物", filters={}, name="", notify=True, by=desk)
    make_regulation("医疗废物新规", {1: "医疗废物日产日清。"})
    feeding.follow()
    SearchLog.objects.create(query="旧", hits=0, at=timezone.now() - datetime.timedelta(days=400))
    for kind in ("search.look_again", "search.forget", "search.follow"):
        jobs.enqueue(kind)
    jobs.run_all()

    assert Notice.objects.filter(person=desk).count() == 1
    assert not SearchLog.objects.filter(query="旧").exists()
