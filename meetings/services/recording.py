"""会议记录: what was said, typed while the meeting runs; and its end, when it counts as held."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from engine.asking import open_turn
from meetings import events, permissions
from meetings.models import (
    AgendaItem,
    DecisionState,
    ItemState,
    Manner,
    Meeting,
    MeetingState,
    Part,
    Statement,
)
from organizations.models import Person
from organizations.refusals import Invalid, NotYet, Stale

from . import actor, decisions, standing, wording

LONGEST = 5000


def note_statement(
    meeting: Meeting,
    *,
    manner: str,
    text: str,
    by: Person,
    speaker: Person | None = None,
    speaker_label: str = "",
    item: AgendaItem | None = None,
) -> Statement:
    """Write down who said what and how; a decision is noted as one at once, its owner and date may follow."""
    with engine.hold(meeting):
        require_recording(meeting, by)
        said = _checked(meeting, manner, text, item)
        label = speaker_label.strip() or (actor.post_of(speaker) if speaker else "")
        if not label and manner != Manner.DECIDED:
            raise Invalid({"speaker": _("请选择或填写发言人。")})
        last = meeting.statements.order_by("-order").values_list("order", flat=True).first() or 0
        statement = Statement.objects.create(
            meeting=meeting,
            org_path=meeting.org_path,
            item=item,
            order=last + 1,
            manner=manner,
            speaker=speaker,
            speaker_label=(label or _("会议"))[:160],
            text=said,
            recorded_by=by,
        )
        trail.record("statement_noted", meeting, by=by, also=[statement])
        if manner == Manner.DECIDED:
            decisions.note_decision(meeting, text=said, item=item, statement=statement, by=by)
    return statement


def revise_statement(statement: Statement, *, version: int, text: str, manner: str, by: Person) -> Statement:
    """Correct the record before the minutes are signed; whoever read an older text gets both back."""
    meeting = statement.meeting
    with engine.hold(meeting, statement):
        require_recording(meeting, by)
        if statement.version != version or statement.struck:
            raise Stale(mine={str(_("内容")): text}, theirs={str(_("内容")): statement.text})
        statement.text, statement.manner = _checked(meeting, manner, text, statement.item), manner
        statement.version += 1
        statement.save()
        trail.record("statement_revised", meeting, by=by, also=[statement])
    return statement


def strike_statement(statement: Statement, *, by: Person) -> None:
    """Take a sentence off the record; the row stays."""
    meeting = statement.meeting
    with engine.hold(meeting, statement):
        require_recording(meeting, by)
        statement.struck = True
        statement.version += 1
        statement.save()
        trail.record("statement_struck", meeting, by=by, also=[statement])


def close_meeting(
    meeting: Meeting, *, held_at: datetime.datetime, closed_at: datetime.datetime | None, by: Person
) -> None:
    """The meeting is over: it counts as held. Refused while an item is neither settled, heard nor put off."""
    with engine.hold(meeting):
        permissions.require_desk(by, meeting)
        open_turn(meeting, "hold")
        _check_times(held_at, closed_at)
        settled = [*_settle_standing(meeting), *_settle_decided(meeting)]
        _refuse_undecided(meeting)
        decisions.refuse_before(meeting, timezone.localdate(held_at))
        if not meeting.is_minuted:
            decisions.refuse_unsettled(meeting)
        meeting.held_at, meeting.closed_at = held_at, closed_at or timezone.now()
        meeting.state = MeetingState.HELD if meeting.is_minuted else MeetingState.RECORDED
        meeting.version += 1
        meeting.save()
        trail.record("meeting_held", meeting, by=by, also=settled)
        events.meeting_held.send(sender=Meeting, thing=meeting, by=by)
        engine.finish(meeting, "hold", by=by)


def require_recording(meeting: Meeting, by: Person) -> None:
    """Its keeper, from the notice until the minutes are sent for signature."""
    permissions.require_desk(by, meeting)
    if not meeting.is_recording:
        raise NotYet(_("会议还没有发出通知，或者纪要已经送签，现在不能记录。"))


def _checked(meeting: Meeting, manner: str, text: str, item: AgendaItem | None) -> str:
    if manner not in Manner.values:
        raise Invalid({"manner": _("请选择方式：指出、强调、要求、决定等。")})
    if item is not None and item.meeting_id != meeting.pk:
        raise Invalid({"item": _("这项议程不属于本次会议，请重新选择。")})
    said = wording.required("text", text, _("请填写内容。"))
    if len(said) > LONGEST:
        raise Invalid({"text": _("一条记录不要超过%(n)d个字，请分条记录。") % {"n": LONGEST}})
    if meeting.kind.without_patients:
        wording.refuse_patient("text", said)
    return said


def _check_times(held_at: datetime.datetime, closed_at: datetime.datetime | None) -> None:
    if held_at > timezone.now():
        raise Invalid({"held_at": _("实际开始时间不能晚于现在。")})
    if closed_at is not None and closed_at <= held_at:
        raise Invalid({"closed_at": _("实际结束时间应晚于开始时间。")})


def _settle_standing(meeting: Meeting) -> list[AgendaItem]:
    """The items that fill themselves are frozen as they were read in the meeting."""
    items = list(meeting.agenda.filter(part__in=(Part.PREVIOUS, Part.PROBLEMS), state=ItemState.PLANNED))
    for item in items:
        item.text = item.text or standing.text_of(item)
        item.state = ItemState.HEARD
        item.version += 1
        item.save()
    return items


def _settle_decided(meeting: Meeting) -> list[AgendaItem]:
    """An item with a noted decision is settled by it."""
    decided = meeting.decisions.exclude(state=DecisionState.WITHDRAWN).filter(item__isnull=False)
    items = list(meeting.agenda.filter(state=ItemState.PLANNED, shown="", pk__in=decided.values("item")))
    for item in items:
        item.state = ItemState.SETTLED
        item.version += 1
        item.save()
    return items


def _refuse_undecided(meeting: Meeting) -> None:
    """Any item still open keeps the meeting open."""
    left = list(meeting.agenda.filter(state=ItemState.PLANNED).values_list("title", flat=True))
    if left:
        told = _("会议还有未议定的议题，不能结束：%(what)s。请写明结果，或者标明缓议、撤下。")
        raise NotYet(told % {"what": wording.first_few(left)})
