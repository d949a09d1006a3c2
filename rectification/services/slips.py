"""Papers to a unit about its findings: issued by the side that found them, signed for by the unit."""

import datetime
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import assignments, numbering, trail
from accountability.models import Assignment
from organizations.calendar import add_working_days
from organizations.models import Organization, Person
from organizations.refusals import Invalid, NotYet
from rectification import events, permissions
from rectification.models import Finding, MeasureState, Nature, Slip, SlipKind, SlipState
from rectification.models.querysets import SETTLED

from . import telling, wording
from .actor import acting_post

MOST_LINES = 200
RECEIVING_DAYS = 3


def issue_slip(
    findings: Sequence[Finding], *, kind: str, text: str, reply_by: datetime.date, contact: str, by: Person
) -> Slip:
    """Send one unit a numbered paper about these findings; a 督办单 also puts them and their tasks under 督办."""
    if kind not in SlipKind.values:
        raise Invalid({"kind": _("请选择整改通知书、质控反馈意见或督办单。")})
    said = wording.required("text", text, _("请填写要求。"))
    told = wording.required("contact", contact, _("请填写联系人及电话。"))
    chosen = sorted(findings, key=lambda finding: finding.pk)
    if not chosen or len(chosen) > MOST_LINES:
        raise Invalid({"findings": _("请选择1—%(most)d个问题。") % {"most": MOST_LINES}})
    if reply_by < timezone.localdate():
        raise Invalid({"reply_by": _("回复期限不能早于今天。")})
    with engine.hold(*chosen):
        first = chosen[0]
        issuer = issuing_unit(first, by)
        for finding in chosen:
            _refuse_mixed(first, finding)
        _refuse_order(kind, first, issuer)
        slip = Slip.objects.create(
            kind=kind, campaign=first.campaign, participant=first.participant, issuer=issuer, text=said,
            reply_by=reply_by, receive_due_on=add_working_days(timezone.localdate(), RECEIVING_DAYS),
            contact=told, issued_by=by, lines=[_line(finding) for finding in chosen],
            org_path=first.participant.org_path, institution_path=first.institution_path, issuer_path=issuer.path,
        )  # fmt: skip
        slip.findings.set(chosen)
        year = timezone.localdate().year
        slip.number = numbering.take(f"rectification.{kind}", organization=issuer, year=year, to=slip, by=by)
        slip.number_text = slip.number.text
        slip.save()
        if kind == SlipKind.SUPERVISE:
            _supervise(chosen, by=by)
        with engine.hold(slip):
            trail.record("slip_issued", slip, by=by, also=chosen, extra={"number": slip.number_text})
            events.slip_issued.send(sender=Slip, thing=slip, by=by)
            engine.start(slip, by=by)
    telling.of_slip(slip)
    return slip


def receive_slip(slip: Slip, *, by: Person, note: str = "") -> None:
    """签收: somebody of the unit has it."""
    with engine.hold(slip):
        engine.require_turn(slip, "receive", by=by)
        slip.state, slip.received_by, slip.received_at = SlipState.RECEIVED, by, timezone.now()
        slip.received_post, slip.receipt_note = acting_post(by)[:160], note.strip()[:200]
        slip.version += 1
        slip.save()
        trail.record("slip_received", slip, by=by)
        events.slip_received.send(sender=Slip, thing=slip, by=by)
        engine.finish(slip, "receive", by=by)


def issuing_unit(finding: Finding, by: Person) -> Organization:
    """For whom a person writes about a finding: the campaign's issuer, otherwise the side that found it."""
    at_issuer = finding.campaign.institution_path
    place = at_issuer if permissions.may(by, "issue_slip", at_issuer) else finding.issuer_path
    permissions.require(by, "issue_slip", place)
    return Organization.objects.get(path=place)


def _refuse_mixed(first: Finding, finding: Finding) -> None:
    """One paper goes from one issuer to one unit, about what is still open."""
    if finding.state in SETTLED:
        told = {"number": finding.number_text, "state": finding.get_state_display()}
        raise NotYet(_("%(number)s%(state)s，不再发通知，请取消勾选。") % told)
    if finding.participant_id != first.participant_id:
        raise Invalid({"findings": _("一份通知只发一家单位，请只勾选同一专项工作中同一单位的问题。")})


def _refuse_order(kind: str, finding: Finding, issuer: Organization) -> None:
    """A QC centre, and a check of quality control, advise; they order nothing."""
    advises = issuer.kind == Organization.Kind.QC_CENTER or finding.campaign.nature == Nature.QUALITY_CONTROL
    if kind == SlipKind.ORDER and advises:
        raise Invalid({"kind": _("质控检查不发整改通知书，请改为“质控反馈意见”。")})


def _line(finding: Finding) -> dict[str, str]:
    return {
        "number": finding.number_text,
        "description": finding.description,
        "cites": finding.cited_text,
        "severity": finding.severity,
        "department": str(finding.department or ""),
        "due_on": finding.due_on.isoformat() if finding.due_on else "",
    }


def _supervise(findings: Sequence[Finding], *, by: Person) -> None:
    """Put the findings and their open tasks under 督办."""
    for finding in findings:
        finding.supervisor = by
        finding.version += 1
        finding.save()
        owed = finding.measures.filter(state=MeasureState.APPROVED, assignment__state=Assignment.State.OPEN)
        for measure in owed.filter(assignment__supervised=False).select_related("assignment").order_by("pk"):
            if measure.assignment is not None:
                assignments.supervise(measure.assignment, by=None)
