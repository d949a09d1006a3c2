"""What of other features may be put on an agenda to be given out there; the features are named in the site's wiring."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model

from organizations.models import Organization
from organizations.sight import Who

MOST = 300
Rows = Callable[[Who, Organization], Iterable[Model]]

_offering: list[Rows] = []


def offer(rows: Rows) -> None:
    """Let the things these rows name be put on the agenda of an institution's meetings by whoever sees them."""
    if rows not in _offering:
        _offering.append(rows)


def offered(who: Who, host: Organization) -> dict[str, Any]:
    """Each thing by its mark, such as plans.measure:12."""
    found = [thing for rows in _offering for thing in rows(who, host)][:MOST]
    return {f"{thing._meta.label_lower}:{thing.pk}": thing for thing in found}
