"""议定事项: noted in the meeting, adopted in one screen, carried out as tasks, reported on at the next meeting."""

import datetime
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

import engine
from accountability import assignments, trail
from accountability.models import Holder
from meetings import events, permissions
from meetings.duties import Duty
from meetings.models import AgendaItem, Decision, DecisionState, Meeting, Nature, Statement
from organizations import paths, rights
from organizations.models import Organization, Person
from organizations.refusals import Invalid, NotAllowed, NotYet

from . import wording

KIND = "meeting"


def note_decision(
    meeting: Meeting, *, text: str, by: Person, item: AgendaItem | None = None, statement: Statement | None = None
) -> Decision:
    """Write down what was decided; who carries it out by when may follow."""
    with engine.hold(meeting):
        permissions.require_desk(by, meeting)
        _require_open(meeting)
        said = wording.required("text", text, _("请填写议定事项。"))
        if meeting.kind.without_patients:
            wording.refuse_patient("text", said)
        last = meeting.decisions.order_by("-order").values_list("order", flat=True).first() or 0
        decision = Decision.objects.create(
            meeting=meeting, org_path=meeting.org_path, item=item, statement=statement, order=last + 1, text=said
        )
        trail.record("decision_noted", meeting, by=by, also=[decision])
    return decision


def adopt_decisions(meeting: Meeting, *, duties: Mapping[int, Duty], by: Person) -> list[Decision]:
    """Say of many decisions at once who carries them out by when; what is complete becomes a task now.

    Those that still lack something are kept as typed and returned.
    """
    with engine.hold(meeting):
        permissions.require_desk(by, meeting)
        _require_open(meeting)
        noted = meeting.decisions.filter(pk__in=list(duties), state=DecisionState.NOTED).select_related("item")
        rows = list(noted.order_by("order", "pk"))
        errors = {f"due_on_{row.pk}": told for row in rows if (told := _wrong(meeting, duties[row.pk]))}
        if errors:
            raise Invalid(errors)
        return [row for row in rows if not _adopt(row, duties[row.pk], by)]


def revise_decision(decision: Decision, *, version: int, text: str, by: Person) -> Decision:
    """Change the words of a decision that nobody owes yet."""
    meeting = decision.meeting
    with engine.hold(meeting, decision):
        permissions.require_desk(by, meeting)
        _require_open(meeting)
        if decision.state != DecisionState.NOTED or decision.version != version:
            raise NotYet(_("这项议定事项已经交办或被他人修改，请刷新页面；需要改动的请先撤回再重新记录。"))
        decision.text = wording.required("text", text, _("请填写议定事项。"))
        decision.version += 1
        decision.save()
        trail.record("decision_revised", meeting, by=by, also=[decision])
    return decision


def withdraw_decision(decision: Decision, *, by: Person, because: str) -> Decision:
    """Take a decision back before the minutes are signed; its task ends."""
    reason = wording.required("because", because, _("请填写撤回的理由。"))
    meeting = decision.meeting
    with engine.hold(meeting, decision):
        permissions.require_desk(by, meeting)
        _require_open(meeting)
        if decision.state == DecisionState.WITHDRAWN:
            raise NotYet(_("这项议定事项已经撤回。"))
        task = decision.assignment
        decision.state = DecisionState.WITHDRAWN
        decision.version += 1
        decision.save()
        trail.record("decision_withdrawn", decision, by=by, because=reason)
        if task is not None:
            assignments.cancel(task, by=by, because=reason)
    return decision


def report_on(decision: Decision, *, text: str, percent: int, by: Person) -> None:
    """Whoever answers for it says how far it is."""
    with engine.hold(decision):
        assignments.report_progress(_task_of(decision), text=text, percent=percent, by=by)


def finish_decision(decision: Decision, *, text: str, by: Person) -> Decision:
    """办结: by whoever answers for it, with what was done; also before the minutes were issued (立即办理)."""
    said = wording.required("text", text, _("请写明办理结果。"))
    with engine.hold(decision):
        task = _task_of(decision)
        if not Holder.objects.owed_by(by).filter(assignment=task).exists() and not rights.may(
            by, assignments.REPORT, task
        ):
            raise NotAllowed(_("您不是这项任务的责任人，请联系承办单位。"))
        assignments.add_evidence(task, by=by, text=said)
        assignments.complete(task, by=by)
        trail.record("decision_finished", decision, by=by)
        events.decision_finished.send(sender=Decision, thing=decision, by=by)
    return decision


def refuse_before(meeting: Meeting, day: datetime.date) -> None:
    """No decision is due before the meeting took place; due before the minutes are issued is ordinary (E9)."""
    early = meeting.decisions.standing().filter(due_on__lt=day).order_by("order", "pk").first()
    if early is not None:
        told = _("第%(n)d项议定事项的完成时限（%(due)s）早于会议日期，请核对。")
        raise Invalid({"held_at": told % {"n": early.order, "due": early.due_on}})


def refuse_unsettled(meeting: Meeting) -> None:
    """Every decision is a conclusion or somebody's task; else say which is not, and what it lacks."""
    left = []
    for decision in meeting.decisions.standing().filter(state=DecisionState.NOTED).order_by("order", "pk"):
        lacks = _("、").join(decision.lacks) or _("交办")
        left.append(_("第%(n)d项缺%(what)s") % {"n": decision.order, "what": lacks})
    if left:
        told = _("议定事项还没有明确：%(what)s。请补充后交办，再继续办理。")
        raise NotYet(told % {"what": _("；").join(left)})


def _require_open(meeting: Meeting) -> None:
    if not meeting.is_recording:
        raise NotYet(_("会议还没有发出通知，或者纪要已经送签，不能再变动议定事项。"))


def _wrong(meeting: Meeting, duty: Duty) -> str:
    """What is wrong with what was typed about one decision; nothing where it is only incomplete."""
    if duty.nature == Nature.CONCLUSION:
        return ""
    if duty.due_on and duty.due_on < meeting.day:
        return _("完成时限不能早于会议日期（%(day)s）。") % {"day": meeting.day}
    unit, holder = duty.lead_unit, duty.holder
    if unit is not None and holder is not None:
        held = holder.appointments.valid().filter(post__organization__institution_path=unit.institution_path)
        if not paths.contains(unit.institution_path, holder.home.path) and not held.exists():
            return _("“%(who)s”不是牵头单位“%(unit)s”的人员，请另选责任人。") % {"who": holder, "unit": unit}
    if unit is not None and unit in duty.supporting_units:
        return _("牵头单位不能同时是配合单位。")
    return ""


def _adopt(decision: Decision, duty: Duty, by: Person) -> bool:
    """Write what is known; a complete one becomes a task, a conclusion is settled. Whether it is."""
    decision.nature, decision.lead_unit, decision.holder = duty.nature, duty.lead_unit, duty.holder
    decision.due_on, decision.supervised = duty.due_on, duty.supervised
    decision.evidence_required = duty.evidence_required.strip()
    if duty.nature == Nature.CONCLUSION:
        decision.lead_unit = decision.holder = decision.due_on = None
    complete = not decision.lacks
    decision.state = DecisionState.ADOPTED if complete else DecisionState.NOTED
    decision.version += 1
    decision.save()
    supporting = list(duty.supporting_units) if duty.nature == Nature.TASK else []
    decision.supporting_units.set(supporting)
    if complete and duty.nature == Nature.TASK:
        _give(decision, supporting, by)
    told = {"supporting": [str(unit) for unit in supporting]}
    verb = "decision_adopted" if complete else "decision_revised"
    trail.record(verb, decision, by=by, responsible=decision.holder if complete else None, extra=told)
    if complete:
        source = decision.item.source if decision.item else None
        events.decision_adopted.send(sender=Decision, thing=decision, source=source, by=by)
    return complete


def _give(decision: Decision, supporting: Sequence[Organization], by: Person) -> None:
    """Its task, with lead and supporting units and one responsible person."""
    if decision.lead_unit is None or decision.holder is None or decision.due_on is None:
        raise TypeError("A decision without unit, holder or day is no task.")
    task = assignments.assign(
        source=decision,
        title=decision.text,
        lead_unit=decision.lead_unit,
        holder=decision.holder,
        due_on=decision.due_on,
        by=by,
        kind=KIND,
        evidence_required=decision.evidence_required,
        supervised=decision.supervised,
    )
    task.supporting_units.set(supporting)
    decision.assignment = task
    decision.save(update_fields=["assignment"])


def _task_of(decision: Decision) -> assignments.Assignment:
    if decision.assignment is None:
        raise NotYet(_("这项议定事项还没有交办。"))
    return decision.assignment
