"""Whom a campaign concerns: rules as data, evaluated to organizations within the issuer's own sight.

A rule is a mapping of `kinds`, `levels`, `ownerships`, `regions` (texts), `tags` (names), `include` and `exclude`
(organization ids). Conditions of different keys must all hold, values of one key are alternatives, a missing or
empty key asks nothing; `include` is added and `exclude` taken away whatever the conditions say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, Min, Q, QuerySet, TextField, Value
from django.utils.translation import gettext as _

from accountability.signing.manifests import in_first_language
from organizations import paths
from organizations.models import Organization, OrganizationLink, Tag
from organizations.refusals import Invalid
from rectification.models.choices import labels_of

Rule = Mapping[str, Any]

MEDICAL_KINDS = (
    Organization.Kind.HOSPITAL,
    Organization.Kind.TOWNSHIP_HOSPITAL,
    Organization.Kind.COMMUNITY_CENTER,
    Organization.Kind.CLINIC,
)
DEFAULT_SCOPE: dict[str, Any] = {"kinds": [kind.value for kind in MEDICAL_KINDS]}
DEFAULT_FOCUS: dict[str, Any] = {"levels": [Organization.Level.TERTIARY.value, Organization.Level.SECONDARY.value]}

CHOSEN = {"kinds": "kind", "levels": "level", "ownerships": "ownership"}
"""Keys whose values come from the choices of an organization's field."""

KEYS = frozenset({*CHOSEN, "regions", "tags", "include", "exclude"})


def clean(rule: Rule, field: str = "scope_rule") -> dict[str, Any]:
    """The rule without empty keys; a key or value that does not exist is refused."""
    unknown = set(rule) - KEYS
    if unknown:
        raise Invalid({field: _("范围规则里有无法识别的条件：%(keys)s。") % {"keys": _("、").join(sorted(unknown))}})
    for key, column in CHOSEN.items():
        if wrong := set(rule.get(key) or ()) - set(labels_of(column)):
            raise Invalid(
                {field: _("范围规则里有无法识别的取值：%(values)s。") % {"values": _("、").join(sorted(wrong))}}
            )
    return {key: list(values) for key, values in rule.items() if values}


def universe(issuer: Organization) -> QuerySet[Organization]:
    """The institutions an issuer may ask: its own subtree and what is linked to it today.

    A commission or a centre does not ask itself; a medical institution does, to look at its own departments.
    """
    linked = OrganizationLink.objects.in_force().filter(
        paths.covering("superior__path", [paths.subtree(issuer.path)]),
        superior__institution_path=issuer.institution_path,
    )
    lows = [issuer.path, *linked.values_list("subordinate__path", flat=True)]
    units = Organization.objects.active().institutions()
    found = units.filter(paths.covering("path", paths.merged(lows)))
    return found if issuer.kind in MEDICAL_KINDS else found.exclude(pk=issuer.pk)


def evaluate(rule: Rule, issuer: Organization) -> QuerySet[Organization]:
    """The institutions in the issuer's sight that match the rule, in the order of the tree."""
    return universe(issuer).filter(chosen(rule)).order_by("path")


def chosen(rule: Rule) -> Q:
    """The whole rule on an organization: its conditions without what it leaves out by name."""
    condition = matches(rule)
    if exclude := rule.get("exclude"):
        condition &= ~Q(pk__in=list(exclude))
    return condition


def matches(rule: Rule) -> Q:
    """The conditions of a rule on an organization, its `exclude` aside."""
    condition = Q()
    for key, column in CHOSEN.items():
        if values := rule.get(key):
            condition &= Q(**{f"{column}__in": list(values)})
    if regions := rule.get("regions"):
        condition &= Q(region__in=list(regions))
    if tags := rule.get("tags"):
        condition &= Q(pk__in=Organization.tags.through.objects.filter(tag__name__in=list(tags)).values("organization"))
    if include := rule.get("include"):
        condition |= Q(pk__in=list(include))
    return condition


def focus(campaign: Any) -> QuerySet[Organization]:
    """The institutions in scope that are also the campaign's focus."""
    return evaluate(campaign.scope_rule, campaign.organization).filter(chosen(campaign.focus_rule))


def is_focus(campaign: Any, unit: Organization) -> bool:
    """Whether one unit, in scope or not, belongs to the campaign's focus."""
    return Organization.objects.filter(chosen(campaign.focus_rule), pk=unit.pk).exists()


def tallies(campaign: Any) -> dict[str, Count]:
    """The counts of both rules over a universe: `in_scope`, and `in_focus` among them."""
    inside = chosen(campaign.scope_rule)
    return {
        "in_scope": Count("pk", filter=inside),
        "in_focus": Count("pk", filter=inside & chosen(campaign.focus_rule)),
    }


def counts(campaign: Any, within: QuerySet[Organization] | None = None) -> tuple[int, int]:
    """How many institutions are in scope, and how many of them are in focus; `within` is the universe, once known."""
    units = universe(campaign.organization) if within is None else within
    found = units.order_by().aggregate(**tallies(campaign))
    return found["in_scope"], found["in_focus"]


@dataclass(frozen=True)
class Offers:
    """What a drafter may choose from, and how many institutions the stored rules mean."""

    regions: list[str]
    tags: list[str]
    in_scope: int
    in_focus: int


def offers(campaign: Any, within: QuerySet[Organization]) -> Offers:
    """The issuer's own region, the others in the order of the tree, the tags by name, both counts; one query."""
    no_count, no_path = Value(-1, output_field=IntegerField()), Value("", output_field=TextField())
    regions = within.order_by().values("region").annotate(first=Min("path"), **tallies(campaign))
    tags = Tag.objects.order_by().values_list("name", no_path, no_count, no_count)
    rows = list(regions.values_list("region", "first", "in_scope", "in_focus").union(tags, all=True))
    home = campaign.organization.region
    found = sorted((row for row in rows if row[2] >= 0), key=lambda row: (row[0] != home, row[1]))
    return Offers(
        regions=[name for name, *_rest in found if name],
        tags=sorted(name for name, _path, count, _focus in rows if count < 0),
        in_scope=sum(row[2] for row in found),
        in_focus=sum(row[3] for row in found),
    )


def describe(rule: Rule) -> str:
    """The rule as an official paper says it."""
    named = {"levels": _levels(rule), "owners": _ownerships(rule), "kinds": _kinds(rule), "also": _non_public(rule)}
    words = _("%(levels)s%(owners)s%(kinds)s%(also)s") % named
    parts = [" ".join(words.split())]
    if regions := rule.get("regions"):
        parts.append(_("行政区限%(names)s") % {"names": _("、").join(regions)})
    if tags := rule.get("tags"):
        parts.append(_("标签为%(names)s") % {"names": _("、").join(tags)})
    if include := rule.get("include"):
        parts.append(_("另含%(names)s") % {"names": _names(include)})
    if exclude := rule.get("exclude"):
        parts.append(_("不含%(names)s") % {"names": _names(exclude)})
    return _("，").join(parts)


def kept(rule: Rule) -> str:
    """The rule in the words that are stored for everybody, whatever language is being spoken."""
    with in_first_language():
        return describe(rule)


def _levels(rule: Rule) -> str:
    return _("、").join(_labels("level", rule.get("levels") or ()))


def _ownerships(rule: Rule) -> str:
    return _("、").join(_labels("ownership", rule.get("ownerships") or ()))


def _kinds(rule: Rule) -> str:
    kinds = set(rule.get("kinds") or ())
    if not kinds or kinds == set(DEFAULT_SCOPE["kinds"]):
        return _("医疗机构") if rule.get("levels") or rule.get("ownerships") else _("辖区内各级各类医疗机构")
    return _("、").join(_labels("kind", [kind.value for kind in Organization.Kind if kind in kinds]))


def _non_public(rule: Rule) -> str:
    return _("（含非公立医疗机构）") if rule.get("levels") and not rule.get("ownerships") else ""


def _labels(column: str, values: Iterable[str]) -> list[str]:
    labels = labels_of(column)
    return [str(labels[value]) for value in values]


def _names(ids: Iterable[int]) -> str:
    return _("、").join(Organization.objects.filter(pk__in=list(ids)).order_by("path").values_list("name", flat=True))
