"""The law: list, has_perm, right and search agree with an oracle that knows no paths, whatever the city looks like."""

from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organizations import rights, sight
from organizations.models import Duty, Organization, OrganizationLink, Person, Right
from organizations.refusals import Refusal
from tests import make

KINDS = ["commission", "hospital", "clinic", "department", "campus", "group"]
PARTS = {"department", "campus", "group"}
FILL, CHECK = "tests.fill_in", "tests.check"
REACH = {"clerk": (FILL, "own"), "inspector": (CHECK, "subtree"), "staff": None}

number = st.integers(0, 9)
period = st.tuples(st.integers(-3, 2), st.one_of(st.none(), st.integers(0, 3)))  # first day from today, length
units = st.lists(st.tuples(st.one_of(st.none(), number), st.sampled_from(KINDS)), min_size=3, max_size=9)
links = st.lists(st.tuples(number, number, period), max_size=5)
posts = st.lists(
    st.tuples(number, number, st.one_of(st.none(), number), st.sampled_from(sorted(REACH)), period),
    min_size=2,
    max_size=6,
)
grants = st.lists(st.tuples(number, number), max_size=2)


@dataclass
class City:
    """What was really made: the rows, and plain facts about them for the oracle."""

    units: list[Organization] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    parent: dict[Organization, Organization | None] = field(default_factory=dict)
    links: list[tuple] = field(default_factory=list)
    held: list[tuple] = field(default_factory=list)
    shown: set[tuple] = field(default_factory=set)

    def unit(self, index):
        return self.units[index % len(self.units)]

    def person(self, index):
        return self.people[index % len(self.people)]

    def beneath(self, top):
        """Everything at or under a unit, by walking up from each."""
        return {unit for unit in self.units if top in self.upwards(unit)}

    def upwards(self, unit):
        while unit is not None:
            yield unit
            unit = self.parent[unit]

    def institution(self, unit):
        return next((above for above in self.upwards(unit) if above.kind not in PARTS), list(self.upwards(unit))[-1])

    def linked(self, seat, scope):
        for superior, subordinate in self.links:
            if superior in self.beneath(scope) and self.institution(superior) == self.institution(seat):
                yield from self.beneath(subordinate)

    def sees(self, person):
        seen = {unit for someone, unit in self.shown if someone == person}
        for someone, seat, scope, _duty in self.held:
            if someone == person:
                seen |= self.beneath(scope) | set(self.linked(seat, scope))
        return seen

    def may(self, person, permission, unit):
        return any(
            someone == person
            and REACH[duty]
            and REACH[duty][0] == permission
            and self._reaches(seat, scope, duty, unit)
            for someone, seat, scope, duty in self.held
        )

    def _reaches(self, seat, scope, duty, unit):
        inside = unit in self.beneath(scope)
        if REACH[duty][1] == "own":
            return inside and self.institution(unit) == self.institution(seat)
        return inside or unit in set(self.linked(seat, scope))


def _days(period):
    """A period around today, and whether today lies in it."""
    first, length = period
    today = timezone.localdate()
    since = today + timedelta(days=first)
    until = None if length is None else since + timedelta(days=length)
    return since, until, since <= today and (until is None or today <= until)


def _build(units, links, posts, grants):
    """Through the verbs; what a verb refuses is not there."""
    city = City()
    for above, kind in units:
        parent = None if above is None or not city.units else city.unit(above)
        with suppress(Refusal):
            unit = make.make_organization(parent, kind=kind)
            city.units.append(unit)
            city.parent[unit] = parent
    if not city.units:
        return city
    for superior, subordinate, when in links:
        since, until, now = _days(when)
        upper, lower = city.unit(superior), city.unit(subordinate)
        with suppress(Refusal):
            make.make_link(upper, lower, kind=OrganizationLink.Kind.ALLIANCE, since=since, until=until)
            city.links += [(upper, lower)] if now else []
    city.people = [make.make_person(city.units[0]) for _someone in range(3)]
    for someone, at, over, duty, when in posts:
        since, until, now = _days(when)
        person, seat, oversees = city.person(someone), city.unit(at), None if over is None else city.unit(over)
        with suppress(Refusal):
            make.make_appointment(person, duty=duty, at=seat, oversees=oversees, since=since, until=until)
            city.held += [(person, seat, oversees or seat, duty)] if now else []
    for someone, what in grants:
        make.make_grant(make.make_account(city.person(someone)), city.unit(what))
        city.shown.add((city.person(someone), city.unit(what)))
    return city


@contextmanager
def _rolled_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


law = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def two_rights(db):
    for duty, right in REACH.items():
        if right:
            Right.objects.create(duty=Duty(duty), permission=right[0], reach=right[1])


@law
@given(units=units, links=links, posts=posts, grants=grants)
def test_the_list_is_what_has_perm_says_and_what_the_oracle_says(db, units, links, posts, grants):
    with _rolled_back():
        city = _build(units, links, posts, grants)
        for person in city.people:
            expected = city.sees(person)
            account = make.anew(make.make_account(person))
            assert set(sight.visible(account, Organization)) == expected
            assert set(sight.visible(make.anew(person), Organization)) == expected
            allowed = {unit for unit in city.units if account.has_perm("organizations.view_organization", unit)}
            assert allowed == expected


@law
@given(units=units, links=links, posts=posts)
def test_rights_and_their_lists_are_what_the_oracle_says(two_rights, units, links, posts):
    with _rolled_back():
        city = _build(units, links, posts, [])
        for person, permission in [(person, permission) for person in city.people for permission in (FILL, CHECK)]:
            who = make.anew(person)
            expected = {unit for unit in city.units if city.may(person, permission, unit)}
            assert {unit for unit in city.units if rights.may(who, permission, unit)} == expected
            assert {unit for unit in city.units if rights.may(who, permission, unit.path)} == expected
            condition = rights.permission_q(who, permission, path_field="path")
            assert set(Organization.objects.filter(condition)) == expected
            assert {unit for unit in city.units if person in rights.who_may(permission, unit)} == expected
            assert _within_reach(city, who, permission) == expected


def _within_reach(city, who, permission):
    reaches = [reach for reach in rights.reachable(sight.sight_of(who)) if reach.permission == permission]
    return {
        unit
        for unit in city.units
        for reach in reaches
        if reach.low <= unit.path < reach.high and reach.institution_path in {None, unit.institution_path}
    }


@law
@given(units=units)
def test_every_path_tells_the_tree_and_every_unit_its_institution(db, units):
    with _rolled_back():
        city = _build(units, [], [], [])
        for unit in city.units:
            assert set(Organization.objects.within(unit.path)) == city.beneath(unit)
            assert list(Organization.objects.above(unit.path)) == list(city.upwards(unit))[:0:-1]
            assert unit.institution == city.institution(unit)
            assert rights.institution_path_of(unit.path) == city.institution(unit).path
