"""How large the library is, and from when on the embedded engine is too slow for it."""

from django.conf import settings

from .models import Article

LARGE = 20_000
"""Articles; above them the second engine answers many times faster (docs/search.md)."""


def is_large() -> bool:
    """Whether the library holds more articles than the embedded engine is for; stops counting there."""
    return Article.objects.order_by()[LARGE : LARGE + 1].exists()


def wants_faster_engine() -> bool:
    """Whether another engine should be chosen; without a question where it is."""
    return settings.SEARCH_BACKEND == "whoosh" and is_large()
