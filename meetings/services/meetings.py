"""Arranging a meeting, telling people of it, changing it, calling it off."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

import engine
from accountability import trail
from accountability.notices import notify
from accountability.signing.manifests import in_first_language
from engine.asking import open_turn
from meetings import events, people, permissions
from meetings.models import AgendaItem, Meeting, MeetingKind, MeetingSeries, MeetingState, Part
from organizations.models import Organization, Person
from organizations.refusals import Invalid, NotYet, Stale

from . import actor, series, wording
from .telling import tell_expected

EDITABLE = frozenset(
    {"title", "purpose", "starts_at", "ends_at", "place", "venue", "chair", "recorder", "contact", "notes", "occasion"}
)


def arrange_meeting(
    kind: MeetingKind,
    *,
    organization: Organization,
    starts_at: datetime.datetime,
    chair: Person,
    recorder: Person,
    by: Person,
    line: MeetingSeries | None = None,
    body: Organization | None = None,
    **fields: Any,
) -> Meeting:
    """A meeting with its kind's agenda; in a series it is counted. One that lies in the past is legal (补录)."""
    permissions.require(by, "arrange_meeting", organization)
    values = {**fields, "starts_at": starts_at, "chair": chair, "recorder": recorder}
    body = body or (line.body if line else None)
    series.refuse_wrong_body(organization, body)
    year = timezone.localtime(starts_at).year
    with transaction.atomic(), engine.hold(*([line] if line else [])):
        ordinal = series.next_ordinal(line, year) if line else None
        values["title"] = str(values.get("title") or "").strip() or _named(line, year, ordinal)
        _check(values, organization)
        meeting = Meeting.objects.create(
            kind=kind,
            series=line,
            year=year,
            ordinal=ordinal,
            organization=organization,
            org_path=organization.path,
            institution_path=organization.institution_path,
            desk_path=actor.desk_of(by, organization),
            body=body,
            restricted=kind.restricted,
            arranged_by=by,
            **_cleaned(values),
        )
        rows = _agenda_of(meeting)
        trail.record("meeting_arranged", meeting, by=by, also=rows, responsible=by)
        with engine.hold(meeting):
            engine.start(meeting, by=by)
    return meeting


def revise_meeting(meeting: Meeting, *, version: int, by: Person, **fields: Any) -> Meeting:
    """Change what is arranged; those already told are told again where time or place have changed."""
    with engine.hold(meeting):
        permissions.require_desk(by, meeting)
        if not meeting.is_open:
            raise NotYet(_("会议已经召开或取消，不能再修改安排。"))
        if meeting.version != version:
            raise _stale(meeting, fields)
        _check({**{name: getattr(meeting, name) for name in EDITABLE}, **fields}, meeting.organization)
        moved = any(name in fields and getattr(meeting, name) != fields[name] for name in ("starts_at", "place"))
        for name, value in _cleaned(fields).items():
            setattr(meeting, name, value)
        meeting.version += 1
        meeting.save()
        engine.rearm(meeting)
        trail.record("meeting_revised", meeting, by=by)
        if moved and meeting.state == MeetingState.NOTICED:
            tell(meeting, _("会议时间或地点有变化：%(what)s，%(when)s，%(where)s"), by=by)
    return meeting


def send_notice(meeting: Meeting, *, by: Person) -> None:
    """Tell everybody who belongs to it; refused while an agenda part the kind must have is missing."""
    with engine.hold(meeting):
        permissions.require_desk(by, meeting)
        open_turn(meeting, "notice")
        rows = _opening_item(meeting)
        _refuse_incomplete(meeting)
        meeting.state, meeting.noticed_at = MeetingState.NOTICED, timezone.now()
        meeting.version += 1
        meeting.save()
        trail.record("meeting_noticed", meeting, by=by, also=rows)
        tell(meeting, _("会议通知：%(what)s，%(when)s，%(where)s"), by=by)
        events.meeting_noticed.send(sender=Meeting, thing=meeting, by=by)
        engine.finish(meeting, "notice", by=by)


def cancel_meeting(meeting: Meeting, *, by: Person, because: str) -> None:
    """Call it off before it was held; its number in the year becomes free."""
    reason = wording.required("because", because, _("请填写取消会议的理由。"))
    with engine.hold(meeting):
        permissions.require_desk(by, meeting)
        if not meeting.is_open:
            raise NotYet(_("会议已经召开或取消，不能再取消。"))
        told = meeting.state == MeetingState.NOTICED
        meeting.state, meeting.ordinal = MeetingState.CANCELLED, None
        meeting.version += 1
        meeting.save()
        trail.record("meeting_cancelled", meeting, by=by, because=reason)
        if told:
            tell(meeting, _("会议取消：%(what)s，原定%(when)s，%(where)s"), by=by)
        engine.cancel(meeting, by=by, because=reason)
        events.meeting_cancelled.send(sender=Meeting, thing=meeting, by=by, because=reason)


def tell(meeting: Meeting, sentence: str, *, by: Person | None) -> None:
    """Give everybody who belongs to the meeting a notice, but for the one who acts."""
    with in_first_language():
        when = date_format(timezone.localtime(meeting.starts_at), "n月j日 H:i")
        text = sentence % {"what": meeting.title, "when": when, "where": meeting.place}
    told = [person for person in people.of(meeting) if person != by]
    notify(told, text=text, url=meeting.get_absolute_url(), source=meeting, kind="meeting")
    tell_expected(meeting, text=text, by=by)


def _named(line: MeetingSeries | None, year: int, ordinal: int | None) -> str:
    """What a meeting of a series is called unless somebody names it."""
    if line is None:
        return ""
    with in_first_language():
        return _("%(title)s%(year)d年第%(n)d次会议") % {"title": line.title, "year": year, "n": ordinal}


def _agenda_of(meeting: Meeting) -> list[AgendaItem]:
    """The parts the kind has; where an earlier meeting of the series decided something, that comes first."""
    parts = [part for part in meeting.kind.parts if part["part"] != Part.PREVIOUS]
    made = [
        AgendaItem.objects.create(
            meeting=meeting,
            org_path=meeting.org_path,
            order=place,
            part=part["part"],
            title=part["title"],
            required=bool(part.get("required")),
            standing=bool(part.get("standing")),
        )
        for place, part in enumerate(parts, 1)
    ]
    return [*_opening_item(meeting), *made]


def _opening_item(meeting: Meeting) -> list[AgendaItem]:
    """上次议定事项落实情况 comes first wherever the series has met before."""
    known = meeting.agenda.filter(part=Part.PREVIOUS).exists()
    if known or not Meeting.objects.before(meeting).exists():
        return []
    told = {"part": Part.PREVIOUS, "title": str(Part.PREVIOUS.label), "standing": True}
    return [AgendaItem.objects.create(meeting=meeting, org_path=meeting.org_path, order=0, **told)]


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with texts stripped; unknown names are a programming error."""
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"A meeting has no editable {', '.join(sorted(unknown))}.")
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _check(values: Mapping[str, Any], host: Organization) -> None:
    """Refuse what cannot be arranged."""
    needed = {"title": _("请填写会议名称。"), "place": _("请填写会议地点。")}
    errors = {name: told for name, told in needed.items() if not str(values.get(name) or "").strip()}
    ends_at = values.get("ends_at")
    if ends_at and ends_at <= values["starts_at"]:
        errors["ends_at"] = _("预计结束时间应晚于开始时间。")
    errors |= _wrong_people(values["chair"], values["recorder"], host)
    if errors:
        raise Invalid(errors)


def _wrong_people(chair: Person, recorder: Person, host: Organization) -> dict[str, str]:
    """The chair signs, so somebody else of the host writes; both are in office."""
    for name, person in (("chair", chair), ("recorder", recorder)):
        if not person.active:
            return {name: _("“%(who)s”已不在岗，请另选人员。") % {"who": person}}
    if chair == recorder:
        return {"recorder": _("主持人要签发纪要，不能同时担任记录人，请另选记录人。")}
    if not recorder.appointments.valid().filter(post__organization__institution_path=host.institution_path).exists():
        return {"recorder": _("记录人应为主办单位的在岗人员。")}
    return {}


def _stale(meeting: Meeting, fields: Mapping[str, Any]) -> Stale:
    """Both texts of every field that differs."""
    labels = {field.name: str(field.verbose_name) for field in meeting._meta.concrete_fields}
    different = {name: value for name, value in fields.items() if getattr(meeting, name) != value}
    return Stale(
        mine={labels[name]: str(value or "") for name, value in different.items()},
        theirs={labels[name]: str(getattr(meeting, name) or "") for name in different},
    )


def _refuse_incomplete(meeting: Meeting) -> None:
    """A meeting of a kind has the parts the kind must have, and some agenda at all."""
    items = list(meeting.agenda.exclude(state="struck"))
    needed = {part["part"]: part["title"] for part in meeting.kind.parts if part.get("required")}
    missing = [title for part, title in needed.items() if part not in {item.part for item in items}]
    if missing:
        raise NotYet(_("议程还缺必备内容：%(what)s。") % {"what": wording.first_few(missing)})
    if not items:
        raise NotYet(_("会议还没有议程，请先安排议程再发通知。"))
