"""The foot of papers that are printed: the newest checkpoint as words and as a QR code."""

from typing import Any

from django import template
from django.db import models

from accountability.proofs import stamping

register = template.Library()


@register.inclusion_tag("accountability/_stamp.html")
def checkpoint_stamp(thing: models.Model | None = None, code: str = "") -> dict[str, Any]:
    """The stamp for a thing, or for a check code given."""
    return {"stamp": stamping.stamp(thing, code=code)}
