"""加签, 减签 and 转办: the seats of a request that is being signed change, and the trail says who changed them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from accountability.digest import plain
from accountability.models import Seat, SignRequest
from accountability.signing import decisions, proxies, requests, routes
from organizations.models import Appointment, Person
from organizations.refusals import AlreadyDone, NotAllowed, NotYet


def add_signer(seat: Seat, *, person: Person, because: str, by: Person) -> Seat:
    """加签: the one whose turn it is asks another person beside himself; the request waits for him too."""
    requests.require_opinion(because, "because", _("请写明加签的原因。"))
    with _acting_on(seat, by=by) as (request, thing):
        appointment = seatable(person, request, thing)
        added = Seat.objects.create(
            request=request,
            person=person,
            appointment=appointment,
            person_name=str(person)[:80],
            post_label=str(appointment.post)[:160],
            order=max(other.order for other in request.seats.all()) + 1,
            origin=Seat.Origin.ADDED,
            added_by=by,
            because=plain(because.strip(), 200),
            state=Seat.State.OPEN,
            opened_at=timezone.now(),
        )
        trail.record("signer_added", thing, by=by, because=because, also=[added], extra={"who": added.person_name})
        requests.announce(thing, [added], request)
    return added


def remove_signer(seat: Seat, *, by: Person, because: str = "") -> Seat:
    """减签: only who added a signer may let him off, while he has not answered; the request is then judged again."""
    thing = seat.request.subject
    with engine.hold(thing):
        seat.refresh_from_db()
        require_removable(seat, by=by)
        seat.state = Seat.State.CANCELLED
        seat.save(update_fields=["state"])
        request = SignRequest.objects.with_seats().get(pk=seat.request_id)
        seat.request = request
        decisions.advance(request, thing, by=by, because=because, verb="signer_removed", changed=[seat], seat=seat)
    return seat


def require_removable(seat: Seat, *, by: Person) -> None:
    """Refuse unless this person added the signer, who has not answered and is still waited for."""
    if seat.origin != Seat.Origin.ADDED or seat.added_by_id != by.pk:
        raise NotAllowed(_("只有加签人本人可以减签。"))
    if seat.state == Seat.State.DECIDED:
        raise AlreadyDone(who=seat.person_name, when=seat.decided_at)
    if seat.state == Seat.State.CANCELLED:
        raise AlreadyDone(_("这名加签人员已经取消，请刷新页面查看结果。"))


def transfer(seat: Seat, *, to: Person, because: str, by: Person) -> Seat:
    """转办: the seat becomes another person's, who decides in his own name; the first person's name is kept."""
    requests.require_opinion(because, "because", _("请写明转办的原因。"))
    with _acting_on(seat, by=by) as (request, thing):
        if seat.on_behalf_of_id not in (None, by.pk):
            raise NotAllowed(
                _("代办的事项不能再转给他人：请自行办理，或者请“%(who)s”本人转办。") % {"who": seat.on_behalf_of}
            )
        appointment = seatable(to, request, thing)
        changed = {"person": [seat.signed_name, str(to)]}
        proxies.take_back(seat, by=by)
        seat.first_person_id = seat.first_person_id or seat.person_id
        seat.person, seat.appointment = to, appointment
        seat.person_name, seat.post_label = str(to)[:80], str(appointment.post)[:160]
        seat.because, seat.opened_at = plain(because.strip(), 200), timezone.now()
        seat.save()
        trail.record("seat_transferred", thing, by=by, because=because, changed=changed, also=[seat])
        requests.announce(thing, [seat], request)
    return seat


@contextmanager
def _acting_on(seat: Seat, *, by: Person) -> Iterator[tuple[SignRequest, models.Model]]:
    """The seat's request and thing under the lock, where it is this person's turn."""
    thing = seat.request.subject
    with engine.hold(thing):
        request = decisions.take(seat, by=by)
        if request.asked.get("in_person"):
            raise NotAllowed(_("这份材料须由本人签认，不能转办或者加签；人员有变动的，请退回修改。"))
        yield request, thing


def seatable(person: Person, request: SignRequest, thing: models.Model) -> Appointment:
    """The post a person would sit as; refuses who may not sign this, and who already sits."""
    if person.pk in routes.barred(thing) - {one.pk for one in routes.authors_of(thing)}:
        raise NotAllowed(_("“%(who)s”正代拟稿人办理事务，不能办理这份材料，请另选人员。") % {"who": person})
    if person in routes.authors_of(thing):
        raise NotAllowed(_("“%(who)s”是这份材料的拟稿人或最后修改人，不能办理，请另选人员。") % {"who": person})
    if any(person.pk in (other.person_id, other.on_behalf_of_id) for other in request.counted):
        raise AlreadyDone(_("“%(who)s”已在本次办理人员中，请另选人员。") % {"who": person})
    held = Appointment.objects.valid().filter(person=person, person__active=True, person__is_guest=False)
    appointment = held.with_places().by_precedence().first()
    if appointment is None:
        raise NotYet(_("“%(who)s”目前没有在任岗位，不能办理，请另选人员。") % {"who": person})
    return appointment
