"""Who belongs to a meeting: the named ones, and whom other parts of the app add (expected people, those who came)."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from organizations.models import Membership, Person
from organizations.sight import Sight

from .models import AgendaItem, Decision, Meeting

Added = Callable[[Meeting], QuerySet[Person]]
Named = Callable[[Sight], Q]
Lines = Callable[[Meeting], list[tuple[str, str]]]

_added: list[Added] = []
_named: list[Named] = []
_lines: list[Lines] = []


def add(people: Added, *, sees: Named, lines: Lines | None = None) -> None:
    """Let further people belong to meetings: who they are, which meetings a person belongs to by it.

    `lines` are what the minutes say of them below the text: 出席, 列席, 请假 with the names.
    """
    _added.append(people)
    _named.append(sees)
    if lines is not None:
        _lines.append(lines)


def of(meeting: Meeting) -> list[Person]:
    """Everybody who belongs to a meeting, each once: chair, recorder, clerk, members, speakers, those added."""
    found: dict[int, Person] = {}
    for person in (meeting.chair, meeting.recorder, meeting.arranged_by):
        found.setdefault(person.pk, person)
    asked = [Person.objects.filter(pk__in=AgendaItem.objects.filter(meeting=meeting).values("speaker"))]
    if meeting.body_id:
        sitting = Membership.objects.valid(meeting.day).filter(organization=meeting.body_id)
        asked.append(Person.objects.filter(pk__in=sitting.values("person")))
    asked += [people(meeting) for people in _added]
    for rows in asked:
        for person in rows.filter(active=True).order_by("pk"):
            found.setdefault(person.pk, person)
    return list(found.values())


def readers(meeting: Meeting) -> list[Person]:
    """To whom the issued minutes go: everybody who belongs to it, and whoever must carry something out."""
    found = {person.pk: person for person in of(meeting)}
    holders = Decision.objects.tasks().filter(meeting=meeting).values("holder")
    for person in Person.objects.filter(pk__in=holders, active=True).order_by("pk"):
        found.setdefault(person.pk, person)
    return list(found.values())


def named(seen: Sight) -> Q:
    """The meetings to which a person, or somebody for whom he acts today, belongs by name."""
    who = seen.principals
    speaking = AgendaItem.objects.filter(speaker__in=who).values("meeting")
    sitting = Membership.objects.valid().filter(person__in=who).values("organization")
    told = Q(chair__in=who) | Q(recorder__in=who) | Q(arranged_by__in=who)
    told |= Q(pk__in=speaking) | Q(body__in=sitting)
    for rule in _named:
        told |= rule(seen)
    return told


def lines(meeting: Meeting) -> list[tuple[str, str]]:
    """What the minutes say of those who came: word and names."""
    return [line for told in _lines for line in told(meeting)]
