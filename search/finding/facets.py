"""How many documents there are for each value of a filter, and which editions a filter lets through."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from search.finding.catalogue import Catalogue, chosen_mask
from search.models import Kind, Level, Status

LABELS = {"level": Level.choices, "status": Status.choices, "kind": Kind.choices}


@dataclass(frozen=True)
class Choice:
    """One value of a facet."""

    value: str
    label: Any
    count: int
    chosen: bool


def facets(held: Catalogue, counts: Any, filters: Mapping[str, str]) -> dict[str, list[Choice]]:
    """How many documents' editions match for each value; a facet is counted without its own choice."""
    found = {}
    for name, choices in LABELS.items():
        some = chosen_mask(held, filters, without=name) & (counts > 0)
        sizes = dict(zip(*held.sizes(name, some), strict=True))
        order = [value for value, _label in choices if value in sizes or value == filters.get(name)]
        labels = dict(choices)
        found[name] = [Choice(v, labels[v], sizes.get(v, 0), filters.get(name) == v) for v in order]
    found["issuer"] = _issuers(held, counts, filters)
    return found


def _issuers(held: Catalogue, counts: Any, filters: Mapping[str, str], most: int = 8) -> list[Choice]:
    some = chosen_mask(held, filters, without="issuer") & (counts > 0) & (held.issuers > 0)
    best = sorted(zip(*held.sizes("issuer", some), strict=True), key=lambda row: (-row[1], row[0]))[:most]
    chosen, names = filters.get("issuer", ""), held.issuer_names
    return [Choice(str(key), names.get(key, _("（未注明）")), size, str(key) == chosen) for key, size in best]
