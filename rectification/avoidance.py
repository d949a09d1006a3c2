"""Who must stay away 回避 from which unit: by any of his posts, by where he belongs, and by what was registered."""

import datetime
from collections.abc import Collection, Iterable

from django.utils import timezone

from organizations import paths
from organizations.models import Appointment, Person
from organizations.models.links import in_force
from rectification.models import Avoidance

Pair = tuple[int, str]


def pairs(people: Collection[int], units: Iterable[str], on: datetime.date | None = None) -> set[Pair]:
    """The person and the path of the unit he may not inspect, among these people and units; three queries."""
    day = on or timezone.localdate()
    own = set(
        Appointment.objects.valid(day).filter(person__in=people).values_list("person", "post__organization__path")
    )
    own |= set(Person.objects.filter(pk__in=people).values_list("pk", "home__path"))
    told = set(Avoidance.objects.filter(in_force(day), person__in=people).values_list("person", "unit__path"))
    return {
        (person, unit)
        for unit in set(units)
        for person, place in own | told
        if paths.contains(unit, place) or ((person, place) in told and paths.contains(place, unit))
    }
