"""Who may do what, where: duties held today, the rights of duties, and how far they reach.

A right that reaches "own" holds inside what the appointment looks after and inside the institution in which the holder
sits. A right that reaches "subtree" holds everywhere beneath, and in the units linked to it.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple, Protocol

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from organizations import acting, paths
from organizations.models import Appointment, Delegation, Organization, OrganizationLink, Person, Right
from organizations.refusals import NotAllowed
from organizations.sight import Scope, Sight, Who, sight_of


class Placed(Protocol):
    """A row that says where it belongs."""

    @property
    def org_path(self) -> str:
        """The path of the unit it belongs to."""


Place = str | Organization | Placed
_defaults: dict[str, dict[str, str]] = {}


class Reach(NamedTuple):
    """One range of paths in which a permission holds; with an institution, only inside that one."""

    permission: str
    low: str
    high: str
    institution_path: str | None


def default(duty: str, permission: str, reach: str) -> None:
    """Declare a right that is written on the next migrate if nobody has decided on this permission yet."""
    _defaults.setdefault(permission, {})[str(duty)] = str(reach)


def write_defaults(**_signal: object) -> None:
    """Write the declared rights of every permission that has no row yet; decisions of administrators stay."""
    decided = set(Right.objects.values_list("permission", flat=True).distinct())
    Right.objects.bulk_create(
        Right(duty=duty, permission=permission, reach=reach)
        for permission, reaches in _defaults.items()
        if permission not in decided
        for duty, reach in reaches.items()
    )


def institution_path_of(path: str) -> str:
    """The path of the institution that this path is or belongs to; empty when there is no such unit."""
    found = Organization.objects.filter(path__in=paths.lineage(path)).order_by("-path").first()
    return found.institution_path if found else ""


def may(who: Who, permission: str, at: Place) -> bool:
    """Whether one of the appointments valid today, one's own or one's grantor's, allows this at a place."""
    return bool(_allowing(sight_of(who), permission, at))


def grantor_of(who: Who, permission: str, at: Place) -> Person | None:
    """For whom a person acts who may do this only by delegation; nobody where he may by a post of his own."""
    return _grantor(_allowing(sight_of(who), permission, at))


def exercise(who: Who, permission: str, at: Place) -> bool:
    """Whether this is allowed; where it is, what is recorded within the present act says for whom it was done."""
    sight = sight_of(who)
    allowing = _allowing(sight, permission, at)
    if allowing and sight.person:
        acting.note_grantor(sight.person, _grantor(allowing))
    return bool(allowing)


def _grantor(allowing: list[Scope]) -> Person | None:
    """Whose scopes these are, where none of them is one's own."""
    given = [scope.delegation for scope in allowing if scope.delegation]
    return given[0].grantor if given and len(given) == len(allowing) else None


def stand_ins(people: Collection[int]) -> set[int]:
    """Who acts today for one of these people; across four eyes they count as the same pair."""
    given = Delegation.objects.in_force().filter(appointment__person__in=people)
    return set(given.values_list("proxy", flat=True)) if people else set()


def _allowing(sight: Sight, permission: str, at: Place) -> list[Scope]:
    """The scopes that allow something at a path, a unit or a thing with an org_path."""
    path = at if isinstance(at, str) else at.org_path
    if not path:
        return []
    pairs = [(scope, right) for scope, right in _pairs(sight) if right.permission == permission]
    wide = [scope for scope, right in pairs if right.reach == Right.Reach.SUBTREE and scope.reaches(path)]
    if any(scope.delegation is None for scope in wide):
        return wide
    near = [s for s, right in pairs if right.reach == Right.Reach.OWN and paths.contains(s.path, path)]
    institution = _institution_of(at, path) if near else ""
    return [*wide, *(scope for scope in near if scope.institution_path == institution)]


def _institution_of(at: Place, path: str) -> str:
    return getattr(at, "institution_path", "") or institution_path_of(path)


def require(by: Person | None, permission: str, at: Place) -> None:
    """Refuse unless the person may do this there; without a person the system itself acts."""
    if by is not None and not exercise(by, permission, at):
        raise NotAllowed(_("您现在的岗位没有这项权限，请联系有权限的人员办理。"))


def may_anywhere(who: Who, permission: str) -> bool:
    """Whether any appointment valid today carries this permission at all."""
    return any(right.permission == permission for right in sight_of(who).rights)


def reachable(sight: Sight) -> list[Reach]:
    """Every permission held today with the ranges in which it holds."""
    return [
        Reach(right.permission, low, high, institution)
        for scope, right in _pairs(sight)
        for low, high, institution in _where(scope, right)
    ]


def permission_q(
    who: Who,
    permission: str,
    *,
    path_field: str = "org_path",
    institution_field: str = "institution_path",
) -> Q:
    """The condition that a row lies where this user or person may do this."""
    pairs = [(scope, right) for scope, right in _pairs(sight_of(who)) if right.permission == permission]
    return _any(_place_q(scope, right.reach, path_field, institution_field) for scope, right in pairs)


def reachable_q(
    sight: Sight,
    *,
    permission_field: str = "permission",
    path_field: str = "org_path",
    institution_field: str = "institution_path",
) -> Q:
    """The condition that a row which names the permission it asks for lies where that permission is held."""
    together: dict[tuple[Scope, str], set[str]] = defaultdict(set)
    for scope, right in _pairs(sight):
        together[scope, right.reach].add(right.permission)
    return _any(
        Q(**{f"{permission_field}__in": sorted(permissions)}) & _place_q(scope, reach, path_field, institution_field)
        for (scope, reach), permissions in together.items()
    )


def who_may(permission: str, at: Place) -> QuerySet[Person]:
    """The people who may do this there today, proxies among them."""
    path = at if isinstance(at, str) else at.org_path
    rights = dict(Right.objects.filter(permission=permission).values_list("duty", "reach"))
    own = [duty for duty, reach in rights.items() if reach == Right.Reach.OWN]
    subtree = [duty for duty, reach in rights.items() if reach == Right.Reach.SUBTREE]
    above = Q(scope_path__in=paths.lineage(path))
    condition = Q(post__duty__in=own, post__organization__institution_path=_institution_of(at, path)) & above
    condition |= Q(post__duty__in=subtree) & (above | _through_links(path))
    holders = (
        Appointment.objects.valid()
        .annotate(scope_path=Coalesce("post__oversees__path", "post__organization__path"))
        .filter(condition)
    )
    given = Delegation.objects.in_force().for_steps().filter(appointment__in=holders.values("pk"))
    return Person.objects.filter(Q(pk__in=holders.values("person")) | Q(pk__in=given.values("proxy")), active=True)


def _through_links(path: str) -> Q:
    links = OrganizationLink.objects.in_force().filter(subordinate__path__in=paths.lineage(path))
    return _any(
        Q(scope_path__in=paths.lineage(superior), post__organization__institution_path=institution)
        for superior, institution in links.values_list("superior__path", "superior__institution_path")
    )


def _pairs(sight: Sight) -> list[tuple[Scope, Right]]:
    scopes = [scope for scope in sight.scopes if scope.gives_rights]
    return [(scope, right) for scope in scopes for right in sight.rights if right.duty == scope.duty]


def _where(scope: Scope, right: Right) -> list[tuple[str, str, str | None]]:
    if right.reach == Right.Reach.OWN:
        return [(*paths.subtree(scope.path), scope.institution_path)]
    return [(low, high, None) for low, high in scope.ranges]


def _place_q(scope: Scope, reach: str, path_field: str, institution_field: str) -> Q:
    if reach == Right.Reach.OWN:
        own = paths.covering(path_field, [paths.subtree(scope.path)])
        return own & Q(**{institution_field: scope.institution_path})
    return paths.covering(path_field, scope.ranges)


def _any(conditions: Any) -> Q:
    """Any of the conditions; of none, none."""
    whole = Q()
    for condition in conditions:
        whole |= condition
    return whole or Q(pk__in=[])
