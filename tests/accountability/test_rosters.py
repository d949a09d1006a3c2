"""值班表: one person a slot, substitution with a reason, gaps pointed out."""

import datetime

import pytest
from django.utils import timezone

from accountability import rosters, trail
from accountability.clocks import Calendar
from accountability.models import Notice, Shift
from accountability.receivers import on_duty
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from tests.accountability.climbers import at, known_calendar
from tests.cast import Cast

pytestmark = pytest.mark.urls("tests.accountability.addresses")
DAY = datetime.timedelta(days=1)


def test_two_people_for_one_slot_are_refused_and_nothing_is_written(cast: Cast) -> None:
    today = timezone.localdate()
    unit = cast.peoples_hospital
    rosters.set_shifts(unit, slot="night", person=cast.head_zhang, since=today + DAY, until=today + DAY, by=cast.qian)
    with pytest.raises(Invalid, match="夜班值班员已排“张主任”，一个班次只能排一人"):
        rosters.set_shifts(unit, slot="night", person=cast.head_gao, since=today, until=today + 3 * DAY, by=cast.qian)
    assert Shift.objects.count() == 1
    for bad, sentence in (
        ({"slot": "noon"}, "请选择班次"),
        ({"until": today - DAY}, "结束日期不能早于开始日期"),
        ({"until": today + 90 * DAY}, "一次最多排62天"),
        ({"person": cast.president_wu}, "不在本单位任职"),
    ):
        given = {"slot": "day", "person": cast.head_gao, "since": today, "until": today, "by": cast.qian, **bad}
        with pytest.raises(Invalid, match=sentence):
            rosters.set_shifts(unit, **given)
    with pytest.raises(NotAllowed):
        rosters.set_shifts(unit, slot="day", person=cast.head_gao, since=today, until=today, by=cast.president_wu)


def test_a_substitute_takes_over_and_who_was_planned_stays_readable(cast: Cast) -> None:
    today = timezone.localdate()
    unit = cast.peoples_hospital
    [shift] = rosters.set_shifts(unit, slot="night", person=cast.head_zhang, since=today, until=today, by=cast.qian)
    with pytest.raises(Invalid, match="请写明替班原因"):
        rosters.substitute(shift, person=cast.head_gao, because=" ", by=cast.qian)
    with pytest.raises(NotAllowed):
        rosters.substitute(shift, person=cast.nurse_sun, because="想换班", by=cast.nurse_sun)
    rosters.substitute(shift, person=cast.head_gao, because="家中有事", by=cast.head_zhang)
    shift.refresh_from_db()
    assert (shift.person, shift.substituted, shift.because) == (cast.head_gao, cast.head_zhang, "家中有事")
    assert "由张主任改为高主任" in Notice.objects.unread(cast.head_gao).get().text
    with pytest.raises(AlreadyDone, match="已经排在这个班次"):
        rosters.substitute(shift, person=cast.head_gao, because="重复", by=cast.qian)
    assert trail.of(shift).last().verb == "shift_substituted"
    rosters.clear_shift(shift, by=cast.qian)
    with pytest.raises(AlreadyDone):
        rosters.clear_shift(shift, by=cast.qian)


def test_the_past_is_not_rewritten(cast: Cast) -> None:
    long_ago = timezone.localdate() - 5 * DAY
    given = {"slot": "night", "person": cast.head_zhang, "since": long_ago, "until": long_ago, "by": cast.qian}
    [shift] = rosters.set_shifts(cast.peoples_hospital, **given)
    with pytest.raises(NotYet, match="已经过去"):
        rosters.substitute(shift, person=cast.head_gao, because="补记", by=cast.qian)
    with pytest.raises(NotYet, match="已经过去"):
        rosters.clear_shift(shift, by=cast.qian)


def test_gaps_at_night_and_on_holidays_are_pointed_out(cast: Cast) -> None:
    known_calendar(2026)
    friday = datetime.date(2026, 3, 20)
    unit = cast.peoples_hospital
    for slot in ("leader", "night"):
        rosters.set_shifts(unit, slot=slot, person=cast.head_zhang, since=friday, until=friday, by=cast.qian)
    calendar = Calendar.around(friday)
    found = rosters.gaps(Shift.objects.all(), [friday, friday + DAY], calendar)
    assert found == [(friday + DAY, name) for name in ("带班领导", "白班值班员", "夜班值班员")]


def test_a_night_belongs_to_the_day_on_which_it_begins(cast: Cast) -> None:
    friday = datetime.date(2026, 3, 20)
    unit = cast.peoples_hospital
    rosters.set_shifts(unit, slot="night", person=cast.head_zhang, since=friday, until=friday, by=cast.qian)
    rosters.set_shifts(unit, slot="day", person=cast.head_gao, since=friday, until=friday + DAY, by=cast.qian)
    shifts = list(Shift.objects.select_related("person"))
    assert on_duty(shifts, at("2026-03-20 23:00")) == [cast.head_zhang]
    assert on_duty(shifts, at("2026-03-21 03:00")) == [cast.head_zhang]
    assert on_duty(shifts, at("2026-03-21 10:00")) == [cast.head_gao]
    assert on_duty(shifts, at("2026-03-21 23:00")) == []
