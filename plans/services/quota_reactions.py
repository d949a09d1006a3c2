"""What follows for obligations from what others did: plans issued and superseded, deadlines moved, units replaced."""

from typing import Any

from django.utils.translation import gettext as _

import engine
from accountability import assignments, trail
from accountability.models import Assignment
from organizations.models import Organization, Person
from plans.models import Obligation, ObligationState, Occurrence, Plan, RegisterEntry

from . import duties, opening


def start_with_plan(thing: Plan, by: Person | None = None, **_event: Any) -> None:
    """The plan is issued: its duties are owed."""
    duties.start_obligations(thing, by=by, on=thing.effective_on)


def end_with_plan(thing: Plan, by: Person | None = None, because: str = "", **_event: Any) -> None:
    """The next plan is in force: this one's duties are owed no more, what was missed stays."""
    duties.end_obligations(thing, by=by, because=because or _("已由新计划承接"))


def hold_for_deadline(sender: type, *, thing: Assignment, **_rest: Any) -> None:
    """A deadline is about to move: the occurrence is locked before its task, until the transaction ends."""
    occurrence = _occurrence_of(thing)
    if occurrence is not None:
        with engine.hold(occurrence):
            pass


def note_deadline(sender: type, *, thing: Assignment, by: Person | None, because: str, **_rest: Any) -> None:
    """The deadline of a period's task was moved by an approved extension: what happens until then counts."""
    occurrence = _occurrence_of(thing)
    if occurrence is None or occurrence.obligation.is_daily:
        return
    with engine.hold(occurrence):
        occurrence.due_on = thing.due_on
        occurrence.version += 1
        occurrence.save()
        trail.record("occurrence_moved", occurrence, by=by, because=because)


def _occurrence_of(task: Assignment) -> Occurrence | None:
    if task.kind != "obligation":
        return None
    return Occurrence.objects.filter(assignment=task).select_related("obligation").order_by("pk").first()


def follow_successors(thing: Organization, because: str = "", **_event: Any) -> None:
    """A unit was merged or split: its duties are its successor's; what the successor owes already is owed once."""
    heir = thing.successions.select_related("successor").order_by("pk").first()
    if heir is not None:
        give_duties(thing, heir.successor, because=because or _("机构变更"))


def give_duties(unit: Organization, heir: Organization, *, because: str) -> int:
    """Everything a unit owes or leads is owed and led by another from now on; how many duties and periods."""
    number = 0
    led = Obligation.objects.filter(lead_unit=unit).exclude(state=ObligationState.ENDED)
    for obligation in led.order_by("pk"):
        _lead(obligation, heir, because)
        number += 1
    for obligation in Obligation.objects.filter(departments=unit).exclude(state=ObligationState.ENDED):
        obligation.departments.remove(unit)
        obligation.departments.add(heir)
    _move_entries(unit, heir, because)
    for occurrence in Occurrence.objects.open().filter(organization=unit).order_by("pk"):
        number += _owe(occurrence, heir, because)
    return number


def give_duty(obligation: Obligation, heir: Organization, *, because: str) -> None:
    """One duty with what its unit owes of it."""
    unit = obligation.lead_unit
    _lead(obligation, heir, because)
    for occurrence in obligation.occurrences.open().filter(organization=unit).order_by("pk"):
        _owe(occurrence, heir, because)


def _lead(obligation: Obligation, heir: Organization, because: str) -> None:
    with engine.hold(obligation):
        changed = {"lead_unit": [str(obligation.lead_unit), str(heir)]}
        obligation.lead_unit = heir
        obligation.org_path, obligation.institution_path = heir.path, heir.institution_path
        obligation.version += 1
        obligation.save()
        rows = obligation.occurrences.open()
        rows.update(lead_path=heir.path)
        trail.record("obligation_followed", obligation, by=None, because=because, changed=changed, also=rows)


def _owe(occurrence: Occurrence, heir: Organization, because: str) -> int:
    """The successor owes the period; where it owes it already, or its institution is another's, one of the two ends."""
    with engine.hold(occurrence):
        key = opening.key_of(occurrence.period, heir, occurrence.entry_id, occurrence.key.rsplit("/", 1)[-1])
        if Occurrence.objects.filter(obligation=occurrence.obligation_id, key=key).exclude(pk=occurrence.pk).exists():
            return duties.withdraw([occurrence], by=None, because=because)
        changed = {"organization": [str(occurrence.organization), str(heir)]}
        occurrence.organization, occurrence.key = heir, key
        occurrence.org_path, occurrence.institution_path = heir.path, heir.institution_path
        occurrence.version += 1
        occurrence.save()
        trail.record("obligation_followed", occurrence, by=None, because=because, changed=changed)
        task = occurrence.assignment
        if task is not None and task.state == Assignment.State.OPEN and task.lead_unit_id != heir.pk:
            assignments.give_to(task, unit=heir, by=None, because=because)
    return 1


def _move_entries(unit: Organization, heir: Organization, because: str) -> None:
    """The entries of registers that stood in a unit stand in its successor."""
    for entry in RegisterEntry.objects.active().filter(organization=unit).order_by("pk"):
        taken = RegisterEntry.objects.active().filter(register=entry.register_id, organization=heir, label=entry.label)
        if taken.exists():
            continue
        with engine.hold(entry):
            changed = {"organization": [str(unit), str(heir)]}
            entry.organization = heir
            entry.org_path, entry.institution_path = heir.path, heir.institution_path
            entry.version += 1
            entry.save()
            trail.record("entry_changed", entry, by=None, because=because, changed=changed)
