"""会议纪要: generated from what was decided, edited by people, reviewed by others, signed by the chair."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import numbering, trail
from accountability.models import NumberSeries
from accountability.notices import notify
from accountability.signing.manifests import in_first_language
from engine.asking import open_turn
from meetings import permissions
from meetings.models import (
    Answer,
    Meeting,
    MeetingState,
    Minutes,
    MinutesComment,
    MinutesReader,
    MinutesVersion,
    Numbering,
    Origin,
    ReaderRole,
)
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet, Stale

from . import actor, decisions, generating, wording

WRITING = (MeetingState.HELD, MeetingState.REVIEWING)


def generate_minutes(meeting: Meeting, *, by: Person, version: int | None = None, replace: bool = False) -> Minutes:
    """Write the text from the decisions; over a hand edit only where somebody has seen the difference and says so."""
    with engine.hold(meeting):
        _require_writer(meeting, by)
        with in_first_language():
            text = generating.text_of(meeting)
        minutes = Minutes.objects.filter(meeting=meeting).first()
        if minutes is None:
            with in_first_language():
                title = generating.title_of(meeting)
            minutes = Minutes(meeting=meeting, org_path=meeting.org_path, title=title, version=0)
        elif minutes.is_by_hand and not replace:
            raise NotYet(_("纪要已有人工修改，请先查看差异，确认替换后再重新生成。"))
        elif version is not None and minutes.version != version:
            raise _stale(minutes, text)
        minutes.generated = text
        _write(minutes, text, origin=Origin.GENERATED, by=by)
        trail.record("minutes_generated", minutes, by=by, also=list(minutes.versions.all()[:1]))
    return minutes


def edit_minutes(minutes: Minutes, *, version: int, text: str, by: Person, title: str = "") -> Minutes:
    """Change the text by hand; of two people at one text exactly one wins, the other gets both texts back."""
    meeting = minutes.meeting
    with engine.hold(meeting, minutes):
        _require_writer(meeting, by)
        said = wording.required("text", text, _("请填写纪要正文。"))
        if minutes.version != version:
            raise _stale(minutes, said)
        minutes.title = wording.line("title", title or minutes.title, _("请填写纪要标题。"))
        _write(minutes, said, origin=Origin.EDITED, by=by)
        trail.record("minutes_edited", minutes, by=by, also=list(minutes.versions.all()[:1]))
    return minutes


def submit_minutes(meeting: Meeting, *, reviewers: Sequence[Person], by: Person) -> None:
    """Ask others for their comments; where the kind needs none, send the minutes to the chair at once."""
    with engine.hold(meeting):
        permissions.require_desk(by, meeting)
        open_turn(meeting, "minutes")
        minutes = _minutes_of(meeting)
        if not meeting.is_reviewed:
            _send(meeting, minutes, "minutes", by)
            return
        if not reviewers:
            raise Invalid({"reviewers": _("请选择征求意见的人员。")})
        minutes.round += 1
        minutes.save(update_fields=["round"])
        asked = [
            MinutesReader.objects.create(
                minutes=minutes, org_path=minutes.org_path, person=one, role=ReaderRole.REVIEW, round=minutes.round
            )
            for one in reviewers
        ]
        meeting.state = MeetingState.REVIEWING
        meeting.version += 1
        meeting.save()
        trail.record("minutes_submitted", meeting, by=by, also=[minutes, *asked])
        _tell(minutes, [one for one in reviewers if one != by], _("请对纪要讨论稿提出意见：%(title)s"))
        engine.finish(meeting, "minutes", by=by)


def comment(minutes: Minutes, *, text: str, by: Person) -> MinutesComment | None:
    """What one who was asked says about the draft; no words mean 无意见."""
    meeting = minutes.meeting
    with engine.hold(meeting, minutes):
        if meeting.state != MeetingState.REVIEWING:
            raise NotYet(_("纪要不在征求意见，不能再提意见。"))
        reader = minutes.readers.reviewers(minutes.round).filter(person=by).first()
        if reader is None:
            raise NotAllowed(_("这次征求意见没有送您，请联系会务经办人。"))
        if reader.answered_at and not text.strip():
            raise AlreadyDone(_("您已经答复过，不需要再答复。"))
        reader.answered_at = timezone.now()
        reader.save(update_fields=["answered_at"])
        if not text.strip():
            trail.record("minutes_approved_unchanged", minutes, by=by, also=[reader])
            return None
        made = MinutesComment.objects.create(
            minutes=minutes,
            org_path=minutes.org_path,
            on_version=minutes.version,
            round=minutes.round,
            person=by,
            text=text.strip(),
        )
        trail.record("minutes_commented", minutes, by=by, also=[reader, made])
        _tell(minutes, [meeting.recorder], _("有人对纪要提出意见：%(title)s"))
    return made


def answer_comment(made: MinutesComment, *, answer: str, because: str, by: Person) -> MinutesComment:
    """采纳, 部分采纳 or 不采纳, with the reason where it is not taken whole."""
    meeting = made.minutes.meeting
    with engine.hold(meeting, made.minutes, made):
        _require_writer(meeting, by)
        if answer not in (Answer.TAKEN, Answer.PARTLY, Answer.REFUSED):
            raise Invalid({"answer": _("请选择采纳、部分采纳或不采纳。")})
        if answer != Answer.TAKEN:
            wording.required("because", because, _("部分采纳或不采纳的，请写明理由。"))
        made.answer, made.because, made.answered_by, made.answered_at = answer, because.strip(), by, timezone.now()
        made.save()
        trail.record("comment_answered", made.minutes, by=by, also=[made])
    return made


def send_for_signature(meeting: Meeting, *, by: Person) -> None:
    """To the chair, after every comment was answered; who has not answered does not hold it up."""
    with engine.hold(meeting):
        permissions.require_desk(by, meeting)
        open_turn(meeting, "review")
        minutes = _minutes_of(meeting)
        left = minutes.comments.filter(round=minutes.round, answer=Answer.NONE).select_related("person")
        if names := [one.person.name for one in left]:
            raise NotYet(_("还有意见没有处理：%(who)s。请逐条写明是否采纳。") % {"who": wording.first_few(names)})
        _send(meeting, minutes, "review", by)


def number_minutes(meeting: Meeting) -> None:
    """The chair has signed: the minutes get their number."""
    by = actor.acting_person()
    minutes = _minutes_of(meeting)
    code = f"meetings.minutes.{meeting.kind.code}"
    is_document = meeting.kind.numbering == Numbering.DOCUMENT
    kind = NumberSeries.Kind.DOCUMENT if is_document else NumberSeries.Kind.ISSUE
    numbering.declare(code, kind=kind, prefix=_("纪要") if is_document else "")
    holder = meeting.body or meeting.organization
    minutes.number = numbering.take(code, organization=holder, year=timezone.localdate().year, to=minutes, by=by)
    minutes.save(update_fields=["number"])
    meeting.state = MeetingState.SIGNED
    meeting.save()
    trail.record("minutes_numbered", meeting, by=by, also=[minutes], extra={"number": minutes.number.text})


def note_return(sender: type, *, thing: Any, by: Person | None, because: str, to: str, **_rest: Any) -> None:
    """The chair sent the minutes back: they are written on, within the same transaction."""
    if not isinstance(thing, Meeting) or to != "minutes":
        return
    thing.state = MeetingState.HELD
    thing.version += 1
    thing.save()
    trail.record("minutes_returned", thing, by=by, because=because)


def _send(meeting: Meeting, minutes: Minutes, node: str, by: Person) -> None:
    """Refuse while a decision has no owner or date; then let the flow go on to the chair."""
    decisions.refuse_unsettled(meeting)
    meeting.state = MeetingState.SIGNING
    meeting.version += 1
    meeting.save()
    trail.record("minutes_sent", meeting, by=by, also=[minutes])
    engine.finish(meeting, node, by=by)


def _require_writer(meeting: Meeting, by: Person) -> None:
    """Its keeper, while it is written; the chair signs and so does not write."""
    if by.pk == meeting.chair_id:
        raise NotAllowed(_("主持人签发纪要，不直接修改；请提出意见，由记录人修改。"))
    permissions.require_desk(by, meeting)
    if meeting.state not in WRITING:
        raise NotYet(_("会议还没有结束，或者纪要已经送签，现在不能修改纪要。"))


def _minutes_of(meeting: Meeting) -> Minutes:
    found = Minutes.objects.filter(meeting=meeting).first()
    if found is None:
        raise NotYet(_("还没有纪要，请先生成并核对纪要。"))
    return found


def _write(minutes: Minutes, text: str, *, origin: str, by: Person) -> None:
    """The text as a new version; the older ones stay."""
    minutes.text, minutes.edited_by, minutes.edited_at = text, by, timezone.now()
    minutes.version += 1
    minutes.save()
    MinutesVersion.objects.create(minutes=minutes, n=minutes.version, text=text, origin=origin, by=by)


def _stale(minutes: Minutes, text: str) -> Stale:
    return Stale(mine={str(_("正文")): text}, theirs={str(_("正文")): minutes.text})


def _tell(minutes: Minutes, people: Sequence[Person], sentence: str) -> None:
    with in_first_language():
        text = sentence % {"title": minutes.title}
    notify(people, text=text, url=minutes.get_absolute_url(), source=minutes, kind="meeting")
