"""Who acts now, and from which chair."""

from organizations import acting
from organizations.models import Organization, Person


def acting_person() -> Person | None:
    """The person of the present request or job; none where the system acts by itself."""
    now = acting.current()
    return now.person if now else None


def desk_of(by: Person, host: Organization) -> str:
    """The unit inside the host for which a person keeps a meeting: the chosen post's, else his first there."""
    now = acting.current()
    if now and now.appointment and now.person == by:
        unit = now.appointment.post.organization
        if unit.institution_path == host.institution_path:
            return str(unit.path)
    held = by.appointments.valid().with_places().by_precedence()
    units = (one.post.organization for one in held)
    return next((unit.path for unit in units if unit.institution_path == host.institution_path), host.path)


def post_of(person: Person) -> str:
    """Name and post of a speaker, to be frozen."""
    held = person.appointments.valid().with_places().by_precedence().first()
    return f"{held.post.title} {person.name}" if held else person.name
