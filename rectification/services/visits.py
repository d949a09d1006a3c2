"""What a visit leaves behind besides its answers: the count of a survey, advice, the second look at what was closed."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from organizations import rights
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification.models import Finding, FindingState, Inspection, LookBack, VisitResult

from . import locking, wording
from .inspections import require_filler
from .verification import reopen_finding

REOPEN = "rectification.reopen_finding"


def record_survey(
    inspection: Inspection, *, surveyed_on: datetime.date, population: int, surveyed: int, cases: int, by: Person
) -> VisitResult:
    """现患率调查: how many were there on the day, how many were looked at, how many had it."""
    locking.refuse_closed(inspection)
    if not inspection.rule.counts:
        raise NotYet(_("只有现患率调查登记应查、实查和现患例数。"))
    errors = {}
    if surveyed_on > timezone.localdate():
        errors["surveyed_on"] = _("调查日不能晚于今天。")
    if population < 1:
        errors["population"] = _("应查人数至少为1。")
    if surveyed > population:
        errors["surveyed"] = _("实查人数不能大于应查人数，请核对。")
    if surveyed < 1:
        errors["surveyed"] = _("实查人数至少为1。")
    if not 0 <= cases <= surveyed:
        errors["cases"] = _("现患例数不能大于实查人数，请核对。")
    if errors:
        raise Invalid(errors)
    told = {"surveyed_on": surveyed_on, "population": population, "surveyed": surveyed, "cases": cases}
    return _kept(inspection, told, by=by)


def record_advice(inspection: Inspection, *, advice: str, by: Person) -> VisitResult:
    """技术指导: what the unit is advised to do; it is never a finding and never counts."""
    locking.refuse_closed(inspection)
    if not inspection.rule.advises:
        raise NotYet(_("只有技术指导登记指导建议；其他检查请登记问题。"))
    return _kept(inspection, {"advice": wording.required("advice", advice, _("请填写指导建议。"))}, by=by)


def _kept(inspection: Inspection, told: dict[str, Any], *, by: Person) -> VisitResult:
    """Written once or over again while the visit lasts; what stood before is in the trail."""
    with locking.hold_open(inspection):
        require_filler(inspection, by)
        paths = {"org_path": inspection.org_path, "institution_path": inspection.institution_path}
        row = VisitResult.objects.filter(inspection=inspection).first() or VisitResult(inspection=inspection, **paths)
        changed = wording.difference(row, told)
        for name, value in told.items():
            setattr(row, name, value)
        row.by, row.at = by, timezone.now()
        row.save()
        trail.record("visit_result_recorded", inspection, by=by, also=[row], changed=changed)
    return row


def look_at_again(inspection: Inspection, *, finding: Finding, holds: bool, note: str, by: Person) -> LookBack:
    """回头看: a closed finding holds, or the problem is back and its rectification begins again."""
    said = wording.required("note", note, _("请写明复看时看到的情况。"))
    with locking.hold_open(of=inspection), engine.hold(finding, inspection):
        require_filler(inspection, by)
        _refuse_look(inspection, finding, by, holds=holds)
        row = LookBack.objects.create(
            inspection=inspection, finding=finding, holds=holds, note=said, by=by, org_path=inspection.org_path
        )
        trail.record("looked_back", finding, by=by, also=[row], extra={"holds": holds}, because=said)
        if not holds:
            reopen_finding(finding, by=by, because=said)
    return row


def _refuse_look(inspection: Inspection, finding: Finding, by: Person, *, holds: bool) -> None:
    if not inspection.rule.looks_back:
        raise NotYet(_("只有“回头看”复看已销号的问题。"))
    if finding.participant_id != inspection.participant_id:
        raise Invalid({"finding": _("这个问题不是被检查单位在本专项工作中的问题。")})
    known = LookBack.objects.filter(inspection=inspection, finding=finding).select_related("by").first()
    if known is not None:
        raise AlreadyDone(who=known.by, when=known.at)
    if finding.state != FindingState.CLOSED:
        raise NotYet(_("问题还没有销号，不需要回头看。"))
    if not holds and not rights.may(by, REOPEN, finding.verify_path):
        raise NotAllowed(
            _("这个问题由%(unit)s核查销号，您不能重新启动整改；请在本次回头看中登记为新问题。")
            % {"unit": finding.organization.name}
        )
