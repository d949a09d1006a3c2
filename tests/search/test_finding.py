"""What is found: references, names, phrases, operators, synonyms, spelling, days, filters; and bad input."""

import datetime

import pytest

from search.finding import asked as asking
from search.finding.eyes import COMMAND_LINE
from search.finding.results import Wanted
from search.finding.syntax import Free, Joined, Quoted, parse
from search.index import view
from search.models import Relation, Synonym, Term
from tests.search.shelf import TEXTS, WASTE, asked, indexed, make_edition, make_regulation, make_waste, numbers

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(engine):
    """Three documents, both engines in turn."""
    make_waste()
    make_regulation(
        "医院感染管理办法",
        {
            1: "为加强医院感染管理，有效预防和控制医院感染，制定本办法。",
            17: "医疗机构经调查证实发生以下情形时，应当于12小时内向所在地的县级地方人民政府卫生行政部门报告。",
            (17, 1): "医院感染暴发的报告时限另有规定的，从其规定。",
        },
        level="departmental", issuer="卫生部",
    )  # fmt: skip
    make_regulation("中华人民共和国献血法", {1: "为保证医疗临床用血需要和安全，制定本法。"}, level="law")
    indexed()


def seen(query, **wanted):
    return numbers(query, eyes=COMMAND_LINE, **wanted)


@pytest.mark.parametrize(
    "query",
    [
        "医疗废物管理条例第三十二条", "《医疗废物管理条例》第32条", "医疗废物管理条例 32",
        "医疗废物管理条例第３２条第一款",
        "医废条例第三十二条", "医廢條例32条", "医废管理条例 32条",
    ],
)  # fmt: skip
def test_a_reference_finds_its_article_and_nothing_else(library, query):
    assert seen(query) == [(WASTE, 32)]


def test_an_article_with_a_suffix_is_its_own(library):
    found = asking.articles(Wanted("医院感染管理办法第十七条之一"), by=COMMAND_LINE).hits
    assert [(hit.article.number, hit.article.suffix) for hit in found] == [(17, 1)]
    assert len(seen("医院感染管理办法第十七条")) == 2


@pytest.mark.parametrize("query", ["医疗废物管理条例", "醫療廢物管理條例", "医废条例", "ylfwgltl", "YLFWGLTL", "ylfw"])
def test_a_document_is_found_by_its_name_short_name_traditional_characters_and_initials(library, query):
    assert asked(query, eyes=COMMAND_LINE).documents[0].edition.regulation.title == WASTE


def test_a_laws_short_name_finds_the_law(library):
    assert asked("献血法", eyes=COMMAND_LINE).documents[0].edition.regulation.title == "中华人民共和国献血法"


def test_words_and_questions_find_the_article_that_answers(library):
    assert seen("废物 来源 重量")[0] == (WASTE, 12)
    assert seen("医疗废物登记应当包括什么内容？")[0] == (WASTE, 12)
    assert seen("医院感染多长时间内向卫生行政部门报告")[0] == ("医院感染管理办法", 17)


def test_operators_brackets_and_quotes_mean_what_they_say(library):
    assert {number for _title, number in seen('"医疗废物" AND 登记')} == {12, 45}
    assert {number for _title, number in seen('"医疗废物" AND 登记 NOT 警告')} == {12}
    assert {number for _title, number in seen('"医疗废物" -登记')} == {32}
    assert {number for _title, number in seen("(来源 OR 警告) AND 登记")} == {12, 45}
    assert seen('"废物登记"') == []
    assert seen("“临床用血”") == [("中华人民共和国献血法", 1)]


def test_one_wrong_character_is_put_right_and_said(library):
    found = asking.articles(Wanted("集中处置单为"), by=COMMAND_LINE)
    assert found.meant == "集中处置单位"
    assert (found.hits[0].edition.regulation.title, found.hits[0].article.number) == (WASTE, 12)


def test_a_synonym_finds_what_the_full_word_finds(library):
    assert seen("院内染病") == []
    term = Term.objects.create(word="医院感染")
    Synonym.objects.create(term=term, word="院内染病")

    assert {title for title, _number in seen("院内染病")} == {"医院感染管理办法"}
    assert {number for _title, number in seen("院内染病 AND 报告")} == {17}


def test_what_applies_stands_above_what_was_repealed(engine):
    old = make_regulation("旧消毒办法", {1: "消毒产品应当登记备案。"})
    new = make_regulation("新消毒办法", {1: "消毒产品应当登记备案。"}, on=datetime.date(2020, 1, 1))
    Relation.objects.create(
        kind="repeals", by_edition=new.editions.get(), to_regulation=old, since=datetime.date(2020, 1, 1)
    )
    indexed()

    assert seen("消毒产品 登记备案") == [("新消毒办法", 1), ("旧消毒办法", 1)]
    statuses = {choice.value: choice.count for choice in asked("消毒产品", eyes=COMMAND_LINE).facets["status"]}
    assert statuses == {"in_force": 1, "repealed": 1}
    assert seen("消毒产品", filters={"status": "repealed"}) == [("旧消毒办法", 1)]
    assert seen("消毒产品", day=datetime.date(2015, 6, 1)) == [("旧消毒办法", 1)]
    assert seen("消毒产品", day=datetime.date(2021, 6, 1)) == [("新消毒办法", 1)]


def test_a_document_is_grouped_once_with_its_newest_edition_and_read_as_of_a_day(engine):
    regulation = make_waste()
    make_edition(regulation, {12: "医疗废物登记资料至少保存五年。"}, on=datetime.date(2021, 1, 1))
    indexed()

    found = asked("医疗废物 登记", eyes=COMMAND_LINE)
    assert [document.edition.issued_on.year for document in found.documents] == [2021]
    assert found.total == 1
    before = asked("医疗废物 登记", eyes=COMMAND_LINE, day=datetime.date(2015, 1, 1))
    assert [document.edition.issued_on.year for document in before.documents] == [2011]


def test_facets_count_documents_and_a_filter_leaves_its_own_facet_alone(library):
    found = asked("医疗", eyes=COMMAND_LINE)
    levels = {choice.value: choice.count for choice in found.facets["level"]}
    assert levels == {"law": 1, "administrative": 1, "departmental": 1}
    chosen = asked("医疗", eyes=COMMAND_LINE, filters={"level": "law"})
    assert {choice.value: choice.count for choice in chosen.facets["level"]} == levels
    assert [document.edition.regulation.level for document in chosen.documents] == ["law"]
    assert chosen.total == 1
    assert asked("医疗", eyes=COMMAND_LINE, filters={"level": "无"}).documents == []


def test_a_highlight_marks_what_was_asked_for(library):
    piece = asked("登记资料", eyes=COMMAND_LINE).documents[0].articles[0].pieces
    assert "登记资料" in [part.text for part in piece if part.marked]
    assert "".join(part.text for part in piece if part.text != "…") in TEXTS[45]


BAD = [
    '"', "“没有关", "((((", "))))", "(医疗 AND", "AND", "NOT", "OR OR", "NOT NOT NOT", "-", "*" * 500, "医疗*" * 100,
    "?????",
    "\0\x01\x02", "医\0疗", "医疗" * 5000, "(" * 3000 + "医疗", "NOT " * 900 + "医疗", "第条",
    "第99999999999999条", "第零条", "条",
    "a" * 10000, "<script>alert(1)</script>", "' OR 1=1 --", "\ud83d\ude00", "医 " * 400, "!", "|| && ||",
    "\u202e医疗", "的", "“”",
    "医疗废物管理条例第九九九九条之九九九九", "名" + "之一" * 90, "5", "一",
]  # fmt: skip


@pytest.mark.parametrize("query", BAD, ids=range(len(BAD)))
def test_whatever_is_typed_gets_an_answer(library, query):
    found = asking.articles(Wanted(query), by=COMMAND_LINE)
    assert not found.by_database
    assert not asking.page(Wanted(query), by=COMMAND_LINE).by_database


def test_what_was_typed_is_taken_apart():
    assert parse("甲 乙") == Free("甲 乙")
    assert parse('"甲 乙" 丙') == Joined("and", (Quoted("甲 乙"), Free("丙")))
    assert parse("甲 OR (乙 NOT 丙)") == Joined(
        "or", (Free("甲"), Joined("and", (Free("乙"), Joined("not", (Free("丙"),)))))
    )
    assert parse("（甲") == Free("甲")
    assert parse("") is None


def test_without_an_index_the_database_answers_and_says_so(whoosh):
    make_waste()
    view.forget()

    found = asking.page(Wanted("医疗废物 登记"), by=COMMAND_LINE)

    assert found.by_database
    assert {hit.article.number for document in found.documents for hit in document.articles} == {12, 45}
    assert [hit.article.number for hit in asking.articles(Wanted(f"{WASTE}第32条"), by=COMMAND_LINE).hits] == [32]
