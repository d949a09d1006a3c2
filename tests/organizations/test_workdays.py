from datetime import date

import pytest

from organizations.calendar import Shift, add_working_days, is_working_day, missing_years, shift_suggestions
from organizations.models import Workday
from organizations.refusals import Invalid, NotAllowed
from organizations.services import seed_workdays, set_workday

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(db):
    for year in (2025, 2026, 2027):
        seed_workdays(year, by=None)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2025, 1, 26), True),  # Sunday made up for the Spring Festival
        (date(2025, 1, 28), False),
        (date(2025, 10, 11), True),
        (date(2026, 1, 4), True),  # Sunday
        (date(2026, 2, 28), True),  # Saturday
        (date(2026, 2, 23), False),  # Monday
        (date(2026, 3, 7), False),  # an ordinary Saturday
        (date(2026, 3, 9), True),
        (date(2024, 2, 29), True),  # a year without entries follows the week
    ],
)
def test_holidays_and_make_up_days_win_over_the_week(calendar, day, working):
    assert is_working_day(day) is working


def test_working_days_are_counted_across_a_long_holiday_in_both_directions(calendar):
    assert add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert add_working_days(date(2026, 10, 8), 3) == date(2026, 10, 12)  # Saturday the 10th is worked
    assert add_working_days(date(2026, 10, 8), -1) == date(2026, 9, 30)
    assert add_working_days(date(2026, 3, 2), 0) == date(2026, 3, 2)
    there = add_working_days(date(2025, 6, 3), 300)
    assert add_working_days(there, -300) == date(2025, 6, 3)


def test_a_deadline_on_a_day_off_may_move_either_way(calendar):
    assert shift_suggestions(date(2026, 10, 1)) == Shift(date(2026, 9, 30), date(2026, 10, 8))
    assert shift_suggestions(date(2026, 10, 8)) == Shift(date(2026, 10, 8), date(2026, 10, 8))


def test_the_source_schemes_deadlines_fall_on_weekends():
    assert shift_suggestions(date(2017, 3, 25)) == Shift(date(2017, 3, 24), date(2017, 3, 27))
    assert shift_suggestions(date(2017, 3, 5)) == Shift(date(2017, 3, 3), date(2017, 3, 6))


def test_a_year_not_announced_yet_is_named(calendar):
    assert missing_years([date(2026, 1, 1), date(2025, 5, 1)]) == []
    assert missing_years([date(2028, 3, 1), date(2026, 1, 1), date(2028, 5, 1)]) == [2028]
    estimated = not Workday.objects.filter(day__year=2027, source=Workday.Source.ANNOUNCED).exists()
    assert missing_years([date(2027, 3, 1)]) == ([2027] if estimated else [])


def test_seeding_twice_changes_nothing_and_keeps_what_was_entered_by_hand(calendar):
    set_workday(date(2026, 10, 1), working=True, name="抗洪值守", by=None)
    assert seed_workdays(2026, by=None) == 0
    assert is_working_day(date(2026, 10, 1))


def test_an_estimate_gives_way_to_the_announcement():
    Workday.objects.create(day=date(2026, 2, 13), working=False, name="春节", source=Workday.Source.ESTIMATED)
    seed_workdays(2026, by=None)
    assert is_working_day(date(2026, 2, 13))
    assert missing_years([date(2026, 2, 13)]) == []


def test_only_the_system_administrator_keeps_the_calendar(cast):
    with pytest.raises(NotAllowed):
        set_workday(date(2026, 3, 2), working=False, name="停工", by=cast.li)
    with pytest.raises(NotAllowed):
        seed_workdays(2026, by=cast.li)
    set_workday(date(2026, 3, 2), working=False, name="停工", by=cast.system_admin)
    with pytest.raises(Invalid, match="名称或依据"):
        set_workday(date(2026, 3, 3), working=False, name=" ", by=cast.system_admin)
    with pytest.raises(Invalid, match="年份"):
        seed_workdays(1900, by=cast.system_admin)
