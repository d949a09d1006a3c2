"""Verification 核查, 销号 and reopening: always by somebody who is neither fixer nor author."""

from django.utils.translation import gettext as _

import engine
from accountability import assignments, trail
from organizations.models import Person
from organizations.refusals import Invalid, NotAllowed, NotYet
from rectification import events, permissions
from rectification.models import (
    CloseOut,
    Conclusion,
    CorrectiveMeasure,
    Finding,
    FindingState,
    MeasureState,
    Reopening,
    Verification,
)

from . import telling, wording
from .actor import acting_person
from .waivers import begin_round
from .withdrawing import refuse_while_objected


def send_to_verifier(finding: Finding) -> None:
    """Choose where the finding is verified: at the unit that found it, one level up where nobody else can.

    Called inside hold; changes the finding without saving it.
    """
    base = finding.issuer_path or finding.institution_path
    place = permissions.nearest_place("verify_finding", base, partial_to(finding))
    if place is None:
        raise NotYet(_("没有可以核查的人员：核查人不能是整改人或登记人，请先请上级单位设置核查人员。"))
    finding.verify_path = place
    finding.one_level_up = place != base
    finding.state = FindingState.VERIFYING


def partial_to(finding: Finding) -> set[int]:
    """The persons who may not verify: the author and everybody who fixed, over all their posts."""
    return {*finding.partial.values_list("pk", flat=True), *_reporter(finding)}


def verify_finding(finding: Finding, *, conclusion: str, opinion: str, by: Person) -> Verification:
    """Say whether it is fixed; 部分整改 and 未整改 go back with the reason and begin a new round."""
    if conclusion not in Conclusion.values:
        raise Invalid({"conclusion": _("请选择核查结论：属实已整改、部分整改或未整改。")})
    said = wording.required("opinion", opinion, _("请填写核查意见。"))
    with engine.hold(finding):
        engine.require_turn(finding, "verify", by=by)
        _refuse_partial(finding, by)
        refuse_while_objected(finding)
        verification = Verification.objects.create(
            finding=finding,
            round=finding.round,
            verifier=by,
            conclusion=conclusion,
            opinion=said,
            one_level_up=finding.one_level_up,
        )
        if conclusion == Conclusion.FIXED:
            finding.version += 1
            finding.save()
            trail.record("finding_verified", finding, by=by, also=[verification], extra=_told(verification))
            engine.finish(finding, "verify", by=by)
        else:
            _send_back_to_fix(finding, verification, by=by)
    return verification


def close_out(finding: Finding) -> None:
    """Strike the finding off the ledger: its last verification says that it is fixed."""
    last = finding.verifications.select_related("verifier").latest("pk")
    by = acting_person() or last.verifier
    row = CloseOut.objects.create(finding=finding, round=finding.round, by=last.verifier, opinion=last.opinion)
    finding.state = FindingState.CLOSED
    finding.version += 1
    finding.save()
    trail.record("finding_closed", finding, by=by, also=[row])
    events.finding_closed.send(sender=Finding, thing=finding, by=by)


def reopen_finding(finding: Finding, *, by: Person, because: str) -> None:
    """It is there again: a new round with new measures; the old ones stay readable."""
    reason = wording.required("because", because, _("请写明重新启动整改的理由。"))
    with engine.hold(finding):
        permissions.require(by, "reopen_finding", finding.verify_path)
        if finding.state != FindingState.CLOSED:
            raise NotYet(_("问题还没有销号，不需要重新启动整改。"))
        ended = _end_measures(finding)
        begin_round(finding)
        finding.reopened_times += 1
        finding.state = FindingState.REGISTERED
        finding.save()
        row = Reopening.objects.create(finding=finding, round=finding.round, because=reason, by=by)
        changed = {"state": [FindingState.CLOSED.value, finding.state]}
        trail.record("finding_reopened", finding, by=by, because=reason, also=[row, *ended], changed=changed)
        events.finding_reopened.send(sender=Finding, thing=finding, by=by, because=reason)
        engine.start(finding, by=by)


def _reporter(finding: Finding) -> set[int]:
    """Who reported the fix, saved or not."""
    return {finding.reported_by_id} if finding.reported_by_id else set()


def _refuse_partial(finding: Finding, by: Person) -> None:
    """By person, whatever post he acts from."""
    if by.pk == finding.author_id:
        raise NotAllowed(_("您是该问题的登记人，不能核查，请由其他核查人员办理。"))
    partial = partial_to(finding)
    if by.pk in partial:
        raise NotAllowed(_("您参与了该问题的整改，不能核查，请由其他核查人员办理。"))
    permissions.refuse_stand_in(by, partial)


def _told(verification: Verification) -> dict[str, str]:
    """What the time line of the finding shows of it."""
    return {"conclusion": verification.conclusion, "opinion": verification.opinion}


def _send_back_to_fix(finding: Finding, verification: Verification, *, by: Person) -> None:
    """A new round: the assignments are open again; without measures the unit must plan some."""
    reason = f"{verification.get_conclusion_display()}：{verification.opinion}"
    measures = list(finding.measures_in_force.filter(state=MeasureState.APPROVED).select_related("assignment"))
    for measure in measures:
        _reopen_assignment(measure, by=by, because=reason)
    finding.round += 1
    finding.returned_times += 1
    finding.state = FindingState.RECTIFYING if measures else FindingState.PLANNING
    finding.version += 1
    finding.save()
    trail.record("finding_returned", finding, by=by, because=reason, also=[verification], extra=_told(verification))
    telling.of_return(finding, finding.reported_by, because=reason)
    events.finding_returned.send(sender=Finding, thing=finding, by=by, because=reason)
    engine.send_back(finding, to="rectify" if measures else "plan", by=by, because=reason)


def _reopen_assignment(measure: CorrectiveMeasure, *, by: Person, because: str) -> None:
    assignment = measure.assignment
    if assignment is not None and assignment.state == assignment.State.DONE:
        assignments.reopen(assignment, by=by, because=because)


def _end_measures(finding: Finding) -> list[CorrectiveMeasure]:
    """The measures of the finished round become history."""
    ended = list(finding.measures_in_force)
    for measure in ended:
        measure.state = MeasureState.ENDED
        measure.save()
    return ended
