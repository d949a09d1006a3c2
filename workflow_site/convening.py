"""Which meetings may belong to a campaign, and what of each lies in its dossier: notice, sign-in, minutes."""

import datetime
from collections.abc import Collection, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import Attachment
from meetings.models import Attendance, Decision, Meeting
from organizations.sight import Who, visible
from rectification import gatherings
from rectification.dossiers import Piece
from rectification.gatherings import Gathering, Source
from rectification.models import Campaign

AROUND = datetime.timedelta(days=60)
MOST, MOST_NAMES = 200, 400


def declare() -> None:
    """Tell the campaigns where to ask."""
    gatherings.register(Source(Meeting, offered, pieces))


def offered(who: Who, campaign: Campaign) -> Iterator[Gathering]:
    """The meetings held by the issuer and the units that take part, from shortly before its first day on.

    Those that name the campaign come first.
    """
    units = campaign.participants.active().order_by().values("org_path")
    first = timezone.make_aware(datetime.datetime.combine(campaign.starts_on - AROUND, datetime.time.min))
    last = timezone.make_aware(datetime.datetime.combine(campaign.ends_on + AROUND, datetime.time.max))
    rows: Any = visible(who, Meeting).filter(
        Q(institution_path=campaign.institution_path) | Q(institution_path__in=units), starts_at__range=(first, last)
    )
    rows = rows.held().select_related("organization", "kind").order_by("starts_at", "pk")
    found = list(rows[:MOST])
    for one in sorted(found, key=lambda meeting: campaign.title not in f"{meeting.occasion}{meeting.title}"):
        yield Gathering(one, one.day, one.organization)


def pieces(who: Who, keys: Collection[int]) -> dict[int, list[Piece]]:
    """Notice, sign-in and minutes of each meeting a person sees, with the names of its files.

    Of one that only who was there may read, kind and day alone: a dossier is printed, and lent to visitors.
    """
    decisions = Decision.objects.select_related("lead_unit", "holder").order_by("order", "pk")
    rows = visible(who, Meeting).filter(pk__in=list(keys)).select_related("kind", "organization", "chair", "minutes")
    kept = rows.prefetch_related(
        "agenda", Prefetch("attendances", Attendance.objects.in_order()), Prefetch("decisions", decisions)
    )
    meetings = list(kept)
    files = _files(meetings)
    return {one.pk: list(_papers(one, files.get(one.pk, []))) for one in meetings}


def _papers(meeting: Any, files: list[str]) -> Iterator[Piece]:
    part, named = _("会议"), f"{meeting.day:%Y-%m-%d} {meeting}"
    if meeting.restricted:
        kept = _("（仅参会人员可见，会议材料不列入档案盒，由会议主办单位另行保管。）")
        yield Piece(part, _("会议纪要：%(what)s") % {"what": named}, [kept])
        return
    yield Piece(part, _("会议通知：%(what)s") % {"what": named}, list(_notice(meeting)))
    people = list(meeting.attendances.all()[:MOST_NAMES])
    if people:
        yield Piece(part, _("签到：%(what)s") % {"what": named}, [_signed_in(one) for one in people])
    told = list(_minuted(meeting))
    yield Piece(part, _("会议纪要：%(what)s") % {"what": named}, told or [_("（没有登记会议纪要。）")], files)


def _notice(meeting: Any) -> Iterator[str]:
    moment = timezone.localtime(meeting.held_at or meeting.starts_at)
    yield _("时间：%(at)s") % {"at": f"{moment:%Y-%m-%d %H:%M}"}
    yield _("地点：%(where)s") % {"where": meeting.place}
    yield _("主办：%(host)s　主持：%(chair)s") % {"host": meeting.organization, "chair": meeting.chair}
    yield from filter(None, (meeting.purpose, meeting.notes))
    for number, item in enumerate(meeting.agenda.all(), 1):
        yield _("议程%(n)d：%(title)s") % {"n": number, "title": item.title}


def _signed_in(one: Attendance) -> str:
    return " ".join(filter(None, (one.unit_name, one.post, one.name, str(one.get_state_display()))))


def _minuted(meeting: Any) -> Iterator[str]:
    """The minutes as they were issued; before that the decisions alone."""
    minutes = getattr(meeting, "minutes", None)
    if minutes is not None and meeting.issued_at is not None:
        yield minutes.title
        yield minutes.text
    for one in meeting.decisions.all():
        told = {"n": one.order, "text": one.text, "unit": one.lead_unit or "—", "who": one.holder or "—"}
        told["day"] = f"{one.due_on:%Y-%m-%d}" if one.due_on else "—"
        yield _("议定事项%(n)d：%(text)s（%(unit)s，%(who)s，%(day)s）") % told


def _files(meetings: list[Any]) -> dict[int, list[str]]:
    """The names of the files that lie with the meetings, in one question."""
    kind = ContentType.objects.get_for_model(Meeting)
    found: dict[int, list[str]] = {}
    rows = Attachment.objects.filter(content_type=kind, object_id__in=[one.pk for one in meetings]).order_by("pk")
    for key, name in rows.values_list("object_id", "name"):
        found.setdefault(key, []).append(name)
    return found
