"""What follows when the count of an occurrence has changed: it is done, or owed again; its task with it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import assignments
from accountability.models import Assignment
from organizations.models import Person
from plans.models import Occurrence, OccurrenceState, OwedBy

from . import owing


def recount(occurrence: Occurrence) -> int:
    """How often it was done, counted from the rows that show it; of a coverage every unit at most as often as owed."""
    counted = occurrence.evidence.counted()
    obligation = occurrence.obligation
    if obligation.owed_by != OwedBy.COVER:
        return counted.count()
    each = max(1, obligation.rhythm.needed)
    meant = set(owing.departments_of(obligation).values_list("pk", flat=True))
    found: dict[int, int] = {}
    for about in counted.values_list("about", flat=True):
        if about in meant:
            found[about] = min(each, found.get(about, 0) + 1)
    return sum(found.values())


def settle(occurrence: Occurrence, *, by: Person | None) -> bool:
    """Count again, and close or reopen a held occurrence; whether its state changed. The caller records it."""
    before = occurrence.state
    occurrence.done = recount(occurrence)
    is_met = occurrence.done >= occurrence.needed
    if before == OccurrenceState.OPEN and is_met:
        occurrence.state = OccurrenceState.DONE
        occurrence.closed_by, occurrence.closed_at = by, timezone.now()
    elif before == OccurrenceState.DONE and not is_met:
        occurrence.state = OccurrenceState.OPEN
        occurrence.closed_by = occurrence.closed_at = None
    occurrence.version += 1
    occurrence.save()
    return occurrence.state != before


def follow_task(occurrence: Occurrence, *, by: Person | None, because: str = "") -> None:
    """Complete, cancel or reopen the task of an occurrence as its rows now stand; a month's when all are settled."""
    task = occurrence.assignment
    if task is None:
        return
    states = set(Occurrence.objects.filter(assignment=task).values_list("state", flat=True))
    if OccurrenceState.OPEN in states:
        if task.state == Assignment.State.DONE:
            assignments.reopen(task, by=by, because=because or _("期次恢复为未完成"))
    elif task.state == Assignment.State.OPEN:
        if OccurrenceState.DONE in states:
            assignments.complete(task, by=by)
        else:
            assignments.cancel(task, by=by, because=because or _("期次不再要求"))
