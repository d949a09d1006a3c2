"""Real happenings count towards quotas: a meeting held, an inspection handed in, a training, once per source."""

import datetime
from collections.abc import Collection
from itertools import groupby
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

import engine
from accountability import trail
from accountability.digest import plain
from organizations import paths
from organizations.models import Organization, Person
from plans.models import (
    EvidenceOrigin,
    EvidenceState,
    ObligationEvidence,
    ObligationState,
    Occurrence,
    OccurrenceState,
    OwedBy,
)
from plans.rhythm import where_it_counts

from . import settling

COUNTING = (OccurrenceState.OPEN, OccurrenceState.DONE)


def count_happening(
    *,
    kind: str,
    subkind: str = "",
    unit: Organization,
    on: datetime.date,
    source: models.Model,
    title: str,
    by: Person | None,
    about: Collection[Organization] = (),
) -> list[ObligationEvidence]:
    """Count what a unit has really done towards each obligation it meets, in the period of its day.

    `about` names the departments it was about, for duties that must cover every department. The same source counts
    once for an obligation, however often this is called.
    """
    rows = _matching(kind, subkind, unit, on).select_related("obligation").order_by("obligation", "organization", "pk")
    made: list[ObligationEvidence] = []
    for _side, group in groupby(rows, key=lambda row: (row.obligation_id, row.organization_id)):
        owed = list(group)
        place = where_it_counts(on, [(one.period, one.needed, one.done) for one in owed])
        if place is not None:
            made += _count(owed[place], source=source, on=on, title=title, by=by, about=about)
    return made


def _matching(kind: str, subkind: str, unit: Organization, on: datetime.date) -> models.QuerySet[Occurrence]:
    """The occurrences that hold the day, of the unit itself; named by its subkind also those of the units above it."""
    same = Q(organization=unit)
    if subkind:
        above = Q(organization__path__in=paths.lineage(unit.path), institution_path=unit.institution_path)
        same |= above & Q(obligation__subkind=subkind)
    running = Q(obligation__state=ObligationState.RUNNING, obligation__kind=kind, entry__isnull=True)
    meant = Q(obligation__subkind__in=("", subkind))
    return Occurrence.objects.at(on).filter(running & meant & same, state__in=COUNTING)


def _count(
    occurrence: Occurrence,
    *,
    source: models.Model,
    on: datetime.date,
    title: str,
    by: Person | None,
    about: Collection[Organization],
) -> list[ObligationEvidence]:
    with engine.hold(occurrence):
        if occurrence.state not in COUNTING:
            return []
        covers = occurrence.obligation.owed_by == OwedBy.COVER
        known = _known(occurrence, source)
        units: list[Organization | None] = [one for one in about if one.pk not in known] if covers else [None]
        if not units or (not covers and known):
            return []
        made = ObligationEvidence.objects.bulk_create(
            [_evidence(occurrence, source=source, on=on, title=title, by=by, about=one) for one in units]
        )
        settling.settle(occurrence, by=by)
        trail.record("happening_counted", occurrence, by=by, also=made, extra={"title": plain(title, 200)})
        settling.follow_task(occurrence, by=by)
    return made


def _known(occurrence: Occurrence, source: models.Model) -> set[int | None]:
    """The units about which a source counts already, anywhere in this obligation of this unit."""
    rows = ObligationEvidence.objects.of(source).filter(
        occurrence__obligation=occurrence.obligation_id, occurrence__organization=occurrence.organization_id
    )
    return set(rows.values_list("about", flat=True))


def _evidence(
    occurrence: Occurrence,
    *,
    source: models.Model,
    on: datetime.date,
    title: str,
    by: Person | None,
    about: Organization | None,
) -> ObligationEvidence:
    return ObligationEvidence(
        occurrence=occurrence,
        origin=EvidenceOrigin.HAPPENING,
        source_type=ContentType.objects.get_for_model(source),
        source_id=source.pk,
        about=about,
        on=on,
        title=plain(title, 200),
        added_by=by,
        org_path=occurrence.org_path,
        institution_path=occurrence.institution_path,
    )


def withdraw_happening(*, source: models.Model, by: Person | None, because: str, **_event: Any) -> int:
    """What was recorded did not happen after all: it counts no more; how many times it had counted."""
    counted = ObligationEvidence.objects.of(source).select_related("occurrence__obligation").order_by("occurrence")
    number = 0
    for _key, group in groupby(list(counted), key=lambda one: one.occurrence_id):
        rows = list(group)
        occurrence = rows[0].occurrence
        with engine.hold(occurrence):
            for one in rows:
                one.state, one.because = EvidenceState.WITHDRAWN, plain(because, 300)
                one.save(update_fields=["state", "because"])
            settling.settle(occurrence, by=by)
            trail.record("happening_withdrawn", occurrence, by=by, because=because, also=rows)
            settling.follow_task(occurrence, by=by, because=because)
            number += len(rows)
    return number
