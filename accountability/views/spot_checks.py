"""查岗 on the screen: the records within sight, one of them with its explanation, and a new one."""

import datetime
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability import spot_checks
from accountability.models import Shift, SpotCheck
from accountability.presence_forms import ExplanationForm, SpotCheckForm
from accountability.views.deadline_pages import Asking, asked, find, posted, visitor
from organizations.refusals import NotAllowed
from organizations.rights import may, may_anywhere
from organizations.sight import visible

A_PAGE = 30
ONE_DAY = datetime.timedelta(days=1)


@require_safe
@login_required
def spot_check_list(request: HttpRequest) -> HttpResponse:
    """The spot checks within sight, newest first, and who should be at his post now."""
    seen, result = cast(Any, visible(request.user, SpotCheck)), request.GET.get("result", "")
    rows = seen.filter(result=result) if result in SpotCheck.Result.values else seen
    page = Paginator(rows.with_people(), A_PAGE).get_page(request.GET.get("page"))
    tallied = seen.tallied()
    labels = dict(SpotCheck.Result.choices)
    pills = [{"label": _("全部"), "url": "?", "count": sum(tallied.values()), "current": not result}]
    pills += [
        {"label": labels[value], "url": f"?result={value}", "count": count, "current": result == value}
        for value, count in tallied.items()
    ]
    context = {
        "page": page,
        "pills": pills,
        "columns": [{"label": label} for label in _headings()],
        "now_due": _now_due(request) if may_anywhere(request.user, spot_checks.CHECK) else [],
        "may_check": may_anywhere(request.user, spot_checks.CHECK),
    }
    return render(request, "accountability/spot_check_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def spot_check_new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Write down what a check of one shift found."""
    shift = find(request, Shift, pk, "roster__organization", "person")
    unit, by = shift.roster.organization, visitor(request)
    if not may(request.user, spot_checks.CHECK, unit):
        raise NotAllowed(_("您没有对该单位查岗的权限，请由上级单位或者本单位有权限的人员办理。"))
    asking = Asking(
        title=_("登记查岗"),
        lead=_("结果不是在岗的，值班人员和单位领导都会收到通知，值班人员可以说明情况。"),
        button=_("保存查岗记录"),
        back=reverse("spot_check_list"),
        facts=[
            {"label": _("单位"), "value": unit},
            {"label": _("班次"), "value": f"{shift.day:%Y-%m-%d} {shift.get_slot_display()}"},
            {"label": _("值班人员"), "value": shift.person},
            {"label": _("联系电话"), "value": shift.telephone or shift.roster.telephone},
        ],
        columns=True,
    )
    form = SpotCheckForm(posted(request))

    def act() -> str:
        check = spot_checks.record_spot_check(shift, by=by, **form.cleaned_data)
        messages.success(request, _("已登记查岗：%(who)s，%(result)s。") % _said(check))
        return reverse("spot_check_list")

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def spot_check_show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One record; who was not met explains it here."""
    check = find(request, SpotCheck, pk, "organization", "person", "checked_by", "checked_for")
    by = visitor(request)
    mine = check.person_id == by.pk and check.is_missed and check.explained_at is None
    form = ExplanationForm(posted(request))
    if request.method == "POST" and check.person_id != by.pk:
        raise NotAllowed(_("情况说明由值班人员本人填写。"))
    asking = Asking(
        title=_("查岗记录"),
        button=_("提交说明"),
        back=reverse("spot_check_list"),
        facts=_facts(check),
    )

    def act() -> str:
        spot_checks.explain(check, by=by, **form.cleaned_data)
        messages.success(request, _("已提交情况说明。"))
        return check.get_absolute_url()

    if request.method == "GET" and not mine:
        return render(request, "accountability/spot_check_show.html", {"check": check, "facts": _facts(check)})
    return asked(request, asking, form, act)


def _now_due(request: HttpRequest) -> list[Shift]:
    """The shifts of units within sight that run now."""
    today = timezone.localdate()
    shifts = cast(Any, visible(request.user, Shift)).between(today - ONE_DAY, today).select_related("person")
    found = list(shifts.select_related("roster__organization", "person")[:A_PAGE])
    return spot_checks.due_shifts(found, timezone.now())


def _headings() -> list[str]:
    return [_("抽查时间"), _("单位"), _("班次"), _("值班人员"), _("方式"), _("结果"), _("抽查人"), _("说明")]


def _said(check: SpotCheck) -> dict[str, Any]:
    return {"who": check.person, "result": check.get_result_display()}


def _facts(check: SpotCheck) -> list[dict[str, Any]]:
    return [
        {"label": _("被查单位"), "value": check.organization},
        {"label": _("班次"), "value": f"{check.day:%Y-%m-%d} {check.get_slot_display()}"},
        {"label": _("值班人员"), "value": check.person},
        {"label": _("抽查时间"), "value": f"{timezone.localtime(check.checked_at):%Y-%m-%d %H:%M}"},
        {"label": _("抽查方式"), "value": check.get_way_display()},
        {"label": _("抽查结果"), "value": check.get_result_display()},
        {"label": _("情况说明"), "value": check.note},
        {"label": _("抽查人"), "value": f"{check.checked_by}（{check.checked_for}）"},
        {"label": _("本人说明"), "value": check.explanation},
    ]
