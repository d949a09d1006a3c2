"""Findings without an inspection: 交办, an indicator out of bounds, a unit's own risk report, an old ledger."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from organizations import paths
from organizations.models import Organization, Person
from organizations.refusals import Invalid, NotYet
from rectification import permissions
from rectification.models import (
    Actuality,
    CampaignState,
    Finding,
    FindingSource,
    Participant,
    ParticipantState,
    Severity,
)

from . import locking, wording
from .actor import acting_institution
from .findings import check_demand, put_into_ledger

OF_THE_UNIT = (FindingSource.SELF, FindingSource.UNIT_RISK)
ENTERED = (FindingSource.ASSIGNED, FindingSource.INDICATOR, FindingSource.UNIT_RISK)
"""The sources a clerk may enter by hand; inspections have theirs, an import may bring all."""


def enter_finding(
    participant: Participant,
    *,
    source: str,
    description: str,
    severity: str,
    by: Person,
    department: Organization | None = None,
    place: str = "",
    found_on: datetime.date | None = None,
    due_on: datetime.date | None = None,
    cited_text: str = "",
    actuality: str = Actuality.ACTUAL,
    demand: str = "",
    interim_control: str = "",
) -> Finding:
    """Put a problem into a unit's ledger that no inspection here found; the same words twice are refused.

    A unit enters its own, the side that supervises it all others.
    """
    said = wording.required("description", description, _("请填写问题描述。"))
    check_demand(demand)
    day = found_on or timezone.localdate()
    with engine.hold(participant.campaign, participant):
        locking.refuse_closed(participant)
        permissions.require(by, "register_finding", participant)
        _check(participant, source=source, severity=severity, department=department, found_on=day)
        _refuse_twice(participant, said, department)
        issuer = acting_institution(by, inspected=participant.org_path, right="register_finding")
        own = source in OF_THE_UNIT
        finding = Finding(
            participant=participant, source=source, department=department, place=place.strip(), description=said,
            cited_text=cited_text.strip(), severity=severity, found_on=day, author=by, due_on=due_on,
            actuality=actuality, demand=demand, interim_control=interim_control.strip(),
            issuer_path=participant.organization.institution_path if own else issuer.path,
        )  # fmt: skip
        put_into_ledger(finding, by=by)
    return finding


def same_in_ledger(description: str, department: Organization | None) -> dict[str, object]:
    """What makes two entries of a unit in a campaign one: the words and the department."""
    return {"description": description, "department": department}


def _refuse_twice(participant: Participant, said: str, department: Organization | None) -> None:
    same = participant.findings.filter(**same_in_ledger(said, department)).first()
    if same is not None:
        told = _("同样的问题已登记为%(number)s，不再重复登记；确属另一处的，请在描述中写明。")
        raise Invalid({"description": told % {"number": same.number_text}})


def _check(
    participant: Participant, *, source: str, severity: str, department: Organization | None, found_on: datetime.date
) -> None:
    """Everything must belong to the unit, and the campaign must be going on."""
    if participant.campaign.state not in (CampaignState.RUNNING, CampaignState.CONCLUDING):
        raise NotYet(_("专项工作不在实施中，不能登记问题。"))
    if participant.state == ParticipantState.REMOVED:
        raise NotYet(_("该单位已从参加单位名单中剔除，不再登记问题。"))
    errors = {}
    if source not in FindingSource.values:
        errors["source"] = _("请选择来源。")
    if severity not in Severity.values:
        errors["severity"] = _("请选择严重程度：一般、较大或重大。")
    if department is not None and not paths.contains(participant.org_path, department.path):
        errors["department"] = _("责任科室应当是该单位的科室。")
    if found_on > timezone.localdate():
        errors["found_on"] = _("发现日期不能晚于今天。")
    if errors:
        raise Invalid(errors)
