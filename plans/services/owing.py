"""Who owes an obligation: its unit, each department of a class, each entry of a register; and who answers there."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from organizations.models import Appointment, Duty, Organization, Person
from plans.models import DepartmentClass, Obligation, OwedBy, RegisterEntry

ANSWERING = (Duty.HEAD, Duty.PRINCIPAL, Duty.LEADER, Duty.CLERK)
"""Who answers for a unit where nobody is named: its head first."""


class Owing(NamedTuple):
    """One side that owes: a unit, or a unit for one entry of a register; `needed` times in each period."""

    organization: Organization
    entry: RegisterEntry | None
    needed: int


def departments_of(obligation: Obligation) -> QuerySet[Organization]:
    """The units an obligation means, as they are today."""
    if obligation.department_class == DepartmentClass.NAMED:
        return obligation.departments.active().order_by("path")
    rows = Organization.objects.active().departments().filter(institution_path=obligation.lead_unit.institution_path)
    if obligation.owed_by == OwedBy.COVER:
        rows = rows.exclude(pk=obligation.lead_unit_id)
    if obligation.department_class == DepartmentClass.TYPE:
        rows = rows.filter(department_type=obligation.department_type_id)
    elif obligation.department_class != DepartmentClass.ALL:
        rows = rows.filter(is_key_department=obligation.department_class == DepartmentClass.KEY)
    return rows.order_by("path")


def owing(obligation: Obligation) -> list[Owing]:
    """Everybody who owes it today."""
    needed = obligation.rhythm.needed
    if obligation.owed_by == OwedBy.EACH:
        return [Owing(unit, None, needed) for unit in departments_of(obligation)]
    if obligation.owed_by == OwedBy.ENTRY:
        entries = RegisterEntry.objects.active().filter(register=obligation.register_id)
        return [Owing(one.organization, one, needed) for one in entries.select_related("organization").order_by("pk")]
    if obligation.owed_by == OwedBy.COVER:
        return [Owing(obligation.lead_unit, None, departments_of(obligation).count() * max(1, needed))]
    return [Owing(obligation.lead_unit, None, needed)]


def answering(units: Iterable[Organization]) -> dict[int, Person]:
    """Who answers for each unit today where nobody is named, by the unit's key: its head, else whoever leads it."""
    paths = {unit.path: unit.pk for unit in units}
    held = (
        Appointment.objects.valid()
        .filter(post__duty__in=ANSWERING, person__active=True)
        .annotate(scope_path=Coalesce("post__oversees__path", "post__organization__path"))
        .filter(scope_path__in=paths)
        .select_related("person", "post")
        .by_precedence()
    )
    found: dict[int, Person] = {}
    for one in sorted(held, key=lambda each: ANSWERING.index(Duty(each.post.duty))):
        found.setdefault(paths[one.scope_path], one.person)
    return found
