"""The buttons of a plan on its way: sent for signature, numbered, returned, issued; derived for others."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

import engine
from organizations.refusals import NotYet
from plans import checking, services
from plans.forms.asking import BecauseForm, ConfirmationForm
from plans.forms.plans import CascadeForm, IssueForm, NumberForm, SliceForm
from plans.models import Plan, PlanState
from plans.views.answering import Sheet, act_on_sheet, allow, find


@login_required
def plan_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the draft along its route; what is missing is said first."""
    plan = find(request, Plan, pk, "organization")
    person = allow(request, "submit_plan", plan)
    if request.method != "POST":
        engine.require_turn(plan, "draft", by=request.user)
    lead = _("送审后内容不能再改，各级审批人看到的就是现在的内容；退回后可以继续修改。")
    said = _("计划已送审，审批人已收到待办。")
    sheet = Sheet(plan, _("送审"), _("确认送审"), lead=lead, icon="send", said=said)
    missing = checking.missing_in(plan) if request.method != "POST" else []
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda _f: services.submit_plan(plan, by=person), missing=missing)


@login_required
def plan_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the signed plan its number, after looking it through."""
    plan = find(request, Plan, pk, "organization")
    person = allow(request, "number_plan", plan)
    if request.method != "POST":
        engine.require_turn(plan, "number", by=request.user)
    lead = _("请复核格式、附件和主送单位。发文字号以办公室发文登记簿为准。")
    sheet = Sheet(plan, _("编号、复核"), _("确认"), lead=lead, icon="hash", said=_("已编号。"))
    form = NumberForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda _f: services.number_plan(plan, by=person, **_number(form)))


def _number(form: NumberForm) -> dict[str, str]:
    return {"document_number": form.cleaned_data["document_number"]}


@login_required
def plan_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the drafter from the office, with the reason."""
    plan = find(request, Plan, pk)
    person = allow(request, "number_plan" if plan.state == PlanState.NUMBERING else "issue_plan", plan)
    lead = _("退回后重新走完审批；已取得的编号作废并登记原因。")
    sheet = Sheet(plan, _("退回修改"), _("确认退回"), lead=lead, icon="undo-2", danger=True)
    form = BecauseForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.return_plan(plan, by=person, **f.cleaned_data))


@login_required
def plan_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on it holds, and its measures are tasks."""
    plan = find(request, Plan, pk, "supersedes")
    person = allow(request, "issue_plan", plan)
    if request.method != "POST":
        engine.require_turn(plan, "issue", by=request.user)
    lead = _("印发后任务下达到各责任单位和责任人。")
    if plan.supersedes:
        lead += _("“%(old)s”同时停止执行。") % {"old": plan.supersedes}
    sheet = Sheet(plan, _("印发"), _("确认印发"), lead=lead, icon="megaphone", said=_("已印发，任务正在下达。"))
    form = IssueForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda _f: _issue(plan, person, form))


def _issue(plan: Plan, person: object, form: IssueForm) -> None:
    services.issue_plan(plan, by=person, effective_on=form.cleaned_data["effective_on"])  # type: ignore[arg-type]


@login_required
def plan_cascade(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's own plan, beginning with what this plan asks of it."""
    plan = find(request, Plan, pk, "organization")
    person = allow(request, "revise_plan", plan)
    _require_valid(request, plan)
    lead = _("按牵头单位带入任务，由该单位补充后自行送审。")
    sheet = Sheet(plan, _("分解到单位"), _("生成分解计划"), lead=lead, icon="git-fork", said=_("已生成分解计划。"))
    initial = {"title": _("%(plan)s（分解）") % {"plan": plan}}
    form = CascadeForm(request.POST or None, plan=plan, initial=initial)
    return act_on_sheet(
        request, sheet, form, lambda f: services.cascade(plan, by=person, **f.cleaned_data).get_absolute_url()
    )


@login_required
def plan_slice(request: HttpRequest, pk: int) -> HttpResponse:
    """One year of a plan over several years."""
    plan = find(request, Plan, pk, "organization")
    person = allow(request, "draft_plan", plan)
    _require_valid(request, plan)
    lead = _("带入该年度及以后到期的任务，作为年度计划的草稿。")
    sheet = Sheet(
        plan, _("分解到年度"), _("生成年度计划"), lead=lead, icon="calendar-range", said=_("已生成年度计划。")
    )
    form = SliceForm(request.POST or None, initial={"year": plan.year, "title": str(plan)})
    return act_on_sheet(
        request, sheet, form, lambda f: services.slice_year(plan, by=person, **f.cleaned_data).get_absolute_url()
    )


def _require_valid(request: HttpRequest, plan: Plan) -> None:
    if request.method != "POST" and not plan.is_valid:
        raise NotYet(_("计划还没有印发，请在印发之后办理。"))
