"""Dates, deadlines and states in the words people use."""

import datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from workflow_site.templatetags import bihuan_ui as ui


def drawn(source: str, **context: object) -> str:
    return Template("{% load bihuan_ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [(-2, "逾期 2 天", "overdue"), (0, "今天到期", "soon"), (3, "剩 3 天", "soon"), (14, "剩 14 天", "")],
)
def test_a_deadline_says_how_many_days_are_left(days: int, words: str, tone: str):
    due = timezone.localdate() + datetime.timedelta(days=days)
    assert ui.deadline_words(due) == {"words": words, "tone": tone}


def test_a_deadline_that_was_kept_is_never_overdue():
    due = timezone.localdate() - datetime.timedelta(days=30)
    assert ui.deadline_words(due, due)["words"] == "已按期"
    assert ui.deadline_words(due, due + datetime.timedelta(days=1))["words"] == "逾期办结"
    assert ui.deadline_words(due, True)["tone"] == "done"
    assert not drawn("{% deadline due %}", due=None).strip()


def test_dates_are_written_as_people_write_them():
    year = timezone.localdate().year
    assert ui.day(datetime.date(year, 3, 5)) == "3 月 5 日"
    assert ui.day(datetime.date(2017, 3, 5)) == "2017 年 3 月 5 日"
    assert ui.full_day(datetime.date(2026, 11, 21)) == "2026 年 11 月 21 日 星期六"
    moment = datetime.datetime(2017, 2, 24, 16, 22, tzinfo=datetime.UTC)
    assert ui.moment(moment) == "2017 年 2 月 25 日 00:22", "told in the time of Shanghai"
    assert ui.full_moment(moment) == "2017-02-25 00:22:00"


def test_dates_within_a_fact_are_written_like_those_around_it():
    year = timezone.localdate().year
    assert ui.dated(f"{year}-12-07") == "12 月 7 日"
    assert ui.dated(f"{year}-10-18 09:00—12:00") == "10 月 18 日 09:00—12:00"
    assert ui.dated("2017-03-05—2018-03-04") == "2017 年 3 月 5 日—2018 年 3 月 4 日"
    assert ui.dated(f"2017-03-05—{year}-03-04") == f"2017 年 3 月 5 日—{year} 年 3 月 4 日", "both with their year"
    for number in ("JH012-2026-001", "ZX-2026-11-22", "2026-13-40"):
        assert ui.dated(number) == number


def test_both_ends_of_a_period_and_the_month_of_a_calendar_say_their_year():
    year = timezone.localdate().year
    assert ui.whole_day(datetime.date(year, 3, 5)) == f"{year} 年 3 月 5 日"
    assert ui.month(datetime.date(year, 3, 1)) == f"{year} 年 3 月"
    with translation.override("en"):
        assert ui.whole_day(datetime.date(2017, 3, 5)) == "5 March 2017"
        assert ui.month(datetime.date(2017, 3, 1)) == "March 2017"
    with translation.override("en"):
        assert ui.day(datetime.date(2017, 3, 5)) == "5 Mar 2017"


@pytest.mark.parametrize(("minutes", "said"), [(0, "刚刚"), (5, "5 分钟前")])
def test_lately_is_told_in_minutes(minutes: int, said: str):
    assert ui.ago(timezone.now() - datetime.timedelta(minutes=minutes, seconds=5)) == said


def test_a_bar_is_geometry_and_says_its_numbers():
    bar = drawn('{% progress 420 2000 "active" "名单" %}')
    assert 'width="21"' in bar
    assert 'aria-label="名单：21%（420/2000）"' in bar
    assert "style" not in bar
    assert 'width="0"' in drawn("{% progress 3 0 %}")


def test_pips_say_how_far_a_thing_is():
    pips = drawn('{% pips 3 5 "审批" %}')
    assert pips.count("bh-pips__pip--done") == 2
    assert pips.count("bh-pips__pip--now") == 1
    assert "第 3 步，共 5 步" in pips
    assert drawn("{% pips 6 5 %}").count("bh-pips__pip--done") == 5


def test_an_icon_is_silent_unless_it_has_a_label():
    assert 'aria-hidden="true"' in drawn('{% icon "bell" %}')
    assert 'aria-label="通知"' in drawn('{% icon "bell" 18 "通知" %}')


def test_a_thing_without_state_has_no_badge():
    assert not drawn("{% state thing %}", thing=object()).strip()


@pytest.mark.parametrize(("severity", "shape"), [("general", "<rect"), ("serious", "<path"), ("major", "<circle")])
def test_severity_is_colour_shape_and_word(severity: str, shape: str):
    class Finding:
        def get_severity_display(self) -> str:
            return "程度"

    Finding.severity = severity
    mark = drawn("{% severity finding %}", finding=Finding())
    assert shape in mark
    assert "程度" in mark
    assert f"bh-severity--{severity}" in mark
