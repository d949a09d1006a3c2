"""Where the meetings of a campaign come from: another feature keeps them, the site above says how to ask for them.

gatherings.register(Source(model=Meeting, offered=…, pieces=…))
"""

import datetime
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from organizations.models import Organization
from organizations.sight import Who, visible
from rectification.dossiers import Piece
from rectification.models import Campaign


@dataclass(frozen=True)
class Gathering:
    """One meeting as a campaign sees it: the row, its day, and who held it."""

    thing: Any
    held_on: datetime.date
    organization: Organization

    @property
    def label(self) -> str:
        """Its name, as it is frozen when it is linked."""
        return str(self.thing)[:200]


@dataclass(frozen=True)
class Source:
    """How one kind of meeting is asked for: those somebody may link to a campaign, and what lies in the box of them."""

    model: type[models.Model]
    offered: Callable[[Who, Campaign], Iterable[Gathering]]
    pieces: Callable[[Who, Collection[int]], dict[int, list[Piece]]]


_sources: list[Source] = []


def register(source: Source) -> None:
    """Let the meetings of this source belong to campaigns."""
    if source not in _sources:
        _sources.append(source)


def offered(who: Who, campaign: Campaign) -> dict[str, Gathering]:
    """What a person sees that may belong to a campaign, by its mark such as meetings.meeting:12."""
    found = (one for source in _sources for one in source.offered(who, campaign))
    return {f"{one.thing._meta.label_lower}:{one.thing.pk}": one for one in found}


def sees(who: Who, thing: Any) -> bool:
    """Whether a person sees a meeting of one of the sources."""
    known = any(isinstance(thing, source.model) for source in _sources)
    return known and visible(who, type(thing)).filter(pk=thing.pk).exists()


def pieces(who: Who, links: Iterable[Any]) -> list[Piece]:
    """The papers of linked meetings in the order of the links, as far as a person sees them."""
    linked = list(links)
    kept: list[Piece] = []
    told: dict[tuple[str, int], list[Piece]] = {}
    for source in _sources:
        label = source.model._meta.label_lower
        keys = [one.object_id for one in linked if f"{one.content_type.app_label}.{one.content_type.model}" == label]
        if keys:
            told |= {(label, key): found for key, found in source.pieces(who, keys).items()}
    for one in linked:
        kept += told.get((f"{one.content_type.app_label}.{one.content_type.model}", one.object_id), [])
    return kept


def addresses(who: Who, links: Iterable[Any]) -> dict[tuple[int, int], str]:
    """Where the linked meetings a person sees are shown, by kind and key: one question a source."""
    linked = list(links)
    found: dict[tuple[int, int], str] = {}
    for source in _sources:
        kind = ContentType.objects.get_for_model(source.model)
        keys = [one.object_id for one in linked if one.content_type_id == kind.pk]
        rows: Iterable[Any] = visible(who, source.model).filter(pk__in=keys) if keys else ()
        found |= {(kind.pk, one.pk): one.get_absolute_url() for one in rows}
    return found
