"""Taking a finding back: its number stays in the ledger, struck through."""

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import assignments, trail
from organizations.models import Person
from organizations.refusals import NotAllowed, NotYet
from rectification import events, permissions
from rectification.models import (
    CorrectiveMeasure,
    Finding,
    FindingState,
    MeasureState,
    ObjectionState,
    WaiverState,
)
from rectification.models.querysets import SETTLED

from . import wording


def withdraw_finding(finding: Finding, *, by: Person, because: str) -> None:
    """The side that found it takes it back, by another person than the one who registered it."""
    reason = wording.required("because", because, _("请写明撤销问题的理由。"))
    with engine.hold(finding):
        permissions.require(by, "withdraw_finding", finding.issuer_path)
        if by.pk == finding.author_id:
            raise NotAllowed(_("登记人不能撤销自己登记的问题，请由其他负责人办理。"))
        permissions.refuse_stand_in(by, {finding.author_id})
        refuse_while_objected(finding)
        withdraw_held(finding, by=by, because=reason)


def withdraw_held(finding: Finding, *, by: Person, because: str) -> None:
    """Withdraw a held finding: its tasks and its flow end with it."""
    if finding.state in SETTLED:
        raise NotYet(_("问题已经%(state)s，不能再撤销。") % {"state": finding.get_state_display()})
    if finding.waivers.filter(state=WaiverState.PENDING).exists():
        raise NotYet(_("暂缓或豁免申请还没有办理，请先办理申请再撤销问题。"))
    before = finding.state
    ended = end_tasks(finding, by=by, because=because)
    if before != FindingState.WAIVED:
        engine.cancel(finding, by=by, because=because)
    finding.state = FindingState.WITHDRAWN
    finding.withdrawn_at, finding.withdrawn_by, finding.withdrawn_because = timezone.now(), by, because
    finding.version += 1
    finding.save()
    changed = {"state": [before, finding.state]}
    trail.record("finding_withdrawn", finding, by=by, because=because, changed=changed, also=ended)
    events.finding_withdrawn.send(sender=Finding, thing=finding, by=by, because=because)


def end_tasks(finding: Finding, *, by: Person | None, because: str) -> list[CorrectiveMeasure]:
    """Nothing of the present plan is owed any more; the measures stay readable as history."""
    ended = list(finding.measures_in_force.select_related("assignment"))
    for measure in ended:
        task = measure.assignment
        if task is not None and task.state == task.State.OPEN:
            assignments.cancel(task, by=by, because=because)
        measure.state = MeasureState.ENDED if task is not None else MeasureState.REPLACED
        measure.save()
    return ended


def refuse_while_objected(finding: Finding) -> None:
    """What is under objection rests until somebody has decided it."""
    if finding.objections.filter(state=ObjectionState.PENDING).exists():
        raise NotYet(_("单位的陈述申辩正在核定，核定后再办理。"))
