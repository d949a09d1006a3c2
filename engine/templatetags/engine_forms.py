"""What every form that changes something carries."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from engine.submissions import FIELD, new_nonce

register = template.Library()


@register.simple_tag
def nonce() -> SafeString:
    """The mark by which a double click is known."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_nonce())


@register.simple_tag
def version(thing: Any) -> SafeString:
    """The version the page shows, by which a stale form is known."""
    return format_html('<input type="hidden" name="version" value="{}">', thing.version)
