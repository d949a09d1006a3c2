"""Whom and which units a form offers: the people in office and the units of one's institution and beneath it."""

from django.db.models import F, Q, QuerySet

from organizations import paths
from organizations.models import Appointment, Duty, Organization, Person
from organizations.models.people import AppointmentQuerySet

MOST = 1000
WORKING = (Duty.PRINCIPAL, Duty.LEADER, Duty.HEAD, Duty.CLERK, Duty.INSPECTOR)
Choice = tuple[int, str]


def units_under(home: Organization) -> list[Organization]:
    """The departments of the institution, and the institutions beneath it."""
    low, high = paths.subtree(home.institution_path)
    own = Q(institution_path=home.institution_path) | Q(institution_path=F("path"))
    found = Organization.objects.active().filter(own, path__gte=low, path__lt=high)
    return list(found.exclude(path=home.institution_path).order_by("path")[:MOST])


def held_under(home: Organization) -> AppointmentQuerySet:
    """The posts held today in the institution and beneath it."""
    inside = paths.covering("post__organization__path", [paths.subtree(home.institution_path)])
    held = Appointment.objects.valid().filter(inside, person__active=True, person__is_guest=False)
    return held.with_places()


def workers_under(home: Organization) -> list[Appointment]:
    """Who may be given work: heads, leaders, clerks and inspectors, each once."""
    near = held_under(home).filter(post__duty__in=WORKING)
    return _once(near.order_by("post__organization__path", "post__precedence", "pk")[:MOST])


def staff_under(home: Organization) -> list[Appointment]:
    """Everybody in office in the institution itself, each once."""
    near = held_under(home).filter(post__organization__institution_path=home.institution_path)
    return _once(near.order_by("post__organization__path", "post__precedence", "pk")[:MOST])


def leaders_of(home: Organization) -> list[Appointment]:
    """Who gives a 批示 in the institution, in order of precedence."""
    near = held_under(home).filter(
        post__organization__institution_path=home.institution_path, post__duty__in=(Duty.LEADER, Duty.PRINCIPAL)
    )
    return _once(near.by_precedence())


def named(offered: list[Appointment]) -> list[Choice]:
    """Each with his post."""
    return [(one.person_id, f"{one.person}（{one.post}）") for one in offered]


def as_people(offered: list[Appointment]) -> QuerySet[Person]:
    """The people themselves, as a field validates them."""
    return Person.objects.filter(pk__in=[one.person_id for one in offered])


def _once(held: QuerySet[Appointment]) -> list[Appointment]:
    found: dict[int, Appointment] = {}
    for one in held:
        found.setdefault(one.person_id, one)
    return list(found.values())
