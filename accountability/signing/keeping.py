"""A unit's routes: who signs a kind of thing, kept as rows; a new route replaces the old, which stays readable."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accountability import trail
from accountability.models import SignRoute, SignRouteStep
from organizations import rights
from organizations.models import Organization, Person
from organizations.refusals import Invalid

KEEP = "accountability.keep_routes"
_subjects: dict[str, str | Promise] = {}
_templates: dict[str, "Template"] = {}


@dataclass(frozen=True)
class Template:
    """参考路线: a route the product ships; a unit takes it, changed or not, as its own."""

    key: str
    subject: str
    name: str
    steps: tuple[Mapping[str, Any], ...]


def declare_subjects(names: Mapping[str, str | Promise]) -> None:
    """Declare the kinds of things a unit may lay a route for, and how they are called on screen."""
    _subjects.update(names)


def subjects() -> list[tuple[str, str]]:
    """The declared kinds of things with their names."""
    return [(subject, str(name)) for subject, name in _subjects.items()]


def ship(templates: Path) -> None:
    """Offer the routes of a file: each with its subject, its name and its steps as a route's rows have them."""
    for told in json.loads(templates.read_text(encoding="utf-8")):
        made = Template(told["key"], told["subject"], told["name"], tuple(told["steps"]))
        for step in made.steps:
            SignRouteStep(**step)
        _templates[made.key] = made


def templates() -> list[Template]:
    """The shipped routes of the declared subjects."""
    return [one for one in _templates.values() if one.subject in _subjects]


def template(key: str) -> Template | None:
    """A shipped route."""
    return _templates.get(key)


def lay_route(
    organization: Organization, *, subject: str, name: str, steps: Sequence[SignRouteStep], by: Person | None
) -> SignRoute:
    """Give a unit the route for a subject; `steps` are unsaved rows in order; what is being signed keeps its own."""
    if not steps:
        raise Invalid({"steps": _("办理路线至少要有一个步骤。")})
    rights.require(by, KEEP, organization)
    with transaction.atomic():
        old = list(
            SignRoute.objects.select_for_update().filter(organization=organization, subject=subject, active=True)
        )
        for route in old:
            route.active = False
            route.save(update_fields=["active"])
        route = SignRoute.objects.create(organization=organization, subject=subject, name=name)
        for order, step in enumerate(steps, start=1):
            step.route, step.order = route, order
            _checked(step).save()
        trail.record("route_laid", route, by=by, also=[*old, *steps])
    return route


def _checked(step: SignRouteStep) -> SignRouteStep:
    """The step, or the refusal that says what is missing in it."""
    try:
        step.full_clean()
    except ValidationError as error:
        raise Invalid.from_validation(error) from error
    return step
