"""A regulation's text is taken apart by its words, and nothing of it is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.describing import describe, title_key
from search.differences import differences
from search.models import Level
from search.numerals import article_label, in_chinese, number_of
from search.parsing import PREAMBLE, parse
from search.references import recognise
from tests.search.making import WASTE

ARTICLES = st.lists(
    st.text(alphabet="医疗废物管理应当不得，。；abc123 ", min_size=1, max_size=40).filter(str.strip),
    min_size=1,
    max_size=30,
)


def labels(text):
    return [article.label for article in parse(text).articles]


def test_a_text_has_its_title_history_chapters_and_articles():
    parsed = parse(WASTE)

    assert parsed.title == "医疗废物管理条例"
    assert parsed.history == ("2003年6月16日 中华人民共和国国务院令第380号公布",)
    assert [(a.number, a.heading) for a in parsed.articles] == [
        (1, "第一章 总则"),
        (2, "第一章 总则"),
        (17, "第二章 管理"),
    ]
    assert parsed.warnings == ("第十七条之前缺少条款（上一条为第2条）。",)


def test_an_article_begins_only_where_a_space_a_colon_or_the_lines_end_follows():
    text = (
        "某办法\n第一条 情形：\n第十条第二款规定的情形；\n“第五条 引用的修改文字。\n第二条：另行规定。\n第三条\n全文。"
    )

    assert labels(text) == ["第一条", "第二条", "第三条"]
    assert "第十条第二款" in parse(text).articles[0].text


@pytest.mark.parametrize(
    ("written", "number", "suffix"),
    [
        ("第32条", 32, 0),
        ("第三十二条", 32, 0),
        ("第３２条", 32, 0),
        ("第一百零五条之二", 105, 2),
        ("第二百〇三条", 203, 0),
    ],
)
def test_the_number_of_an_article_is_read_however_it_is_written(written, number, suffix):
    article = parse(f"某办法\n{written} 内容。").articles[0]

    assert (article.number, article.suffix) == (number, suffix)


def test_headings_are_told_by_their_words_and_not_by_their_marks():
    parsed = parse(
        "某法\n# 第一编 总则\n#### 第一章 原则\n## 第一节 范围\n第一条 一。\n"
        "### 第二章 其他\n第二条 二。\n附则\n第三条 三。"
    )

    assert [article.heading for article in parsed.articles] == [
        "第一编 总则 › 第一章 原则 › 第一节 范围",
        "第一编 总则 › 第二章 其他",
        "第一编 总则 › 附则",
    ]


def test_words_before_the_first_article_are_kept_as_the_preamble():
    parsed = parse("某规定\n为了规范管理，根据有关法律，现规定如下，请遵照执行。\n第一条 甲。")

    assert parsed.articles[0].label == PREAMBLE
    assert parsed.preamble.startswith("为了规范")


def test_a_text_without_articles_is_counted_by_its_items_or_cut_between_paragraphs():
    assert labels("要点\n一、首诊负责制度\n二、三级查房制度") == ["一、", "二、"]
    prose = parse("通知\n" + "\n".join("各单位要高度重视。" * 20 for _each in range(10)))
    assert len(prose.articles) > 1
    assert all(len(article.text) <= 1200 for article in prose.articles)


@given(ARTICLES)
def test_every_word_of_every_article_is_kept_in_order(texts):
    text = "某办法\n" + "\n".join(f"{article_label(n)} {words}" for n, words in enumerate(texts, start=1))

    articles = parse(text).articles

    assert [article.number for article in articles] == list(range(1, len(texts) + 1))
    squeezed = [re.sub(r"\s", "", article.text) for article in articles]
    assert squeezed == [re.sub(r"\s", "", words) for words in texts]


@given(st.text(max_size=400))
def test_no_text_whatever_breaks_the_parser(text):
    parsed = parse(text)

    assert not any("\x00" in article.text for article in parsed.articles)
    describe(parsed, path="任意.txt")
    recognise(text)


@given(st.integers(1, 9999))
def test_a_number_in_chinese_reads_back(number):
    assert number_of(in_chinese(number)) == number


def test_a_text_says_when_it_was_issued_under_which_number_and_what_it_repeals():
    parsed = parse(
        "中华人民共和国医师法\n2021年8月20日 第十三届全国人民代表大会常务委员会第三十次会议通过\n"
        "第一条 甲。\n第二条 本法自2022年3月1日起施行。《中华人民共和国执业医师法》同时废止。"
    )

    told = describe(parsed, path="法律/医师法(2021-08-20).md")

    assert told.level == Level.LAW
    assert f"{told.issued_on} {told.effective_on}" == "2021-08-20 2022-03-01"
    assert told.repeals == ("中华人民共和国执业医师法",)
    assert title_key("《中华人民共和国 医师法》") == told.title_key == "医师法"


def test_an_older_day_of_effect_says_nothing_about_an_amended_edition():
    told = describe(parse("某条例\n第一条 自1999年1月1日起施行。"), path="行政法规/某条例(2011-01-08).md")

    assert (told.effective_on, f"{told.issued_on}") == (None, "2011-01-08")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("违反《医疗废物管理条例》第三十二条的规定", [("医疗废物管理条例", 32, 0)]),
        (
            "《甲条例》（国务院令第380号）第8条、第九条第二款和第十条之一",
            [("甲条例", 8, 0), ("甲条例", 9, 0), ("甲条例", 10, 1)],
        ),
        ("《甲法》第二章第三条；《乙法》规定", [("甲法", 3, 0)]),
        ("依据《甲法》的精神和第五条", []),
        ("《甲法》第一百二十", []),
    ],
)
def test_articles_are_recognised_in_running_text(text, found):
    assert [(one.title, one.number, one.suffix) for one in recognise(text)] == found


def test_an_item_that_is_named_and_not_numbered_is_recognised():
    (found,) = recognise("《医疗质量安全核心制度要点》（国卫医发〔2018〕8号）：查对制度")

    assert (found.title, found.name) == ("医疗质量安全核心制度要点", "查对制度")


@given(st.text(alphabet="甲乙丙，。12", max_size=60), st.text(alphabet="甲乙丙，。12", max_size=60))
def test_a_difference_holds_both_texts(old, new):
    pieces = differences(old, new)

    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "old") == new


def test_a_difference_of_chinese_is_told_by_characters():
    pieces = differences("暂存点每日清运一次。", "暂存点每日清运两次。")

    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "暂存点每日清运"),
        ("old", "一"),
        ("new", "两"),
        ("same", "次。"),
    ]
