"""What the system knows already, put into a form before its unit asks itself for it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q

from organizations.refusals import Invalid
from rectification.models import Filing, Finding, FindingState, Known, Severity
from rectification.models.querysets import SETTLED

COUNTS: Mapping[str, Q] = {
    Known.FOUND: Q(),
    Known.MAJOR: Q(severity=Severity.MAJOR),
    Known.CLOSED: Q(state=FindingState.CLOSED),
    Known.OPEN: ~Q(state__in=SETTLED),
    Known.ON_SPOT: Q(fixed_on_spot=True),
}
"""How each figure is counted among the unit's findings that were not withdrawn."""


def known_values(filing: Filing) -> dict[str, str]:
    """The cells of an untouched form that are known: the unit's findings of the campaign, or of the period."""
    collection = filing.collection
    columns = [column for column in collection.form_version.design if column.known]
    if not columns or filing.values or filing.is_zero or collection.form_version.row_count > 1:
        return {}
    rows = Finding.objects.filter(organization=filing.organization_id).exclude(state=FindingState.WITHDRAWN)
    if collection.campaign_id is not None:
        rows = rows.filter(campaign=collection.campaign_id)
    else:
        rows = rows.filter(found_on__range=(collection.begins_on, collection.ends_on))
    asked = {column.known for column in columns}
    counted: dict[str, int] = rows.order_by().aggregate(**{name: Count("pk", filter=COUNTS[name]) for name in asked})
    return {f"{column.code}1": str(counted[column.known]) for column in columns}


def refuse_known(column: Mapping[str, Any], sentence: str) -> None:
    """Only a whole number that somebody would fill in can be known beforehand."""
    if column.get("known") and (column.get("kind", "whole") != "whole" or column["known"] not in Known.values):
        raise Invalid({"columns": sentence % {"name": column["name"]}})
