"""How many documents there are for each value of a filter, and which editions a filter lets through."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from search.finding.catalogue import Catalogue, chosen_mask
from search.index.asks import Keys
from search.models import Kind, Level, Status

LABELS: dict[str, dict[str, Any]] = {
    "level": dict(Level.choices), "status": dict(Status.choices), "kind": dict(Kind.choices),
}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """One value of a facet."""

    value: str
    label: Any
    count: int
    chosen: bool


def facets(held: Catalogue, counts: Any, filters: Mapping[str, str]) -> dict[str, list[Choice]]:
    """How many documents' editions match for each value; a facet is counted without its own choice."""
    matching = np.flatnonzero(counts > 0)
    found = {}
    for name, labels in LABELS.items():
        sizes = _sizes(held, name, matching, filters)
        order = [value for value in labels if value in sizes or value == filters.get(name)]
        found[name] = [Choice(v, labels[v], sizes.get(v, 0), filters.get(name) == v) for v in order]
    found["issuer"] = _issuers(held, matching, filters)
    return found


def _sizes(held: Catalogue, name: str, matching: Keys, filters: Mapping[str, str]) -> dict[Any, int]:
    """How many of the editions that match and that the other filters let through have each value."""
    some = matching[chosen_mask(held, filters, without=name)[matching]] if filters else matching
    return held.sizes(name, some)


def _issuers(held: Catalogue, matching: Keys, filters: Mapping[str, str], most: int = 8) -> list[Choice]:
    sizes = _sizes(held, "issuer", matching, filters)
    sizes.pop(0, None)  # none is named
    chosen, names = filters.get("issuer", ""), held.issuer_names
    best = sorted(sizes, key=lambda issuer: (-sizes[issuer], issuer))[:most]
    return [Choice(str(key), names.get(key) or _("（未注明）"), sizes[key], str(key) == chosen) for key in best]
