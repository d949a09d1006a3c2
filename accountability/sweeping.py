"""超时提级: one recurring job finds the deadlines nobody kept and lets them climb, batch by batch.

A batch costs the same number of statements however many deadlines are in it; a killed batch leaves nothing, and the
next sweep does it again.
"""

import datetime
from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accountability.climbing import END_OF_DAY, Ladders, Purpose, State, Times, raise_rungs, rung_of, save_clocks
from accountability.climbing import tell_late as tell_late_recorders
from accountability.clocks import moment_of
from accountability.models import Assignment, IncidentReport, Ladder, LadderStart
from accountability.trail_together import record_many
from engine.jobs import More, job
from engine.models import Job
from engine.recurring import every

KIND = "accountability.sweep_deadlines"
MINUTES = 5
BEGINNING, RAISING = 2000, 200


@job(KIND, title=gettext_lazy("检查到期任务和上报时限"))
def sweep_deadlines(asked: Job) -> More | None:
    """One batch of the sweep; it goes on until nothing is due."""
    found = sweep_batch()
    return More(asked.done + found) if found else None


def sweep_batch(now: datetime.datetime | None = None) -> int:
    """Start the clocks of deadlines that have passed and raise the rungs whose time is up; how many of both."""
    now = now or timezone.now()
    with transaction.atomic():
        begun = begin(now)
        return begun + climb(now)


def sweep(now: datetime.datetime | None = None) -> int:
    """Every batch, one after the other; how much was done."""
    total = 0
    while done := sweep_batch(now):
        total += done
    return total


def begin(now: datetime.datetime) -> int:
    """A clock for each open task whose deadline has passed and which has none for that deadline yet."""
    today = timezone.localdate(now)
    kind = ContentType.objects.get_for_model(Assignment)
    resumed = _resume(kind, today)
    same = LadderStart.objects.filter(source_type=kind, source_id=OuterRef("pk"), deadline=OuterRef("due_on"))
    late = Assignment.objects.overdue(today).filter(~Exists(same)).order_by("due_on", "pk")[:BEGINNING]
    rows = list(late.only("pk", "title", "org_path", "institution_path", "due_on"))
    ladders = Ladders() if rows else None
    if ladders is None or not ladders.known:
        return resumed
    times = Times.read(now, rows[0].due_on, rows[-1].due_on)
    made = [one for row in rows if (one := _clock(row, kind, ladders, times)) is not None]
    LadderStart.objects.bulk_create(made, batch_size=1000, ignore_conflicts=True)
    return resumed + len(made)


def _resume(kind: ContentType, today: datetime.date) -> int:
    """What was done, and is owed again with the same deadline, goes on from where it stood."""
    owed = Assignment.objects.overdue(today).filter(pk=OuterRef("source_id"), due_on=OuterRef("deadline"))
    stopped = LadderStart.objects.filter(source_type=kind, state=State.ENDED)
    return stopped.filter(Exists(owed)).update(state=State.RUNNING)


def _clock(row: Assignment, kind: ContentType, ladders: Ladders, times: Times) -> LadderStart | None:
    ladder = ladders.at(row.org_path)
    first = rung_of(ladder, 1) if ladder else None
    if ladder is None or first is None:
        return None
    start = LadderStart(
        ladder=ladder,
        source_type=kind,
        source_id=row.pk,
        source_label=str(row)[:200],
        org_path=row.org_path,
        institution_path=row.institution_path,
        deadline=row.due_on,
        starts_at=moment_of(row.due_on, END_OF_DAY),
        received_at=moment_of(row.due_on, END_OF_DAY),
        next_at=times.now,
    )
    start.next_at = times.of(start, first, since=start.received_at)
    return start


def climb(now: datetime.datetime) -> int:
    """Raise the next rung of every clock whose time is up; how many clocks were looked at."""
    due = list(_due(now))
    if not due:
        return 0
    _join_ladders(due)
    living, owners = _living(due)
    raising = [(one, rung) for one in living if (rung := rung_of(one.ladder, one.next_order)) is not None]
    reports = [one for one in living if one.ladder.purpose == Purpose.REPORT]
    if reports:
        tell_late_recorders(reports)
    going, alive = {one.pk for one, _rung in raising}, {one.pk for one in living}
    stopped = [one for one in due if one.pk not in going]
    for one in stopped:
        one.state = State.CLIMBED if one.pk in alive else State.ENDED
    if stopped:
        save_clocks(stopped)
    if raising:
        days = [timezone.localdate(one.starts_at) for one, _rung in raising]
        raised = raise_rungs(raising, times=Times.read(now, min(days), max(days)))
        record_many("escalated", {owners[one.escalation.start.pk]: [one.escalation, *one.receipts] for one in raised})
    return len(due)


def _due(now: datetime.datetime) -> QuerySet[LadderStart]:
    """The clocks whose time is up, locked; what another worker has locked is left to him."""
    rows = LadderStart.objects.filter(state=State.RUNNING, next_at__lte=now).order_by("next_at", "pk")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, no_key=True)
    return rows[:RAISING]


def _join_ladders(due: Sequence[LadderStart]) -> None:
    """The rules of these clocks with their rungs, read once."""
    rules = {one.pk: one for one in Ladder.objects.filter(pk__in={one.ladder_id for one in due}).with_rungs()}
    for one in due:
        one.ladder = rules[one.ladder_id]


def _living(due: Sequence[LadderStart]) -> tuple[list[LadderStart], dict[int, Assignment | IncidentReport]]:
    """Those whose matter is still open, and what each belongs to."""
    task, report = (ContentType.objects.get_for_model(model).pk for model in (Assignment, IncidentReport))
    tasks = Assignment.objects.in_bulk([one.source_id for one in due if one.source_type_id == task])
    reports = IncidentReport.objects.in_bulk([one.source_id for one in due if one.source_type_id == report])
    owners: dict[int, Assignment | IncidentReport] = {}
    living = []
    for one in due:
        owner = tasks.get(one.source_id) if one.source_type_id == task else reports.get(one.source_id)
        if owner is None:
            continue
        owners[one.pk] = owner
        if isinstance(owner, IncidentReport) or _is_owed(owner, one):
            living.append(one)
    return living, owners


def _is_owed(task: Assignment, start: LadderStart) -> bool:
    """Whether the deadline the clock was started for is still the one that was missed."""
    return task.state == Assignment.State.OPEN and task.due_on == start.deadline


every(KIND, minutes=MINUTES)
