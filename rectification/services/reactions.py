"""What follows in rectification from events of the layers below; connected in workflow_site/wiring.py."""

import datetime
from typing import Any

from django.db.models import Max

import engine
from accountability import trail
from accountability.models import Assignment
from organizations.models import Organization, Person
from rectification.models import (
    Campaign,
    CampaignState,
    CorrectiveMeasure,
    Finding,
    Participant,
    ParticipantState,
    Phase,
    PhaseState,
)

from . import telling

RETURNED = {
    (Campaign, "draft"): (CampaignState.DRAFT, "scheme_returned"),
    (Campaign, "conclude"): (CampaignState.RUNNING, "conclusion_returned"),
    (Phase, "complete"): (PhaseState.OPEN, "phase_returned"),
}
"""What a signer's return makes of a thing: by model and the node it goes back to."""


def note_return(sender: type, *, thing: Any, by: Person | None, because: str, to: str, **_rest: Any) -> None:
    """A signer sent the scheme, the conclusion or a phase back: its state follows, within the same transaction."""
    if (type(thing), to) not in RETURNED:
        return
    state, verb = RETURNED[type(thing), to]
    changed = {"state": [thing.state, state.value]}
    thing.state = state
    thing.version += 1
    thing.save()
    trail.record(verb, thing, by=by, because=because, changed=changed)


UNDER_WAY = (CampaignState.SIGNING, CampaignState.ISSUING, CampaignState.RUNNING, CampaignState.CONCLUDING)


def follow_successors(thing: Organization, because: str = "", **_event: Any) -> None:
    """A unit was merged or split: its part in running campaigns is its successor's; the snapshot stays as it was."""
    succession = thing.successions.select_related("successor").order_by("pk").first()
    if succession is None:
        return
    heir = succession.successor
    _move_findings(thing, heir, because)
    taking_part = Participant.objects.filter(organization=thing, state=ParticipantState.ACTIVE)
    for participant in taking_part.filter(campaign__state__in=UNDER_WAY).select_related("campaign").order_by("pk"):
        told = {"unit": [participant.name, heir.name]}
        trail.record(
            "responsibility_followed", participant.campaign, by=None, because=because, changed=told, also=[participant]
        )
        telling.of_succession(participant, heir)


def _move_findings(unit: Organization, heir: Organization, because: str) -> None:
    """What is not closed is owed by the successor; number, unit of the ledger and words stay."""
    for finding in Finding.objects.open().filter(department=unit).order_by("pk"):
        finding.department = heir
        finding.version += 1
        finding.save(update_fields=["department", "version"])
        told = {"department": [unit.name, heir.name]}
        trail.record("responsibility_followed", finding, by=None, because=because, changed=told)


def hold_for_deadline(sender: type, *, thing: Assignment, **_rest: Any) -> None:
    """A measure's deadline is about to move: its finding is locked before the task, until the transaction ends."""
    finding = _finding_of(thing)
    if finding is not None:
        with engine.hold(finding):
            pass


def note_deadline(
    sender: type, *, thing: Assignment, before: datetime.date, by: Person | None, because: str, **_rest: Any
) -> None:
    """A measure's deadline was moved by an approved extension: the finding's own follows the latest of its measures."""
    finding = _finding_of(thing)
    if finding is None:
        return
    with engine.hold(finding):
        latest = finding.measures_in_force.aggregate(latest=Max("assignment__due_on"))["latest"]
        if latest is None or finding.due_on == latest:
            return
        changed = {"due_on": [finding.due_on, latest]}
        finding.due_on = latest
        finding.version += 1
        finding.save()
        engine.rearm(finding)
        trail.record("finding_deadline_moved", finding, by=by, because=because, changed=changed)


def _finding_of(task: Assignment) -> Finding | None:
    """The finding whose measure a task is."""
    measure = CorrectiveMeasure.objects.filter(assignment=task.pk).select_related("finding").first()
    return measure.finding if measure else None
