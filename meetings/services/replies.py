"""回执: who comes, who asks for leave, who sends another in his place; and the answer to a leave."""

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from accountability.digest import plain
from accountability.notices import notify
from accountability.signing.manifests import in_first_language
from meetings import permissions
from meetings.models import Attendance, Presence, Reply
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.titles import before


def answer(
    attendance: Attendance,
    *,
    reply: str,
    by: Person,
    note: str = "",
    proxy: Person | None = None,
    proxy_label: str = "",
) -> Attendance:
    """Say whether the person comes; for a leave and a proxy the reason is asked, for a proxy also who it is."""
    _refuse_words(attendance, reply=reply, note=note, proxy=proxy, proxy_label=proxy_label)
    meeting = attendance.meeting
    with engine.hold(meeting, attendance):
        require_answerer(by, attendance)
        if not meeting.is_open:
            raise NotYet(_("会议已经召开或取消，不再接收回执。"))
        if attendance.is_here:
            raise NotYet(_("“%(who)s”已经签到，不需要再回执。") % {"who": attendance.name})
        if reply == Reply.PROXY and _is_listed(attendance, proxy):
            raise Invalid({"proxy": _("“%(who)s”本人也应参会，请另选受托人。") % {"who": proxy}})
        attendance.reply, attendance.reply_note = reply, plain(note.strip(), 200)
        attendance.replied_at, attendance.replied_by = timezone.now(), by
        attendance.proxy = proxy if reply == Reply.PROXY else None
        attendance.proxy_label = plain(_label(proxy, proxy_label), 160) if reply == Reply.PROXY else ""
        attendance.state = Presence.LEAVE_ASKED if reply == Reply.LEAVE else Presence.EXPECTED
        attendance.version += 1
        attendance.save()
        trail.record("notice_answered", attendance, by=by, extra={"reply": reply})
        _tell_about(attendance, by)
    return attendance


def decide_leave(attendance: Attendance, *, granted: bool, by: Person, because: str = "") -> Attendance:
    """Grant or decline a leave; declining names the reason."""
    if not granted and not because.strip():
        raise Invalid({"because": _("不同意请假的，请写明理由。")})
    with engine.hold(attendance.meeting, attendance):
        permissions.require_desk(by, attendance.meeting)
        if attendance.state != Presence.LEAVE_ASKED:
            raise AlreadyDone(_("这份请假已经办理，请刷新页面查看。"))
        attendance.state = Presence.EXCUSED if granted else Presence.EXPECTED
        attendance.reply = Reply.LEAVE if granted else Reply.NONE
        attendance.version += 1
        attendance.save()
        verb = "leave_granted" if granted else "leave_declined"
        trail.record(verb, attendance, by=by, because=because.strip())
        if attendance.person is not None:
            with in_first_language():
                said = _("同意请假") if granted else _("不同意请假（%(why)s），请按时参会") % {"why": because.strip()}
                text = _("“%(what)s”：%(said)s。") % {"what": attendance.meeting, "said": said}
            address = attendance.get_absolute_url()
            notify([attendance.person], text=text, url=address, source=attendance.meeting, kind="meeting_leave")
    return attendance


def require_answerer(by: Person, attendance: Attendance) -> None:
    """The person himself, his unit's clerk or head, and the meeting's desk answer a notice."""
    if by.pk == attendance.person_id or permissions.works_at(by, attendance.meeting):
        return
    if not attendance.org_path or not permissions.may(by, "answer_notice", attendance.org_path):
        raise NotAllowed(_("回执由本人、本单位经办人员或者会务人员填写。"))


def _refuse_words(attendance: Attendance, *, reply: str, note: str, proxy: Person | None, proxy_label: str) -> None:
    if reply not in (Reply.COMES, Reply.LEAVE, Reply.PROXY):
        raise Invalid({"reply": _("请选择参加、请假或者委托参会。")})
    if reply in (Reply.LEAVE, Reply.PROXY) and not note.strip():
        raise Invalid({"note": _("请写明请假或者委托的原因。")})
    if reply != Reply.PROXY:
        return
    if proxy is None and not proxy_label.strip():
        raise Invalid({"proxy": _("请选择受托人，或者填写受托人的姓名和职务。")})
    if proxy is not None and proxy.pk == attendance.person_id:
        raise Invalid({"proxy": _("受托人不能是本人。")})
    if proxy is not None and not proxy.active:
        raise Invalid({"proxy": _("“%(who)s”已不在岗，请另选受托人。") % {"who": proxy}})


def _is_listed(attendance: Attendance, proxy: Person | None) -> bool:
    """Whether the proxy is expected in his own name, or stands in for somebody else already."""
    if proxy is None:
        return False
    others = attendance.meeting.attendances.exclude(pk=attendance.pk).filter(expected=True)
    return others.of_person(proxy).exclude(state=Presence.EXCUSED).exists()


def _label(proxy: Person | None, label: str) -> str:
    """How the proxy is named on the list."""
    if proxy is None:
        return label.strip()
    held = proxy.appointments.valid().with_places().by_precedence().first()
    post = before(held.post.title, proxy.name) if held and not label.strip() else ""
    return f"{post}{proxy.name}" if post or not label.strip() else label.strip()


def _tell_about(attendance: Attendance, by: Person) -> None:
    """The desk learns of a leave, the proxy that he is to come, the person what his clerk has answered for him."""
    meeting, address = attendance.meeting, attendance.get_absolute_url()
    with in_first_language():
        told = {"who": attendance.name, "what": meeting, "why": attendance.reply_note.rstrip("。；，.; ")}
        asked = _("%(who)s申请不参加“%(what)s”：%(why)s，请办理。") % told
        sent = _("%(who)s委托您参加“%(what)s”，请按时参会。") % told
        done = _("“%(what)s”的回执已由%(by)s代为填写：%(reply)s。") % {
            "what": meeting, "by": by, "reply": attendance.get_reply_display()
        }  # fmt: skip
    if attendance.reply == Reply.LEAVE and by != meeting.arranged_by:
        notify([meeting.arranged_by], text=asked, url=address, source=meeting, kind="meeting_leave")
    if attendance.proxy is not None and by != attendance.proxy:
        notify([attendance.proxy], text=sent, url=meeting.get_absolute_url(), source=meeting, kind="meeting")
    if attendance.person is not None and by != attendance.person:
        notify([attendance.person], text=done, url=address, source=meeting, kind="meeting")
