"""值班表 on the screen: a month at a glance with its gaps, shifts set, substituted and taken out."""

import calendar as months
import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accountability import rosters
from accountability.clocks import Calendar
from accountability.deadline_forms import DeadlineForm, ShiftForm, SubstituteForm, TelephoneForm, month_of
from accountability.models import DutyRoster, Shift
from accountability.receivers import on_duty
from accountability.views.deadline_pages import Asking, asked, find, posted, unit_asked, visitor
from organizations.models import Organization
from organizations.refusals import NotAllowed
from organizations.rights import may
from organizations.sight import visible

ONE_DAY = datetime.timedelta(days=1)
MOST_UNITS = 30
NOT_KEPT = gettext_lazy("您没有维护本单位值班表的权限，请联系本单位经办人员。")


@require_safe
@login_required
def roster_show(request: HttpRequest) -> HttpResponse:
    """One month of one unit: who has which shift, and what is not filled."""
    unit, first = unit_asked(request), month_of(request.GET.get("month", ""))
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    days = [first + ONE_DAY * number for number in range((last - first).days + 1)]
    calendar = Calendar.around(first, last)
    shifts = list(Shift.objects.between(first - ONE_DAY, last).filter(roster__organization=unit))
    today = timezone.localdate()
    shown = [one for one in shifts if one.day >= first]
    open_slots = rosters.gaps(shown, [day for day in days if day >= today], calendar)
    kept = visible(request.user, DutyRoster).select_related("organization").order_by("organization__path")
    units = {one.organization_id: one for one in kept[:MOST_UNITS]}
    context = {
        "unit": unit,
        "roster": units.get(unit.pk),
        "units": [one.organization for one in units.values() if one.organization_id != unit.pk],
        "first": first,
        "before": (first - ONE_DAY).replace(day=1),
        "after": last + ONE_DAY,
        "rows": _rows(days, shown, calendar, today),
        "slots": list(Shift.Slot.choices),
        "gaps": open_slots,
        "on_duty": on_duty(shifts, timezone.now()) if first <= today <= last else [],
        "may_keep": may(request.user, rosters.KEEP, unit),
        "missing_years": calendar.missing(first),
    }
    return render(request, "accountability/roster_show.html", context)


def _rows(
    days: list[datetime.date], shifts: list[Shift], calendar: Calendar, today: datetime.date
) -> list[dict[str, Any]]:
    """Day by day the three slots, and whether one of them must still be filled."""
    by_slot = {(one.day, one.slot): one for one in shifts}
    missing = set(rosters.gaps(shifts, days, calendar))
    return [
        {
            "day": day,
            "works": calendar.works(day),
            "is_today": day == today,
            "cells": [
                {
                    "label": label,
                    "shift": by_slot.get((day, slot)),
                    "gap": day >= today and (day, str(label)) in missing,
                }
                for slot, label in Shift.Slot.choices
            ],
        }
        for day in days
    ]


@require_http_methods(["GET", "POST"])
@login_required
def shift_new(request: HttpRequest) -> HttpResponseBase:
    """Put somebody into a slot for some days."""
    unit = unit_asked(request)
    if not may(request.user, rosters.KEEP, unit):
        raise NotAllowed(NOT_KEPT)
    asking = Asking(
        title=_("排班"),
        lead=_("一个班次只能排一人；夜班算在开始的那一天，至次日早上八点。"),
        button=_("保存排班"),
        back=_address(unit),
        facts=[{"label": _("单位"), "value": unit}],
        columns=True,
    )
    day = request.GET.get("day", "")
    initial = {"since": day, "until": day, "slot": request.GET.get("slot", "")}
    form = ShiftForm(posted(request), people=rosters.colleagues(unit), initial=initial)

    def act() -> str:
        given = form.cleaned_data
        made = rosters.set_shifts(unit, by=visitor(request), **given)
        messages.success(request, _("已排班：%(who)s，共%(n)d天。") % {"who": given["person"], "n": len(made)})
        return _address(unit, given["since"])

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def shift_change(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Let another stand in; `clear` takes the shift out of the roster."""
    shift = find(request, Shift, pk, "roster__organization", "person", "substituted")
    person, unit = visitor(request), shift.roster.organization
    if person.pk != shift.person_id and not may(request.user, rosters.KEEP, unit):
        raise NotAllowed(_("替班由值班人员本人或者维护值班表的人员办理。"))
    asking = Asking(
        title=_("替班"),
        lead=_("原值班人员和替班原因保留在值班表上，双方都会收到通知。"),
        button=_("确认替班"),
        back=_address(unit, shift.day),
        facts=_facts(shift),
    )
    form = SubstituteForm(posted(request), people=rosters.colleagues(unit))

    def act() -> str:
        rosters.substitute(shift, by=person, **form.cleaned_data)
        messages.success(request, _("已办理替班。"))
        return _address(unit, shift.day)

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def shift_clear(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a shift that is still to come out of the roster."""
    shift = find(request, Shift, pk, "roster__organization", "person", "substituted")
    unit = shift.roster.organization
    if not may(request.user, rosters.KEEP, unit):
        raise NotAllowed(NOT_KEPT)
    asking = Asking(
        title=_("取消班次"),
        button=_("确认取消班次"),
        icon="x",
        danger=True,
        back=_address(unit, shift.day),
        facts=_facts(shift),
    )
    day = shift.day

    def act() -> str:
        rosters.clear_shift(shift, by=visitor(request))
        messages.success(request, _("已取消班次。"))
        return _address(unit, day)

    return asked(request, asking, DeadlineForm(posted(request)), act)


@require_http_methods(["GET", "POST"])
@login_required
def roster_telephone(request: HttpRequest) -> HttpResponseBase:
    """Say which number is answered day and night."""
    unit = unit_asked(request)
    if not may(request.user, rosters.KEEP, unit):
        raise NotAllowed(NOT_KEPT)
    asking = Asking(
        title=_("值班电话"),
        lead=_("显示在值班表上，供夜间和节假日报告突发情况时拨打。"),
        button=_("保存值班电话"),
        icon="phone",
        back=_address(unit),
        facts=[{"label": _("单位"), "value": unit}],
    )
    known = visible(request.user, DutyRoster).filter(organization=unit).first()
    form = TelephoneForm(posted(request), initial={"telephone": known.telephone if known else ""})

    def act() -> str:
        roster = rosters.set_telephone(unit, by=visitor(request), **form.cleaned_data)
        said = _("值班电话已改为%(number)s。") if roster.telephone else _("值班电话已清除。")
        messages.success(request, said % {"number": roster.telephone})
        return _address(unit)

    return asked(request, asking, form, act)


def _facts(shift: Shift) -> list[dict[str, Any]]:
    return [
        {"label": _("日期"), "value": f"{shift.day:%Y-%m-%d}"},
        {"label": _("班次"), "value": shift.get_slot_display()},
        {"label": _("值班人员"), "value": shift.person},
        {"label": _("原值班人员"), "value": shift.substituted},
        {"label": _("替班原因"), "value": shift.because},
    ]


def _address(unit: Organization, day: datetime.date | None = None) -> str:
    """The month of a day in a unit's roster."""
    month = f"&month={day:%Y-%m}" if day else ""
    return f"{reverse('roster_show')}?unit={unit.pk}{month}"
