"""Telling a crowd: the notice with its 回执, what has changed, and the reminders; in chunks, in the background."""

import datetime
from typing import cast

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import trail
from accountability.notices import Tiding, tell
from accountability.signing.manifests import in_first_language
from engine.jobs import enqueue, job
from engine.models import Job
from engine.recurring import every
from meetings import people, permissions
from meetings.models import UNDECIDED, Attendance, Meeting, MeetingReminder, MeetingState, Presence, Reply
from meetings.models.attendance import AttendanceQuerySet
from organizations.models import Person
from organizations.refusals import NotYet

TELLING = "meetings.tell_expected"
URGING = "meetings.urge_answers"
REMINDING = "meetings.remind"
CHUNK = 500
EVERY_MINUTES = 10
AHEAD = {
    MeetingReminder.Which.HOUR: datetime.timedelta(hours=1),
    MeetingReminder.Which.DAY: datetime.timedelta(days=1),
}


def tell_expected(meeting: Meeting, *, text: str, by: Person | None) -> Job | None:
    """Ask for everybody on the list to be told in the background; whoever hears of it first is asked for an answer."""
    total = meeting.attendances.filter(person__isnull=False, expected=True).count()
    if not total:
        return None
    key = f"{TELLING}:{meeting.pk}:{meeting.version}"
    return enqueue(TELLING, key, by=by, org_path=meeting.org_path, total=total, meeting=meeting.pk, text=text, after=0)


def tell_newcomers(meeting: Meeting, *, by: Person | None) -> Job | None:
    """Whoever comes onto the list after the notice gets it too."""
    if meeting.state != MeetingState.NOTICED:
        return None
    with in_first_language():
        text = _("会议通知：%(what)s") % {"what": when_and_where(meeting)}
    return enqueue(TELLING, by=by, org_path=meeting.org_path, meeting=meeting.pk, text=text, after=0, fresh=True)


@job(TELLING, title=gettext_lazy("向应到人员发会议通知"))
def tell_chunk(work: Job) -> "engine.More | None":
    """The next five hundred by their numbers, each with his own page; the chair and who arranged it know already."""
    asked = work.payload
    meeting = Meeting.objects.select_related("kind").get(pk=asked["meeting"])
    rows = meeting.attendances.filter(person__isnull=False, pk__gt=asked["after"], expected=True)
    if asked.get("fresh"):
        rows = rows.filter(told_at__isnull=True)
    chunk = list(rows.select_related("person").order_by("pk")[:CHUNK])
    if not chunk:
        return None
    known = {person.pk for person in people.of(meeting)}
    told = [
        Tiding(row.person, _said(row, meeting, asked["text"]), row.get_absolute_url())
        for row in chunk
        if row.person is not None and row.person_id not in known
    ]
    tell(told, source=meeting, kind="meeting")
    now = timezone.now()
    for row in chunk:
        row.told_at = row.told_at or now
    Attendance.objects.bulk_update(chunk, ["told_at"], batch_size=200)
    trail.record("expected_told", meeting, by=work.by, also=chunk, extra={"count": len(chunk)})
    Job.objects.filter(pk=work.pk).update(payload={**asked, "after": chunk[-1].pk})
    return engine.More(work.done + len(chunk), work.total) if len(chunk) == CHUNK else None


def urge_answers(meeting: Meeting, *, by: Person) -> int:
    """催回执: ask those who have not answered; how many."""
    with engine.hold(meeting):
        permissions.require_desk(by, meeting)
        if meeting.state != MeetingState.NOTICED:
            raise NotYet(_("会议通知发出以后、召开以前才能催回执。"))
        count = _silent(meeting).count()
        if not count:
            raise NotYet(_("应到人员都已经回执，不需要催办。"))
        with in_first_language():
            text = _("请尽快回执：%(what)s。") % {"what": when_and_where(meeting)}
        trail.record("answers_urged", meeting, by=by, extra={"count": count})
        if count > CHUNK:
            enqueue(URGING, by=by, org_path=meeting.org_path, total=count, meeting=meeting.pk, text=text, after=0)
        else:
            _urge(meeting, list(_silent(meeting)), text)
    return count


@job(URGING, title=gettext_lazy("催回执"))
def urge_chunk(work: Job) -> "engine.More | None":
    """The next five hundred who have not answered until now; nobody once the meeting is over or called off."""
    asked = work.payload
    meeting = Meeting.objects.select_related("kind").get(pk=asked["meeting"])
    if meeting.state != MeetingState.NOTICED:
        return None
    rows = list(_silent(meeting).filter(pk__gt=asked["after"]).order_by("pk")[:CHUNK])
    _urge(meeting, rows, asked["text"])
    if len(rows) < CHUNK:
        return None
    Job.objects.filter(pk=work.pk).update(payload={**asked, "after": rows[-1].pk})
    return engine.More(work.done + len(rows), work.total)


def _silent(meeting: Meeting) -> AttendanceQuerySet:
    """Who is in office, still expected and has not answered."""
    rows = meeting.attendances.waited_for().filter(reply=Reply.NONE, person__active=True)
    return rows.select_related("person")


def _urge(meeting: Meeting, rows: list[Attendance], text: str) -> None:
    told = [Tiding(cast(Person, row.person), text, row.get_absolute_url()) for row in rows]
    tell(told, source=meeting, kind="meeting_urge")


@job(REMINDING, title=gettext_lazy("会议提醒"))
def remind(work: Job | None = None) -> None:
    """Remind of what begins within a day and within an hour, each once for one hour of beginning."""
    now = timezone.now()
    soon = Meeting.objects.filter(state=MeetingState.NOTICED, starts_at__gt=now)
    for which, ahead in AHEAD.items():
        sent = MeetingReminder.objects.filter(which=which).values_list("meeting", "starts_at")
        done = set(sent.filter(starts_at__gt=now))
        for meeting in soon.filter(starts_at__lte=now + ahead).order_by("starts_at", "pk"):
            if (meeting.pk, meeting.starts_at) not in done:
                _remind(meeting, which)


def _remind(meeting: Meeting, which: str) -> None:
    """Everybody who has not declined; whoever belongs to it by name too."""
    _row, is_new = MeetingReminder.objects.get_or_create(meeting=meeting, which=which, starts_at=meeting.starts_at)
    if not is_new:
        return
    if which == MeetingReminder.Which.HOUR:  # told of the nearer one, nobody needs the farther one
        MeetingReminder.objects.get_or_create(
            meeting=meeting, which=MeetingReminder.Which.DAY, starts_at=meeting.starts_at
        )
    with in_first_language():
        text = _("会议提醒：%(what)s。") % {"what": when_and_where(meeting)}
    rows = meeting.attendances.filter(expected=True, person__isnull=False)
    coming = rows.exclude(state=Presence.EXCUSED).exclude(Q(reply=Reply.PROXY) & Q(proxy__isnull=False))
    told = {
        row.person_id: Tiding(cast(Person, row.person), text, row.get_absolute_url())
        for row in coming.select_related("person")
    }
    proxies = rows.filter(reply=Reply.PROXY, proxy__isnull=False, state__in=UNDECIDED).select_related("proxy")
    for row in proxies:
        told.setdefault(row.proxy_id, Tiding(cast(Person, row.proxy), text, meeting.get_absolute_url()))
    excused = set(rows.filter(state=Presence.EXCUSED).values_list("person", flat=True))
    for person in people.of(meeting):
        if person.pk not in excused:
            told.setdefault(person.pk, Tiding(person, text, meeting.get_absolute_url()))
    tell(told.values(), source=meeting, kind="meeting_reminder")


def _said(row: Attendance, meeting: Meeting, text: str) -> str:
    """What one person is told; an answer is asked of who hears of it for the first time."""
    if row.told_at is not None or not meeting.is_open:
        return text
    with in_first_language():
        return _("%(what)s，请回执") % {"what": text}


def when_and_where(meeting: Meeting) -> str:
    """Name, time and place in one phrase."""
    when = date_format(timezone.localtime(meeting.starts_at), "n月j日 H:i")
    return _("%(what)s，%(when)s，%(where)s") % {"what": meeting, "when": when, "where": meeting.place}


every(REMINDING, minutes=EVERY_MINUTES)
