"""The calendar of what is due: one month day by day, and the year by quarters and months."""

import calendar as months
import datetime
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.db.models import Count, F, Q, Window
from django.db.models.functions import ExtractMonth, RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accountability.clocks import Calendar
from organizations.sight import visible
from plans.forms.obligations import month_of, year_of
from plans.models import Occurrence
from plans.views.obligations import plan_asked, tabs_of

ONE_DAY = datetime.timedelta(days=1)
A_DAY = 4
MOST_ON_A_DAY = 200


@require_safe
@login_required
def obligation_calendar(request: HttpRequest) -> HttpResponse:
    """What is due in a month; `?day=` lists all of one day."""
    first = month_of(request.GET.get("month", ""))
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    today, plan = timezone.localdate(), plan_asked(request)
    rows = _due(request, plan).filter(due_on__gte=first, due_on__lte=last)
    one_day = _day(request.GET.get("day", ""), first, last)
    counts = {one["due_on"]: one for one in rows.order_by().values("due_on").annotate(**_sums(today))}
    context = {
        "plan": plan,
        "first": first,
        "before": first - ONE_DAY,
        "after": last + ONE_DAY,
        "weeks": _weeks(first, last, _first_few(rows), counts, today),
        "day": one_day,
        "day_rows": list(_named(rows.filter(due_on=one_day))[:MOST_ON_A_DAY]) if one_day else [],
        "tabs": tabs_of("month", plan),
        "narrow": f"&plan={plan.pk}" if plan else "",
        "total": sum(one["total"] for one in counts.values()),
    }
    return render(request, "plans/obligation_calendar.html", context)


@require_safe
@login_required
def obligation_year(request: HttpRequest) -> HttpResponse:
    """The year by quarters: how much was due, done and missed in each month."""
    year, today, plan = year_of(request.GET.get("year", "")), timezone.localdate(), plan_asked(request)
    rows = _due(request, plan).filter(due_on__year=year)
    counted = rows.order_by().annotate(month=ExtractMonth("due_on")).values("month").annotate(**_sums(today))
    by_month = {one["month"]: one for one in counted}
    quarters = [
        {
            "number": number + 1,
            "months": [_month(year, month, by_month.get(month)) for month in range(number * 3 + 1, number * 3 + 4)],
        }
        for number in range(4)
    ]
    for quarter in quarters:
        shown: Any = quarter["months"]
        for name in ("total", "done", "missed"):
            quarter[name] = sum(one[name] for one in shown)
    context = {
        "plan": plan,
        "year": year,
        "quarters": quarters,
        "today": today,
        "tabs": tabs_of("year", plan),
        "narrow": f"&plan={plan.pk}" if plan else "",
    }
    return render(request, "plans/obligation_year.html", context)


def _due(request: HttpRequest, plan: Any) -> Any:
    """What has a day of its own and is not kept on a month's page."""
    rows = cast(Any, visible(request.user, Occurrence)).not_daily().exclude(state="withdrawn").filter(needed__gt=0)
    return rows.filter(obligation__plan=plan) if plan else rows


def _sums(today: datetime.date) -> dict[str, Count]:
    return {
        "total": Count("pk"),
        "done": Count("pk", filter=Q(state="done")),
        "missed": Count("pk", filter=Q(state="open", due_on__lt=today)),
    }


def _named(rows: Any) -> Any:
    return rows.select_related("obligation", "organization", "entry").order_by("due_on", "obligation__order", "pk")


def _first_few(rows: Any) -> dict[datetime.date, list[Occurrence]]:
    """The first few of each day, however many there are; one query."""
    place = Window(RowNumber(), partition_by=[F("due_on")], order_by=[F("state").desc(), F("pk").asc()])
    found: dict[datetime.date, list[Occurrence]] = {}
    for one in _named(rows.annotate(place=place).filter(place__lte=A_DAY)):
        found.setdefault(one.due_on, []).append(one)
    return found


def _weeks(
    first: datetime.date,
    last: datetime.date,
    few: dict[datetime.date, list[Occurrence]],
    counts: dict[datetime.date, dict[str, Any]],
    today: datetime.date,
) -> list[list[dict[str, Any]]]:
    calendar = Calendar.around(first, last)
    begin = first - ONE_DAY * first.weekday()
    days = [begin + ONE_DAY * number for number in range(((last - begin).days // 7 + 1) * 7)]
    cells = [
        {
            "day": day,
            "inside": first <= day <= last,
            "works": calendar.works(day),
            "is_today": day == today,
            "rows": few.get(day, []),
            "counts": counts.get(day),
            "more": max(0, counts.get(day, {}).get("total", 0) - A_DAY),
        }
        for day in days
    ]
    return [cells[place : place + 7] for place in range(0, len(cells), 7)]


def _month(year: int, month: int, counted: dict[str, Any] | None) -> dict[str, Any]:
    told = {"total": 0, "done": 0, "missed": 0, **(counted or {})}
    return {**told, "month": month, "value": f"{year}-{month:02d}", "name": _("%(month)s月") % {"month": month}}


def _day(text: str, first: datetime.date, last: datetime.date) -> datetime.date | None:
    """The day an address names, within the month."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if first <= day <= last else None
