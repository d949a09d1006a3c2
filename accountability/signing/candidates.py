"""Who is offered when a seat is handed on or another signer is asked: the leading posts of one's own institution."""

from collections.abc import Collection

from django.db import models

from accountability.models import Seat
from accountability.signing import routes
from organizations.models import Appointment, Duty

INSTEAD = (Duty.PRINCIPAL, Duty.LEADER, Duty.HEAD)  # may decide in the holder's place
BESIDE = (*INSTEAD, Duty.AUDITOR)  # may be asked for an opinion beside him


def posts_for(seat: Seat, duties: Collection[Duty]) -> models.QuerySet[Appointment]:
    """Everybody in office with one of these duties in the institution in which the seat's holder sits, by precedence.

    Who leads the units of one's own institution is no secret within it, so this is wider than what a head of one
    department looks after; of any other institution nobody is offered.
    """
    valid = Appointment.objects.valid()
    own = seat.appointment or valid.filter(person=seat.person_id).with_places().by_precedence().first()
    if own is None:
        return Appointment.objects.none()
    at_home = models.Q(post__organization__institution_path=own.post.organization.institution_path)
    held = valid.filter(at_home, post__duty__in=duties, person__active=True, person__is_guest=False)
    return held.with_places().by_precedence()


def candidates_for(seat: Seat, duties: Collection[Duty]) -> list[Appointment]:
    """Whom the holder of a seat may ask, each once: no author nor his proxy, nor anybody who is asked already."""
    asked = seat.request.seats.exclude(state=Seat.State.CANCELLED).order_by()
    without = routes.barred(seat.request.read_subject)
    proxied = asked.filter(on_behalf_of__isnull=False).values("on_behalf_of")
    found: dict[int, Appointment] = {}
    for appointment in posts_for(seat, duties).exclude(person__in=asked.values("person")).exclude(person__in=proxied):
        if appointment.person_id not in without:
            found.setdefault(appointment.person_id, appointment)
    return list(found.values())
