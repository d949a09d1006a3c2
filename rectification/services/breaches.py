"""A figure out of bounds, or a problem named in a plan, opens a finding in the ledger of the year of an institution.

The year's ledger of an institution (日常监管台账) is a campaign without phases: it holds what is found outside every
campaign, by indicator or otherwise, so that each problem has one ledger, one number and one way to its 销号.
"""

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import trail
from accountability.signing.manifests import in_first_language
from organizations.models import Organization, Person
from rectification.models import (
    Campaign,
    CampaignKind,
    CampaignState,
    Finding,
    FindingSource,
    Nature,
    Participant,
    ParticipantState,
    Severity,
)

from .findings import put_into_ledger


def note_breach(
    sender: type,
    *,
    thing: Any,
    by: Person | None,
    organization: Organization,
    owner: Organization,
    description: str,
    cited_text: str,
    found_on: datetime.date,
    **_rest: Any,
) -> None:
    """Open a finding of the unit, once for these words; without a person there is nobody who registers it."""
    if by is None:
        return
    told = {"source": FindingSource.INDICATOR, "cited_text": cited_text, "found_on": found_on}
    _enter(organization, owner=owner, description=description, by=by, **told)


def note_problem(sender: type, *, thing: Any, by: Person | None, **_rest: Any) -> None:
    """A problem a unit found in itself while planning is confirmed: it is put right and proved like any other."""
    if by is None:
        return
    unit = thing.department or thing.plan.organization
    told = {"source": FindingSource.SELF, "cited_text": "", "found_on": timezone.localdate()}
    _enter(unit, owner=thing.plan.organization, description=thing.text, by=by, **told)


def _enter(organization: Organization, *, owner: Organization, description: str, by: Person, **told: Any) -> None:
    """Put it into the year's ledger of the owner, once for these words."""
    open_finding(organization, owner=owner, description=description, by=by, **told)


def open_finding(
    organization: Organization, *, owner: Organization, description: str, by: Person, **told: Any
) -> Finding:
    """The finding of these words in the year's ledger of the owner, put in where it is not there."""
    institution = organization.institution
    ledger = ledger_of_year(owner.institution, year=timezone.localdate().year, by=by)
    participant = _taking_part(ledger, institution, by)
    department = organization if organization.pk != institution.pk else None
    known = participant.findings.filter(description=description, department=department).first()
    if known is not None:
        return known
    finding = Finding(
        participant=participant, department=department, description=description, severity=Severity.GENERAL,
        author=by, issuer_path=owner.institution_path, **told,
    )  # fmt: skip
    put_into_ledger(finding, by=by)
    return finding


def ledger_of_year(owner: Organization, *, year: int, by: Person) -> Campaign:
    """The institution's ledger of a year for what is found outside campaigns; founded when it is first needed."""
    first = datetime.date(year, 1, 1)
    known = Campaign.objects.filter(organization=owner, kind=CampaignKind.ROUTINE, starts_on=first).first()
    if known is not None:
        return known
    with in_first_language():
        title = _("%(year)s年日常监管问题台账") % {"year": year}
    try:
        with transaction.atomic():
            made = Campaign.objects.create(
                title=title, kind=CampaignKind.ROUTINE, nature=Nature.QUALITY_CONTROL, organization=owner,
                org_path=owner.path, institution_path=owner.institution_path, starts_on=first,
                ends_on=datetime.date(year, 12, 31), drafted_by=by, edited_by=by, state=CampaignState.RUNNING,
                issued_at=timezone.now(),
            )  # fmt: skip
            trail.record("ledger_founded", made, by=by)
    except IntegrityError:
        return Campaign.objects.get(organization=owner, kind=CampaignKind.ROUTINE, starts_on=first)
    return made


def _taking_part(ledger: Campaign, unit: Organization, by: Person) -> Participant:
    """The unit's place in the ledger."""
    facts = {name: getattr(unit, name) for name in ("name", "kind", "level", "grade", "ownership", "region")}
    participant, is_new = Participant.objects.get_or_create(
        campaign=ledger,
        organization=unit,
        defaults={**facts, "org_path": unit.path, "added_by_rule": False, "state": ParticipantState.ACTIVE},
    )
    if is_new:
        trail.record("participant_added", ledger, by=by, also=[participant], extra={"unit": unit.name})
    return participant
