"""The month page of a daily duty: every day of the month, one tap a day, what was left out, what may be taken back."""

import calendar as months
import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accountability.clocks import Calendar
from accountability.views.deadline_pages import REFUSALS, find, visitor
from engine import submissions
from organizations.models import Organization, Person
from organizations.sight import visible
from plans import services
from plans.forms.obligations import month_of
from plans.models import Obligation, ObligationEvidence, Occurrence
from plans.services.showing import may_do

ONE_DAY = datetime.timedelta(days=1)
MOST_UNITS = 100
MOST_DIGITS = 18
RETURNS = {"mine": "plans:my_obligations"}


@require_http_methods(["GET", "POST"])
@login_required
def obligation_month(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One month of one unit; a post is a tap on a day, or the taking back of one."""
    obligation = find(request, Obligation, pk, "plan", "lead_unit", "watches")
    if not obligation.is_daily:
        raise Http404
    person = visitor(request)
    if request.method == "POST":
        return _tapped(request, obligation, person)
    return _page(request, obligation, person)


def _page(
    request: HttpRequest, obligation: Obligation, person: Person, refused: str = "", status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    first = month_of(request.GET.get("month", ""))
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    seen = visible(request.user, Occurrence).filter(obligation=obligation)
    month = seen.filter(begins_on__lte=last, begins_on__gte=first).exclude(state="withdrawn")
    kept = set(month.order_by().values_list("organization", flat=True))
    units = list(Organization.objects.filter(pk__in=kept).order_by("path")[:MOST_UNITS])
    unit = _unit(request, units)
    rows = _rows(month.filter(organization=unit)) if unit else []
    counted = [row for row in rows if row.begins_on <= today]
    context = {
        "obligation": obligation,
        "unit": unit,
        "units": [one for one in units if one != unit],
        "first": first,
        "before": first - ONE_DAY,
        "after": last + ONE_DAY,
        "weeks": _weeks(first, last, rows, today, person),
        "done": sum(1 for row in counted if row.state == "done"),
        "owed": len(counted),
        "left": sum(1 for row in counted if row.is_open and row.begins_on < today),
        "may_tap": bool(rows) and may_do(rows[0], person),
        "refused": refused,
        "today": today,
    }
    return render(request, "plans/obligation_month.html", context, status=status)


def _unit(request: HttpRequest, units: list[Organization]) -> Organization | None:
    """The unit an address names, else the first that keeps the page."""
    named = request.GET.get("unit", "")
    chosen = int(named) if named.isascii() and named.isdecimal() and len(named) <= MOST_DIGITS else 0
    return next((one for one in units if one.pk == chosen), units[0] if units else None)


def _rows(month: Any) -> list[Any]:
    """The month's days with their taps, and whose the last one was."""
    taps = Prefetch(
        "evidence", queryset=ObligationEvidence.objects.counted().select_related("added_by"), to_attr="shown_by"
    )
    together = ("obligation", "entry", "organization")
    return list(month.select_related(*together).prefetch_related(taps).order_by("begins_on", "slot", "entry", "pk"))


def _weeks(
    first: datetime.date, last: datetime.date, rows: list[Any], today: datetime.date, person: Person
) -> list[list[dict[str, Any]]]:
    """The month by weeks from Monday, each day with what is owed on it; empty days before and after."""
    calendar = Calendar.around(first, last)
    by_day: dict[datetime.date, list[Any]] = {}
    for row in rows:
        tapped = row.shown_by[-1] if row.shown_by else None
        row.tapped = tapped
        row.may_untap = bool(
            tapped and tapped.added_by_id == person.pk and timezone.localdate(tapped.added_at) == today
        )
        row.is_late_entry = bool(tapped and timezone.localdate(tapped.added_at) > row.ends_on)
        by_day.setdefault(row.begins_on, []).append(row)
    begin = first - ONE_DAY * first.weekday()
    days = [begin + ONE_DAY * number for number in range(((last - begin).days // 7 + 1) * 7)]
    cells = [
        {
            "day": day,
            "inside": first <= day <= last,
            "works": calendar.works(day),
            "is_today": day == today,
            "is_future": day > today,
            "rows": by_day.get(day, []),
        }
        for day in days
    ]
    return [cells[place : place + 7] for place in range(0, len(cells), 7)]


def _tapped(request: HttpRequest, obligation: Obligation, person: Person) -> HttpResponseBase:
    """Do what was tapped once, and come back to where it was tapped."""
    named = request.POST.get("occurrence", "") or request.POST.get("untap", "")
    if not (named.isascii() and named.isdecimal() and len(named) <= MOST_DIGITS):
        raise Http404
    occurrence = find(request, Occurrence, int(named), "obligation", "organization", "assignment", "closed_by")
    if occurrence.obligation_id != obligation.pk:
        raise Http404
    back = (
        reverse(RETURNS[request.POST["back"]]) if request.POST.get("back") in RETURNS else occurrence.get_absolute_url()
    )

    def act() -> HttpResponseBase:
        if request.POST.get("untap"):
            services.untap(occurrence, by=person)
            messages.success(request, _("已撤回：%(what)s。") % {"what": occurrence.period_label})
        else:
            services.tap(occurrence, by=person, note=request.POST.get("note", ""))
            messages.success(request, _("已登记：%(what)s。") % {"what": occurrence.period_label})
        return HttpResponseRedirect(back)

    try:
        return submissions.once(request, act)
    except REFUSALS as refusal:
        return _page(request, obligation, person, refusal.message, refusal.status)
