"""Row 206: a scheme that says 为期1个月 is held against its dates; a disagreement is a hint, never a refusal."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectification import durations
from rectification.models import Campaign
from tests.rectification.making import fresh
from tests.rectification.pages import at, post, scheme_of, text_of, visit_as

FIRST = datetime.date(2017, 2, 10)


def lasting(days: int) -> durations.Window:
    return FIRST, FIRST + datetime.timedelta(days=days - 1)


@pytest.mark.parametrize(
    ("text", "months", "days"),
    [
        ("在全市开展为期1个月的专项整治。", 1, 0),
        ("为期一个月", 1, 0),
        ("为期１个月", 1, 0),
        ("利用三个月时间，在全系统开展", 3, 0),
        ("利用两个月左右的时间", 2, 0),
        ("用十二个月的时间", 12, 0),
        ("为期一个半月", 1, 15),
        ("为期半年", 6, 0),
        ("历时约半个月", 0, 15),
        ("为期一年半", 18, 0),
        ("为期二十天", 0, 20),
        ("为期二十一天", 0, 21),
        ("为期两周", 0, 14),
        ("为期3个星期", 0, 21),
    ],
)
def test_the_length_a_scheme_says_is_read(text, months, days):
    (said,) = durations.stated(text)
    assert (said.months, said.days) == (months, days)


@pytest.mark.parametrize(
    "text",
    [
        "利用3月份时间",
        "使用一个月",
        "为期五个工作日",
        "每月开展一次",
        "为期半周",
        "为期0个月",
        "一年度",
        "利用三个月检查",
        "",
    ],
)
def test_what_says_no_length_of_the_work_is_left_alone(text):
    assert durations.stated(text) == []


@pytest.mark.parametrize(
    ("text", "days", "fits"),
    [
        ("为期1个月", 28, True),
        ("为期1个月", 30, True),
        ("为期1个月", 44, False),
        ("为期1个月", 24, False),
        ("为期三个月", 95, True),
        ("为期三个月", 120, False),
        ("为期10天", 11, True),
        ("为期10天", 12, False),
    ],
)
def test_about_as_long_is_the_same_length(text, days, fits):
    (said,) = durations.stated(text)
    assert said.fits(lasting(days)) is fits


@given(st.text(alphabet="为期历时利用约一二三十两半12个月周天年的时间份日，", max_size=40))
def test_no_text_is_too_odd_to_be_read(text):
    for said in durations.stated(text):
        assert said.words in text
        assert said.last_from(FIRST) >= FIRST


def test_a_length_that_a_phase_has_is_that_phases(stage):
    texts = ["为期1个月的整治，督导抽查阶段为期10天。"]
    assert durations.disagreeing(texts, lasting(30), [lasting(10)]) == []
    (left,) = durations.disagreeing(texts, lasting(44), [lasting(10)])
    assert left.words == "为期1个月"
    assert [one.words for one in durations.disagreeing(["为期1周", "为期1周"], lasting(44), [])] == ["为期1周"]


def test_a_draft_that_disagrees_with_itself_is_told_and_may_be_saved_and_sent_all_the_same(stage):
    campaign, clerk = stage.draft(), visit_as(stage.cast.li)
    sent = scheme_of(campaign, purpose="在全市开展为期3个月的专项整治。")
    assert post(clerk, at("campaign_edit", campaign.pk), **sent).status_code == 302
    days = (campaign.ends_on - campaign.starts_on).days + 1
    told = f"方案写明“为期3个月”，起止日期为 {campaign.starts_on} 至 {campaign.ends_on}，共 {days} 天"
    for page in (at("campaign_edit", campaign.pk), campaign.get_absolute_url()):
        assert told in text_of(clerk.get(page))
    issued = stage.issue(fresh(campaign))
    assert "方案写明" not in text_of(clerk.get(issued.get_absolute_url())), "what was signed is not questioned"


def test_words_and_dates_that_agree_are_not_spoken_of(stage):
    campaign = stage.draft()
    Campaign.objects.filter(pk=campaign.pk).update(
        requirements="为期1个月。", ends_on=campaign.starts_on + datetime.timedelta(days=29)
    )
    clerk = visit_as(stage.cast.li)
    for page in (at("campaign_edit", campaign.pk), campaign.get_absolute_url()):
        assert "方案写明" not in text_of(clerk.get(page))
