"""签到: by the code of the hall, by the recorder, by the paper sheet; each person counts once."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import trail
from accountability.digest import plain
from accountability.signing.manifests import in_first_language
from accountability.trail_together import record_many
from engine.jobs import enqueue, job
from engine.models import Job
from meetings import attending, codes, events, permissions
from meetings.models import HERE, Attendance, Capacity, Meeting, MeetingState, Presence, SignedBy
from meetings.models.attendance import AttendanceQuerySet
from organizations.models import Appointment, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet

EARLIEST = datetime.timedelta(hours=3)
OPEN = (MeetingState.PLANNED, MeetingState.NOTICED)
CLOSING, AT_ONCE = "meetings.close_attendance", 400
MARKED = ("state", "signed_at", "signed_how", "signed_by", "came_by_proxy", "version")


class Signed(NamedTuple):
    """Whose attendance it is, and whether this was the first time."""

    attendance: Attendance
    is_first: bool


def sign_in(meeting: Meeting, *, ticket: str, by: Person) -> Signed:
    """Sign in oneself, and whom one comes for; who was not expected is noted as such."""
    _refuse_ticket(meeting, ticket)
    with transaction.atomic():
        mine = list(_locked(meeting.attendances.of_person(by)))
        _refuse_shut(meeting)
        if not mine:
            return _unexpected(meeting, by)
        own = next((row for row in mine if row.person_id == by.pk), mine[0])
        is_first = not own.is_here
        for row in mine:
            if not row.is_here:
                _come(row, how=SignedBy.CODE, by=by, proxied=row.person_id != by.pk)
    return Signed(own, is_first)


def sign_in_guest(
    meeting: Meeting, *, ticket: str, name: str, unit_name: str, post: str = "", mobile: str = ""
) -> Signed:
    """Sign in somebody without an account, by the name and unit he writes as he would on paper."""
    _refuse_ticket(meeting, ticket)
    if meeting.restricted:
        raise NotAllowed(_("本次会议仅限通知范围内的人员参加，请登录后签到，或者联系会务人员。"))
    return _guest(meeting, name, unit_name, post, mobile, how=SignedBy.CODE, by=None)


def add_guest(meeting: Meeting, *, name: str, unit_name: str, by: Person, post: str = "", mobile: str = "") -> Signed:
    """Let the desk sign in a guest."""
    permissions.require_desk(by, meeting)
    return _guest(meeting, name, unit_name, post, mobile, how=SignedBy.RECORDER, by=by)


def register(attendance: Attendance, *, by: Person, by_proxy: bool = False) -> Signed:
    """Let the desk sign somebody in who stands before it."""
    meeting = attendance.meeting
    with transaction.atomic():
        [row] = _locked(Attendance.objects.filter(pk=attendance.pk))
        permissions.require_desk(by, meeting)
        _refuse_shut(meeting, by_desk=True)
        if row.is_here:
            return Signed(row, is_first=False)
        if by_proxy and not row.proxy_label:
            raise NotYet(_("这位参会人员没有登记受托人，请先填写委托参会。"))
        _come(row, how=SignedBy.RECORDER, by=by, proxied=by_proxy)
    return Signed(row, is_first=True)


def register_paper(meeting: Meeting, *, attendances: Iterable[int], by: Person) -> int:
    """Take over the signatures of the paper sheet; how many were new. Possible until the minutes are signed."""
    with transaction.atomic():
        permissions.require_desk(by, meeting)
        _refuse_signed(meeting)
        rows = [row for row in _locked(meeting.attendances.filter(pk__in=list(attendances))) if not row.is_here]
        moment = min(timezone.now(), meeting.starts_at)
        for row in rows:
            _mark(row, how=SignedBy.PAPER, by=by, at=moment)
            row.came_by_proxy = False
            row.version += 1
        Attendance.objects.bulk_update(rows, MARKED, batch_size=100)
        record_many("signed_in", dict.fromkeys(rows, ()), by=by, extra={"how": SignedBy.PAPER, "late": False})
        with in_first_language():
            because = _("按纸质签到表登记")
        _tell_corrected(meeting, rows, by=by, because=because)
    return len(rows)


def make_up(attendance: Attendance, *, state: str, by: Person, because: str) -> Attendance:
    """补签 and correction after the meeting: what is put right, by whom and why stays in the trail."""
    if not because.strip():
        raise Invalid({"because": _("请写明补签或者更正的理由。")})
    if state not in (*HERE, Presence.EXCUSED, Presence.ABSENT):
        raise Invalid({"state": _("请选择更正后的到会情况。")})
    meeting = attendance.meeting
    with engine.hold(meeting, attendance):
        permissions.require_desk(by, meeting)
        _refuse_signed(meeting)
        if by.pk == attendance.person_id:
            raise NotAllowed(_("不能给自己补签，请由其他会务人员办理。"))
        if attendance.state == state:
            raise AlreadyDone(_("到会情况已经是“%(state)s”，不需要更正。") % {"state": attendance.state_label})
        if state in HERE:
            attendance.signed_at = attendance.signed_at or meeting.held_at or meeting.starts_at
            attendance.signed_how, attendance.signed_by = SignedBy.AFTERWARDS, by
        else:
            attendance.signed_at, attendance.signed_how, attendance.signed_by = None, SignedBy.NONE, by
            attendance.came_by_proxy = False
        attendance.state, attendance.because = state, plain(because.strip(), 200)
        attendance.version += 1
        attendance.save()
        trail.record("attendance_corrected", attendance, by=by, because=attendance.because)
        _tell_corrected(meeting, [attendance], by=by, because=attendance.because)
    return attendance


def _tell_corrected(meeting: Meeting, rows: list[Attendance], *, by: Person, because: str) -> None:
    """What followed from who was there follows again; while the meeting goes on, nothing has followed yet."""
    if rows and Meeting.objects.exclude(state__in=OPEN).filter(pk=meeting.pk).exists():
        events.attendance_corrected.send(sender=type(meeting), thing=meeting, attendances=rows, because=because, by=by)


def close_attendance(thing: Meeting, by: Person | None = None, **_event: object) -> int:
    """The meeting was held: whoever has not come and was not excused is noted as absent; how many so far.

    A crowd is noted in the background: nobody waits for it at the button that ends the meeting.
    """
    total = thing.attendances.waited_for().count()
    if total <= AT_ONCE:
        return _close(thing, by=by)
    enqueue(
        CLOSING, f"{CLOSING}:{thing.pk}:{thing.version}", by=by, org_path=thing.org_path, total=total, meeting=thing.pk
    )
    return 0


@job(CLOSING, title=gettext_lazy("登记缺席人员"))
def close_chunk(work: Job) -> "engine.More | None":
    """The next few hundred who have not come."""
    count = _close(Meeting.objects.get(pk=work.payload["meeting"]), by=work.by)
    return engine.More(work.done + count, work.total) if count == AT_ONCE else None


def _close(meeting: Meeting, *, by: Person | None) -> int:
    """Note the first few hundred of those who have not come."""
    with transaction.atomic():
        rows = list(_locked(meeting.attendances.waited_for())[:AT_ONCE])
        for row in rows:
            row.state, row.version = Presence.ABSENT, row.version + 1
        Attendance.objects.bulk_update(rows, ["state", "version"], batch_size=200)
        if rows:
            trail.record("attendance_closed", meeting, by=by, also=rows, extra={"absent": len(rows)})
    return len(rows)


def _guest(
    meeting: Meeting, name: str, unit_name: str, post: str, mobile: str, *, how: str, by: Person | None
) -> Signed:
    """A name and a unit: the expected person without an account who is called so, else a guest, each once."""
    name, unit_name = plain(name.strip(), 60), plain(unit_name.strip(), 160)
    errors = {} if name else {"name": _("请填写姓名。")}
    if not unit_name:
        errors["unit_name"] = _("请填写单位。")
    if errors:
        raise Invalid(errors)
    with transaction.atomic():
        known = attending.without_account(meeting).filter(name=name, unit_name=unit_name).values("pk")
        listed = list(_locked(meeting.attendances.filter(pk__in=list(known.values_list("pk", flat=True)))))
        guests = list(_locked(meeting.attendances.filter(person__isnull=True, name=name, unit_name=unit_name)))
        _refuse_shut(meeting, by_desk=by is not None)
        row = next(iter([*listed, *guests]), None)
        if row is None:
            made = Attendance(meeting=meeting, name=name, unit_name=unit_name, post=plain(post.strip(), 120))
            made.mobile = plain(mobile.strip(), 20)
            return _created(made, how=how, by=by)
        if row.is_here:
            return Signed(row, is_first=False)
        _come(row, how=how, by=by, proxied=False)
        return Signed(row, is_first=True)


def _unexpected(meeting: Meeting, person: Person) -> Signed:
    """Somebody with an account whom nobody expected: recorded as guest; a restricted meeting stays shut."""
    if meeting.restricted and person.pk not in (meeting.chair_id, meeting.recorder_id, meeting.arranged_by_id):
        raise NotAllowed(_("本次会议仅限通知范围内的人员参加，您不在名单上，请联系会务人员。"))
    held = Appointment.objects.valid().filter(person=person).with_places().by_precedence().first()
    unit = held.post.organization if held else person.home
    made = Attendance(
        meeting=meeting,
        person=person,
        name=person.name,
        post=held.post.title if held else "",
        unit=unit,
        unit_name=unit.name,
        org_path=unit.path,
    )
    return _created(made, how=SignedBy.CODE, by=person)


def _created(made: Attendance, *, how: str, by: Person | None) -> Signed:
    """A row nobody expected; whoever presses twice at once finds the first one."""
    made.expected, made.capacity = False, Capacity.SIT_IN
    _mark(made, how=how, by=by)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        who = {"person": made.person} if made.person_id else {"name": made.name, "unit_name": made.unit_name}
        return Signed(made.meeting.attendances.get(**who), is_first=False)
    trail.record("signed_in", made, by=by, extra={"how": how, "who": str(made), "expected": False})
    return Signed(made, is_first=True)


def _locked(rows: "AttendanceQuerySet") -> "AttendanceQuerySet":
    """The rows under their locks, always in the same order."""
    held = rows.select_for_update(of=("self",), no_key=True).select_related("meeting")
    return held.order_by("pk")


def _come(row: Attendance, *, how: str, by: Person | None, proxied: bool, at: datetime.datetime | None = None) -> None:
    _mark(row, how=how, by=by, at=at)
    row.came_by_proxy = proxied
    row.version += 1
    row.save()
    trail.record("signed_in", row, by=by, extra={"how": how, "late": row.state == Presence.LATE})


def _mark(row: Attendance, *, how: str, by: Person | None, at: datetime.datetime | None = None) -> None:
    now = at or timezone.now()
    row.state = Presence.LATE if now > row.meeting.starts_at else Presence.PRESENT
    row.signed_at, row.signed_how, row.signed_by = now, how, by


def _refuse_ticket(meeting: Meeting, ticket: str) -> None:
    if not codes.ticket_holds(meeting.pk, ticket):
        raise NotYet(_("签到页面已超过十分钟，请重新扫描会场屏幕上的二维码。"))


def _refuse_shut(meeting: Meeting, *, by_desk: bool = False) -> None:
    """Read again after the locks: the meeting may have been closed while one waited."""
    state, starts_at = Meeting.objects.values_list("state", "starts_at").get(pk=meeting.pk)
    if state == MeetingState.CANCELLED:
        raise NotYet(_("会议已经取消，不需要签到。"))
    if state not in OPEN:
        raise NotYet(_("会议已经结束，签到已关闭；确实到会的，请联系会务人员补签。"))
    if not by_desk and timezone.now() < starts_at - EARLIEST:
        raise NotYet(_("签到从会议开始前3小时起开放，请届时再扫码。"))


def _refuse_signed(meeting: Meeting) -> None:
    """The list of attendance stands once the minutes are signed."""
    state = Meeting.objects.values_list("state", flat=True).get(pk=meeting.pk)
    if state == MeetingState.CANCELLED:
        raise NotYet(_("会议已经取消，没有到会情况可以登记。"))
    if state in (MeetingState.SIGNING, MeetingState.SIGNED, MeetingState.ISSUED):
        raise NotYet(_("会议纪要已经送签或者签发，到会情况不能再更正。"))
