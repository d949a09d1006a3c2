"""Who acts where a flow calls a service with the thing alone."""

from organizations import acting
from organizations.models import Organization, Person
from rectification import permissions


def acting_person() -> Person | None:
    """The person of the present request or job; none where the system acts by itself."""
    now = acting.current()
    return now.person if now else None


def acting_institution(by: Person, *, inspected: str, right: str = "inspect") -> Organization:
    """The institution for which a person inspects a unit or uses another right there.

    It is that of the chosen appointment where that gives the right.

    Otherwise that of his first appointment that does.
    """
    now = acting.current()
    chosen = now.appointment if now and now.person == by else None
    entitled = permissions.appointments_with(by, right, inspected)
    held = next((each for each in entitled if chosen and each.pk == chosen.pk), entitled[0])
    return held.post.organization.institution


def acting_post(by: Person) -> str:
    """The post a person acts from, as text to be frozen."""
    now = acting.current()
    if now and now.appointment and now.person == by:
        return str(now.appointment.post)
    held = by.appointments.valid().with_places().by_precedence().first()
    return str(held.post) if held else ""
