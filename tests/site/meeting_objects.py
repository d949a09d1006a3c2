"""Which meeting of the hospital a route is tried with, and what belongs to it."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from meetings.models import AgendaItem, AgendaPaper, Meeting, MeetingKind, MeetingSeries, MinutesComment, Statement
from organizations.models import Membership, Person

HOSPITAL = "江州市第一人民医院"


def _issued() -> Meeting:
    return Meeting.objects.get(organization__name=HOSPITAL, state="published")


def _item() -> AgendaItem:
    return _issued().agenda.earliest("pk")


def _paper() -> AgendaPaper:
    item, asker = _item(), Person.objects.get(name="张主任")
    unit = item.meeting.organization
    told: dict[str, Any] = {"org_path": unit.path, "meeting_path": unit.path, "due_on": timezone.localdate()}
    return AgendaPaper.objects.get_or_create(item=item, unit=unit, defaults={"asked_by": asker, **told})[0]


def _comment() -> MinutesComment:
    minutes, reader = _issued().minutes, Person.objects.get(name="孙护士")
    told: dict[str, Any] = {"org_path": minutes.org_path, "on_version": 1, "text": "无修改"}
    return MinutesComment.objects.get_or_create(minutes=minutes, person=reader, defaults=told)[0]


def _own_kind() -> MeetingKind:
    host = _issued().organization
    told = {"name": "行政查房讲评会", "organization": host}
    return MeetingKind.objects.get_or_create(org_path=host.path, code="own-1", defaults=told)[0]


MEETING_OBJECTS: dict[str, Callable[[], dict[str, Any]]] = {
    "meetings:item_edit": lambda: {"pk": _item().pk},
    "meetings:item_settle": lambda: {"pk": _item().pk},
    "meetings:paper_ask": lambda: {"pk": _item().pk},
    "meetings:paper_remind": lambda: {"pk": _item().pk},
    "meetings:paper_hand_in": lambda: {"pk": _paper().pk},
    "meetings:kind_edit": lambda: {"pk": _own_kind().pk},
    "meetings:comment_answer": lambda: {"pk": _comment().pk},
    "meetings:decisions_adopt": lambda: {"pk": _issued().pk},
    "meetings:decision_new": lambda: {"pk": _issued().pk},
    "meetings:agenda_order": lambda: {"pk": _issued().pk},
    "meetings:item_new": lambda: {"pk": _issued().pk},
    "meetings:item_from_plan": lambda: {"pk": _issued().pk},
    "meetings:item_to_deliberate": lambda: {"mark": "plans.plan:999999"},
    "meetings:meeting_directive": lambda: {"pk": _issued().pk, "person": _issued().chair_id},
    "meetings:body_detail": lambda: {"pk": _issued().body_id},
    "meetings:charter_edit": lambda: {"pk": _issued().body_id},
    "meetings:member_new": lambda: {"pk": _issued().body_id},
    "meetings:member_end": lambda: {"pk": Membership.objects.earliest("pk").pk},
}
MEETING_BY_PREFIX: dict[str, Callable[[], dict[str, Any]]] = {
    "meetings:meeting_": lambda: {"pk": _issued().pk},
    "meetings:minutes_": lambda: {"pk": _issued().pk},
    "meetings:series_": lambda: {"pk": MeetingSeries.objects.earliest("pk").pk},
    "meetings:statement_": lambda: {"pk": Statement.objects.earliest("pk").pk},
    "meetings:decision_": lambda: {"pk": _issued().decisions.earliest("pk").pk},
}
