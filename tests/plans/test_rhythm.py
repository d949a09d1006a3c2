"""A rhythm cuts the days into periods without a gap, and says what can still be reached."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.reading import read
from plans.rhythm import Period, Rhythm, Unclear, last_chance, of_found, periods, read_meter, where_it_counts

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
DAYS = st.dates(date(2019, 1, 1), date(2032, 12, 31))
TILING = st.sampled_from(["day", "week", "ten_days", "month", "quarter", "half_year", "year"])


def weekdays(day):
    """The ordinary week."""
    return day.weekday() < 5


def in_2026(**told):
    return list(periods(Rhythm(**told), *YEAR, works=weekdays))


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ({"unit": "day"}, 365),
        ({"unit": "day", "workdays": True}, 261),
        ({"unit": "day", "every": 10}, 37),
        ({"unit": "shift"}, 1095),
        ({"unit": "shift", "shifts": 2}, 730),
        ({"unit": "week"}, 53),
        ({"unit": "ten_days"}, 36),
        ({"unit": "month"}, 12),
        ({"unit": "month", "every": 2}, 6),
        ({"unit": "month", "every": 3}, 4),
        ({"unit": "quarter"}, 4),
        ({"unit": "half_year"}, 2),
        ({"unit": "year"}, 1),
        ({"unit": "event"}, 0),
        ({"unit": "unspecified"}, 0),
    ],
)
def test_a_year_has_so_many_periods(told, number):
    assert len(in_2026(**told)) == number


@given(TILING, st.integers(1, 7), DAYS, st.integers(0, 500))
def test_periods_follow_each_other_without_gap_or_overlap(unit, every, first, length):
    last = first + timedelta(days=length)
    found = list(periods(Rhythm(unit, every), first, last))
    assert found[0].begins <= first <= found[0].ends
    assert found[-1].begins <= last <= found[-1].ends
    assert all(two.begins == one.ends + timedelta(days=1) for one, two in pairwise(found))


@given(TILING, st.integers(1, 7), DAYS, DAYS, DAYS)
def test_a_period_is_the_same_from_wherever_it_is_looked_at(unit, every, anchor, one, two):
    rhythm, low, high = Rhythm(unit, every), min(one, two), max(one, two)
    whole = list(periods(rhythm, low, high, anchor=anchor))
    assert list(periods(rhythm, high, high, anchor=anchor)) == whole[-1:]
    assert list(periods(rhythm, low, low, anchor=anchor)) == whole[:1]


@given(
    TILING,
    DAYS,
    st.sampled_from(["", "次月5日前", "每月25日前", "季度末月20日", "次季度首月10日前", "每月底", "06-30"]),
)
def test_the_due_day_is_never_before_its_period(unit, day, due):
    coarse = unit in ("quarter", "half_year", "year", "month")
    for period in periods(Rhythm(unit, due=due if coarse else ""), day, day):
        assert period.begins <= period.due


@given(DAYS, st.integers(0, 90), st.integers(1, 30), st.sets(st.integers(0, 6)))
def test_the_last_chance_leaves_exactly_enough_working_days(begins, length, missing, resting):
    period = Period(begins, begins + timedelta(days=length), begins + timedelta(days=length))

    def works(day):
        return day.weekday() not in resting

    chance = last_chance(period, missing, works)
    counted = works if any(works(begins + timedelta(days=n)) for n in range(length + 1)) else lambda day: True
    days = [begins + timedelta(days=n) for n in range(length + 1)]
    if chance is None:
        assert sum(map(counted, days)) < missing
    else:
        assert counted(chance)
        assert sum(counted(day) for day in days if day >= chance) == missing


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ({"unit": "month", "due": "次月5日前"}, ["2026-02-05", "2026-03-05", "2027-01-05"]),
        ({"unit": "month", "due": "每月25日前"}, ["2026-01-25", "2026-02-25", "2026-12-25"]),
        ({"unit": "month", "due": "每月底"}, ["2026-01-31", "2026-02-28", "2026-12-31"]),
        ({"unit": "month", "due": "每月中旬"}, ["2026-01-20", "2026-02-20", "2026-12-20"]),
        ({"unit": "quarter", "due": "季度末月20日"}, ["2026-03-20", "2026-06-20", "2026-12-20"]),
        ({"unit": "quarter", "due": "季首月10日前"}, ["2026-01-10", "2026-04-10", "2026-10-10"]),
        ({"unit": "quarter", "due": "次季度首月10日前"}, ["2026-04-10", "2026-07-10", "2027-01-10"]),
        ({"unit": "half_year"}, ["2026-06-30", "2026-12-31", "2026-12-31"]),
        ({"unit": "ten_days"}, ["2026-01-10", "2026-01-20", "2026-12-31"]),
    ],
)
def test_a_day_inside_or_after_each_period(told, due):
    found = in_2026(**told)
    assert [f"{found[place].due}" for place in (0, 1, -1)] == due


def test_a_printed_day_binds_the_year_it_names_and_a_day_without_year_every_year():
    assert [f"{one.due}" for one in in_2026(unit="year", due="2026-06-30")] == ["2026-06-30"]
    assert in_2026(unit="year", due="2025-06-30") == []
    assert [f"{one.due}" for one in in_2026(unit="year", due="05-05")] == ["2026-05-05"]
    assert [f"{one.due}" for one in in_2026(unit="year", due="02-29")] == ["2026-02-28"]


@pytest.mark.parametrize(
    "told",
    [
        {"unit": "fortnight"},
        {"unit": "month", "every": 0},
        {"unit": "month", "at_least": 3, "at_most": 2},
        {"unit": "month", "at_least": -1},
        {"unit": "year", "due": "2026-13-01"},
        {"unit": "year", "due": "02-30"},
        {"unit": "year", "due": "开春以后"},
        {"unit": "month", "alternative": "often"},
    ],
)
def test_what_no_calendar_could_keep_is_refused(told):
    with pytest.raises(Unclear):
        Rhythm(**told)


def test_one_of_two_rhythms_must_be_chosen_and_regularly_must_be_said():
    either = Rhythm("quarter", alternative="half_year")
    assert not either.is_set
    assert [(one.unit, one.is_set) for one in either.choices()] == [("quarter", True), ("half_year", True)]
    assert not Rhythm("unspecified").is_set
    assert not Rhythm("month", at_least=None).is_set
    assert Rhythm("year", at_least=None, at_most=2).is_set


def test_two_meetings_a_year_are_one_short_in_december():
    year = in_2026(unit="year", at_least=2)[0]
    meter = read_meter(year, needed=2, at_most=None, done=1, today=date(2026, 12, 28), works=weekdays)
    assert (meter.missing, meter.days_left, meter.last_chance, meter.state) == (1, 3, date(2026, 12, 31), "pressing")
    late = read_meter(year, needed=2, at_most=None, done=0, today=date(2026, 12, 31), works=weekdays)
    assert late.last_chance == date(2026, 12, 30)
    assert late.state == "impossible"
    assert read_meter(year, needed=2, at_most=None, done=1, today=date(2027, 1, 1), works=weekdays).state == "missed"
    assert read_meter(year, needed=2, at_most=2, done=3, today=date(2026, 6, 1), works=weekdays).state == "exceeded"
    assert read_meter(year, needed=2, at_most=None, done=2, today=date(2026, 6, 1), works=weekdays).state == "met"
    assert read_meter(year, needed=2, at_most=None, done=0, today=date(2026, 6, 1), works=weekdays).state == "open"


def test_departments_not_yet_covered_can_all_be_seen_on_the_last_working_day():
    quarter = in_2026(unit="quarter")[1]  # ends on Tuesday, 30 June
    meter = read_meter(quarter, needed=90, at_most=None, done=0, today=date(2026, 6, 1), works=weekdays, together=True)
    assert meter.last_chance == date(2026, 6, 30)


def test_a_report_in_the_first_days_of_a_month_counts_for_the_month_before():
    january, february = in_2026(unit="month", due="次月5日前")[:2]
    third = date(2026, 2, 3)
    assert where_it_counts(third, [(january, 1, 0), (february, 1, 0)]) == 0
    assert where_it_counts(third, [(january, 1, 1), (february, 1, 0)]) == 1
    assert where_it_counts(third, [(january, 1, 1), (february, 1, 1)]) == 1
    assert where_it_counts(date(2026, 4, 1), [(january, 1, 0), (february, 1, 0)]) is None


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("每季度召开一次质控会。", Rhythm("quarter", 1, 1, 1)),
        ("每两个月组织一次检查。", Rhythm("month", 2, 1, 1)),
        ("参加院外院感培训一至两次。", Rhythm("year", 1, 1, 2)),
        ("每季度或半年召开一次医疗质控专题会。", Rhythm("quarter", 1, 1, 1, alternative="half_year")),
        ("定期召开会议，专题研究。", Rhythm("unspecified", at_least=None)),
        ("次月5日前上报每月报表。", Rhythm("month", due="次月5日前")),
        ("每起纠纷要有原因分析。", Rhythm("event")),
        ("在6月底进行一次突发公共卫生事件应急演练。", Rhythm("year", 1, 1, 1, due="06-30")),
    ],
)
def test_what_the_reader_finds_becomes_one_rhythm(text, rhythm):
    found = read(f"工作计划\n{text}").obligations
    assert [of_found(one) for one in found][:1] == [rhythm]
