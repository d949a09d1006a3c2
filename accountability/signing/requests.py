"""The course of a sign-off: opened when a Sign node opens, walked step by step, ended by the flow or a withdrawal."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

import engine
from accountability import events, trail
from accountability.models import Seat, SignedManifest, SignRequest
from accountability.models.signing import Policy
from accountability.notices import Tiding, tell
from accountability.signing import manifests, proxies, routes
from accountability.signing.routes import RouteStep
from accountability.signing.wording import CANCELLED_BY_SYSTEM, WITHDRAWN_BY_SENDER
from engine.activations import mover
from engine.models import Turn
from organizations.models import Person
from organizations.refusals import Invalid, NotAllowed, NotYet

State = SignRequest.State


def open_for(thing: models.Model, node: Any, turn: Turn, by: Person | None = None, **_event: Any) -> None:
    """Start the sign-off of a Sign node that has just opened: freeze what is shown, lay out the route, begin it."""
    if node.kind != Turn.Kind.SIGN:
        return
    by = by or mover() or routes.drafter_of(thing)
    without = routes.barred(thing)
    steps = [step for step in routes.declared_route(thing, node.route) if _can_be_asked(step, without)]
    if not steps:
        raise NotYet(_("“%(title)s”没有可以办理的人：请先任命分管领导或主要负责人，再送签。") % {"title": node.title})
    manifest = manifests.make(thing, node=node.name, source=node.content)
    with manifests.in_first_language():
        requests = _lay_out(thing, node, turn, steps, manifest)
    opened = open_next(thing, requests, by=by)
    trail.record(
        "sent_for_signature", thing, by=by, also=[manifest, *requests, *opened], extra={"manifest": manifest.sha256}
    )


def withdraw_for(thing: models.Model, node: Any, turn: Turn, how: str = "", **event: Any) -> None:
    """End what is still being signed when its node was closed from elsewhere (returned, cancelled)."""
    if node.kind == Turn.Kind.SIGN:
        changed = close_unfinished(
            turn, state=State.WITHDRAWN, because=Turn.How(how).label if how else CANCELLED_BY_SYSTEM
        )
        if changed:
            trail.record(
                "signing_withdrawn", thing, by=event.get("by"), because=event.get("because") or "", also=changed
            )


def withdraw(thing: models.Model, *, by: Person, because: str = "", asked: SignRequest | None = None) -> None:
    """撤回: the sender or an author takes the thing back while nobody has signed yet.

    With `asked`, only that request: what was sent again meanwhile is not taken back by a page that showed the first.
    """
    with engine.hold(thing):
        requests = SignRequest.objects.of(thing).open().select_related("turn")
        found = (requests.filter(pk=asked.pk) if asked else requests).first()
        request = require_withdrawable(found, thing, by=by)
        changed = close_unfinished(request.turn, state=State.WITHDRAWN, because=WITHDRAWN_BY_SENDER)
        trail.record("signing_withdrawn", thing, by=by, because=because, also=changed)
        with manifests.in_first_language():
            reason = because.strip() or str(WITHDRAWN_BY_SENDER)
        engine.send_back(thing, to=request.returns_to, by=by, because=reason)


def is_sender(request: SignRequest, thing: models.Model, person: Person) -> bool:
    """Whether somebody sent this or wrote what was sent."""
    return person.pk == request.opened_by_id or person in routes.authors_of(thing)


def require_withdrawable(request: SignRequest | None, thing: models.Model, *, by: Person) -> SignRequest:
    """Refuse unless the request is open, nobody has signed along its route, and it is this person's to take back."""
    if request is None or request.state != State.OPEN:
        raise NotYet(_("这份材料没有正在办理的送签，不能撤回，请刷新页面查看结果。"))
    if not is_sender(request, thing, by):
        raise NotAllowed(_("只有送签人或拟稿人可以撤回，请与他们联系。"))
    if Seat.objects.filter(request__turn=request.turn_id, state=Seat.State.DECIDED).exists():
        raise NotYet(_("已有人办理，不能撤回；需要修改的，请联系办理人选择“退回修改”。"))
    return request


def open_next(thing: models.Model, waiting: Sequence[SignRequest], *, by: Person | None) -> list[models.Model]:
    """Open the first request in `waiting` somebody can be asked for; the changed rows, or nothing when none is left."""
    without = routes.barred(thing)
    changed: list[models.Model] = []
    for request in waiting:
        found = routes.find(request.asked, without=without)
        changed.append(request)
        if not found and request.asked["optional"]:
            _finish(request, State.CANCELLED)
            continue
        routes.require(request.word, request.asked_label, found)
        request.state, request.opened_at, request.opened_by = State.OPEN, timezone.now(), by
        request.save(update_fields=["state", "opened_at", "opened_by"])
        seats = _seat(request, found, without)
        announce(thing, [seat for seat in seats if seat.state == Seat.State.OPEN], request)
        events.sign_request_opened.send(sender=SignRequest, thing=request, about=thing, by=by)
        return [*changed, *seats]
    return changed


def close_unfinished(turn: Turn, *, state: str, because: str | Promise = CANCELLED_BY_SYSTEM) -> list[models.Model]:
    """End every request of a turn that is not finished, with its seats; the changed rows."""
    requests = list(SignRequest.objects.filter(turn=turn).unfinished())
    changed: list[models.Model] = []
    for request in requests:
        changed += [request, *cancel_seats(request.seats.all(), because=because)]
        _finish(request, state if request.state == State.OPEN else State.CANCELLED)
    return changed


def close(request: SignRequest, thing: models.Model, *, state: str, by: Person | None) -> list[Seat]:
    """End an open request and cancel the seats that need not answer any more; those seats."""
    cancelled = cancel_seats(request.seats.all())
    _finish(request, state)
    events.sign_request_closed.send(sender=SignRequest, thing=request, about=thing, by=by)
    return cancelled


def cancel_seats(seats: Iterable[Seat], *, because: str | Promise = CANCELLED_BY_SYSTEM) -> list[Seat]:
    """Cancel those of the seats that have not been decided; the cancelled ones."""
    ended = [seat for seat in seats if seat.state in (Seat.State.WAITING, Seat.State.OPEN)]
    with manifests.in_first_language():
        reason = str(because)
    for seat in ended:
        seat.state, seat.because = Seat.State.CANCELLED, (seat.because or reason)[:200]
    Seat.objects.bulk_update(ended, ["state", "because"])
    return ended


def announce(thing: models.Model, seats: Sequence[Seat], request: SignRequest) -> None:
    """Tell the people whose turn it is."""
    with manifests.in_first_language():
        text = _("请办理（%(word)s）：%(label)s") % {"word": request.get_word_display(), "label": request.label}
    tell([Tiding(seat.person, text, seat.get_absolute_url()) for seat in seats], source=thing, kind="signing")


def require_opinion(text: str, field: str, sentence: str) -> None:
    """Refuse an empty text where one is needed."""
    if not text.strip():
        raise Invalid({field: sentence})


def _can_be_asked(step: RouteStep, without: set[int]) -> bool:
    """Whether a step takes place; refuses where it must and nobody is there, before anything is sent."""
    found = routes.find(step.asked, without=without)
    if not step.optional:
        routes.require(step.word, step.asked_label, found)
    return bool(found)


def _lay_out(
    thing: models.Model, node: Any, turn: Turn, steps: Sequence[RouteStep], manifest: SignedManifest
) -> list[SignRequest]:
    """One request a step, all of them waiting."""
    ctype = ContentType.objects.get_for_model(thing)
    earlier = SignRequest.objects.of(thing).filter(node=node.name).aggregate(last=Max("round"))["last"] or 0
    return SignRequest.objects.bulk_create(
        SignRequest(
            turn=turn,
            content_type=ctype,
            object_id=thing.pk,
            label=str(thing)[:200],
            org_path=getattr(thing, "org_path", ""),
            node=node.name,
            returns_to=name_of(node.returns_to),
            content=node.content,
            title=str(node.title)[:80],
            route_step=step.row,
            position=position,
            asked=step.asked,
            asked_label=step.asked_label,
            word=step.word,
            policy=step.policy,
            ratio=step.ratio,
            round=earlier + 1,
            manifest=manifest,
        )
        for position, step in enumerate(steps, start=1)
    )


def name_of(node: Any) -> str:
    """The name of a node given as a node, a reference to one, or a name."""
    return str(getattr(node, "name", node))


def _seat(request: SignRequest, found: Sequence[routes.Asked], without: set[int]) -> list[Seat]:
    """One seat a person, or his proxy; in a sequence only the first may answer now."""
    now = timezone.now()
    seats = [
        Seat(
            request=request,
            person=one.person,
            appointment=one.appointment,
            person_name=str(one.person)[:80],
            post_label=str(one.appointment.post)[:160] if one.appointment else "",
            order=order,
            state=Seat.State.OPEN if is_now else Seat.State.WAITING,
            opened_at=now if is_now else None,
        )
        for order, one in enumerate(found, start=1)
        for is_now in (order == 1 or request.policy != Policy.SEQUENCE,)
    ]
    proxies.seat_proxies(seats, request, without=without)
    return Seat.objects.bulk_create(seats)


def _finish(request: SignRequest, state: str) -> None:
    """Write how a request ended."""
    request.state, request.closed_at = state, timezone.now()
    request.save(update_fields=["state", "closed_at"])
