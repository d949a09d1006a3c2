"""Who should come, by a rule that is data: role × institution × focus, with exceptions by name.

Keys of a rule: about the institution `kinds`, `levels`, `ownerships`, `regions`, `tags`, `units` (ids),
`affiliated` (委直属); about the place within it `departments` (part of a name), `types` (ids of kinds of
departments), `key_departments`; about the post `duties`, `titles` (part of a title); `body` (a committee or group whose
members are meant instead of posts); `people` (ids added by name), `without` (ids left out by name); `one_each` (only
the first of an institution). Keys must all hold, the values of one key are alternatives, an empty key asks nothing; a
rule that asks nothing about the post means nobody but those added by name. `without` wins over everything.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from organizations import paths
from organizations.models import (
    Appointment,
    DepartmentType,
    Duty,
    Membership,
    Organization,
    OrganizationLink,
    Person,
)
from organizations.refusals import Invalid

Rule = Mapping[str, Any]

CHOSEN: dict[str, tuple[str, Any]] = {
    "kinds": ("kind", Organization.Kind),
    "levels": ("level", Organization.Level),
    "ownerships": ("ownership", Organization.Ownership),
}
OF_THE_POST = ("duties", "titles", "departments", "types", "key_departments")
KEYS = frozenset(
    {*CHOSEN, *OF_THE_POST, "regions", "tags", "units", "affiliated", "body", "people", "without", "one_each"}
)
LEADING = (Duty.PRINCIPAL, Duty.LEADER)
LAST = 9999


@dataclass(frozen=True)
class Expected:
    """One person who should come, as what and from where; `rank` is his place in the order of precedence."""

    person: int
    name: str
    post: str
    unit: int
    unit_name: str
    path: str
    institution: str
    rank: tuple[Any, ...]


def clean(rule: Rule) -> dict[str, Any]:
    """The rule without empty keys; a key or value that does not exist is refused."""
    if unknown := set(rule) - KEYS:
        raise Invalid({"rule": _("人员条件里有无法识别的内容：%(keys)s。") % {"keys": _("、").join(sorted(unknown))}})
    for key, (_column, choices) in CHOSEN.items():
        if wrong := set(rule.get(key) or ()) - set(choices.values):
            said = _("、").join(sorted(map(str, wrong)))
            raise Invalid({"rule": _("人员条件里有无法识别的取值：%(values)s。") % {"values": said}})
    if wrong := set(rule.get("duties") or ()) - set(Duty.values):
        raise Invalid({"rule": _("人员条件里有无法识别的取值：%(values)s。") % {"values": _("、").join(sorted(wrong))}})
    kept = {key: list(value) if isinstance(value, list | tuple) else value for key, value in rule.items() if value}
    if not any(kept.get(key) for key in (*OF_THE_POST, "body", "people")):
        raise Invalid({"rule": _("请说明哪些人员应到：选择职责、填写职务或者科室、选择委员会，或者点名列入。")})
    return kept


def expected(rule: Rule, host: Organization, *, on: date | None = None) -> list[Expected]:
    """Who the rule means on a day, each person once, in the order of precedence; at most four queries."""
    found: dict[int, Expected] = {}
    for one in sorted(_all(rule, host, on), key=lambda each: each.rank):
        found.setdefault(one.person, one)
    left_out = set(rule.get("without") or ())
    kept = [one for one in found.values() if one.person not in left_out]
    if not rule.get("one_each"):
        return kept
    named = set(rule.get("people") or ())
    first: dict[str, Expected] = {}
    for one in kept:
        first.setdefault(one.institution, one)
    return [one for one in kept if one.person in named or first[one.institution] is one]


def _all(rule: Rule, host: Organization, on: date | None) -> Iterator[Expected]:
    """By name, by membership and by post; a person may come up more than once."""
    if people := rule.get("people"):
        held = Appointment.objects.valid(on).filter(person__in=people, person__active=True)
        yield from _of_posts(held, host)
        homes = Person.objects.filter(pk__in=people, active=True).select_related("home")
        for person in homes:
            yield _at_home(person, host)
    if body := rule.get("body"):
        yield from _of_body(body, host, on)
    if any(rule.get(key) for key in OF_THE_POST):
        held = Appointment.objects.valid(on).filter(posts(rule, host), person__active=True, person__is_guest=False)
        yield from _of_posts(held, host)


def posts(rule: Rule, host: Organization) -> Q:
    """The conditions on an appointment; what is linked to the host today counts as its own."""
    units = Organization.objects.active().institutions().filter(institutions(rule, host))
    condition = Q(post__organization__institution_path__in=units.order_by().values("path"))
    condition &= Q(post__organization__active=True)
    if duties := rule.get("duties"):
        condition &= Q(post__duty__in=list(duties))
    if titles := rule.get("titles"):
        condition &= _any(Q(post__title__icontains=title) for title in titles)
    places = [Q(post__organization__name__icontains=name) for name in rule.get("departments") or ()]
    if types := rule.get("types"):
        places.append(Q(post__organization__department_type__in=list(types)))
    if places:
        condition &= _any(places)
    if rule.get("key_departments"):
        condition &= Q(post__organization__is_key_department=True)
    return condition


def institutions(rule: Rule, host: Organization) -> Q:
    """The conditions on an institution, within what the host looks after and what is linked to it."""
    condition = paths.covering("path", paths.merged(_reach(host)))
    for key, (column, _choices) in CHOSEN.items():
        if values := rule.get(key):
            condition &= Q(**{f"{column}__in": list(values)})
    if regions := rule.get("regions"):
        condition &= Q(region__in=list(regions))
    if tags := rule.get("tags"):
        tagged = Organization.tags.through.objects.filter(tag__name__in=list(tags))
        condition &= Q(pk__in=tagged.values("organization"))
    if rule.get("affiliated"):
        condition &= Q(directly_affiliated=True)
    if units := rule.get("units"):
        condition &= Q(pk__in=list(units))
    return condition


def _reach(host: Organization) -> list[str]:
    """The institution of the host with all beneath it, and what is linked to it today."""
    low, high = paths.subtree(host.institution_path)
    linked = OrganizationLink.objects.in_force().filter(superior__path__gte=low, superior__path__lt=high)
    own = linked.filter(superior__institution_path=host.institution_path)
    return [host.institution_path, *own.values_list("subordinate__path", flat=True)]


def _of_posts(held: QuerySet[Appointment], host: Organization) -> Iterator[Expected]:
    """One entry for each appointment."""
    columns = (
        "person", "person__name", "post__title", "post__duty", "post__precedence", "post__organization",
        "post__organization__name", "post__organization__path", "post__organization__institution_path", "pk",
    )  # fmt: skip
    rows = list(held.values_list(*columns))
    names = _names({row[8] for row in rows})
    for person, name, title, duty, precedence, unit, unit_name, path, institution, pk in rows:
        full = unit_name if path == institution else f"{names.get(institution, '')}{unit_name}"
        rank = (*_rank_of(institution, host, duty), precedence, path, pk)
        yield Expected(person, name, title, unit, full, path, institution, rank)


def _of_body(body: int, host: Organization, on: date | None) -> Iterator[Expected]:
    """The members of a committee or group, its leader first, each with the post he holds elsewhere as his unit."""
    rows = Membership.objects.valid(on).filter(organization=body, person__active=True)
    for one in rows.select_related("person__home", "organization"):
        home = one.person.home
        rank = (0, "", one.role_order, home.path, one.pk)
        yield Expected(
            one.person_id, one.person.name, str(one.get_role_display()), home.pk, home.name, home.path,
            home.institution_path, rank,
        )  # fmt: skip


def _at_home(person: Person, host: Organization) -> Expected:
    """Somebody added by name who holds no post today."""
    home = person.home
    rank = (2, home.institution_path, LAST, home.path, person.pk)
    return Expected(person.pk, person.name, "", home.pk, home.name, home.path, home.institution_path, rank)


def _rank_of(institution: str, host: Organization, duty: str) -> tuple[int, str]:
    """The host's leaders stand first, then the institutions in the order of the tree."""
    leads = institution == host.institution_path and duty in LEADING
    return (0, "") if leads else (1, institution)


def _names(institution_paths: Iterable[str]) -> dict[str, str]:
    """What institutions are called on a list: briefly, where they have a short name."""
    rows = Organization.objects.filter(path__in=set(institution_paths)).values_list("path", "short_name", "name")
    return {path: short or name for path, short, name in rows}


def describe(rule: Rule) -> str:
    """The rule as a notice says it: 二级、三级 医院 重症医学科 科室负责人."""
    parts = [
        _labels(rule.get("levels"), Organization.Level),
        _labels(rule.get("ownerships"), Organization.Ownership),
        _labels(rule.get("kinds"), Organization.Kind),
        _("委直属") if rule.get("affiliated") else "",
        _("、").join(rule.get("regions") or ()),
        _("、").join(rule.get("tags") or ()),
        _names_of(Organization, rule.get("units")),
        _("重点科室") if rule.get("key_departments") else "",
        _names_of(DepartmentType, rule.get("types")),
        _("、").join(rule.get("departments") or ()),
        _labels(rule.get("duties"), Duty),
        _("、").join(rule.get("titles") or ()),
    ]
    said = [" ".join(part for part in parts if part)]
    if body := rule.get("body"):
        said.append(_("%(body)s成员") % {"body": _names_of(Organization, [body])})
    if rule.get("one_each"):
        said.append(_("每家单位1人"))
    if people := rule.get("people"):
        said.append(_("另含%(names)s") % {"names": _names_of(Person, people)})
    if without := rule.get("without"):
        said.append(_("不含%(names)s") % {"names": _names_of(Person, without)})
    return _("，").join(part for part in said if part)


def _labels(values: Iterable[str] | None, choices: Any) -> str:
    labels = dict(choices.choices)
    return _("、").join(str(labels[value]) for value in values or ())


def _names_of(model: Any, keys: Iterable[int] | None) -> str:
    if not keys:
        return ""
    return _("、").join(model.objects.filter(pk__in=list(keys)).values_list("name", flat=True))


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)
