"""How campaigns stand, counted over what the visitor may see, within the query that reads them."""

from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from accountability.models import Attachment
from organizations.sight import visible
from rectification.models import Campaign, CampaignMeeting, Delivery, Finding, Inspection, Output, Participant, Phase
from rectification.models.choices import (
    FindingState,
    InspectionKind,
    InspectionState,
    ParticipantState,
    Severity,
)
from rectification.models.querysets import SETTLED, UNFIXED


def counted(rows: QuerySet[Any], by: str) -> Coalesce:
    """How many of these rows belong to the outer row."""
    counted = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(_n=Count("pk")).values("_n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def counted_campaigns(request: HttpRequest, *, today: date | None = None) -> QuerySet[Any]:
    """The campaigns in sight with their units, inspections, findings and files counted."""
    units = visible(request.user, Participant).filter(state=ParticipantState.ACTIVE)
    asked = visible(request.user, Inspection).filter(
        kind=InspectionKind.SELF, participant__state=ParticipantState.ACTIVE
    )
    findings = visible(request.user, Finding)
    overdue = Q(state__in=UNFIXED, due_on__lt=today or timezone.localdate())
    kind = ContentType.objects.get_for_model(Campaign)
    return visible(request.user, Campaign).annotate(
        annexes=counted(Attachment.objects.filter(content_type=kind), "object_id"),
        units=counted(units, "campaign"),
        focus_units=counted(units.filter(in_focus=True), "campaign"),
        asked=counted(asked, "campaign"),
        confirmed=counted(asked.filter(state=InspectionState.CONFIRMED), "campaign"),
        findings_all=counted(findings, "campaign"),
        findings_open=counted(findings.exclude(state__in=SETTLED), "campaign"),
        findings_overdue=counted(findings.filter(overdue), "campaign"),
    )


def counted_phases(request: HttpRequest, campaign: Campaign) -> list[Any]:
    """The phases in order with the self-inspections in sight: `asked` and one number for each state; and visits."""
    mine = visible(request.user, Inspection).filter(participant__state=ParticipantState.ACTIVE)
    selves = mine.filter(kind=InspectionKind.SELF)
    states = {f"in_{state}": counted(selves.filter(state=state), "phase") for state in InspectionState.values}
    phases = campaign.phases.order_by("order").annotate(
        asked=counted(selves, "phase"),
        visits=counted(mine.exclude(kind=InspectionKind.SELF).exclude(state=InspectionState.WITHDRAWN), "phase"),
        **states,
    )
    found = list(phases)
    for phase in found:
        phase.campaign = campaign
    return found


def counted_outputs(request: HttpRequest, phases: list[Phase]) -> dict[int, list[Output]]:
    """The outputs of each phase: the issuer's own delivery, and how many units in sight have delivered theirs."""
    own = Delivery.objects.filter(output=OuterRef("pk"), participant__isnull=True).order_by("-pk")
    by_units = visible(request.user, Delivery).filter(participant__isnull=False)
    delivered = by_units.filter(output=OuterRef("pk")).order_by().values("output")
    met = visible(request.user, CampaignMeeting).filter(output=OuterRef("pk")).order_by("held_on", "pk")
    outputs = Output.objects.filter(phase__in=phases).annotate(
        met_on=Subquery(met.values("held_on")[:1]),
        units_met=Coalesce(
            Subquery(met.order_by().values("output").annotate(_n=Count("org_path", distinct=True)).values("_n")),
            Value(0),
        ),
        own_day=Subquery(own.values("delivered_on")[:1]),
        own_backdated=Subquery(own.values("backdated")[:1]),
        own_alternative=Subquery(own.values("used_alternative")[:1]),
        own_by=Subquery(own.values("by__name")[:1]),
        units_delivered=Coalesce(
            Subquery(delivered.annotate(_n=Count("participant", distinct=True)).values("_n")), Value(0)
        ),
    )
    grouped: dict[int, list[Output]] = {phase.pk: [] for phase in phases}
    for output in outputs.order_by("phase", "per", "pk"):
        grouped[output.phase_id].append(output)
    return grouped


def finding_table(request: HttpRequest, campaign: Campaign) -> list[dict[str, Any]]:
    """Findings in sight by severity and state, the worst first."""
    rows = visible(request.user, Finding).filter(campaign=campaign).order_by()
    counts = {
        (severity, state): count
        for severity, state, count in rows.values_list("severity", "state").annotate(Count("pk"))
    }
    table = []
    for severity in (Severity.MAJOR, Severity.SERIOUS, Severity.GENERAL):
        cells = [(state, counts.get((severity.value, state.value), 0)) for state in FindingState]
        table.append(
            {"severity": severity.value, "label": severity.label, "cells": cells, "all": sum(n for _s, n in cells)}
        )
    return table
