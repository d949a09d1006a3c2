"""Natural hours ignore the calendar; working hours and working days follow it, the unit's own hours included."""

import datetime

import pytest

from accountability import rosters
from accountability.clocks import AllHours, Calendar, Hours, is_off_hours, reach
from organizations.models import Workday
from organizations.refusals import Invalid
from tests.accountability.climbers import at, known_calendar
from tests.cast import Cast

FRIDAY_EVENING = "2026-03-20 16:30"


@pytest.fixture
def calendar(db: None) -> Calendar:
    known_calendar(2026)
    return Calendar.around(datetime.date(2026, 3, 20))


@pytest.mark.parametrize(
    ("begin", "amount", "clock", "until"),
    [
        (FRIDAY_EVENING, 2, "natural_hours", "2026-03-20 18:30"),
        ("2026-02-17 23:30", 2, "natural_hours", "2026-02-18 01:30"),  # New Year's night changes nothing
        (FRIDAY_EVENING, 1, "working_hours", "2026-03-20 17:30"),
        (FRIDAY_EVENING, 2, "working_hours", "2026-03-23 09:00"),
        ("2026-03-20 11:30", 1, "working_hours", "2026-03-20 14:30"),
        ("2026-03-21 03:00", 8, "working_hours", "2026-03-24 08:30"),
        (FRIDAY_EVENING, 1, "working_days", "2026-03-23 17:30"),
        ("2026-03-21 10:00", 1, "working_days", "2026-03-23 17:30"),
        ("2026-09-30 10:00", 1, "working_days", "2026-10-08 17:30"),
    ],
)
def test_each_clock_counts_its_own_time(calendar: Calendar, begin: str, amount: int, clock: str, until: str) -> None:
    assert reach(at(begin), amount, clock=clock, calendar=calendar) == at(until)


def test_a_clock_nobody_knows_is_refused(calendar: Calendar) -> None:
    with pytest.raises(Invalid, match="不认识这种计时方式"):
        reach(at(FRIDAY_EVENING), 2, clock="lunar_hours", calendar=calendar)


def test_nights_and_holidays_are_off_hours_and_the_noon_break_is_not(calendar: Calendar) -> None:
    asked = {
        "2026-03-20 07:59": True,
        "2026-03-20 08:00": False,
        "2026-03-20 13:00": False,
        "2026-03-20 17:30": True,
        "2026-03-21 10:00": True,
        "2026-10-01 10:00": True,
        "2026-02-14 10:00": False,  # a Saturday on which people work for the Spring Festival
    }
    assert {text: is_off_hours(at(text), calendar=calendar) for text in asked} == asked


def test_the_nearest_units_own_hours_hold(cast: Cast) -> None:
    times = [datetime.time(7, 30), datetime.time(11, 30), datetime.time(13, 30), datetime.time(16, 30)]
    names = Hours._fields
    rosters.set_working_hours(cast.peoples_hospital, by=cast.qian, **dict(zip(names, times, strict=True)))
    hours = AllHours()
    assert hours.at(cast.icu.path) == Hours(*times)
    assert hours.at(cast.tcm_hospital.path) == Hours()
    wrong = dict(zip(names, reversed(times), strict=True))
    with pytest.raises(Invalid, match="按先后填写"):
        rosters.set_working_hours(cast.peoples_hospital, by=cast.qian, **wrong)
    assert AllHours().at(cast.icu.path) == Hours(*times)


def test_a_year_without_an_official_arrangement_is_named(cast: Cast) -> None:
    Workday.objects.create(day=datetime.date(2031, 1, 1), working=False, name="元旦", source="estimated")
    calendar = Calendar.around(datetime.date(2031, 3, 1))
    assert calendar.missing(datetime.date(2031, 3, 1)) == [2031]
    assert calendar.works(datetime.date(2031, 3, 3))
