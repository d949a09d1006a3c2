"""The named questions asked of campaigns, phases, units, inspections and findings."""

import datetime
from collections.abc import Mapping
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from organizations import paths

from .choices import (
    CampaignState,
    FindingState,
    InspectionKind,
    InspectionState,
    ObjectionState,
    ParticipantState,
    PhaseState,
)

UNFIXED = (FindingState.REGISTERED, FindingState.PLANNING, FindingState.APPROVING, FindingState.RECTIFYING)
"""States in which the unit still owes the fix."""

SETTLED = (FindingState.CLOSED, FindingState.WITHDRAWN)
"""States in which nothing more is to be done about a finding."""

FIXED_AT_ONCE = Q(state=FindingState.VERIFYING, round=1, fixed_on_spot=True)
"""What was fixed on the spot and nobody has looked at yet."""

LEDGER_FIELDS = {
    "campaign": "campaign",
    "phase": "phase",
    "inspection": "inspection",
    "participant": "participant",
    "organization": "organization",
    "department": "department",
    "severity": "severity",
    "source": "source",
    "actuality": "actuality",
    "demand": "demand",
    "state": "state",
    "section": "item__section",
    "cause": "cause_kind",
}
"""Filters of the ledger that compare one column."""


class CampaignQuerySet(models.QuerySet[Any]):
    """Questions about campaigns."""

    def issued(self) -> Self:
        """Those the participating units have."""
        return self.filter(issued_at__isnull=False)

    def in_progress(self) -> Self:
        """Those neither finished nor given up."""
        return self.exclude(state__in=[CampaignState.CLOSED, CampaignState.CANCELLED])


class PhaseQuerySet(models.QuerySet[Any]):
    """Questions about phases."""

    def open(self) -> Self:
        """Phases that have begun and are not closed."""
        return self.filter(state__in=[PhaseState.OPEN, PhaseState.SIGNING])

    def outside_window(self, on: datetime.date | None = None) -> Self:
        """Open phases whose window has passed, and planned ones whose window has begun."""
        day = on or timezone.localdate()
        late = Q(state=PhaseState.OPEN, closes_on__lt=day)
        waiting = Q(state=PhaseState.PLANNED, opens_on__lte=day)
        return self.filter(late | waiting)


class ParticipantQuerySet(models.QuerySet[Any]):
    """Questions about units that take part."""

    def active(self) -> Self:
        """Those not removed."""
        return self.filter(state=ParticipantState.ACTIVE)

    def focus(self) -> Self:
        """The focus of the campaign."""
        return self.filter(in_focus=True)

    def not_released(self, phase: Any) -> Self:
        """Those the phase still waits for."""
        return self.active().exclude(releases__phase=phase)


class DeliveryQuerySet(models.QuerySet[Any]):
    """Questions about deliveries."""

    def of_campaign(self, campaign: Any) -> Self:
        """Everything delivered in a campaign."""
        return self.filter(output__phase__campaign=campaign)


class InspectionQuerySet(models.QuerySet[Any]):
    """Questions about inspections."""

    def self_inspections(self) -> Self:
        """Units looking at themselves."""
        return self.filter(kind=InspectionKind.SELF)

    def from_outside(self) -> Self:
        """Others looking at units."""
        return self.exclude(kind=InspectionKind.SELF)

    def waited_for(self) -> Self:
        """Those the phase still waits for: neither answered to the end nor released nor of a removed unit."""
        releases = apps.get_model("rectification", "Release").objects
        released = releases.filter(phase=OuterRef("phase"), participant=OuterRef("participant"))
        waiting = [InspectionState.OPEN, InspectionState.SUBMITTED]
        return self.filter(~Exists(released), state__in=waiting, participant__state=ParticipantState.ACTIVE)


def _says(words: str, *columns: str) -> Q:
    """One of these columns contains the words; only what has letters is compared in both cases, which costs more."""
    lookup = "contains" if words.upper() == words.lower() else "icontains"
    return Q(*((f"{column}__{lookup}", words) for column in columns), _connector=Q.OR)


class FindingQuerySet(models.QuerySet[Any]):
    """Questions about findings."""

    def open(self) -> Self:
        """Those neither struck off the ledger nor withdrawn."""
        return self.exclude(state__in=SETTLED)

    def closed(self) -> Self:
        """Those struck off the ledger."""
        return self.filter(state=FindingState.CLOSED)

    def withdrawn(self) -> Self:
        """Those taken back; their numbers stay, struck through."""
        return self.filter(state=FindingState.WITHDRAWN)

    def repeated(self) -> Self:
        """屡查屡犯: those whose unit had the same problem in an earlier campaign."""
        return self.filter(repeats__gt=0)

    def counting(self, on: datetime.date | None = None) -> Self:
        """Those that count for a unit: not withdrawn, not under objection, and no longer open to one.

        A unit that has planned measures has accepted what was found.
        """
        day = on or timezone.localdate()
        objections = apps.get_model("rectification", "Objection").objects
        pending = Exists(objections.filter(finding=OuterRef("pk"), state=ObjectionState.PENDING))
        heard = Exists(objections.filter(finding=OuterRef("pk")))
        untouched = Q(state__in=[FindingState.REGISTERED, FindingState.PLANNING]) | Q(
            state="verifying", round=1, fixed_on_spot=True
        )
        waiting = Q(objection_until__gte=day) & untouched & ~heard
        return self.exclude(state=FindingState.WITHDRAWN).exclude(pending).exclude(waiting)

    def overdue(self, on: datetime.date | None = None) -> Self:
        """Those whose time limit passed before the unit finished."""
        return self.filter(state__in=UNFIXED, due_on__lt=on or timezone.localdate())

    def in_institution(self, organization: Any) -> Self:
        """The ledger of one institution."""
        return self.filter(organization=organization)

    def with_names(self) -> Self:
        """With everything a row of the ledger prints."""
        return self.select_related("campaign", "organization", "department", "participant", "author", "phase")

    def for_ledger(self, filters: Mapping[str, Any]) -> Self:
        """The rows of the ledger that match; unknown and empty filters are ignored.

        Keys: the columns of LEDGER_FIELDS, `status` (open, closed, overdue, repeated, withdrawn), `within` (a path),
        `found_from`, `found_to`, `due_from`, `due_to` (days) and `words` (in number, description or place).
        """
        columns = {LEDGER_FIELDS[key]: value for key, value in filters.items() if key in LEDGER_FIELDS and value}
        rows = self.filter(**columns)._in_period(filters)._with_status(filters.get("status"))
        if within := filters.get("within"):
            rows = rows.filter(paths.covering("org_path", [paths.subtree(within)]))
        if words := str(filters.get("words") or "").strip():
            rows = rows.filter(_says(words, "number_text", "description", "place"))
        return rows.with_names()

    def _in_period(self, filters: Mapping[str, Any]) -> Self:
        periods = {
            "found_from": "found_on__gte",
            "found_to": "found_on__lte",
            "due_from": "due_on__gte",
            "due_to": "due_on__lte",
        }
        return self.filter(**{lookup: filters[key] for key, lookup in periods.items() if filters.get(key)})

    def _with_status(self, status: str | None) -> Self:
        match status:
            case "open":
                return self.open()
            case "closed":
                return self.closed()
            case "overdue":
                return self.overdue()
            case "repeated":
                return self.repeated()
            case "withdrawn":
                return self.withdrawn()
            case _:
                return self


class FilingQuerySet(models.QuerySet[Any]):
    """The questions asked of the units' forms."""

    def missing(self) -> Self:
        """What has not gone up, or came back and was not sent anew."""
        return self.exclude(state="reported")

    def late(self, today: datetime.date) -> Self:
        """What went up for the first time after its deadline, or has not though the deadline is past."""
        overdue = Q(first_reported_at__isnull=True, collection__due_on__lt=today)
        return self.filter(overdue | Q(first_reported_at__date__gt=F("collection__due_on")))
