"""Who sees units, people and posts, and what the administrators may do by default."""

from django.db.models import Q

from organizations import paths, rights, sight
from organizations.models import (
    Appointment,
    Charter,
    Delegation,
    Duty,
    Membership,
    Organization,
    OrganizationLink,
    Person,
    Post,
    Right,
    SecondFactorRule,
)
from organizations.permissions import KEEP_ACCOUNTS, KEEP_BODIES, KEEP_CALENDAR, KEEP_ORGANIZATIONS, KEEP_PEOPLE

WATCHING = (Duty.SECURITY_ADMIN, Duty.AUDIT_ADMIN, Duty.AUDITOR)


def declare() -> None:
    """Register the rules of sight and the default rights of this app."""
    sight.register(Organization, lambda seen: seen.covers("path"))
    sight.register(OrganizationLink, _links)
    sight.register(Person, lambda seen: seen.covers("home__path") | Q(pk=_key(seen)))
    sight.register(Post, lambda seen: seen.covers("organization__path"))
    sight.register(Appointment, lambda seen: seen.covers("post__organization__path") | Q(person=_key(seen)))
    sight.register(Delegation, _delegations)
    sight.register(Charter, _bodies)
    sight.register(Membership, lambda seen: _bodies(seen) | Q(person=_key(seen)))
    sight.register(SecondFactorRule, lambda seen: seen.covers("organization__path"))
    for duty in (Duty.CLERK, Duty.HEAD):
        rights.default(duty, KEEP_BODIES, Right.Reach.OWN)
    rights.default(Duty.SYSTEM_ADMIN, KEEP_BODIES, Right.Reach.SUBTREE)
    rights.default(Duty.SYSTEM_ADMIN, KEEP_ORGANIZATIONS, Right.Reach.SUBTREE)
    rights.default(Duty.SYSTEM_ADMIN, KEEP_CALENDAR, Right.Reach.OWN)
    rights.default(Duty.SYSTEM_ADMIN, KEEP_ACCOUNTS, Right.Reach.SUBTREE)
    rights.default(Duty.SECURITY_ADMIN, KEEP_PEOPLE, Right.Reach.SUBTREE)


def _links(seen: sight.Sight) -> Q:
    return seen.covers("superior__path") | seen.covers("subordinate__path")


def _delegations(seen: sight.Sight) -> Q:
    """Those one gave or received; those of the units he looks after for whoever watches over people and records."""
    kept = [scope for scope in seen.scopes if scope.duty in WATCHING and scope.delegation is None]
    within = paths.covering("appointment__post__organization__path", paths.merged(scope.path for scope in kept))
    return Q(appointment__person=_key(seen)) | Q(proxy=_key(seen)) | within


def _bodies(seen: sight.Sight) -> Q:
    """Those in range, and those of one's own institution: who sits where is no secret there."""
    homes = [scope.institution_path for scope in seen.scopes]
    return seen.covers("organization__path") | Q(organization__institution_path__in=homes)


def _key(seen: sight.Sight) -> int | None:
    return seen.person.pk if seen.person else None
