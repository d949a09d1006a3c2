"""How a plan stands: tasks done, open, late, by quarter and by unit; a constant number of queries."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accountability.models import Assignment
from plans.models import Measure, Origin, Plan

DONE, OPEN = Assignment.State.DONE, Assignment.State.OPEN
Figures = Callable[[Plan, datetime.date], Iterable[list[str]]]
_further: list[Figures] = []


def add_figures(figures: Figures) -> None:
    """Let further rows of the plan (occurrences, indicators) be counted in its reviews: pairs of label and words."""
    if figures not in _further:
        _further.append(figures)


@dataclass(frozen=True)
class Counted:
    """The tasks of a plan or of a part of it."""

    total: int
    done: int
    late: int

    @property
    def percent(self) -> int:
        """Done ones in whole percent of all."""
        return self.done * 100 // self.total if self.total else 0


def late_on(day: datetime.date) -> Q:
    """The condition that a measure's task is open after its limit."""
    return Q(assignment__state=OPEN, assignment__due_on__lt=day)


def counts_of(day: datetime.date) -> dict[str, Any]:
    """All tasks of a plan, ad-hoc ones included, as columns that come with it."""
    return {
        "measures_total": _count(Q()),
        "measures_done": _count(Q(assignment__state=DONE)),
        "measures_late": _count(late_on(day)),
    }


def _count(which: Q) -> Coalesce:
    rows = Measure.objects.standing().filter(which, plan=OuterRef("pk")).order_by().values("plan")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def figures(plan: Plan, day: datetime.date) -> list[list[str]]:
    """What a review says in numbers."""
    row = plan.measures.standing().aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(assignment__state=DONE)),
        late=Count("pk", filter=late_on(day)),
        ad_hoc=Count("pk", filter=Q(origin=Origin.AD_HOC)),
        ad_hoc_done=Count("pk", filter=Q(origin=Origin.AD_HOC, assignment__state=DONE)),
    )
    share = row["done"] * 100 // row["total"] if row["total"] else 0
    told = [[_("任务措施"), _("共%(total)d项，已完成%(done)d项") % row + f"（{share}%）"]]
    told.append([_("逾期未完成"), _("%(late)d项") % row])
    if row["ad_hoc"]:
        told.append([_("其中临时性任务"), _("%(ad_hoc)d项，已完成%(ad_hoc_done)d项") % row])
    for further in _further:
        told += [list(pair) for pair in further(plan, day)]
    return told


def unfinished(plan: Plan) -> dict[str, Any]:
    """The tasks not done, as a paper lists them."""
    rows = plan.measures.standing().filter(~Q(assignment__state=DONE) | Q(assignment__isnull=True))
    body = [
        [one.text, str(one.lead_unit or ""), f"{one.limit:%Y-%m-%d}", f"{_percent(one)}%"]
        for one in rows.select_related("lead_unit", "assignment", "section", "plan").order_by("order", "pk")
    ]
    return {"head": [_("任务措施"), _("牵头单位"), _("完成期限"), _("进度")], "body": body}


def _percent(measure: Measure) -> int:
    return measure.assignment.percent if measure.assignment else 0


def quarter_of(measure: Measure, year: int) -> int:
    """The quarter of a year in which a measure falls due; 0 before the year, 5 after it."""
    due = measure.assignment.due_on if measure.assignment else measure.limit
    if due.year != year:
        return 0 if due.year < year else 5
    return (due.month + 2) // 3
