"""Measures in force are tasks: who answers by default, and the one assignment of each."""

from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import assignments, trail
from accountability.models import Assignment, Holder
from organizations import paths, rights
from organizations.models import Appointment, Duty, Organization, Person
from organizations.refusals import NotAllowed, NotYet
from organizations.sight import Who, visible
from plans import permissions
from plans.models import Measure, Origin, Plan, PlanState, Tier

from . import drafts

KIND = "plan"
ANSWERING = (Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL)
ROLES = {
    Tier.OVERALL: Holder.Role.LEADERSHIP,
    Tier.IN_CHARGE: Holder.Role.LEADERSHIP,
    Tier.CONCRETE: Holder.Role.DIRECT,
    Tier.NAMED: Holder.Role.SUPPORT,
}


def responsible_for(unit: Organization) -> Person | None:
    """Who answers for a unit where nobody is named: its head, else who is in charge of it or leads the institution."""
    lineage = [path for path in paths.lineage(unit.path) if paths.contains(unit.institution_path, path)]
    near = Coalesce("post__oversees__path", "post__organization__path")
    held = (
        Appointment.objects.valid()
        .annotate(near=near)
        .filter(
            Q(near__in=lineage),
            post__organization__institution_path=unit.institution_path,
            post__duty__in=ANSWERING,
            person__active=True,
            person__is_guest=False,
        )
    )
    ranked = sorted(
        held.select_related("person", "post__organization"),
        key=lambda one: (
            one.post.organization_id != unit.pk,
            -len(one.near),
            ANSWERING.index(Duty(one.post.duty)),
            one.post.precedence,
            one.pk,
        ),
    )
    return ranked[0].person if ranked else None


def assign_measure(measure: Measure, *, by: Person | None) -> Assignment:
    """Make the task of a measure of a plan in force; called once for each, inside the caller's transaction."""
    if measure.lead_unit is None:
        raise NotYet(_("“%(what)s”没有牵头单位，不能下达。") % {"what": measure})
    holder = measure.person if measure.person and measure.person.active else responsible_for(measure.lead_unit)
    if holder is None:
        raise NotYet(_("“%(unit)s”没有在职的负责人，请先确定责任人。") % {"unit": measure.lead_unit})
    task = assignments.assign(
        source=measure,
        title=measure.text,
        lead_unit=measure.lead_unit,
        holder=holder,
        due_on=measure.limit,
        by=by,
        kind=KIND,
        evidence_required=measure.evidence,
    )
    supporting = list(measure.supporting_units.all())
    if supporting:
        task.supporting_units.set(supporting)
    for named in measure.holders.select_related("person"):
        if named.person.active and named.person_id != holder.pk:
            _add_holder(task, named.person, ROLES[Tier(named.tier)])
    measure.assignment = task
    measure.save(update_fields=["assignment"])
    _end_carried(measure)
    return task


def undecided_measures(who: Who, host: Organization) -> QuerySet[Measure]:
    """The lines nobody owes yet of the drafts that somebody may write: a meeting of the institution gives them out."""
    if not rights.may(who, "plans.draft_plan", host):
        return Measure.objects.none()
    written = visible(who, Plan).filter(state=PlanState.DRAFT, organization__institution_path=host.institution_path)
    rows = Measure.objects.standing().filter(plan__in=written, assignment__isnull=True)
    return rows.select_related("plan").order_by("plan", "order", "pk")


def note_assigned(sender: type[Model], *, thing: Any, by: Person, source: Any = None, **_event: Any) -> None:
    """A meeting has said who carries out a line of a draft by when: the plan says so, and that task is the line's."""
    if not isinstance(source, Measure) or thing.assignment is None:
        return
    with engine.hold(source.plan, source):
        if not source.plan.is_draft or source.assignment_id is not None:
            return
        if source.starts_on and thing.due_on < source.starts_on:
            raise NotYet(_("“%(what)s”的完成时限早于计划中的开始日期，请核对。") % {"what": source})
        source.lead_unit, source.person, source.due_on = thing.lead_unit, thing.holder, thing.due_on
        source.ordered_by, source.assignment = str(thing.meeting)[:200], thing.assignment
        source.evidence = source.evidence or thing.evidence_required
        source.save()
        source.supporting_units.set(thing.supporting_units.all())
        drafts.touched(source.plan, by)
        told = {"line": str(source), "meeting": str(thing.meeting)}
        trail.record("plan_lines_changed", source.plan, by=by, also=[source], extra=told)


def _add_holder(task: Assignment, person: Person, role: str) -> None:
    if not task.holders.current().filter(person=person, role=role).exists():
        assignments.add_holder(task, person=person, role=role, by=None)


def _end_carried(measure: Measure) -> None:
    """The task it takes over from last year's plan is owed no more under the old plan."""
    old = measure.comes_from
    if measure.origin != Origin.CARRIED or old is None or old.assignment is None:
        return
    if old.assignment.state == Assignment.State.OPEN:
        because = _("结转到%(plan)s") % {"plan": measure.plan}
        assignments.cancel(old.assignment, by=None, because=because)


def accept_measure(measure: Measure, *, by: Person) -> None:
    """办结: somebody other than who did it sees that it is done."""
    task = _task_of(measure)
    with engine.hold(measure.plan):
        permissions.require(by, "accept_measure", task)
        lead = task.lead_on(timezone.now())
        others = rights.who_may("plans.accept_measure", task).exclude(pk=by.pk)
        if lead is not None and lead.person_id == by.pk and others.exists():
            raise NotAllowed(_("您是这项任务的责任人，请由其他负责人审核办结。"))
        assignments.complete(task, by=by)
        trail.record("measure_accepted", measure.plan, by=by, also=[measure], extra={"line": str(measure)})


def _task_of(measure: Measure) -> Assignment:
    if measure.assignment is None:
        raise NotYet(_("计划还没有印发，任务尚未下达。"))
    return measure.assignment
