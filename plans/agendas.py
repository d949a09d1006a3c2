"""Where a plan that waits for a meeting's deliberation is put on an agenda; the site's wiring says where that is."""

from collections.abc import Callable

from django.db.models import Model

Address = Callable[[str], str]

_places: list[Address] = []


def lead_to(place: Address) -> None:
    """Let the page of a waiting thing lead there; called with the thing's mark, such as plans.plan:12."""
    if place not in _places:
        _places.append(place)


def addresses_of(thing: Model) -> list[str]:
    """Where a thing may be put before a meeting."""
    return [place(f"{thing._meta.label_lower}:{thing.pk}") for place in _places]
