"""办理意见: one person decides one seat, and the request, the route and the flow follow."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import events, reauth, trail
from accountability.digest import plain
from accountability.models import Seat, SignRequest
from accountability.models.signing import Policy, Verdict, verdicts_for
from accountability.notices import mark_answered, notify
from accountability.signing import manifests, proxies, requests, routes
from accountability.signing.outcome import Outcome, is_settled_but_for_added, outcome_of
from accountability.signing.wording import CHANGED_SINCE_OPENED, CHANGED_SINCE_SENT
from organizations import acting
from organizations.models import Appointment, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet, Stale
from organizations.rights import stand_ins

NEEDS_OPINION = frozenset({Verdict.RETURN, Verdict.DISAGREE, Verdict.AGREE_WITH_CHANGES})
LONGEST_OPINION = 2000
ENDS = {
    Outcome.APPROVED: SignRequest.State.APPROVED,
    Outcome.RETURNED: SignRequest.State.RETURNED,
    Outcome.REFUSED: SignRequest.State.REFUSED,
}


def decide(
    seat: Seat,
    *,
    verdict: str,
    opinion: str = "",
    by: Person,
    manifest_digest: str,
    reauthenticated_at: datetime | None,
    shown_at: datetime | None = None,
) -> Seat:
    """Answer a seat over exactly what was shown; `manifest_digest` is the SHA-256 the page carried, `shown_at` when.

    Refuses with Invalid (verdict, opinion), NotYet (password older than five minutes, not yet one's turn), NotAllowed
    (another's seat, one's own work), AlreadyDone and Stale. The last answer of a route finishes the node; a return or a
    refusal sends the thing back.
    """
    opinion = plain(opinion).strip()
    check_answer(seat.request.word, verdict, opinion)
    reauth.require_fresh(reauthenticated_at)
    reauth.require_second(by, seat.appointment)
    thing = seat.request.subject
    with engine.hold(thing):
        request = take(seat, by=by)
        proxies.take_back(seat, by=by)
        _check_person(seat, thing)
        check_shown(request, thing, manifest_digest, verdict)
        acting.note_grantor(by, seat.on_behalf_of)
        write_answer(seat, verdict=verdict, opinion=opinion, strength=_strength(by), shown_at=shown_at)
        proxies.tell_grantor(seat, thing)
        mark_answered(by, url=seat.get_absolute_url())
        settle(seat, thing, by=by, verb="seat_decided")
    return seat


def settle(seat: Seat, thing: models.Model, *, by: Person, verb: str, also: Sequence[models.Model] = ()) -> None:
    """See to what follows from an answer just written; `also` are further rows of the same act."""
    request = seat.request
    changed = [seat, *also, *_let_follow(request, thing)]
    events.seat_decided.send(sender=Seat, thing=seat, about=thing, by=by)
    advance(request, thing, by=by, because=seat.opinion, verb=verb, changed=changed, seat=seat)


def take(seat: Seat, *, by: Person) -> SignRequest:
    """Read a seat again under the lock of its thing, refuse where it cannot be acted on; its request, freshly read."""
    seat.refresh_from_db()
    request = SignRequest.objects.with_seats().get(pk=seat.request_id)
    seat.request = request
    require_turn_of(seat, by=by)
    return request


def require_turn_of(seat: Seat, *, by: Person) -> None:
    """Refuse unless it is now this person's turn to act on the seat."""
    if seat.person_id == by.pk and not seat.is_for(by):
        proxies.require_in_force(seat)
    if not seat.is_for(by):
        raise NotAllowed(_("这一项不是由您办理的，请返回待办列表。"))
    if seat.state == Seat.State.WAITING:
        raise NotYet(_("还没有轮到您办理，请等待前面的人员办理完毕。"))
    if seat.state == Seat.State.DECIDED:
        raise AlreadyDone(who=seat.signed_name, when=seat.decided_at)
    if seat.state == Seat.State.CANCELLED:
        refuse_cancelled(seat.request)


def advance(
    request: SignRequest,
    thing: models.Model,
    *,
    by: Person,
    because: str,
    verb: str,
    changed: list[models.Model],
    seat: Seat,
) -> None:
    """See what the seats amount to now, record it, and move the route or the flow on."""
    outcome = outcome_of(request.policy, request.ratio, list(request.seats.all()))
    opened: list[models.Model] = []
    if outcome is not Outcome.PENDING:
        changed += [request, *requests.close(request, thing, state=ENDS[outcome], by=by)]
    if outcome is Outcome.APPROVED:
        opened = requests.open_next(thing, list(request_siblings(request)), by=by)
    if outcome in (Outcome.RETURNED, Outcome.REFUSED):
        changed += requests.close_unfinished(request.turn, state=SignRequest.State.CANCELLED)
    with manifests.in_first_language():
        told = _told(seat, request)
    trail.record(
        verb, thing, by=by, because=because, also=[*changed, *opened], extra=told, acting_for=seat.on_behalf_of
    )
    if outcome is Outcome.APPROVED and not is_asking(opened):
        _report(thing, request, _("已通过：%(label)s"), by=by)
        engine.finish(thing, request.node, by=by)
    if outcome in (Outcome.RETURNED, Outcome.REFUSED):
        _report(thing, request, _("被退回，请修改后重新送签：%(label)s"), by=by)
        engine.send_back(thing, to=request.returns_to, by=by, because=because)


def _report(thing: models.Model, request: SignRequest, sentence: str, *, by: Person) -> None:
    """Tell the authors what came of their work."""
    authors = [person for person in routes.authors_of(thing) if person != by]
    notify(authors, text=sentence % {"label": request.label}, url=request.turn.url, source=thing, kind="signing")


def request_siblings(request: SignRequest) -> models.QuerySet[SignRequest]:
    """The later steps of the same route, in order."""
    waiting = SignRequest.objects.filter(turn=request.turn, state=SignRequest.State.WAITING)
    return waiting.filter(position__gt=request.position).order_by("position")


def is_asking(opened: list[models.Model]) -> bool:
    """Whether a later step of the route was opened."""
    return any(isinstance(row, SignRequest) and row.state == SignRequest.State.OPEN for row in opened)


def check_answer(word: str, verdict: str, opinion: str) -> None:
    """The verdict belongs to the word, and a refusal or a change says why."""
    if verdict not in verdicts_for(word):
        choices = _("、").join(str(choice.label) for choice in verdicts_for(word))
        raise Invalid({"verdict": _("请选择办理结果：%(choices)s。") % {"choices": choices}})
    if verdict in NEEDS_OPINION and not opinion:
        raise Invalid({"opinion": _("选择“%(verdict)s”时请写明意见。") % {"verdict": Verdict(verdict).label}})
    if len(opinion) > LONGEST_OPINION:
        raise Invalid({"opinion": _("意见不能超过%(most)d个字，请精简，或者另附材料。") % {"most": LONGEST_OPINION}})


def _check_person(seat: Seat, thing: models.Model) -> None:
    """Four eyes, by person, across 代办; and the post by which he was asked must still be his, or his grantor's."""
    authors = {person.pk for person in routes.authors_of(thing)}
    if {seat.person_id, seat.on_behalf_of_id} & (authors | stand_ins(authors)):
        raise NotAllowed(proxies.barred_sentence(seat, authors))
    proxies.require_in_force(seat)
    if seat.appointment_id and not Appointment.objects.valid().filter(pk=seat.appointment_id).exists():
        raise NotAllowed(_("您已不再担任“%(post)s”，不能以此岗位办理，请联系送签人。") % {"post": seat.post_label})


def check_shown(request: SignRequest, thing: models.Model, shown: str, verdict: str) -> None:
    """What was shown is what was sent and what the thing still says; only a return may pass over a later change."""
    manifest = request.manifest
    if shown != manifest.sha256:
        raise Stale(CHANGED_SINCE_OPENED)
    now = manifests.render(thing, node=request.node, source=request.content)
    if now.text == manifest.body or verdict == Verdict.RETURN:
        return
    mine, theirs = manifests.differences(manifest.content, now.content)
    raise Stale(CHANGED_SINCE_SENT, mine=mine, theirs=theirs)


def _strength(by: Person) -> str:
    """How the person has proved who he is."""
    here = acting.current()
    return here.strength if here and here.person == by else "password"


def write_answer(seat: Seat, *, verdict: str, opinion: str, strength: str, shown_at: datetime | None = None) -> None:
    """Write the answer into the seat and into its request's own view of it."""
    seat.state, seat.verdict, seat.opinion = Seat.State.DECIDED, verdict, opinion
    seat.strength, seat.shown_at = strength, shown_at
    seat.manifest_digest, seat.decided_at = seat.request.manifest.sha256, timezone.now()
    seat.save(update_fields=["state", "verdict", "opinion", "strength", "shown_at", "manifest_digest", "decided_at"])
    for other in seat.request.seats.all():
        if other.pk == seat.pk:
            other.state, other.verdict = seat.state, seat.verdict


def _let_follow(request: SignRequest, thing: models.Model) -> list[models.Model]:
    """Within an open request: the next of a sequence is asked, or those who need not answer any more are let off."""
    seats = list(request.seats.all())
    if is_settled_but_for_added(request.policy, seats):
        original = [seat for seat in seats if seat.origin != Seat.Origin.ADDED]
        return list(requests.cancel_seats(original))
    waiting = [seat for seat in seats if seat.state == Seat.State.WAITING]
    pending = outcome_of(request.policy, request.ratio, seats) is Outcome.PENDING
    still = any(seat.state == Seat.State.OPEN and seat.origin != Seat.Origin.ADDED for seat in seats)
    if request.policy != Policy.SEQUENCE or not waiting or not pending or still:
        return []
    first = min(waiting, key=lambda seat: seat.order)
    proxies.save(proxies.seat_proxies([first], request, without=routes.barred(thing)))
    first.state, first.opened_at = Seat.State.OPEN, timezone.now()
    first.save(update_fields=["state", "opened_at"])
    requests.announce(thing, [first], request)
    return [first]


def refuse_cancelled(request: SignRequest) -> None:
    """Say who was first, or that there is nothing to decide any more."""
    last = Seat.objects.filter(request=request, state=Seat.State.DECIDED).order_by("decided_at").last()
    if last is None:
        raise AlreadyDone(_("这次送签已经结束，不需要您再办理，请返回待办列表。"))
    raise AlreadyDone(who=last.signed_name, when=last.decided_at)


def _told(seat: Seat, request: SignRequest) -> dict[str, Any]:
    """What the trail keeps about an answer beside the rows."""
    return {
        "request": request.pk,
        "word": str(request.get_word_display()),
        "verdict": seat.verdict_label,
        "as": seat.post_label,
        "manifest": request.manifest.sha256,
        "round": request.round,
    }
