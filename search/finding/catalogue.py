"""The published editions as arrays: small, read from the rows, and enough for every filter, facet and group.

An article is filtered by what its edition is: level, issuer, status on a day, readers. So a filter is a mask over a few
thousand editions, never over articles, and a status that changes over night needs no new index.
"""

import datetime
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection
from numpy.typing import NDArray

from search.finding.eyes import Eyes
from search.finding.prepared import Prepared
from search.finding.titles import Titles
from search.index.asks import Keys
from search.models import BINDING, Access, Alias, Edition, IndexChange, IssuingAuthority, Regulation, Status

Mask = NDArray[np.bool_]
Coded = tuple[NDArray[Any], NDArray[np.int64]]
KEPT = 4
OUTDATED, NOT_YET = 0.6, 0.85
FILTERS = ("level", "status", "issuer", "kind", "year")
COLUMNS = (
    "pk", "regulation_id", "regulation__level", "regulation__issuer_id", "regulation__kind", "regulation__access",
    "status_code", "effective_on", "issued_on", "document_number",
)  # fmt: skip


@dataclass(frozen=True)
class Catalogue:
    """Every published edition as of one day, in the order of their keys."""

    day: datetime.date
    keys: Keys
    regulations: Keys
    levels: NDArray[np.str_]
    issuers: Keys
    kinds: NDArray[np.str_]
    is_public: Mask
    statuses: NDArray[np.str_]
    dates: list[datetime.date | None]
    numbers: list[str]
    titles: Titles
    issuer_names: dict[int, str]
    read: dict[int, Edition] = field(default_factory=dict)
    questions: dict[Any, Any] = field(default_factory=dict)
    articles: dict[int, Any] = field(default_factory=dict)

    @cached_property
    def binds(self) -> Mask:
        """Which editions apply on the day."""
        return np.isin(self.statuses, [str(one.value) for one in BINDING])

    @cached_property
    def repealed(self) -> Mask:
        """Which apply no longer."""
        return ~self.binds & (self.statuses != Status.NOT_YET.value)

    @cached_property
    def worth(self) -> NDArray[np.float64]:
        """What a hit of each counts: what no longer applies, or not yet, stands behind what does."""
        return np.where(self.repealed, OUTDATED, np.where(self.binds, 1.0, NOT_YET))

    @cached_property
    def coded(self) -> dict[str, Coded]:
        """The columns that are counted for facets, each as its distinct values and which of them every edition has."""
        columns = {
            "level": self.levels, "status": self.statuses, "kind": self.kinds, "issuer": self.issuers,
            "regulation": self.regulations,
        }  # fmt: skip
        return {name: np.unique(column, return_inverse=True) for name, column in columns.items()}

    def sizes(self, name: str, some: Keys) -> dict[Any, int]:
        """How many of some editions have each value of a column."""
        values, codes = self.coded[name]
        counted = np.bincount(codes[some], minlength=values.size)
        there = np.flatnonzero(counted)
        return dict(zip(values[there].tolist(), counted[there].tolist(), strict=True))

    def located(self, keys: Keys) -> tuple[Keys, Mask]:
        """Where editions stand, and which of them are here at all."""
        if not self.keys.size:
            return np.zeros(keys.size, np.int64), np.zeros(keys.size, bool)
        found = np.minimum(np.searchsorted(self.keys, keys), self.keys.size - 1)
        return found, self.keys[found] == keys

    @cached_property
    def places(self) -> dict[int, int]:
        """Where each edition stands."""
        return {key: place for place, key in enumerate(self.keys.tolist())}

    def editions(self, keys: Iterable[int]) -> dict[int, Edition]:
        """Editions as rows with document and issuer, each read once; what is shared here is shown and never changed."""
        wanted = set(keys)
        if missing := [key for key in wanted if key not in self.read]:  # a difference of sets walks over all of them
            for edition in Edition.objects.filter(pk__in=missing).select_related("regulation__issuer").order_by():
                if edition.pk in self.places:
                    edition.status_code = str(self.statuses[self.places[edition.pk]])  # type: ignore[attr-defined]
                    self.read[edition.pk] = edition
        return {key: self.read[key] for key in wanted if key in self.read}

    def seen_by(self, eyes: Eyes) -> Mask:
        """Which editions somebody sees, by the one rule of sight; public ones need no question."""
        if not eyes.sees_public:
            return self._among(eyes.editions())
        if bool(self.is_public.all()):
            return self.is_public
        closed = eyes.editions().published().exclude(regulation__access=Access.PUBLIC)
        return self.is_public | self._among(closed)

    def _among(self, rows: Any) -> Mask:
        return np.isin(self.keys, np.fromiter(rows.order_by().values_list("pk", flat=True), np.int64))

    @cached_property
    def by_regulation(self) -> dict[int, frozenset[int]]:
        """The editions of each document."""
        found: dict[int, set[int]] = defaultdict(set)
        for regulation, key in zip(self.regulations.tolist(), self.keys.tolist(), strict=True):
            found[regulation].add(key)
        return {regulation: frozenset(keys) for regulation, keys in found.items()}

    def of_regulations(self, regulations: Iterable[int]) -> frozenset[int]:
        """The editions of these documents."""
        return frozenset().union(*(self.by_regulation.get(one, frozenset()) for one in regulations))


_newest = Prepared(lambda: IndexChange.objects.order_by("-pk").values_list("pk")[:1])
_lock = threading.Lock()
_kept: OrderedDict[tuple[Any, ...], Catalogue] = OrderedDict()


def catalogue(day: datetime.date) -> Catalogue:
    """The editions as of a day, as of now: one question tells whether what is kept is still true."""
    version = _newest.rows()
    key = (str(connection.settings_dict["NAME"]), str(settings.VAR_DIR), version[0][0] if version else 0, day)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = _read(day)
    with _lock:
        _kept[key] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def forget() -> None:
    """Let go of everything kept."""
    with _lock:
        _kept.clear()


def _read(day: datetime.date) -> Catalogue:
    rows = list(Edition.objects.published().with_status(day).order_by("pk").values_list(*COLUMNS))
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    regulations = np.array(columns[1], np.int64)
    return Catalogue(
        day=day,
        keys=np.array(columns[0], np.int64),
        regulations=regulations,
        levels=np.array(columns[2], np.str_),
        issuers=np.array([issuer or 0 for issuer in columns[3]], np.int64),
        kinds=np.array(columns[4], np.str_),
        is_public=np.array([access == Access.PUBLIC for access in columns[5]], bool),
        statuses=np.array(columns[6], np.str_),
        dates=[effective or issued for effective, issued in zip(columns[7], columns[8], strict=True)],
        numbers=list(columns[9]),
        titles=_titles(set(regulations.tolist())),
        issuer_names=dict(IssuingAuthority.objects.order_by().values_list("pk", "name")),
    )


def _titles(published: set[int]) -> Titles:
    """The names of the documents with a published edition."""
    names = [row for row in Regulation.objects.order_by("pk").values_list("pk", "title") if row[0] in published]
    aliases = [row for row in Alias.objects.order_by("pk").values_list("regulation_id", "name") if row[0] in published]
    return Titles(names, aliases)


def _mask_of(held: Catalogue, name: str, value: str) -> Mask:
    """The editions that one filter lets through; a value that is none lets nothing through."""
    if name == "issuer":
        return held.issuers == (int(value) if value.isdecimal() and len(value) < 19 else -1)
    if name == "year":
        return np.array([day is not None and str(day.year) == value for day in held.dates], np.bool_)
    columns = {"level": held.levels, "status": held.statuses, "kind": held.kinds}
    return np.asarray(columns[name] == value, bool) if held.keys.size else np.zeros(0, bool)


def chosen_mask(held: Catalogue, filters: Mapping[str, str], *, without: str = "") -> Mask:
    """The editions that the filters let through, one of them left aside."""
    mask = np.ones(held.keys.size, bool)
    for name in FILTERS:
        if name != without and (value := filters.get(name)):
            mask &= _mask_of(held, name, value)
    return mask
