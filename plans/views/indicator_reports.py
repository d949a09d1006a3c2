"""Values on their way: what my unit must report, filled in on a phone, reviewed, returned, corrected, reminded."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

import engine
from organizations.rights import may, permission_q
from organizations.sight import visible
from plans.forms.indicator_asking import BecauseForm, ConfirmForm
from plans.forms.indicators import RemindForm, ReportForm
from plans.models import IndicatorReport, IndicatorSet, Measurement, MeasurementCorrection, ReportState
from plans.services import reports

from .indicator_answering import (
    Sheet,
    act_on_sheet,
    allow,
    answer,
    find,
    history,
    moves_of,
    returned_to,
    visitor,
    waiting_at,
)

PAGE = 50
NAMES = ("indicator_set__organization", "organization", "filled_by", "reviewed_by")


@login_required
@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    """What I must fill in or review, and below it everything that was reported in my sight."""
    mine = permission_q(request.user, "plans.fill_indicators") | permission_q(
        request.user, "plans.review_indicators", path_field="confirm_path"
    )
    seen = visible(request.user, IndicatorReport).select_related(*NAMES)
    owing = list(seen.filter(mine).missing().order_by("due_on", "pk")[:PAGE])  # type: ignore[attr-defined]
    state = request.GET.get("state", "")
    rows = seen.filter(state=state) if state in ReportState.values else seen
    page = Paginator(rows.order_by("-begins_on", "org_path", "pk"), PAGE).get_page(request.GET.get("page"))
    pills = [
        {"label": label, "url": f"?state={value}", "current": state == value, "count": None}
        for value, label in [("", _("全部")), *ReportState.choices]
    ]
    context = {"owing": owing, "page": page, "rows": page.object_list, "pills": pills}
    return render(request, "plans/report_list.html", context)


@login_required
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's values: to be filled in by those whose turn it is, to be read by the others."""
    report = find(request, IndicatorReport, pk, *NAMES)
    turns = waiting_at(request, report)
    fills = any(turn.node == "fill" for turn in turns)
    rows = reports.rows_of(report)
    if request.method != "POST":
        return _page(request, report, rows, turns, _form(request, report, rows) if fills else None)
    person = allow(request, "fill_indicators", report)
    form = _form(request, report, rows)

    def run() -> str:
        version = form.cleaned_data["version"]
        remark = form.cleaned_data["remark"]
        reports.save_report(report, values=form.values(), by=person, version=version, remark=remark)
        if "submit" in request.POST:
            reports.submit_report(report, by=person)
            messages.success(request, _("已提交，等待本单位负责人审核上报。"))
        else:
            messages.success(request, _("已保存，尚未提交审核。"))
        return report.get_absolute_url()

    return answer(request, form, run, lambda status: _page(request, report, rows, turns, form, status))


def _form(request: HttpRequest, report: IndicatorReport, rows: list[Measurement]) -> ReportForm:
    initial = {"remark": report.remark, "version": report.version}
    return ReportForm(request.POST or None, rows=rows, initial=initial)


def _page(
    request: HttpRequest,
    report: IndicatorReport,
    rows: list[Measurement],
    turns: Any,
    form: ReportForm | None,
    status: int = 200,
) -> HttpResponse:
    keeps = may(request.user, "plans.keep_indicators", report.indicator_set)
    reviews = may(request.user, "plans.review_indicators", report.confirm_path)
    corrections = MeasurementCorrection.objects.filter(measurement__report=report) if report.returns else []
    context = {
        "report": report,
        "form": form,
        "cards": [card_of(row, form) for row in rows],
        "facts": _facts(report),
        "moves": moves_of(turn for turn in turns if turn.node != "fill"),
        "returned": returned_to(report) if report.is_fillable and report.submitted_at else None,
        "may_correct": report.state == ReportState.REPORTED and (keeps or reviews),
        "corrections": corrections and list(cast(Any, corrections).select_related("measurement__indicator", "by")),
        "entries": history(report),
        "crumbs": [{"label": _("指标填报"), "url": reverse("plans:report_list")}],
    }
    return render(request, "plans/report_detail.html", context, status=status)


def card_of(row: Measurement, form: ReportForm | None) -> dict[str, Any]:
    """One value with its fields, where it is being filled in."""
    mark = f"i{row.indicator_id}_"
    names = [name for name in (form.fields if form else ()) if name.startswith(mark)]
    fields = [form[name] for name in names] if form else []
    return {
        "row": row,
        "indicator": row.indicator,
        "standard": row.indicator.words_of(row.standard if row.target is not None else row.indicator.standard),
        "fields": [one for one in fields if not one.name.endswith(("_is_out_of_use", "_note"))],
        "aside": [one for one in fields if one.name.endswith(("_is_out_of_use", "_note"))],
        "parts": [(part, row.of_part(part)) for part in row.indicator.parts.all()],
    }


def _facts(report: IndicatorReport) -> list[dict[str, Any]]:
    return [
        {"label": _("填报单位"), "value": report.unit_name},
        {"label": _("归口单位"), "value": report.indicator_set.organization.name},
        {"label": _("指标集"), "value": report.indicator_set, "url": report.indicator_set.get_absolute_url()},
        {"label": _("报送截止"), "value": report.due_on.isoformat()},
        {"label": _("填报人"), "value": report.filled_by},
        {"label": _("审核人"), "value": report.reviewed_by},
        {"label": _("催报次数"), "value": report.reminded or ""},
        {"label": _("说明"), "value": report.remark},
    ]


@login_required
def report_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's reviewer sends it up."""
    report, person, more = _reviewed(request, pk)
    sheet = Sheet(
        _("审核上报"),
        _("审核通过并上报"),
        report.get_absolute_url(),
        crumb=report,
        icon="send",
        said=_("已审核上报。"),
        lead=_("填报人本人不能审核。异常的数值上报后自动登记为问题；上报后更正会留下原数、现数和理由。"),
        facts="plans/_report_values.html",
    )
    form = ConfirmForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: reports.review_report(report, by=person), **more)


@login_required
def report_rework(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's reviewer sends it back to its filler."""
    report, person, more = _reviewed(request, pk)
    sheet = Sheet(
        _("退回修改"),
        _("确认退回"),
        report.get_absolute_url(),
        crumb=report,
        icon="undo-2",
        danger=True,
        said=_("已退回填报人修改。"),
        facts="plans/_report_values.html",
    )
    form = BecauseForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form, lambda f: reports.return_for_rework(report, by=person, **f.cleaned_data), **more
    )


def _reviewed(request: HttpRequest, pk: int) -> tuple[IndicatorReport, Any, dict[str, Any]]:
    report = find(request, IndicatorReport, pk, *NAMES)
    person = allow(request, "review_indicators", report.confirm_path)
    if request.method != "POST":
        engine.require_turn(report, "review", by=request.user)
    return report, person, {"report": report, "cards": [card_of(row, None) for row in reports.rows_of(report)]}


@login_required
def report_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What has gone up comes back for correction: the owner's wish or the unit's own."""
    report = find(request, IndicatorReport, pk, *NAMES)
    if may(request.user, "plans.review_indicators", report.confirm_path):
        person = visitor(request)
    else:
        person = allow(request, "keep_indicators", report.indicator_set)
    sheet = Sheet(
        _("退回更正"),
        _("确认退回更正"),
        report.get_absolute_url(),
        crumb=report,
        icon="undo-2",
        danger=True,
        lead=_("单位更正并重新上报后，改动的每个数都记下原数、现数、理由和更正人。"),
        said=_("已退回更正，填报人已收到通知。"),
    )
    form = BecauseForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form, lambda f: reports.return_for_correction(report, by=person, **f.cleaned_data)
    )


@login_required
def reports_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind the units of a set that have not reported."""
    indicator_set = find(request, IndicatorSet, pk)
    person = allow(request, "keep_indicators", indicator_set)
    owing = (
        cast(Any, visible(request.user, IndicatorReport))
        .filter(indicator_set=indicator_set)
        .missing()
        .order_by("due_on", "org_path")
    )
    sheet = Sheet(
        _("催报"),
        _("催报"),
        reverse("plans:indicator_set_detail", args=[pk]),
        crumb=indicator_set,
        icon="bell-ring",
        lead=_("系统通知发给各单位的填报人；电话催报的请写明接听人和答复。"),
        said=_("已催报。"),
    )
    form = RemindForm(request.POST or None, owing=owing)
    form.fields["reports"].label_from_instance = lambda one: f"{one.unit_name} · {one.span}"  # type: ignore[attr-defined]

    def act(shown: RemindForm) -> None:
        told = shown.cleaned_data
        chosen = list(told["reports"])
        reports.remind_reports(indicator_set, reports=chosen, by=person, how=told["how"], note=told["note"])

    return act_on_sheet(request, sheet, form, act)
