"""What of other features may be put on an agenda to be given out there; the features are named in the site's wiring."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from organizations.models import Organization
from organizations.sight import Who, is_registered, visible

MOST = 300
Rows = Callable[[Who, Organization], Iterable[Model]]

Waiting = Callable[[Who, Organization], Iterable[tuple[Model, str]]]

_offering: list[Rows] = []
_waiting: list[Waiting] = []


def offer(rows: Rows) -> None:
    """Let the things these rows name be put on the agenda of an institution's meetings by whoever sees them."""
    if rows not in _offering:
        _offering.append(rows)


def offered(who: Who, host: Organization) -> dict[str, Any]:
    """Each thing by its mark, such as plans.measure:12."""
    found = [thing for rows in _offering for thing in rows(who, host)][:MOST]
    return {f"{thing._meta.label_lower}:{thing.pk}": thing for thing in found}


def await_meetings(rows: Waiting) -> None:
    """Let the things these rows name, each with the digest of what it says now, be put before a meeting to decide."""
    if rows not in _waiting:
        _waiting.append(rows)


def awaiting(who: Who, host: Organization) -> dict[str, tuple[Any, str]]:
    """Each thing that waits for a meeting's deliberation, with its digest, by its mark, such as plans.plan:12."""
    found = [one for rows in _waiting for one in rows(who, host)][:MOST]
    return {f"{thing._meta.label_lower}:{thing.pk}": (thing, shown) for thing, shown in found}


def addresses_of(who: Who, items: Iterable[Any]) -> dict[tuple[int, int], str]:
    """Where that is shown from which items of an agenda follow, as far as the reader sees it; one query a kind."""
    keys: dict[int, set[int]] = {}
    for item in items:
        if item.source_type_id and item.source_id:
            keys.setdefault(item.source_type_id, set()).add(item.source_id)
    found: dict[tuple[int, int], str] = {}
    for kind, of_kind in keys.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is None or not is_registered(model) or not hasattr(model, "get_absolute_url"):
            continue
        found |= {(kind, one.pk): one.get_absolute_url() for one in visible(who, model).filter(pk__in=of_kind)}
    return found
