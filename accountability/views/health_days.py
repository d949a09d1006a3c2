"""卫生健康主题日 on the screen: those that are shipped, those a unit keeps besides, set and ended."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accountability import health_days
from accountability.health_day_forms import OwnDayForm
from accountability.models import OwnDay
from accountability.views.deadline_pages import Asking, asked, find, posted, units_with, visitor
from engine import submissions
from organizations.refusals import NotAllowed
from organizations.rights import may
from organizations.sight import sight_of

MOST = 300


@require_safe
@login_required
def health_day_list(request: HttpRequest) -> HttpResponse:
    """All days of this year in the order of the calendar."""
    year = timezone.localdate().year
    mine = OwnDay.objects.standing().filter(health_days.kept_for(sight_of(request.user)))
    rows: list[dict[str, Any]] = [{"name": one.name, "day": one.day} for one in health_days.of_year(year)]
    for own in mine.select_related("organization")[:MOST]:
        ends = may(request.user, health_days.KEEP, own)
        rows.append({"name": own.name, "day": own.in_year(year), "own": own, "ends": ends})
    rows.sort(key=lambda row: (row["day"], row["name"]))
    context = {
        "rows": rows,
        "year": year,
        "columns": [{"label": label} for label in (_("主题日"), _("今年的日期"), _("设立单位"))],
        "may_keep": bool(units_with(request, health_days.KEEP)),
    }
    return render(request, "accountability/health_day_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def health_day_new(request: HttpRequest) -> HttpResponseBase:
    """Set a day."""
    units = units_with(request, health_days.KEEP)
    if not units:
        raise NotAllowed(_("您没有设立主题日的权限，请由本单位经办人员办理。"))
    asking = Asking(
        title=_("设立本单位主题日"),
        lead=_("每年这一天出现在本单位和下级单位人员的日程中。全国主题日已经内置，不需要另设。"),
        button=_("设立"),
        back=reverse("health_day_list"),
    )
    form = OwnDayForm(posted(request), units=units)

    def act() -> str:
        made = health_days.set_day(by=visitor(request), **form.cleaned_data)
        messages.success(request, _("已设立：%(name)s。") % {"name": made.name})
        return reverse("health_day_list")

    return asked(request, asking, form, act)


@require_POST
@login_required
def health_day_end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Let a day come round no more."""
    own = find(request, OwnDay, pk, "organization")

    def act() -> HttpResponseRedirect:
        health_days.end_day(own, by=visitor(request))
        messages.success(request, _("已停用。"))
        return HttpResponseRedirect(reverse("health_day_list"))

    return submissions.once(request, act)
