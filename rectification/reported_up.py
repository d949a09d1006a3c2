"""逐级上报 of a finding: what it says when it is reported up, and which report the visitor sees of it."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from accountability import incidents
from accountability.models import Derivation, IncidentReport
from organizations.sight import Who, visible
from rectification.models import Finding


def declare() -> None:
    """Findings may be reported up, by the unit itself or by whoever found them."""
    incidents.register_reportable(Finding, told_by)


def told_by(finding: Finding) -> incidents.Reportable:
    """Whose finding it is, what was found, and what holds the risk meanwhile."""
    said = _("%(unit)s：%(what)s（%(severity)s，台账编号%(number)s）") % {
        "unit": finding.organization.name,
        "what": finding.description,
        "severity": finding.get_severity_display(),
        "number": finding.number_text,
    }
    if finding.interim_control:
        said += _("临时控制措施：%(what)s") % {"what": finding.interim_control}
    return incidents.Reportable(content=said, found_on=finding.found_on)


def asked_for(who: Who) -> dict[str, Any]:
    """What a finding is asked for with, so that its page names the newest report the visitor sees."""
    kinds = {"target_type__app_label": "accountability", "target_type__model": "incidentreport"}
    told = Derivation.objects.filter(
        source_type__app_label="rectification",
        source_type__model="finding",
        source_id=OuterRef(OuterRef("pk")),
        **kinds,
    )
    seen = visible(who, IncidentReport).filter(pk__in=told.values("target_id")).order_by("-pk")
    return {"reported_up": Subquery(seen.values("pk")[:1]), "reported_number": Subquery(seen.values("number_text")[:1])}
