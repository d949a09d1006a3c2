"""Papers about a finding, as rows: what a stranger must not find."""

from typing import Any

from django.utils import timezone

from rectification.models import Finding, Objection, Slip, Waiver


def _paths(finding: Finding) -> dict[str, str]:
    return {"org_path": finding.org_path, "institution_path": finding.institution_path}


def objection_about(finding: Finding) -> int:
    """The key of an objection of the unit."""
    told: dict[str, Any] = {"decide_path": finding.org_path, "text": "申辩。", "filed_by": finding.author}
    return Objection.objects.create(finding=finding, **told, **_paths(finding)).pk


def waiver_about(finding: Finding) -> int:
    """The key of a request for time."""
    told: dict[str, Any] = {"decide_path": finding.org_path, "because": "待采购。", "control": "双人核对。"}
    told |= {"kind": "defer", "until": timezone.localdate(), "filed_by": finding.author}
    return Waiver.objects.create(finding=finding, **told, **_paths(finding)).pk


def slip_about(finding: Finding) -> int:
    """The key of a notice to the unit."""
    issuer, day = finding.organization, timezone.localdate()
    told: dict[str, Any] = {"issuer": issuer, "issuer_path": issuer.path, "participant": finding.participant}
    told |= {"reply_by": day, "receive_due_on": day, "contact": "质控科", "issued_by": finding.author}
    paths = {"org_path": issuer.path, "institution_path": issuer.path}
    return Slip.objects.create(kind="feedback", campaign=finding.campaign, text="请整改。", **told, **paths).pk
