"""半年小结、年终总结 and 进展报送: the departments' parts, the unit's words, the superior's receipt."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

import engine
from organizations.refusals import NotYet
from organizations.rights import may
from organizations.sight import visible
from plans import services
from plans.forms.asking import AskingForm, BecauseForm
from plans.forms.following import MissingForm, PartForm, ReportForm, ReviewForm, ReviewNewForm
from plans.models import PartState, Plan, PlanReport, Review, ReviewPart, ReviewState
from plans.services import reporting, standing
from plans.views.answering import Sheet, act_on_sheet, allow, do, find
from plans.views.moves import now_of
from plans.views.plan_parts import deliberations_of, has_deliberations


@login_required
def review_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the departments for their parts."""
    plan = find(request, Plan, pk)
    person = allow(request, "review_plan", plan)
    if request.method != "POST" and not plan.is_valid:
        raise NotYet(_("计划还没有印发或者已经由新计划替代，不能开展总结。"))
    lead = _("承担任务的各部门先报送小结，再汇总撰写本单位总结、送审。")
    sheet = Sheet(plan, _("启动总结"), _("启动并通知各部门"), lead=lead, icon="play", said=_("已通知各部门。"))
    form = ReviewNewForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form, lambda f: services.begin_review(plan, by=person, **f.cleaned_data).get_absolute_url()
    )


@login_required
@require_GET
def review_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures, the departments' parts and who is missing, the words."""
    review: Any = find(request, Review, pk, "plan", "drafted_by", **has_deliberations(Review))
    seen: Any = visible(request.user, ReviewPart)
    parts = list(seen.filter(review=review).select_related("organization", "confirmed_by").order_by("org_path"))
    today = timezone.localdate()
    frozen = review.standing if review.state != ReviewState.COLLECTING else {}
    context = {
        "review": review,
        "plan": review.plan,
        "now": now_of(request, review),
        "parts": parts,
        "missing": [part for part in parts if part.state != PartState.CONFIRMED],
        "figures": frozen.get("figures") or standing.figures(review.plan, today),
        "unfinished": frozen.get("unfinished") or standing.unfinished(review.plan),
        "deliberations": deliberations_of(request, review) if review.has_deliberations else [],
        "crumbs": [{"label": str(review.plan), "url": review.plan.get_absolute_url()}],
    }
    return render(request, "plans/review_detail.html", context)


@login_required
def review_write(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's own words, with what the departments wrote for a beginning."""
    review = find(request, Review, pk, "plan")
    person = allow(request, "review_plan", review)
    initial = {"text": review.text or _gathered(review), "next_steps": review.next_steps, "version": review.version}
    sheet = Sheet(review, _("撰写总结"), _("保存"), icon="save", said=_("已保存。"))
    form = ReviewForm(request.POST or None, initial=initial)
    return act_on_sheet(
        request, sheet, form, lambda f: services.write_review(review, by=person, **f.cleaned_data), wide=True
    )


def _gathered(review: Review) -> str:
    """What the departments wrote, one after the other."""
    rows = review.parts.filter(state=PartState.CONFIRMED).select_related("organization").order_by("org_path")
    figures = "；".join(f"{label}：{value}" for label, value in standing.figures(review.plan, timezone.localdate()))
    return "\n".join([figures, *(f"{part.organization}：{part.done}" for part in rows)])


@login_required
def review_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it for signature; who has not reported is named."""
    review = find(request, Review, pk, "plan")
    person = allow(request, "review_plan", review)
    if request.method != "POST":
        engine.require_turn(review, "write", by=request.user)
    missing = [str(part.organization) for part in review.parts.missing().select_related("organization")]
    told = _("尚未报送小结：%(units)s。") % {"units": _("、").join(missing)} if missing else _("各部门小结已报齐。")
    said = _("总结已送审，审批人已收到待办。")
    sheet = Sheet(review, _("总结送审"), _("确认送审"), lead=told, icon="send", said=said)
    form = MissingForm(request.POST or None)
    if not missing:
        del form.fields["without_missing"]
    return act_on_sheet(request, sheet, form, lambda f: services.submit_review(review, by=person, **f.cleaned_data))


@login_required
def part_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A department's part: written, and confirmed by its head."""
    part = find(request, ReviewPart, pk, "review__plan", "organization", "written_by", "confirmed_by")
    initial = {name: getattr(part, name) for name in ("done", "not_done", "next_steps", "version")}
    form = PartForm(request.POST or None, initial=initial)
    is_open = part.review.state == ReviewState.COLLECTING
    tasks = part.review.plan.measures.standing().filter(lead_unit=part.organization)
    sheet = Sheet(part, str(part), _("报送"), icon="send", said=_("小结已保存。"))
    more = {
        "part": part,
        "tasks": tasks.select_related("assignment").order_by("order", "pk"),
        "may_write": is_open and may(request.user, "plans.write_part", part),
        "may_confirm": is_open and part.state == PartState.SENT and may(request.user, "plans.confirm_part", part),
        "may_return": is_open
        and part.state != PartState.ASKED
        and (may(request.user, "plans.confirm_part", part) or may(request.user, "plans.review_plan", part.review)),
    }
    if request.method == "POST":
        person = allow(request, "write_part", part)
        return act_on_sheet(
            request, sheet, form, lambda f: services.write_part(part, by=person, **f.cleaned_data), **more
        )
    return _part_page(request, sheet, form, more)


def _part_page(request: HttpRequest, sheet: Sheet, form: AskingForm, more: dict[str, Any]) -> HttpResponse:
    review = more["part"].review
    crumbs = [{"label": str(review), "url": review.get_absolute_url()}]
    context = {"sheet": sheet, "form": form, "crumbs": crumbs, **more}
    return render(request, "plans/part_detail.html", context)


@login_required
@require_POST
def part_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The head stands by it."""
    part = find(request, ReviewPart, pk, "review", "organization")
    person = allow(request, "confirm_part", part)
    return do(request, lambda: services.confirm_part(part, by=person), part.get_absolute_url(), _("小结已审定。"))


@login_required
def part_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the department, with the reason."""
    part = find(request, ReviewPart, pk, "review", "organization")
    right = "confirm_part" if may(request.user, "plans.confirm_part", part) else "review_plan"
    person = allow(request, right, part if right == "confirm_part" else part.review)
    sheet = Sheet(part, _("退回小结"), _("确认退回"), icon="undo-2", danger=True)
    form = BecauseForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.return_part(part, by=person, **f.cleaned_data))


@login_required
def progress_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the superior how the plan stands."""
    plan = find(request, Plan, pk, "report_to", "organization")
    person = allow(request, "report_plan", plan)
    owed = reporting.owed(plan, timezone.localdate())
    if request.method != "POST" and not owed:
        raise NotYet(_("目前没有到期未报的进展。"))
    periods = [(one.code, f"{one.label}（{one.due_on:%Y-%m-%d}）") for one in owed]
    lead = _("报送给%(unit)s；报送时的完成统计一并附上。") % {"unit": plan.report_to}
    sheet = Sheet(plan, _("报送进展"), _("报送"), lead=lead, icon="send", said=_("已报送。"))
    form = ReportForm(request.POST or None, periods=periods)
    return act_on_sheet(
        request, sheet, form, lambda f: services.send_report(plan, by=person, **f.cleaned_data).get_absolute_url()
    )


@login_required
def progress_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One report; the superior signs for it."""
    report = find(request, PlanReport, pk, "plan", "to", "sent_by", "received_by")
    if request.method == "POST":
        person = allow(request, "receive_report", report.to)
        return do(request, lambda: services.receive_report(report, by=person), report.get_absolute_url(), _("已签收。"))
    context = {
        "report": report,
        "period": reporting.label_of(report.period),
        "may_receive": report.received_at is None and may(request.user, "plans.receive_report", report.to),
    }
    return render(request, "plans/progress_detail.html", context)
