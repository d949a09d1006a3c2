"""The figures frozen when a phase or a campaign is submitted for signature."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from rectification.models import Campaign, Finding, FindingState, InspectionKind, Output, Per, Phase, Severity
from rectification.models.querysets import FindingQuerySet


def of_phase(phase: Phase) -> dict[str, Any]:
    """Units answered, per-unit outputs delivered, findings by severity and state."""
    standing: dict[str, Any] = {
        "delivered": {str(output.pk): _units_done(output) for output in phase.outputs.filter(per=Per.PARTICIPANT)},
        "findings": findings_table(Finding.objects.filter(phase=phase)),
    }
    if phase.has_self_inspections:
        progress = phase.progress
        standing["answered"] = {
            "total": progress.total,
            "confirmed": progress.confirmed,
            "submitted": progress.submitted,
            "released": phase.releases.count(),
        }
    return standing


def _units_done(output: Output) -> int:
    """How many units delivered it; a meeting counts where it was entered too, for its house or its department."""
    delivered = set(output.deliveries.filter(participant__isnull=False).values_list("participant__org_path", flat=True))
    if output.meeting:
        units = set(output.phase.campaign.participants.values_list("org_path", flat=True))
        held = output.meetings.values_list("institution_path", "organization__path")
        delivered |= units & {path for paths in held for path in paths}
    return len(delivered)


def of_campaign(campaign: Campaign) -> dict[str, Any]:
    """Coverage and findings of the whole campaign."""
    units = campaign.participants.active().aggregate(
        total=Count("pk"),
        focus=Count("pk", filter=Q(in_focus=True)),
    )
    inspected = campaign.inspections.values("kind").annotate(
        units=Count("participant", distinct=True, filter=Q(confirmed_at__isnull=False) | Q(submitted_at__isnull=False))
    )
    coverage = [[_("参加单位"), _("%(total)d家，其中重点%(focus)d家") % units]]
    labels = dict(InspectionKind.choices)
    coverage += [
        [str(labels[row["kind"]]), _("%(count)d家") % {"count": row["units"]}] for row in inspected.order_by("kind")
    ]
    lasting = [
        [task.text, task.lead_unit.name, task.holder.name, task.due_on.isoformat()]
        for task in campaign.standing_tasks.select_related("lead_unit", "holder").order_by("pk")
    ]
    findings = findings_table(Finding.objects.filter(campaign=campaign))
    return {"coverage": coverage, "findings": findings, "lasting": lasting}


def findings_table(findings: "FindingQuerySet") -> dict[str, Any]:
    """Findings by severity: all, open and struck off."""
    closed = Q(state=FindingState.CLOSED)
    counts = {
        row["severity"]: row
        for row in findings.exclude(state=FindingState.WITHDRAWN)
        .order_by()
        .values("severity")
        .annotate(total=Count("pk"), closed=Count("pk", filter=closed), open=Count("pk", filter=~closed))
    }
    none = {"total": 0, "closed": 0, "open": 0}
    body = [
        [str(severity.label), *(str(counts.get(severity, none)[key]) for key in ("total", "closed", "open"))]
        for severity in Severity
    ]
    return {"head": [_("严重程度"), _("发现"), _("已销号"), _("未销号")], "body": body}
