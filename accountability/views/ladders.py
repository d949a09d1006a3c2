"""上报与提级规则 on the screen: read by everybody below, changed as a new version by whoever keeps them."""

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability.clocks import AllHours, Calendar
from accountability.deadline_forms import DeadlineForm, HoursForm, LadderForm
from accountability.forms import Reason
from accountability.ladders import KEEP, lay_ladder, retire_ladder
from accountability.models import Ladder, Rung
from accountability.rosters import KEEP as KEEP_ROSTER
from accountability.rosters import set_working_hours
from accountability.views.deadline_pages import Asking, answered, asked, posted, unit_asked, units_with, visitor
from organizations.models import Organization
from organizations.refusals import NotAllowed, NotFound
from organizations.rights import may
from organizations.sight import visible

WORKING = (Rung.Clock.WORKING_DAYS, Rung.Clock.WORKING_HOURS)


class RetireForm(DeadlineForm):
    """Why a rule begins no more."""

    because = Reason(max_length=200)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["because"].label = _("停用原因")


@require_safe
@login_required
def ladder_list(request: HttpRequest) -> HttpResponse:
    """The rules in use within sight, those of reporting first."""
    rules = visible(request.user, Ladder).filter(active=True).with_rungs()  # type: ignore[attr-defined]
    ordered = rules.order_by("-purpose", "code", "organization__path")
    today = timezone.localdate()
    context = {
        "ladders": ordered,
        "may_lay": bool(units_with(request, KEEP)),
        "missing_years": Calendar.around(today).missing(today),
    }
    return render(request, "accountability/ladder_list.html", context)


@require_safe
@login_required
def ladder_show(request: HttpRequest, pk: int) -> HttpResponse:
    """The rungs of one version, and which version is in use now."""
    ladder = _find(request, pk)
    rungs = list(ladder.rungs.all())
    keeps = [one for one in units_with(request, KEEP) if ladder.organization in (None, one)]
    newest = visible(request.user, Ladder).filter(active=True, code=ladder.code, organization=ladder.organization)
    today = timezone.localdate()
    works = any(one.clock in WORKING for one in rungs)
    context = {
        "ladder": ladder,
        "rungs": rungs,
        "may_edit": ladder.active and bool(keeps),
        "may_retire": ladder.active and ladder.organization in keeps,
        "newest": None if ladder.active else newest.first(),
        "missing_years": Calendar.around(today).missing(today) if works else [],
    }
    return render(request, "accountability/ladder_show.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def ladder_new(request: HttpRequest) -> HttpResponseBase:
    """Lay a unit's own rule of reporting."""
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
@login_required
def ladder_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Lay the next version; a shipped rule is replaced for one's own unit alone."""
    return _edit(request, _find(request, pk))


@require_http_methods(["GET", "POST"])
@login_required
def ladder_retire(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Use a unit's own rule no more."""
    ladder = _find(request, pk)
    if ladder.organization is None or not may(request.user, KEEP, ladder.organization):
        raise NotAllowed(_("系统自带的规则不能停用；本单位的规则由有权限的人员停用。"))
    asking = Asking(
        title=_("停用规则"),
        lead=_("停用后按上级单位或者系统自带的同类规则办理；正在计时的仍按原来的版次。"),
        button=_("确认停用"),
        icon="x",
        danger=True,
        back=ladder.get_absolute_url(),
        facts=[{"label": _("规则"), "value": ladder.name}, {"label": _("版次"), "value": ladder.version}],
    )
    form = RetireForm(posted(request))

    def act() -> str:
        retire_ladder(ladder, because=form.cleaned_data["because"], by=visitor(request))
        messages.success(request, _("已停用这项规则。"))
        return reverse("ladder_list")

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def working_hours(request: HttpRequest) -> HttpResponseBase:
    """When a unit works on a working day."""
    unit = unit_asked(request)
    if not may(request.user, KEEP_ROSTER, unit):
        raise NotAllowed(_("工作时间由本单位经办人员和负责人设置，您现在的岗位没有这项权限。"))
    today = timezone.localdate()
    asking = Asking(
        title=_("工作时间"),
        lead=_("按工作时间计时的上报和提级以此为准；没有单独设置的科室按所在单位的工作时间。"),
        button=_("保存"),
        back=reverse("ladder_list"),
        facts=[{"label": _("单位"), "value": unit}],
        missing_years=Calendar.around(today).missing(today),
        columns=True,
    )
    form = HoursForm(posted(request), hours=AllHours().at(unit.path))

    def act() -> str:
        set_working_hours(unit, by=visitor(request), **form.cleaned_data)
        messages.success(request, _("已保存%(unit)s的工作时间。") % {"unit": unit})
        return reverse("ladder_list")

    return asked(request, asking, form, act)


def _find(request: HttpRequest, pk: int) -> Ladder:
    rules = visible(request.user, Ladder).filter(pk=pk)
    found: Ladder | None = rules.with_rungs().first()  # type: ignore[attr-defined]
    if found is None:
        raise NotFound
    return found


def _owner(request: HttpRequest, ladder: Ladder | None) -> Organization:
    """The unit whose rule it is or becomes."""
    units = units_with(request, KEEP)
    if ladder and ladder.organization:
        units = [one for one in units if one == ladder.organization]
    if not units:
        raise NotAllowed(_("上报与提级规则由本单位经办人员和领导制定，您现在的岗位没有这项权限。"))
    return units[0]


def _edit(request: HttpRequest, ladder: Ladder | None) -> HttpResponseBase:
    """The form of the next version, or what it lays."""
    unit = _owner(request, ladder)
    form = LadderForm(posted(request), ladder=ladder)

    def page(shown: Any, status: int | None = None) -> HttpResponse:
        context = {"form": shown, "ladder": ladder, "unit": unit}
        return render(request, "accountability/ladder_edit.html", context, status=status)

    def act() -> str:
        given = form.cleaned_data
        made = lay_ladder(
            unit,
            code=ladder.code if ladder else f"own-{secrets.token_hex(4)}",
            purpose=form.purpose,
            name=given["name"],
            basis=given["basis"],
            note=given["note"],
            rungs=form.rungs(),
            replaces=ladder,
            by=visitor(request),
        )
        messages.success(request, _("第%(n)d版已启用；正在计时的仍按原来的版次。") % {"n": made.version})
        return made.get_absolute_url()

    return page(form) if request.method == "GET" else answered(request, form, act, page)
