"""Several findings at once, by the same verbs and rules as one: each row is done or refused for itself."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import assignments, trail
from accountability.models import Assignment, Holder
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotYet, Refusal
from rectification import permissions
from rectification.models import Finding, FindingState, MeasureState
from rectification.models.querysets import SETTLED

from . import wording
from .findings import works_there

UNPLANNED = (FindingState.REGISTERED, FindingState.PLANNING)


@dataclass
class Outcome:
    """What came of it, row by row."""

    done: list[Finding] = field(default_factory=list)
    refused: dict[str, list[Finding]] = field(default_factory=dict)
    """The sentence of the refusal, and the findings it was said of."""


def in_bulk(findings: Iterable[Finding], act: Callable[[Finding], object]) -> Outcome:
    """Run a verb on each finding in a transaction of its own; a refusal concerns that finding alone."""
    outcome = Outcome()
    for finding in findings:
        try:
            with transaction.atomic():
                act(finding)
        except Refusal as refusal:
            outcome.refused.setdefault(str(refusal.message), []).append(finding)
        else:
            outcome.done.append(finding)
    return outcome


def name_leader(finding: Finding, *, leader: Person, by: Person) -> None:
    """确定责任领导: who of the unit's leaders answers for it, in its open tasks too."""
    with engine.hold(finding):
        permissions.require(by, "name_leader", finding)
        if finding.state in SETTLED:
            raise NotYet(_("问题已经销号或者撤销，不再确定责任领导。"))
        if finding.leader_id == leader.pk:
            raise AlreadyDone(_("“%(who)s”已经是责任领导。") % {"who": leader})
        if not works_there(leader, finding.institution_path):
            raise Invalid({"leader": _("责任领导应当在责任单位任职，请另选。")})
        changed = {"leader": [wording.stored(finding.leader), wording.stored(leader)]}
        finding.leader = leader
        finding.version += 1
        finding.save()
        for task in _open_tasks(finding):
            _lead(task, leader, by=by)
        trail.record("leader_named", finding, by=by, changed=changed, responsible=leader)


def set_limit(finding: Finding, *, limit_on: datetime.date, by: Person, because: str) -> None:
    """确定整改限期: by the side that found it, until the unit has planned its measures."""
    reason = wording.required("because", because, _("请写明确定限期的理由。"))
    with engine.hold(finding):
        permissions.require(by, "set_limit", finding.issuer_path or finding.institution_path)
        if finding.state not in UNPLANNED:
            raise NotYet(_("单位已经提交整改措施，限期不能再改；需要更长时间的由责任人申请延期。"))
        if limit_on < timezone.localdate():
            raise Invalid({"limit_on": _("整改限期不能早于今天。")})
        changed = {"limit_on": [wording.stored(finding.limit_on), limit_on.isoformat()]}
        finding.limit_on = finding.due_on = limit_on
        finding.version += 1
        finding.save()
        trail.record("limit_set", finding, by=by, because=reason, changed=changed)


def _open_tasks(finding: Finding) -> list[Assignment]:
    owed = finding.measures.filter(state=MeasureState.APPROVED, assignment__state=Assignment.State.OPEN)
    return [one.assignment for one in owed.select_related("assignment").order_by("pk") if one.assignment]


def _lead(task: Assignment, leader: Person, *, by: Person) -> None:
    """The leader answers for a task with leadership responsibility; the one before him no longer."""
    role = Holder.Role.LEADERSHIP
    held = task.holders.current().filter(role=role).order_by("pk").first()
    if held is not None and held.person_id != leader.pk:
        assignments.hand_on(held, to=leader, because=str(_("变更责任领导")))
    elif held is None:
        assignments.add_holder(task, person=leader, role=role, by=by)
