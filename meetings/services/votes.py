"""表决: opened with a quorum, one vote a person, standing aside by name, a result that says what it is counted of."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from accountability.digest import plain
from meetings import attending, permissions
from meetings.models import (
    AgendaItem,
    Attendance,
    Ballot,
    BallotSlip,
    BallotTally,
    Basis,
    Choice,
    Meeting,
    Secrecy,
)
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet

FEWEST_SECRET = 3
State = Ballot.State


def open_ballot(
    meeting: Meeting,
    *,
    question: str,
    by: Person,
    secrecy: str = Secrecy.NAMED,
    basis: str = Basis.ENTITLED,
    item: AgendaItem | None = None,
) -> Ballot:
    """Put a question to the vote; refused until enough people are there."""
    said = plain(question.strip(), 300)
    if not said:
        raise Invalid({"question": _("请填写表决事项。")})
    if secrecy not in Secrecy.values or basis not in Basis.values:
        raise Invalid({"secrecy": _("请选择表决方式和通过条件。")})
    if item is not None and item.meeting_id != meeting.pk:
        raise Invalid({"item": _("所选议程不属于这次会议，请重新选择。")})
    with engine.hold(meeting):
        permissions.require_desk(by, meeting)
        _refuse_voteless(meeting)
        require_quorum(meeting)
        here = attending.voters(meeting).count()
        if secrecy == Secrecy.SECRET and here < FEWEST_SECRET:
            raise NotYet(_("到会人数不足3人，无记名表决会暴露个人意见，请改为记名表决。"))
        ballot = Ballot.objects.create(
            meeting=meeting,
            item=item,
            question=said,
            secrecy=secrecy,
            basis=basis,
            opened_by=by,
            entitled=attending.standing(meeting).due,
            present=here,
            org_path=meeting.org_path,
        )
        if ballot.is_secret:
            BallotTally.objects.bulk_create(BallotTally(ballot=ballot, choice=one) for one in Choice.values)
        trail.record("ballot_opened", ballot, by=by, also=[meeting])
    return ballot


def require_quorum(meeting: Meeting) -> None:
    """Refuse to decide anything while too few are there, where the kind of meeting asks for it."""
    standing = attending.standing(meeting)
    if not standing.is_met:
        told = {"rule": standing.label, "due": standing.due, "here": standing.here, "needed": standing.needed}
        raise NotYet(
            _(
                "到会人数不足：应出席%(due)d人，须%(rule)s（%(needed)d人）到会，现到会%(here)d人（委托代会的不计入），不能表决。"
            )
            % told
        )


def vote(ballot: Ballot, *, attendance: Attendance, choice: str, by: Person) -> None:
    """Vote for, against or not at all; a vote by name may be entered by the desk, a secret one only by oneself."""
    if choice not in Choice.values:
        raise Invalid({"choice": _("请选择同意、不同意或者弃权。")})
    if by.pk != attendance.person_id and ballot.is_secret:
        raise NotAllowed(_("无记名表决只能由本人投票，他人不能代投。"))
    with transaction.atomic():
        _take_place(ballot, attendance, by)
        if ballot.is_secret:
            slip = _slip(ballot, attendance, by=by)
            BallotTally.objects.filter(ballot=ballot, choice=choice).update(count=F("count") + 1)
        else:
            slip = _slip(ballot, attendance, by=by, choice=choice)
        trail.record("vote_cast", ballot, by=by, also=[slip])


def recuse(ballot: Ballot, *, attendance: Attendance, because: str, by: Person) -> None:
    """回避: who is concerned stands aside, by name and with the reason, and is not counted."""
    if not because.strip():
        raise Invalid({"because": _("请写明回避的理由。")})
    with transaction.atomic():
        _take_place(ballot, attendance, by)
        slip = _slip(ballot, attendance, by=by, recused=True, because=plain(because.strip(), 200))
        trail.record("vote_recused", ballot, by=by, because=slip.because, also=[slip])


def close_ballot(ballot: Ballot, *, by: Person) -> Ballot:
    """End the vote and say whether it passed; who stood aside is taken off the number it is counted of."""
    with engine.hold(ballot.meeting, ballot):
        permissions.require_desk(by, ballot.meeting)
        _refuse_ended(ballot)
        cast = ballot.slips.cast().count()
        recused = ballot.slips.filter(recused=True).count()
        if cast == 0:
            raise NotYet(_("还没有人投票，不能结束表决；不需要表决的，请作废。"))
        if ballot.is_secret and cast < FEWEST_SECRET:
            raise NotYet(_("投票不足3人，公布结果会暴露个人意见，请等更多人投票，或者作废后改为记名表决。"))
        counts = _counts(ballot)
        present = attending.voters(ballot.meeting).count()
        of_whom = (ballot.entitled if ballot.basis == Basis.ENTITLED else max(present, cast + recused)) - recused
        ballot.votes_for, ballot.votes_against = counts[Choice.FOR], counts[Choice.AGAINST]
        ballot.abstentions, ballot.recusals = counts[Choice.ABSTAIN], recused
        ballot.present = max(present, cast + recused)
        ballot.passed = counts[Choice.FOR] * 2 > of_whom
        ballot.state, ballot.closed_by, ballot.closed_at = State.CLOSED, by, timezone.now()
        ballot.version += 1
        ballot.save()
        trail.record("ballot_closed", ballot, by=by, extra={"passed": ballot.passed})
    return ballot


def void_ballot(ballot: Ballot, *, because: str, by: Person) -> None:
    """Give up a vote before it has a result, with the reason; the numbers of a secret one are thrown away."""
    if not because.strip():
        raise Invalid({"because": _("请写明作废的理由。")})
    with engine.hold(ballot.meeting, ballot):
        permissions.require_desk(by, ballot.meeting)
        _refuse_ended(ballot)
        ballot.state, ballot.closed_by, ballot.closed_at = State.VOID, by, timezone.now()
        ballot.because = plain(because.strip(), 200)
        ballot.version += 1
        ballot.save()
        ballot.tallies.all().delete()
        trail.record("ballot_voided", ballot, by=by, because=ballot.because)


def _refuse_voteless(meeting: Meeting) -> None:
    """Only kinds of meetings that vote, and only while the record is written."""
    if not meeting.kind.votes:
        raise NotYet(_("“%(kind)s”不设表决，请在议定事项中记录结果。") % {"kind": meeting.kind})
    if not meeting.is_recording:
        raise NotYet(_("会议记录已经整理完毕，不能再发起表决。"))


def _take_place(ballot: Ballot, attendance: Attendance, by: Person) -> None:
    """Lock the vote, then refuse whoever may not vote in it."""
    ballot.refresh_from_db(from_queryset=Ballot.objects.select_for_update(no_key=True))
    if by.pk != attendance.person_id:
        permissions.require_desk(by, ballot.meeting)
    _refuse_ended(ballot)
    if not attending.voters(ballot.meeting).filter(pk=attendance.pk).exists():
        raise NotAllowed(_("只有应出席并且本人到会的人员可以表决，列席和委托代会的不参加表决。"))


def _slip(ballot: Ballot, attendance: Attendance, *, by: Person, **told: object) -> BallotSlip:
    try:
        with transaction.atomic():
            return BallotSlip.objects.create(ballot=ballot, attendance=attendance, entered_by=by, **told)
    except IntegrityError:
        raise AlreadyDone(_("“%(who)s”已经表决，一人一票，不能更改。") % {"who": attendance.name}) from None


def _refuse_ended(ballot: Ballot) -> None:
    if not ballot.is_open:
        raise AlreadyDone(_("这项表决已经结束，请刷新页面查看结果。"))


def _counts(ballot: Ballot) -> dict[str, int]:
    """How often each thing was chosen."""
    if ballot.is_secret:
        return {row.choice: row.count for row in ballot.tallies.all()}
    chosen = list(ballot.slips.cast().values_list("choice", flat=True))
    return {value: chosen.count(value) for value in Choice.values}
