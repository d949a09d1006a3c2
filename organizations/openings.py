"""What is still open with a person or in a unit: each feature above registers its own kinds in its `ready()`.

Nothing ends while it is open: a post, an account or a unit is given up only after every opening has a successor.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, QuerySet, Subquery, Value
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from organizations import paths
from organizations.models import Appointment, Organization, Person
from organizations.refusals import NotYet

NAMED = 3


@dataclass(frozen=True)
class Opening:
    """One thing that waits: its kind and key, how it is called, where it is read and where it lies.

    `appointment` is given where it hangs on that very post; with `ends` it needs no successor and ends instead.
    """

    kind: str
    key: int
    label: str
    org_path: str
    url: str = ""
    appointment: int | None = None
    ends: bool = False

    @property
    def mark(self) -> str:
        """Kind and key as a form sends them."""
        return f"{self.kind}:{self.key}"


Rows = Callable[[Person], QuerySet[Any]]
"""The rows that are open with a person, bare: the kinds with none are ruled out in one statement."""
OfPerson = Callable[[Person], Iterable[Opening]]
OfUnit = Callable[[str], Iterable[Opening]]
HandOver = Callable[[Opening, Person, Person | None, str], None]
"""Opening, giver, successor (nobody where it ends), the reason; within the transaction of the third signature."""

Place = Callable[[int, Organization, str], None]
"""Key of a unit's task, the unit that answers for it from now on, the reason."""


@dataclass(frozen=True)
class Kind:
    """One kind of open work, in the order in which it is handed over."""

    name: str
    title: str | Promise
    order: int
    rows: Rows | None
    of_person: OfPerson | None
    of_unit: OfUnit | None
    hand_over: HandOver | None
    place: Place | None


_kinds: dict[str, Kind] = {}


def register(
    name: str,
    *,
    title: str | Promise,
    order: int = 100,
    rows: Rows | None = None,
    of_person: OfPerson | None = None,
    of_unit: OfUnit | None = None,
    hand_over: HandOver | None = None,
    place: Place | None = None,
) -> None:
    """Add a kind; what a person can hold must say how it is handed over."""
    if len({rows is None, of_person is None, hand_over is None}) > 1:
        raise TypeError(f"The kind {name!r} of open work is either held by people and handed over, or neither.")
    _kinds[name] = Kind(name, title, order, rows, of_person, of_unit, hand_over, place)


def kinds() -> list[Kind]:
    """Every kind, in the order in which they are handed over."""
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.name))


def kind_of(name: str) -> Kind | None:
    """A kind by its name."""
    return _kinds.get(name)


def title_of(name: str) -> str:
    """A kind in words."""
    return str(_kinds[name].title) if name in _kinds else name


def of_person(person: Person, *, leaving: Appointment | None = None) -> list[Opening]:
    """What is open with a person; with `leaving`, only what nobody could expect of him without that post.

    A post that is not the last takes with it what hangs on it, and what lies in its care and in no other's.
    """
    held = [kind for kind in kinds() if kind.rows and kind.of_person]
    there = [Exists(kind.rows(person)) for kind in held if kind.rows]
    hits = Person.objects.filter(pk=person.pk).values_list(*there).first() if there else None
    found = [
        opening
        for kind, hit in zip(held, hits or (), strict=False)
        if hit and kind.of_person
        for opening in kind.of_person(person)
    ]
    return found if leaving is None else _left_without(leaving, found)


def counts(person: Person) -> list[tuple[str, int]]:
    """How much of each kind is open with a person, by the kind's title: one query whatever there is."""
    held = [kind for kind in kinds() if kind.rows]
    there = [_number(kind.rows(person)) for kind in held if kind.rows]
    row = Person.objects.filter(pk=person.pk).values_list(*there).first() if there else None
    return [(str(kind.title), number) for kind, number in zip(held, row or (), strict=False) if number]


def _number(rows: QuerySet[Any]) -> Subquery:
    """The number of rows as a column of another query."""
    one = rows.order_by().select_related(None).annotate(_one=Value(1)).values("_one")
    return Subquery(one.annotate(_n=Count("pk")).values("_n"), output_field=IntegerField())


def _left_without(leaving: Appointment, found: list[Opening]) -> list[Opening]:
    held = Appointment.objects.valid().filter(person=leaving.person_id).exclude(pk=leaving.pk)
    others = [other.post.scope.path for other in held.with_places()]
    if not others or not found:
        return found
    own = leaving.post.scope.path

    def goes(opening: Opening) -> bool:
        if opening.appointment is not None:
            return opening.appointment == leaving.pk
        kept = any(paths.contains(other, opening.org_path) for other in others)
        return paths.contains(own, opening.org_path) and not kept

    return [opening for opening in found if goes(opening)]


def of_unit(unit: Organization) -> list[Opening]:
    """What is open in a unit and beneath it."""
    return [opening for kind in kinds() if kind.of_unit for opening in kind.of_unit(unit.path)]


def refuse_leaving(person: Person, *, leaving: Appointment | None = None) -> None:
    """Refuse that a person gives up a post, or his account, with work in his hands."""
    found = of_person(person, leaving=leaving)
    if found:
        raise StillOpen(
            _(
                "“%(who)s”还有%(count)d项工作没有交接（%(named)s），请先填写交接单，"
                "经交出人、接收人、监交人签认后再办理；情况紧急的，可由管理员写明原因后立即停用。"
            )
            % {"who": person, "count": len(found), "named": _named(found)},
            url=handing_over_url(person),
        )


def refuse_open(unit: Organization) -> None:
    """Refuse that a unit ends with work in it."""
    found = of_unit(unit)
    if found:
        told = {"unit": unit, "count": len(found), "named": _named(found)}
        raise StillOpen(
            _("“%(unit)s”还有%(count)d项未了事项（%(named)s），请先办结或者交接，再办理撤销。") % told,
            url=unit_url(unit),
        )


def _named(found: Collection[Opening]) -> str:
    """The first few by name."""
    shown = [f"{title_of(opening.kind)}：{opening.label}" for opening in list(found)[:NAMED]]
    more = _("等") if len(found) > NAMED else ""
    return _("；").join(shown) + more


class StillOpen(NotYet):
    """Something is still open; `url` is where it is handed over."""

    def __init__(self, message: str, *, url: str = "") -> None:
        self.url = url
        super().__init__(message)


_addresses: dict[str, Callable[[int], str]] = {}


def lies_at(name: str, address: Callable[[int], str]) -> None:
    """Say where the pages of hand-overs ("person") and units ("unit") lie."""
    _addresses[name] = address


def handing_over_url(person: Person) -> str:
    """Where a person's work is handed over."""
    return _addresses["person"](person.pk) if "person" in _addresses else ""


def unit_url(unit: Organization) -> str:
    """Where a unit is shown."""
    return _addresses["unit"](unit.pk) if "unit" in _addresses else ""


def posts_held(path: str, on: date | None = None) -> list[Opening]:
    """The posts held in a unit and beneath it."""
    low, high = paths.subtree(path)
    held = Appointment.objects.valid(on).filter(
        post__organization__path__gte=low, post__organization__path__lt=high, person__active=True
    )
    return [
        Opening("posts", one.pk, str(one), one.post.organization.path) for one in held.with_places().by_precedence()
    ]
