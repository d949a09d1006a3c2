"""日程: what stands in a person's calendar, as a page reads it and as another program does."""

import datetime

import icalendar
import pytest
from django.utils import timezone

from accountability import dates, feeds, health_days, rosters
from accountability.assignments import assign
from accountability.calendars import as_ics
from accountability.dates import Dated
from accountability.models import CalendarFeed, TrailBody
from organizations.models import User
from organizations.refusals import AlreadyDone
from tests import make
from tests.accountability.climbers import at
from tests.cast import Cast

DAY = datetime.timedelta(days=1)


def read(*entries: Dated) -> icalendar.Calendar:
    made = as_ics(entries, name="闭环", host="bihuan.example", absolute=lambda url: f"https://bihuan.example{url}")
    assert all(len(line) <= 75 for line in made.split(b"\r\n")), "a line is folded after 75 octets"
    return icalendar.Calendar.from_ical(made)


def test_a_calendar_program_reads_the_hour_the_place_and_the_zone_of_a_meeting() -> None:
    meeting = Dated(
        uid="meeting-7",
        title="全市院感工作会；传达精神, 部署\\安排" * 4,
        starts=at("2026-03-20 09:00"),
        ends=at("2026-03-20 11:30"),
        place="南院区，三楼会议室",
        url="/meetings/7/",
        sequence=3,
        is_reminded=True,
    )

    whole = read(meeting)
    [event] = whole.events

    assert str(event["summary"]) == meeting.title
    assert str(event["location"]) == meeting.place
    assert event["uid"] == "meeting-7@bihuan.example"
    assert event.start == meeting.starts
    assert event["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert [str(zone["tzid"]) for zone in whole.timezones] == ["Asia/Shanghai"]
    assert event["sequence"] == 3
    assert event.alarms.times[0].trigger == meeting.starts - datetime.timedelta(minutes=30)
    assert "https://bihuan.example/meetings/7/" in str(event["description"])


def test_a_deadline_is_a_whole_day_that_leaves_room_and_what_is_cancelled_says_so() -> None:
    due = datetime.date(2026, 3, 31)
    whole = read(
        Dated("assignment-1", "任务到期", due), Dated("meeting-2", "例会", at("2026-03-31 09:00"), is_cancelled=True)
    )
    deadline, cancelled = whole.events

    assert (deadline.start, deadline.end) == (due, due + DAY)
    assert deadline["transp"] == "TRANSPARENT"
    assert cancelled["status"] == "CANCELLED"


def test_two_hours_that_overlap_clash_and_days_never_do() -> None:
    first = Dated("a", "甲", at("2026-03-20 09:00"), at("2026-03-20 10:00"))
    second = Dated("b", "乙", at("2026-03-20 09:30"), at("2026-03-20 11:00"))
    after = Dated("c", "丙", at("2026-03-20 11:00"), at("2026-03-20 12:00"))
    whole_day = Dated("d", "丁", datetime.date(2026, 3, 20))
    cancelled = Dated("e", "戊", at("2026-03-20 09:00"), at("2026-03-20 12:00"), is_cancelled=True)

    assert dates.clashes([second, whole_day, after, first, cancelled]) == [(first, second)]


def test_what_ends_at_midnight_does_not_stand_on_the_next_day() -> None:
    night = Dated("a", "夜间值班", at("2026-03-20 20:00"), at("2026-03-21 00:00"))

    days = dates.by_day([night], datetime.date(2026, 3, 20), datetime.date(2026, 3, 21))

    assert [len(day.entries) for day in days] == [1, 0]


def test_the_health_days_move_with_the_calendar() -> None:
    found = {one.code: one.day for one in health_days.of_year(2026)}

    assert found["hand-hygiene"] == datetime.date(2026, 5, 5)
    assert found["asthma"] == datetime.date(2026, 5, 5)  # the first Tuesday of May
    assert found["kidney"] == datetime.date(2026, 3, 12)
    assert found["leprosy"] == datetime.date(2026, 1, 25)
    assert "patient-safety" not in {one.code for one in health_days.of_year(2018)}


def test_tasks_and_shifts_stand_in_the_calendar_of_who_has_them_and_of_nobody_else(cast: Cast) -> None:
    today = timezone.localdate()
    zhang, gao = cast.head_zhang, cast.head_gao
    assign(
        title="补齐手卫生设施", source=cast.icu, lead_unit=cast.icu, holder=zhang, due_on=today + 3 * DAY, by=cast.qian
    )
    rosters.set_shifts(cast.peoples_hospital, slot="night", person=zhang, since=today, until=today, by=cast.qian)

    def mine(person):
        entries = dates.of_person(person, None, today, today + 7 * DAY)
        return [entry.title for entry in entries if not entry.uid.startswith("health")]

    assert mine(zhang) == ["值班：夜班值班员", "任务到期：补齐手卫生设施"]
    assert mine(gao) == []


def test_a_secret_address_is_kept_only_as_a_digest_and_ends_when_another_is_made(cast: Cast) -> None:
    sun = cast.nurse_sun
    account = make.make_account(sun)
    first, secret = feeds.open_feed(sun, by=sun)

    assert feeds.account_of(secret) == account
    assert secret not in first.token_digest
    assert not any(secret in body.text for body in TrailBody.objects.all())

    _second, newer = feeds.open_feed(sun, by=sun)
    assert feeds.account_of(secret) is None
    assert feeds.account_of(newer) == account
    assert CalendarFeed.objects.filter(person=sun, revoked_at__isnull=True).count() == 1

    feeds.revoke_feed(sun, by=sun)
    assert feeds.account_of(newer) is None
    with pytest.raises(AlreadyDone, match="已经停用"):
        feeds.revoke_feed(sun, by=sun)


def test_a_closed_account_has_no_calendar(cast: Cast) -> None:
    sun = cast.nurse_sun
    account = make.make_account(sun)
    _feed, secret = feeds.open_feed(sun, by=sun)
    User.objects.filter(pk=account.pk).update(is_active=False)

    assert feeds.account_of(secret) is None
    assert feeds.account_of("") is None
