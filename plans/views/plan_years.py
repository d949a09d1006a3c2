"""A plan's year on one sheet: the wall to print, the picture of bars, and the list of tasks as a workbook."""

import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accountability import trail
from plans import plan_sheets, yearly
from plans.models import Occurrence, Plan
from plans.views.answering import find, visitor

ROWS = 200
PAPERS = ("a3", "a4")
SIDES = ("section", "department")


@login_required
@require_GET
def plan_wall(request: HttpRequest, pk: int) -> HttpResponse:
    """年度墙: twelve months by section or by department, made to be printed on one sheet."""
    plan = find(request, Plan, pk, "organization")
    year = _year(request, plan)
    by = _one_of(request.GET.get("by", ""), SIDES)
    paper = _one_of(request.GET.get("paper", ""), PAPERS)
    measures, duties = _measures(plan), _duties(plan)
    narrow = f"?year={year}"
    context = {
        "plan": plan,
        "year": year,
        "paper": paper,
        "months": yearly.Months(year).names,
        "rows": yearly.wall(measures, duties, _standing(plan, year), year=year, by=by),
        "by": by,
        "sides": [
            _tab(_("按章节"), f"{narrow}&by=section&paper={paper}", by == "section"),
            _tab(_("按责任单位"), f"{narrow}&by=department&paper={paper}", by == "department"),
        ],
        "pills": [
            _tab(_("A3横向打印"), f"{narrow}&by={by}&paper=a3", paper == "a3"),
            _tab(_("A4横向打印"), f"{narrow}&by={by}&paper=a4", paper == "a4"),
            *_other_years(plan, year, f"&by={by}&paper={paper}"),
        ],
        "crumbs": [{"label": str(plan), "url": plan.get_absolute_url()}],
    }
    return render(request, "plans/plan_wall.html", context)


@login_required
@require_GET
def plan_gantt(request: HttpRequest, pk: int) -> HttpResponse:
    """Every measure and every duty with its bar over the year or a quarter; a phone shows the present quarter first."""
    plan = find(request, Plan, pk, "organization")
    year, today = _year(request, plan), timezone.localdate()
    asked = _one_of(request.GET.get("quarter", ""), ("", "1", "2", "3", "4"))
    present = (today.month + 2) // 3 if today.year == year else 1
    near = _quarter(year, int(asked) if asked else present)
    months = near if asked else yearly.Months(year)
    page = Paginator([*_measures(plan), *_duties(plan)], ROWS).get_page(request.GET.get("page"))
    standing = _standing(plan, year)
    context = {
        "plan": plan,
        "year": year,
        "months": months,
        "near": near,
        "whole": not asked,
        "page": page,
        "rows": [_row(thing, months, near, standing) for thing in page.object_list],
        "across": yearly.ACROSS,
        "tabs": [
            _tab(_("全年"), f"?year={year}", not asked),
            *(_tab(_("第%(n)d季度") % {"n": n}, f"?year={year}&quarter={n}", asked == str(n)) for n in range(1, 5)),
        ],
        "pills": _other_years(plan, year, ""),
        "crumbs": [{"label": str(plan), "url": plan.get_absolute_url()}],
    }
    return render(request, "plans/plan_gantt.html", context)


@login_required
@require_GET
def plan_tasks(request: HttpRequest, pk: int) -> FileResponse:
    """The measures and duties of a plan as a workbook."""
    plan = find(request, Plan, pk, "organization")
    person = visitor(request)
    measures = list(plan.measures.standing().with_owners().order_by("section__order", "section", "order", "pk"))
    for one in measures:
        one.plan = plan
    trail.witness("plan_tasks_exported", plan, by=person)
    taken = f"{person} {timezone.localtime():%Y-%m-%d %H:%M}"
    file = plan_sheets.task_list(plan, measures, _duties(plan), taken_by=taken)
    name = _("%(plan)s任务清单") % {"plan": plan.title}
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=plan_sheets.SPREADSHEET)


def _row(thing: Any, months: yearly.Months, near: yearly.Months, standing: yearly.Standing) -> yearly.GanttRow:
    if hasattr(thing, "assignment"):
        return yearly.gantt_of_measure(thing, months, near)
    return yearly.gantt_of_duty(thing, months, near, standing)


def _measures(plan: Plan) -> list[Any]:
    rows = plan.measures.standing().select_related("section", "lead_unit", "person", "assignment")
    found = list(rows.order_by("section__order", "section", "order", "pk"))
    for one in found:
        one.plan = plan
    return found


def _duties(plan: Plan) -> list[Any]:
    rows = plan.obligations.exclude(state="ended").select_related("section", "lead_unit", "person")
    found = list(rows.order_by("section__order", "order", "pk"))
    for one in found:
        one.plan = plan
    return found


def _standing(plan: Plan, year: int) -> dict[tuple[int, datetime.date], dict[str, int]]:
    """How the periods due in a year stand, by duty and day; one query."""
    rows = Occurrence.objects.filter(obligation__plan=plan, due_on__year=year).not_daily().exclude(state="withdrawn")
    counted = (
        rows.order_by()
        .values_list("obligation", "due_on")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(state="done")),
            missed=Count("pk", filter=Q(state="open", due_on__lt=timezone.localdate())),
        )
    )
    return {(duty, day): {"total": total, "done": done, "missed": missed} for duty, day, total, done, missed in counted}


def _year(request: HttpRequest, plan: Plan) -> int:
    """The year an address names, within the plan's; this one or the nearest where it names none."""
    typed, years = request.GET.get("year", ""), plan.years
    if typed.isascii() and typed.isdecimal() and len(typed) == 4 and int(typed) in years:
        return int(typed)
    return min(max(timezone.localdate().year, years[0]), years[-1])


def _quarter(year: int, number: int) -> yearly.Months:
    return yearly.Months(year, number * 3 - 2, number * 3)


def _one_of(asked: str, allowed: tuple[str, ...]) -> str:
    return asked if asked in allowed else allowed[0]


def _tab(label: str, url: str, current: bool) -> dict[str, Any]:
    return {"label": label, "url": url, "count": None, "current": current}


def _other_years(plan: Plan, year: int, more: str) -> list[dict[str, Any]]:
    """The years of a plan over several years."""
    years = plan.years if plan.is_multi_year else []
    return [_tab(str(one), f"?year={one}{more}", one == year) for one in years]
