"""A meeting of the hospital, who comes to it and what is voted, with which the routes around attendance are tried."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accountability import feeds, rosters
from accountability.models import Notice, Shift, SpotCheck
from accountability.notices import notify
from meetings.models import Attendance, Ballot, ExpectedRule, Meeting, MeetingKind, MeetingState
from organizations.models import Organization, Person

HOSPITAL = "江州市第一人民医院"
SOON = datetime.timedelta(minutes=20)


def _meeting() -> Meeting:
    """Of the hospital, by name."""
    known = Meeting.objects.filter(title=f"{HOSPITAL}院感委员会会议").first()
    if known:
        return known
    place = Organization.objects.get(name=HOSPITAL)
    head = Person.objects.get(name="张主任")
    clerk = Person.objects.filter(home__institution_path=place.path).exclude(pk=head.pk).earliest("pk")
    kind = MeetingKind.objects.get_or_create(code="tried", org_path="", defaults={"name": "会议", "votes": True})[0]
    return Meeting.objects.create(
        kind=kind,
        title=f"{HOSPITAL}院感委员会会议",
        organization=place,
        org_path=place.path,
        institution_path=place.path,
        desk_path=clerk.home.path,
        year=timezone.localdate().year,
        starts_at=timezone.now() + SOON,
        place="三楼会议室",
        chair=head,
        recorder=clerk,
        arranged_by=clerk,
        state=MeetingState.NOTICED,
    )


def _attendance() -> Attendance:
    meeting = _meeting()
    told = {"name": "张主任", "unit": meeting.organization, "unit_name": HOSPITAL, "org_path": meeting.org_path}
    return Attendance.objects.get_or_create(meeting=meeting, person=meeting.chair, defaults=told)[0]


def _rule() -> ExpectedRule:
    rule = {"people": [_meeting().chair_id]}
    return ExpectedRule.objects.get_or_create(meeting=_meeting(), category="院感委员", defaults={"rule": rule})[0]


def _ballot() -> Ballot:
    meeting = _meeting()
    told = {"opened_by": meeting.recorder, "org_path": meeting.org_path}
    return Ballot.objects.get_or_create(meeting=meeting, question="是否同意？", defaults=told)[0]


def _notice() -> Notice:
    meeting = _meeting()
    notify([meeting.chair], text="会议通知", url=meeting.get_absolute_url(), source=meeting, kind="meeting")
    return Notice.objects.filter(source_id=meeting.pk, kind="meeting").latest("pk")


def _shift() -> Shift:
    person = Person.objects.get(name="张主任")
    unit = Organization.objects.get(name=HOSPITAL)
    day = timezone.localdate()
    known = Shift.objects.filter(roster__organization=unit, day=day, slot="night").first()
    return known or rosters.set_shifts(unit, slot="night", person=person, since=day, until=day, by=None)[0]


def _spot_check() -> SpotCheck:
    shift, now = _shift(), timezone.now()
    told = {"organization": shift.roster.organization, "checked_for": shift.roster.organization}
    return SpotCheck.objects.create(
        day=shift.day,
        slot=shift.slot,
        person=shift.person,
        way="telephone",
        result="absent",
        checked_at=now,
        recorded_at=now,
        checked_by=Person.objects.get(name="赵督导"),
        org_path=shift.org_path,
        **told,
    )


def _feed() -> str:
    """An address that has been given up."""
    person = Person.objects.get(name="张主任")
    _made, secret = feeds.open_feed(person, by=person)
    feeds.revoke_feed(person, by=person)
    return secret


OBJECTS: dict[str, Callable[[], dict[str, Any]]] = {
    "meetings:sign_in_code": lambda: {"pk": _meeting().pk, "code": "A" * 20},
    "meetings:expected_drop": lambda: {"pk": _rule().pk},
    "meetings:guest_new": lambda: {"pk": _meeting().pk},
    "meetings:sign_in": lambda: {"pk": _meeting().pk},
    "notice_calendar": lambda: {"pk": _notice().pk},
    "calendar_feed": lambda: {"secret": _feed()},
    "spot_check_new": lambda: {"pk": _shift().pk},
    "spot_check_show": lambda: {"pk": _spot_check().pk},
    **{
        f"meetings:attendance_{name}": lambda: {"pk": _attendance().pk}
        for name in ("show", "register", "leave", "correct", "remove", "place")
    },
    **{f"meetings:ballot_{name}": lambda: {"pk": _ballot().pk} for name in ("show", "vote", "close", "void")},
}
BY_PREFIX: dict[str, Callable[[], dict[str, Any]]] = {
    "meetings:attendance_": lambda: {"pk": _meeting().pk},
    "meetings:expected_": lambda: {"pk": _meeting().pk},
    "meetings:hall_": lambda: {"pk": _meeting().pk},
    "meetings:ballot_": lambda: {"pk": _meeting().pk},
}
