"""Occurrences are opened by a recurring job: each once, some hundred at a time, with one task for who answers.

A daily duty has one row a day and one task a month: the month's page is its record, and nobody is told every day.
"""

import calendar
import datetime
import hashlib
import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import assignments, trail
from accountability.clocks import Calendar
from accountability.models import Assignment
from engine.jobs import More, job
from engine.models import Job
from engine.recurring import every
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone
from plans.models import Obligation, Occurrence, OccurrenceState, OwedBy
from plans.rhythm import DAILY, Period, periods

from . import owing, settling

MOST = 120
KIND = "plans.open_occurrences"


@job(KIND, title=gettext_lazy("建立常态化工作的期次"))
def open_occurrences(asked: Job) -> More | None:
    """Open what is owed by today, some obligations and at most `MOST` rows at a time; begun again where it stopped."""
    today = timezone.localdate()
    made = 0
    for obligation in Obligation.objects.to_open(today).order_by("pk")[:MOST]:
        made += open_due(obligation, today=today, most=MOST - made)
        if made >= MOST:
            break
    if Obligation.objects.to_open(today).exists():
        return More(asked.done + made)
    _close_ceilings(today)
    return None


every(KIND, minutes=60)


def open_due(obligation: Obligation, *, today: datetime.date, most: int = MOST) -> int:
    """Open at most so many of the occurrences an obligation lacks; how many were opened."""
    with engine.hold(obligation):
        if not obligation.is_running:
            return 0
        lacking = _lacking(obligation, today)
        rows = [_row(obligation, period, one) for period, one in lacking[:most]]
        for row in rows:
            row.obligation = obligation
        made = Occurrence.objects.bulk_create(rows)
        entrusted = _entrust(obligation, [*made, *_without_task(obligation)])
        rows = list({row.pk: row for row in (*made, *entrusted)}.values())
        if rows:
            trail.record("occurrences_opened", obligation, by=None, also=rows, extra={"count": len(made)})
        if len(lacking) <= most:
            Obligation.objects.filter(pk=obligation.pk).update(opened_until=today)
    return len(made)


def open_after_event(
    obligation: Obligation, *, unit: Organization, event: str, on: datetime.date, due_on: datetime.date
) -> Occurrence:
    """One occurrence because something happened; the same happening on the same day asks once."""
    mark = hashlib.sha256(event.encode()).hexdigest()[:12]
    period = Period(on, max(on, due_on), due_on)
    row = _row(obligation, period, owing.Owing(unit, None, max(1, obligation.rhythm.needed)))
    row.event, row.key = event, key_of(period, unit, event=mark)
    if obligation.occurrences.filter(key=row.key).exists():
        raise AlreadyDone(_("这件事已经登记过，不需要重复登记。"))
    row.save()
    _entrust(obligation, [row])
    return row


def horizon(obligation: Obligation, today: datetime.date) -> datetime.date:
    """Until when occurrences are opened: those that have begun; of a daily duty the whole month."""
    last = today
    if obligation.unit in DAILY:
        last = today.replace(day=calendar.monthrange(today.year, today.month)[1])
    return min(last, obligation.ends_on) if obligation.ends_on else last


def key_of(period: Period, unit: Organization, entry: int | None = None, event: str = "") -> str:
    """By what an occurrence is known, so that it is opened once."""
    return f"{period.begins:%Y%m%d}/{period.slot}/{unit.pk}/{entry or 0}/{event}"


def _lacking(obligation: Obligation, today: datetime.date) -> list[tuple[Period, owing.Owing]]:
    """The periods up to today, with those who owe them, that are not there yet."""
    start = obligation.ruled_since or today
    first = max(start, obligation.opened_until or start)
    last = horizon(obligation, today)
    if last < first:
        return []
    works = Calendar.around(first, last).works if obligation.workdays else None
    whole = periods(obligation.rhythm, first, last, anchor=start, works=works)
    due = [cut_at(obligation, one) for one in whole if _counts(one, start)]
    if not due:
        return []
    since = min(one.begins for one in due)
    known = set(obligation.occurrences.filter(begins_on__gte=since).values_list("key", flat=True))
    sides = owing.owing(obligation)
    return [
        (period, side)
        for period in due
        for side in sides
        if key_of(period, side.organization, side.entry.pk if side.entry else None) not in known
        and (obligation.owed_by != OwedBy.COVER or side.needed)
    ]


def _counts(period: Period, start: datetime.date) -> bool:
    """A day before the start is not owed; a longer period that the start falls into is owed whole."""
    return period.ends >= start and period.due >= start


def cut_at(obligation: Obligation, period: Period) -> Period:
    """The period into which a revision falls begins on the revision's day."""
    day = obligation.revised_on
    return replace(period, begins=day) if day and period.begins < day <= period.ends else period


def asked_in(obligation: Obligation, period: Period, number: int | None) -> int | None:
    """How often in a period that a revision has cut: its share by days, rounded up, unless it was to count whole."""
    is_cut = obligation.revised_on == period.begins and not obligation.begins_whole
    if not number or not is_cut or obligation.owed_by == OwedBy.COVER:
        return number
    full = next(periods(obligation.rhythm, period.begins, period.begins, anchor=period.begins), period)
    return math.ceil(number * ((period.ends - period.begins).days + 1) / ((full.ends - full.begins).days + 1))


def _row(obligation: Obligation, period: Period, side: owing.Owing) -> Occurrence:
    unit = side.organization
    most = obligation.at_most if obligation.owed_by != OwedBy.COVER else None
    return Occurrence(
        obligation=obligation,
        organization=unit,
        entry=side.entry,
        key=key_of(period, unit, side.entry.pk if side.entry else None),
        begins_on=period.begins,
        ends_on=period.ends,
        due_on=period.due,
        slot=period.slot,
        needed=asked_in(obligation, period, side.needed) or 0,
        at_most=asked_in(obligation, period, most),
        org_path=unit.path,
        institution_path=unit.institution_path,
        lead_path=obligation.org_path,
    )


# --- Who answers ----------------------------------------------------------------------------------------------------


def _without_task(obligation: Obligation) -> list[Occurrence]:
    """Open ones for which nobody could be asked yet."""
    rows = obligation.occurrences.open().filter(assignment__isnull=True, needed__gt=0)
    return list(rows.select_related("organization", "entry").order_by("begins_on", "slot")[:MOST])


def _entrust(obligation: Obligation, rows: Iterable[Occurrence]) -> list[Occurrence]:
    """Give whoever answers a task for each period, of a daily duty for each month; nobody there: another day."""
    waiting = list({row.pk: row for row in rows if row.assignment_id is None and row.needed}.values())
    entrusted: list[Occurrence] = []
    if not waiting:
        return entrusted
    heads = owing.answering({row.organization_id: row.organization for row in waiting}.values())
    for unit_id, month_rows in _by_task(obligation, waiting):
        holder = _holder(obligation, month_rows[0], heads.get(unit_id))
        if holder is None:
            continue
        task = _known_task(obligation, month_rows[0]) or _assign(obligation, month_rows, holder)
        for row in month_rows:
            row.assignment = task
        Occurrence.objects.filter(pk__in=[row.pk for row in month_rows]).update(assignment=task)
        entrusted += month_rows
    return entrusted


def _by_task(obligation: Obligation, rows: list[Occurrence]) -> Iterator[tuple[int, list[Occurrence]]]:
    """The rows that one task is about."""

    def together(row: Occurrence) -> tuple[int, ...]:
        if obligation.unit in DAILY:
            return row.organization_id, row.entry_id or 0, row.begins_on.year, row.begins_on.month
        return row.organization_id, row.pk

    for mark, group in groupby(sorted(rows, key=lambda row: (together(row), row.begins_on, row.slot)), key=together):
        yield mark[0], list(group)


def _holder(obligation: Obligation, row: Occurrence, head: Person | None) -> Person | None:
    """Who is named for it, in his own unit's affairs; else who answers for the unit."""
    named = obligation.person
    if named is not None and named.active and row.organization_id == obligation.lead_unit_id:
        return named
    return head


def _known_task(obligation: Obligation, row: Occurrence) -> Assignment | None:
    """The month's task, where a part of the month was opened before."""
    if obligation.unit not in DAILY:
        return None
    same = obligation.occurrences.filter(
        organization=row.organization_id,
        entry=row.entry_id,
        begins_on__year=row.begins_on.year,
        begins_on__month=row.begins_on.month,
        assignment__state=Assignment.State.OPEN,
    )
    found = same.select_related("assignment").first()
    return found.assignment if found else None


def _assign(obligation: Obligation, rows: list[Occurrence], holder: Person) -> Assignment:
    first, last = rows[0], rows[-1]
    label = first.period_label
    if obligation.unit in DAILY:
        label = _("%(year)s年%(month)s月") % {"year": first.begins_on.year, "month": first.begins_on.month}
    about = f"{first.entry}：" if first.entry else ""
    title = _("%(text)s（%(period)s）") % {"text": f"{about}{obligation.text}", "period": label}
    return assignments.assign(
        source=first,
        title=title,
        lead_unit=first.organization,
        holder=holder,
        due_on=last.due_on,
        by=None,
        kind="obligation",
    )


def _close_ceilings(today: datetime.date) -> None:
    """A period that asked for nothing but a ceiling is over when its days are over."""
    over = Occurrence.objects.missed(today).filter(needed=0).exclude(state=OccurrenceState.DONE)
    for one in over.select_related("obligation")[:MOST]:
        with engine.hold(one):
            settling.settle(one, by=None)
            trail.record("occurrence_done", one, by=None)
