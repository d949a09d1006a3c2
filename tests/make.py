"""Plain makers of units, people, posts and links, through the verbs; each app adds its own in tests/<app>/making.py."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model
from guardian.shortcuts import assign_perm

from organizations import separation
from organizations.models import Appointment, Duty, Organization, OrganizationLink, Person, User
from organizations.services import (
    appoint,
    create_post,
    found_organization,
    link_organizations,
    open_account,
    register_person,
)

LONG_AGO = date(2016, 1, 1)
PASSWORD = "Xunjian-2026-lu"
_numbers = count(1)
Who = TypeVar("Who", Person, User)


def make_organization(
    parent: Organization | None = None,
    *,
    kind: str = Organization.Kind.COMMISSION,
    name: str = "",
    **attrs: Any,
) -> Organization:
    """A unit; a commission at the root unless told otherwise."""
    label = Organization.Kind(kind).label
    return found_organization(parent, kind=kind, name=name or f"第{next(_numbers)}{label}", by=None, **attrs)


def make_hospital(parent: Organization | None = None, *, name: str = "", **attrs: Any) -> Organization:
    """A public secondary hospital."""
    attrs = {"level": Organization.Level.SECONDARY, "grade": Organization.Grade.A, **attrs}
    return make_organization(parent, kind=Organization.Kind.HOSPITAL, name=name, **attrs)


def make_department(hospital: Organization, *, name: str = "", **attrs: Any) -> Organization:
    """A department of an institution."""
    return make_organization(hospital, kind=Organization.Kind.DEPARTMENT, name=name, **attrs)


def make_person(home: Organization, *, name: str = "", **attrs: Any) -> Person:
    """Somebody who works at a unit and holds no post yet."""
    return register_person(home, name=name or f"员工{next(_numbers)}", by=None, **attrs)


def make_appointment(
    person: Person,
    *,
    duty: str,
    at: Organization | None = None,
    title: str = "",
    oversees: Organization | None = None,
    precedence: int = 100,
    since: date = LONG_AGO,
    until: date | None = None,
) -> Appointment:
    """A new post, at the person's own unit unless told otherwise, held by the person since long ago."""
    post = create_post(
        at or person.home,
        title=title or Duty(duty).label,
        duty=duty,
        oversees=oversees,
        precedence=precedence,
        by=None,
    )
    return appoint(person, post=post, since=since, until=until, by=None)


def make_holder(duty: str, at: Organization, *, name: str = "", **post: Any) -> Person:
    """Somebody who holds a post at a unit; `post` as for make_appointment."""
    person = make_person(at, name=name)
    make_appointment(person, duty=duty, **post)
    return person


def make_account(person: Person, *, username: str = "", password: str = PASSWORD) -> User:
    """The person's account, opened now if he has none."""
    known = User.objects.filter(person=person).first()
    return known or open_account(person, username=username or f"zhanghao{person.pk}", password=password, by=None)


def make_link(
    superior: Organization,
    subordinate: Organization,
    *,
    kind: str = OrganizationLink.Kind.BUSINESS,
    since: date = LONG_AGO,
    until: date | None = None,
) -> OrganizationLink:
    """A link across the tree since long ago."""
    return link_organizations(superior, subordinate=subordinate, kind=kind, since=since, until=until, by=None)


def make_grant(user: User, thing: Model) -> None:
    """Show one thing to one account explicitly."""
    assign_perm(f"{thing._meta.app_label}.view_{thing._meta.model_name}", user, thing)


def anew(who: Who) -> Who:
    """The same person or account as the next request would meet it."""
    return type(who)._default_manager.get(pk=who.pk)


@contextmanager
def without_separation() -> Iterator[None]:
    """As a database was before it kept the three kinds of administrator apart."""
    connection.check_constraints()  # no trigger goes while others of its table wait for the commit
    separation.lift()
    yield
    connection.check_constraints()
    separation.install()
