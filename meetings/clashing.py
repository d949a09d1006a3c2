"""Conflicts of people and rooms: shown to whoever arranges a meeting, forbidden to nobody."""

import datetime
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from .models import Attendance, Meeting, MeetingState, Presence

USUAL = datetime.timedelta(hours=2)
MOST = 20
ALIVE = (MeetingState.PLANNED, MeetingState.NOTICED)


@dataclass(frozen=True)
class Clashes:
    """What lies at the same time: meetings in the same room, and people who are expected elsewhere too."""

    rooms: list[Meeting]
    people: list[Attendance]

    def __bool__(self) -> bool:
        return bool(self.rooms or self.people)


def of(meeting: Meeting) -> Clashes:
    """What clashes with a meeting: two queries."""
    others = at_the_same_time(meeting)
    rooms = others.filter(place=meeting.place, institution_path=meeting.institution_path, venue=meeting.venue_id)
    mine = meeting.attendances.exclude(state=Presence.EXCUSED).filter(expected=True, person__isnull=False)
    elsewhere = Attendance.objects.filter(expected=True, meeting__in=others.order_by().values("pk"))
    people = elsewhere.exclude(state=Presence.EXCUSED).filter(person__in=mine.order_by().values("person"))
    told = people.select_related("meeting__kind", "meeting__organization").order_by("precedence", "pk")
    return Clashes(list(rooms.select_related("kind")[:MOST]), list(told[:MOST]))


def at_the_same_time(meeting: Meeting) -> QuerySet[Meeting]:
    """The other meetings still to be held whose hours overlap; without an end two hours are taken."""
    ends_at = meeting.ends_at or meeting.starts_at + USUAL
    ends = Coalesce("ends_at", F("starts_at") + USUAL)
    rows = Meeting.objects.filter(state__in=ALIVE).exclude(pk=meeting.pk).annotate(ends=ends)
    overlapping: QuerySet[Meeting] = rows.filter(Q(starts_at__lt=ends_at) & Q(ends__gt=meeting.starts_at))
    return overlapping.order_by("starts_at", "pk")
