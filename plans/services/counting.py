"""Real happenings count towards quotas: a meeting held, an inspection handed in, a training, once per source."""

import datetime
from collections.abc import Collection
from itertools import groupby
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

import engine
from accountability import trail
from accountability.digest import plain
from accountability.notices import notify
from organizations import paths, rights
from organizations.models import Organization, Person
from plans import quota_permissions as permissions
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

from . import naming, settling

MOST_TOLD = 10
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
    names: Collection[str] = (),
) -> list[ObligationEvidence]:
    """Count what a unit has really done towards each obligation it meets, in the period of its day.

    `names` are those of the meeting: for a duty without a 细类 whose words mean another one it is only proposed to
    whoever accepts evidence there.

    `about` names the departments it was about, for duties that must cover every department. The same source counts
    once for an obligation, however often this is called.
    """
    rows = _matching(kind, subkind, unit, on).select_related("obligation").order_by("obligation", "organization", "pk")
    made: list[ObligationEvidence] = []
    for _side, group in groupby(rows, key=lambda row: (row.obligation_id, row.organization_id)):
        owed = list(group)
        place = where_it_counts(on, [(one.period, one.needed, one.done) for one in owed])
        if place is not None:
            row = owed[place]
            told: dict[str, Any] = {"source": source, "on": on, "title": title, "by": by, "about": about}
            proposed = bool(names) and not row.obligation.subkind and not naming.means(row.obligation.text, names)
            made += _count(row, **told, proposed=proposed)
    return made


def _matching(kind: str, subkind: str, unit: Organization, on: datetime.date) -> models.QuerySet[Occurrence]:
    """The occurrences that hold the day, of the unit itself; named by its subkind also those of the units above it."""
    same = Q(organization=unit)
    if subkind:
        above = Q(organization__path__in=paths.lineage(unit.path), institution_path=unit.institution_path)
        same |= above & Q(obligation__subkind=subkind)
    owed = Q(obligation__state=ObligationState.RUNNING)
    owed |= Q(
        obligation__state=ObligationState.ENDED, state=OccurrenceState.OPEN
    )  # what is owed still can still be met
    meant = Q(obligation__kind=kind, entry__isnull=True, obligation__subkind__in=("", subkind))
    return Occurrence.objects.at(on).filter(owed & meant & same, state__in=COUNTING)


def _count(
    occurrence: Occurrence,
    *,
    source: models.Model,
    on: datetime.date,
    title: str,
    by: Person | None,
    about: Collection[Organization],
    proposed: bool = False,
) -> list[ObligationEvidence]:
    with engine.hold(occurrence):
        if occurrence.state not in COUNTING or (proposed and occurrence.state != OccurrenceState.OPEN):
            return []
        covers = occurrence.obligation.owed_by == OwedBy.COVER
        known = _known(occurrence, source)
        units: list[Organization | None] = [one for one in about if one.pk not in known] if covers else [None]
        if not units or (not covers and known):
            return []
        made = ObligationEvidence.objects.bulk_create(
            [_evidence(occurrence, source=source, on=on, title=title, by=by, about=one) for one in units]
        )
        if proposed:
            _propose(occurrence, made, title)
            return made
        settling.settle(occurrence, by=by)
        trail.record("happening_counted", occurrence, by=by, also=made, extra={"title": plain(title, 200)})
        settling.follow_task(occurrence, by=by)
    return made


def _propose(occurrence: Occurrence, made: list[ObligationEvidence], title: str) -> None:
    """It may be meant, it may not: whoever accepts evidence there says so."""
    place = permissions.nearest_place(occurrence.org_path, set()) or ""
    for one in made:
        one.state, one.accept_path = EvidenceState.SUBMITTED, place
        one.accept_institution = rights.institution_path_of(place) if place else ""
        one.text = _("系统内记录，与任务所指的会议名称不一致，请核定是否计入。")
        one.added_by = None
        one.save(update_fields=["state", "accept_path", "accept_institution", "text", "added_by"])
    trail.record("happening_proposed", occurrence, by=None, also=made, extra={"title": plain(title, 200)})
    people = rights.who_may(f"plans.{permissions.ACCEPT}", place) if place else Person.objects.none()
    chosen = list(people.filter(home__path=place)[:MOST_TOLD]) or list(people[:MOST_TOLD])
    told = _("请核定“%(title)s”是否计入：%(what)s") % {"title": plain(title, 80), "what": occurrence}
    notify(chosen, text=told, url=occurrence.get_absolute_url(), source=occurrence, kind="quota_evidence")


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
    for _occurrence, group in groupby(list(counted), key=lambda one: one.occurrence_id):
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
