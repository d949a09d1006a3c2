"""How many documents there are for each value of a filter, and which editions a filter lets through."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from search.finding.catalogue import Catalogue, chosen_mask
from search.models import IssuingAuthority, Kind, Level, Status


@dataclass(frozen=True)
class Choice:
    """One value of a facet."""

    value: str
    label: Any
    count: int
    chosen: bool


def facets(held: Catalogue, counts: Any, filters: Mapping[str, str]) -> dict[str, list[Choice]]:
    """How many documents' editions match for each value; a facet is counted without its own choice."""
    columns: dict[str, tuple[Any, Mapping[Any, Any]]] = {
        "level": (held.levels, dict(Level.choices)),
        "status": (held.statuses, dict(Status.choices)),
        "kind": (held.kinds, dict(Kind.choices)),
    }
    found = {}
    for name, (column, labels) in columns.items():
        some = chosen_mask(held, filters, without=name) & (counts > 0)
        values, sizes = np.unique(column[some], return_counts=True)
        by_value = dict(zip(values.tolist(), sizes.tolist(), strict=True))
        order = [value for value in labels if value in by_value or value == filters.get(name)]
        found[name] = [Choice(v, labels[v], by_value.get(v, 0), filters.get(name) == v) for v in order]
    found["issuer"] = _issuers(held, counts, filters)
    return found


def _issuers(held: Catalogue, counts: Any, filters: Mapping[str, str], most: int = 8) -> list[Choice]:
    some = chosen_mask(held, filters, without="issuer") & (counts > 0) & (held.issuers > 0)
    values, sizes = np.unique(held.issuers[some], return_counts=True)
    if not values.size:
        return []
    best = np.argsort(-sizes, kind="stable")[:most]
    names = issuer_names(values[best].tolist())
    chosen = filters.get("issuer", "")
    rows = zip(values[best].tolist(), sizes[best].tolist(), strict=True)
    return [Choice(str(key), names.get(key, _("（未注明）")), size, str(key) == chosen) for key, size in rows]


def issuer_names(keys: list[int]) -> dict[int, str]:
    """What issuing authorities are called."""
    return dict(IssuingAuthority.objects.filter(pk__in=keys).values_list("pk", "name"))
