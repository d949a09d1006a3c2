"""How refusals name things and how the trail and the revisions write values."""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from organizations.refusals import Invalid

FIRST = 5


def first_few(things: Iterable[object]) -> str:
    """The first five joined, and how many there are when there are more."""
    names = [str(thing) for thing in things]
    shown = _("、").join(names[:FIRST])
    return shown if len(names) <= FIRST else _("%(shown)s等%(count)d项") % {"shown": shown, "count": len(names)}


def stored(value: object) -> Any:
    """A value as the trail keeps it."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return str(value) if isinstance(value, models.Model) else value


def difference(thing: models.Model, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The fields that would change: name to old and new value."""
    return {
        name: [stored(getattr(thing, name)), stored(value)]
        for name, value in values.items()
        if getattr(thing, name) != value
    }


def shown(thing: models.Model, values: Mapping[str, Any]) -> dict[str, str]:
    """Label and text of values of a thing's fields, for laying two texts side by side."""
    return {label_of(thing, name): text_of(thing, name, value) for name, value in values.items()}


def label_of(thing: models.Model | type[models.Model], name: str) -> str:
    """A field as the screen calls it."""
    field = thing._meta.get_field(name)
    return str(field.verbose_name) if isinstance(field, models.Field) else name


def text_of(thing: models.Model | type[models.Model], name: str, value: object) -> str:
    """A value of a field in words."""
    field = thing._meta.get_field(name)
    if isinstance(field, models.Field) and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return "" if value is None else str(stored(value))


def required(field: str, text: str, sentence: str) -> str:
    """The text without its margins; an empty one is refused."""
    if not text.strip():
        raise Invalid({field: sentence})
    return text.strip()


def stripped(values: Mapping[str, Any]) -> dict[str, Any]:
    """Texts without their margins."""
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
