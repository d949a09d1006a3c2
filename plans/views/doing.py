"""What is done under a plan in force: a task with its progress and evidence, ad-hoc tasks, problems confirmed."""

from operator import itemgetter
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

import engine
from accountability import assignments, attachments, themed
from accountability.models import Assignment, Evidence, Holder, ProgressReport
from organizations.models import Person
from organizations.refusals import NotAllowed, NotYet
from organizations.rights import may
from organizations.sight import sight_of, visible
from organizations.together import listed
from plans import services
from plans.forms.asking import AskingForm
from plans.forms.following import ProgressForm
from plans.forms.lines import AdHocForm
from plans.models import Measure, Plan, PlanProblem, PlanState
from plans.views.answering import Sheet, act_on_sheet, allow, answer, do, find, visitor
from search.models import Citation

SHOWN = ("plan", "section", "objective", "lead_unit", "person", "comes_from", "assignment__lead_unit")


@login_required
def measure_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One measure: what is to be done, who answers, how far it is, what shows it; its holder reports here."""
    measure = find(request, Measure, pk, *SHOWN, **_asked_along(request))
    task = _task(measure)
    form = ProgressForm(request.POST or None, request.FILES or None, initial={"percent": task.percent if task else 0})

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        return render(request, "plans/measure_detail.html", _context(request, measure, task, shown), status=status)

    if request.method != "POST":
        return page(form)
    person = visitor(request)
    if task is None:
        raise NotYet(_("计划还没有印发，任务尚未下达。"))
    if not _owes(request, task):
        raise NotAllowed(_("您不是这项任务的责任人，请联系承办单位。"))

    def act() -> str:
        _report(measure, task, form, person)
        messages.success(request, _("进展已保存。"))
        return measure.get_absolute_url()

    return answer(request, form, act, page)


def _report(measure: Measure, task: Assignment, form: AskingForm, person: Person) -> None:
    """Progress, and the file that shows it, in one transaction."""
    told = form.cleaned_data
    with engine.hold(measure):
        assignments.report_progress(task, text=told["text"], percent=told["percent"], by=person)
        if told["evidence"] is not None:
            kept = attachments.attach(told["evidence"], to=measure, by=person)
            assignments.add_evidence(task, by=person, attachment=kept, text=told["text"])
        elif task.evidence_required and told["percent"] == 100:
            assignments.add_evidence(task, by=person, text=told["text"])


def _asked_along(request: HttpRequest) -> dict[str, Any]:
    """What comes with the measure: its themes, who helps, and whether anything was derived from it."""
    helping = Measure.supporting_units.through.objects.filter(measure=OuterRef("pk"))
    told = JSONObject(path="organization__path", name="organization__name")
    derived = Measure.objects.filter(comes_from=OuterRef("pk"))
    return {
        **themed.asked_for(request.user, Measure),
        "helping": listed(helping, told),
        "has_derived": Exists(derived),
    }


def _task(measure: Measure) -> Assignment | None:
    if measure.assignment is None:
        return None
    current = Holder.objects.current().select_related("person")
    prefetch_related_objects([measure.assignment], Prefetch("holders", current, to_attr="current_holders"))
    return measure.assignment


def _owes(request: HttpRequest, task: Assignment | None) -> bool:
    """Whether the visitor may report: he answers for the task, or for somebody who does, or for its unit."""
    if task is None or task.state != Assignment.State.OPEN:
        return False
    mine = sight_of(request.user).principals
    holders = cast(Any, task).current_holders if hasattr(task, "current_holders") else task.holders.current()
    return any(one.person_id in mine for one in holders) or may(request.user, assignments.REPORT, task)


def _context(request: HttpRequest, measure: Measure, task: Assignment | None, form: AskingForm) -> dict[str, Any]:
    asked = cast(Any, measure)
    return {
        "measure": measure,
        "plan": measure.plan,
        "task": task,
        "form": form,
        "holders": list(measure.holders.select_related("person")),
        "supporting": [one["name"] for one in sorted(asked.helping or (), key=itemgetter("path"))],
        "reports": _reports(task),
        "evidence": _evidence(task),
        "may_report": _owes(request, task),
        "may_accept": bool(
            task and task.state == Assignment.State.OPEN and may(request.user, "plans.accept_measure", task)
        ),
        "citations": list(Citation.objects.of(measure).in_order()),
        "may_cite": measure.plan.is_draft and may(request.user, "plans.draft_plan", measure.plan),
        "derived": _derived(request, measure) if asked.has_derived else [],
        "crumbs": [{"label": str(measure.plan), "url": measure.plan.get_absolute_url()}],
    }


def _derived(request: HttpRequest, measure: Measure) -> list[Measure]:
    """What others' plans made of it, as far as the visitor sees them."""
    return list(visible(request.user, Measure).filter(comes_from=measure).select_related("plan")[:10])


def _reports(task: Assignment | None) -> list[ProgressReport]:
    return list(task.reports.select_related("reported_by").order_by("-pk")[:20]) if task else []


def _evidence(task: Assignment | None) -> list[Evidence]:
    rows = Evidence.objects.filter(assignment=task).select_related("attachment", "added_by")
    return list(rows.order_by("-pk")[:20]) if task else []


@login_required
@require_POST
def measure_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody other than who did it sees that it is done."""
    measure = find(request, Measure, pk, "plan", "assignment")
    person = allow(request, "accept_measure", measure.assignment or measure)
    return do(
        request, lambda: services.accept_measure(measure, by=person), measure.get_absolute_url(), _("任务已办结。")
    )


@login_required
def ad_hoc_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A task ordered beside the plan."""
    plan = find(request, Plan, pk, "organization")
    person = allow(request, "add_ad_hoc", plan)
    if request.method != "POST" and plan.state != PlanState.IN_FORCE:
        raise NotYet(_("计划还没有印发或者已经结束，不能登记临时性任务。"))
    lead = _("指令性、临时性任务与计划任务一并跟踪，并计入总结。")
    sheet = Sheet(plan, _("登记临时性任务"), _("登记并下达"), lead=lead, icon="plus", said=_("任务已下达。"))
    form = AdHocForm(request.POST or None, plan=plan)
    return act_on_sheet(
        request,
        sheet,
        form,
        lambda f: services.add_ad_hoc(plan, by=person, **f.cleaned_data).get_absolute_url(),
        wide=True,
    )


@login_required
@require_POST
def problem_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """A problem of the plan's own list is to be put right."""
    problem = find(request, PlanProblem, pk, "plan")
    person = allow(request, "revise_plan", problem.plan)
    home = problem.plan.get_absolute_url()
    return do(request, lambda: services.confirm_problem(problem, by=person), home, _("已确认为自查问题。"))
