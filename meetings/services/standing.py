"""The items that fill themselves: what became of earlier decisions, and which problems are open."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accountability.models import Assignment
from meetings.models import AgendaItem, Decision, Meeting, Part
from organizations import paths

MOST = 50


@dataclass(frozen=True)
class Problem:
    """One open problem: what, whose, since when it is late, where it is read."""

    text: str
    unit: str
    note: str
    url: str = ""


Source = Callable[[str], list[Problem]]
_sources: list[Source] = []


def add_problems(source: Source) -> None:
    """Let another app tell open problems of the units under a path."""
    _sources.append(source)


def previous_decisions(meeting: Meeting) -> list[Decision]:
    """What earlier meetings of the series gave somebody to do: still open, or done since the last one; two queries."""
    last = Meeting.objects.before(meeting).first()
    if last is None:
        return []
    earlier = Decision.objects.tasks().filter(
        meeting__series=meeting.series_id, meeting__starts_at__lt=meeting.starts_at, assignment__isnull=False
    )
    since = last.held_at or last.starts_at
    wanted = Q(assignment__state=Assignment.State.OPEN) | Q(assignment__completed_at__gte=since) | Q(meeting=last)
    rows = earlier.filter(wanted).exclude(meeting=meeting)
    rows = rows.select_related("assignment", "lead_unit", "holder", "meeting__kind")
    return list(rows.order_by("meeting__starts_at", "order", "pk")[:MOST])


def open_problems(meeting: Meeting) -> list[Problem]:
    """Tasks of the host's units that are late, and what other apps tell."""
    today = timezone.localdate()
    low, high = paths.subtree(meeting.institution_path)
    late = Assignment.objects.overdue(today).filter(org_path__gte=low, org_path__lt=high)
    found = [
        Problem(task.title[:120], str(task.lead_unit), _late(task.due_on, today))
        for task in late.select_related("lead_unit").order_by("due_on", "pk")[:MOST]
    ]
    return [*found, *(problem for source in _sources for problem in source(meeting.institution_path))][:MOST]


def text_of(item: AgendaItem) -> str:
    """What an item that fills itself says now, as text to be frozen."""
    if item.part == Part.PREVIOUS:
        rows = previous_decisions(item.meeting)
        lines = [f"{place}．{_line_of(row)}" for place, row in enumerate(rows, 1)]
        return "\n".join(lines) or _("此前会议没有需要报告落实情况的议定事项。")
    lines = [
        f"{place}．{one.unit}：{one.text}（{one.note}）" for place, one in enumerate(open_problems(item.meeting), 1)
    ]
    return "\n".join(lines) or _("目前没有逾期未办结的任务。")


def _line_of(decision: Decision) -> str:
    due = decision.assignment.due_on if decision.assignment else decision.due_on
    when = date_format(due, "n月j日") if due else ""
    told = {"text": decision.text, "unit": decision.lead_unit, "when": when, "state": decision.standing_label}
    return _("%(text)s（%(unit)s，%(when)s前，%(state)s）") % told


def _late(due_on: datetime.date, today: datetime.date) -> str:
    return _("逾期%(days)d天") % {"days": (today - due_on).days}
