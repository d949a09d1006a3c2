"""我的常态化工作: today's taps, what was missed, what is running, and what waits for one's word; phone first."""

import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accountability.views.deadline_pages import visitor
from organizations.models import Duty, Person
from organizations.sight import Sight, sight_of
from plans.models import ObligationEvidence, Occurrence
from plans.services.waiting import waiting_evidence
from plans.views.quota_meters import with_meters

A_PAGE = 30
MOST_TODAY = 60
MOST_WAITING = 20
HEADS = (Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL)


@require_safe
@login_required
def my_obligations(request: HttpRequest) -> HttpResponse:
    """What I answer for; with `?scope=unit` what the units answer for that I look after."""
    person, today = visitor(request), timezone.localdate()
    seen = sight_of(request.user)
    leads = [scope.path for scope in seen.scopes if scope.duty in HEADS and scope.gives_rights]
    whole = request.GET.get("scope") == "unit" and bool(leads)
    rows = _of_unit(seen) if whole else Occurrence.objects.held_by(seen.principals)
    current = rows.current(today).not_daily().filter(needed__gt=0).with_names().order_by("due_on", "pk")
    page = Paginator(current, A_PAGE).get_page(request.GET.get("page"))
    shown = with_meters(page.object_list)
    context = {
        "today": today,
        "taps": _taps(seen, today),
        "gaps": _gaps(rows, today),
        "late": [row for row in shown if row.is_missed],
        "running": [row for row in shown if not row.is_missed],
        "page": page,
        "waiting": _waiting(request, person),
        "tabs": _tabs(whole) if leads else [],
        "whole": whole,
    }
    return render(request, "plans/obligation_mine.html", context)


def _of_unit(seen: Sight) -> Any:
    """What the units owe that the person looks after himself, not those linked to them."""
    inside = Q(pk__in=[])
    for scope in seen.scopes:
        inside |= Q(org_path__startswith=scope.path, institution_path=scope.institution_path)
    return Occurrence.objects.filter(inside)


def _taps(seen: Sight, today: datetime.date) -> list[Occurrence]:
    """Today's daily duties of one's own unit, and those one answers for."""
    units = [scope.path for scope in seen.scopes if scope.gives_rights]
    held = Occurrence.objects.held_by(seen.principals).values("pk")
    rows = Occurrence.objects.daily().filter(begins_on__lte=today, ends_on__gte=today).exclude(state="withdrawn")
    mine = rows.filter(Q(org_path__in=units) | Q(pk__in=held))
    together = ("obligation", "organization", "entry", "closed_by")
    return list(mine.select_related(*together).order_by("obligation__order", "obligation", "slot", "pk")[:MOST_TODAY])


def _gaps(rows: Any, today: datetime.date) -> list[dict[str, Any]]:
    """The months in which days were left out, one line for each duty and unit."""
    left: QuerySet[Any] = rows.missed(today).daily()
    told = (
        "obligation",
        "obligation__text",
        "organization",
        "organization__name",
        "begins_on__year",
        "begins_on__month",
    )
    counted = left.values(*told).annotate(count=Count("pk"), first=Min("begins_on")).order_by("first", "obligation")
    return [
        {
            "text": one["obligation__text"],
            "unit": one["organization__name"],
            "count": one["count"],
            "month": _("%(year)s年%(month)s月") % {"year": one["begins_on__year"], "month": one["begins_on__month"]},
            "url": f"{reverse('plans:obligation_month', args=[one['obligation']])}"
            f"?month={one['begins_on__year']}-{one['begins_on__month']:02d}&unit={one['organization']}",
        }
        for one in counted[:MOST_WAITING]
    ]


def _waiting(request: HttpRequest, person: Person) -> list[ObligationEvidence]:
    rows = waiting_evidence(request.user, person)
    together = ("occurrence__obligation", "occurrence__organization", "added_by", "about")
    return list(rows.select_related(*together).order_by("added_at", "pk")[:MOST_WAITING])


def _tabs(whole: bool) -> list[dict[str, Any]]:
    mine = reverse("plans:my_obligations")
    return [
        {"label": _("由我负责"), "url": mine, "current": not whole, "count": None},
        {"label": _("本单位、本科室"), "url": f"{mine}?scope=unit", "current": whole, "count": None},
    ]
