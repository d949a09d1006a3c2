"""Who sees what: the one rule of sight behind lists, details, search hits, counts, exports and files.

A person sees the subtree of what each of his posts, valid today, looks after, and the subtrees of the units that are
linked to it; a proxy sees also what the post he acts for sees. A link gives sight to those who look after its superior
side within their own institution; it is not passed on to those further up, nor through a second link: a hospital that
hosts a centre does not see the hospitals that the centre supervises.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.utils import timezone
from guardian.models import GroupObjectPermission, UserObjectPermission

from organizations import paths
from organizations.models import Appointment, Delegation, OrganizationLink, Person, Right, User
from organizations.together import listed

M = TypeVar("M", bound=models.Model)
Who = User | Person | AnonymousUser | None
KEPT_AS = "_sight_kept"


@dataclass(frozen=True)
class Scope:
    """What one appointment looks after.

    `path` is the unit looked after, `institution_path` the institution in which the holder sits, `links` the paths
    of the units linked to it today, `allowed` what the duty may do. With a `delegation` the post is another's, for
    whom the person acts.
    """

    duty: str
    path: str
    institution_path: str
    appointment: Appointment
    links: tuple[str, ...] = ()
    delegation: Delegation | None = None
    allowed: tuple[Right, ...] = field(default=(), compare=False, repr=False)

    @property
    def gives_rights(self) -> bool:
        """Whether the rights of the duty come with it: not with a delegation that only lets sign."""
        return self.delegation is None or self.delegation.allows_steps

    @property
    def ranges(self) -> tuple[paths.Range, ...]:
        """Its own subtree and those of its links."""
        return paths.merged([self.path, *self.links])

    def reaches(self, path: str) -> bool:
        """Whether a path lies in one of the ranges."""
        return any(paths.contains(upper, path) for upper in (self.path, *self.links))


@dataclass(frozen=True)
class Sight:
    """What a person sees today; nobody sees nothing."""

    person: Person | None
    appointments: tuple[Appointment, ...] = ()
    ranges: tuple[paths.Range, ...] = ()
    scopes: tuple[Scope, ...] = ()

    def covers(self, field: str = "org_path") -> Q:
        """The condition that a path column lies in sight."""
        return paths.covering(field, self.ranges)

    def sees(self, path: str) -> bool:
        """Whether one path lies in sight."""
        return bool(path) and any(low <= path < high for low, high in self.ranges)

    @cached_property
    def principals(self) -> frozenset[int]:
        """The keys of those for whom the person does steps today: himself and whom he stands in for."""
        given = {scope.appointment.person_id for scope in self.scopes if scope.delegation and scope.gives_rights}
        return frozenset(given | ({self.person.pk} if self.person else set()))

    @cached_property
    def rights(self) -> tuple[Right, ...]:
        """What the duties held today, one's own and those one acts for, may do."""
        by_duty = {scope.duty: scope.allowed for scope in self.scopes if scope.gives_rights}
        return tuple(right for allowed in by_duty.values() for right in allowed)


NOBODY = Sight(person=None)
Rule = Callable[[Sight], Q]
_rules: dict[type[models.Model], Rule] = {}


def sight_of(who: Who) -> Sight:
    """The sight of a user or person, kept on the object for the day; one query, a proxy's two."""
    if who is None or isinstance(who, AnonymousUser):
        return NOBODY
    today = timezone.localdate()
    kept: tuple[date, Sight] | None = getattr(who, KEPT_AS, None)
    if kept is None or kept[0] != today:
        kept = (today, _look(who, today))
        setattr(who, KEPT_AS, kept)
    return kept[1]


def forget(who: models.Model) -> None:
    """Let the sight of this object be looked up anew."""
    who.__dict__.pop(KEPT_AS, None)


def _look(who: User | Person, today: date) -> Sight:
    if isinstance(who, User) and not (who.is_active and who.person_id):
        return NOBODY
    person_id: Any = who.person_id if isinstance(who, User) else who.pk
    held = Appointment.objects.valid(today).filter(person=person_id, person__active=True)
    given = Delegation.objects.in_force(today).filter(proxy=person_id)
    rows = held.annotate(is_proxy=Exists(given), **_along("post__", today)).with_places().by_precedence()
    appointments = tuple(rows)
    if not appointments:
        return Sight(person=Person.objects.filter(pk=person_id, active=True).first())
    is_proxy = appointments[0].is_proxy
    scopes = (*_own(appointments), *(_given(given, today) if is_proxy else ()))
    ranges = paths.merged(path for scope in scopes for path in (scope.path, *scope.links))
    return Sight(appointments[0].person, appointments, ranges, scopes)


def _along(post: str, today: date) -> dict[str, Any]:
    """What is asked along with a post: what its duty may do, and which units are linked to what it looks after."""
    rights = Right.objects.filter(duty=OuterRef(f"{post}duty"))
    links = OrganizationLink.objects.in_force(today).filter(
        superior__institution_path=OuterRef(f"{post}organization__institution_path"),
        superior__path__startswith=OuterRef("looked_after"),
    )
    return {
        "looked_after": Coalesce(f"{post}oversees__path", f"{post}organization__path"),
        "duty_rights": listed(rights, JSONObject(pk="pk", permission="permission", reach="reach")),
        "linked": listed(links, F("subordinate__path")),
    }


def _own(appointments: Iterable[Any]) -> Iterator[Scope]:
    """What one's own posts look after."""
    return (_scope(held, held, None) for held in appointments)


def _given(given: models.QuerySet[Delegation], today: date) -> Iterator[Scope]:
    """What the posts look after for which one acts today."""
    together = ("proxy", "appointment__person", "appointment__post__organization", "appointment__post__oversees")
    rows = given.select_related(*together).annotate(**_along("appointment__post__", today)).order_by("pk")
    return (_scope(one.appointment, one, one) for one in rows)


def _scope(held: Appointment, asked: Any, delegation: Delegation | None) -> Scope:
    """A scope, with what was asked along with its row."""
    duty, seat = held.post.duty, held.post.organization.institution_path
    allowed = (Right(duty=duty, **one) for one in asked.duty_rights or ())
    links = tuple(sorted(asked.linked or ()))
    in_order = tuple(sorted(allowed, key=lambda right: right.permission))
    return Scope(duty, held.post.scope.path, seat, held, links, delegation, in_order)


def register(model: type[models.Model], rule: Rule) -> None:
    """Say who sees the rows of a model.

    The rule turns a sight into a condition; it must not multiply rows, so anything across a many-relation is an
    Exists. A sight without ranges must see nothing through it that is not the person's own.
    """
    if not isinstance(model._meta.pk, models.AutoField | models.IntegerField | models.OneToOneField):
        raise TypeError(f"{model._meta.label} needs a whole number as its key: explicit grants are stored by it.")
    _rules[model] = rule


def is_registered(model: type[models.Model]) -> bool:
    """Whether there is a rule for the model."""
    return model._meta.concrete_model in _rules


def visible(who: Who, model: type[M]) -> models.QuerySet[M]:
    """The rows of a model this user or person sees today; a model without a rule is an error of the programmer."""
    concrete = model._meta.concrete_model
    if concrete not in _rules:
        raise LookupError(f"No rule of sight is registered for {model._meta.label}.")
    sight = sight_of(who)
    rows: models.QuerySet[M] = model._default_manager.all()
    if sight.person is None:
        return rows.none()
    return rows.filter(condition(who, model))


def condition(who: Who, model: type[models.Model]) -> Q:
    """What a row must be so that this user or person sees it today, for a query that asks it in a form of its own."""
    sight = sight_of(who)
    if sight.person is None:
        return Q(pk__in=[])
    return _rules[model._meta.concrete_model or model](sight) | granted(sight.person, model)


def granted(person: Person, model: type[models.Model]) -> Q:
    """The condition that a row was shown to the person's account or to one of its groups by an explicit grant."""
    accounts: dict[str, Any] = {"is_active": True, "person": person.pk}
    to_user = {f"user__{name}": value for name, value in accounts.items()}
    to_group = {f"group__user__{name}": value for name, value in accounts.items()}
    one = _granted_keys(UserObjectPermission.objects.filter(**to_user), model)
    group = _granted_keys(GroupObjectPermission.objects.filter(**to_group), model)
    return Q(pk__among=one) | Q(pk__among=group)


def _granted_keys(grants: models.QuerySet[Any], model: type[models.Model]) -> models.QuerySet[Any]:
    """Keys are stored as text for every model alike: only those of this model may be read as numbers."""
    options = model._meta
    this = {"content_type__app_label": options.app_label, "content_type__model": options.model_name}
    number = models.BigIntegerField()
    return (
        grants.filter(permission__codename=f"view_{options.model_name}", **this)
        .annotate(granted_key=Case(When(**this, then=Cast("object_pk", number)), output_field=number))
        .values("granted_key")
    )
