"""The themes a thing carries, as quiet labels on its page."""

from typing import Any

from django import template
from django.db import models
from django.template import Context

from accountability import themed

register = template.Library()


@register.inclusion_tag("accountability/_themes.html", takes_context=True)
def themes_of(context: Context, thing: models.Model, may_label: bool | None = None) -> dict[str, Any]:
    """The labels of a thing, and the way to change them for whoever may; `may_label` where the page knows it."""
    who = context["request"].user
    may = themed.carrier_of(thing).may(who, thing) if may_label is None else may_label
    labels = themed.labels_of(thing, who=who)
    return {"thing": thing, "label": thing._meta.label_lower, "themes": labels, "may_label": may}
