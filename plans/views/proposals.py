"""What speaks for lines in a new plan: adopted, merged into a line, or declined with a reason."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from organizations.rights import may
from organizations.sight import visible
from plans import services
from plans.forms.asking import BecauseForm
from plans.forms.plans import AdoptForm
from plans.models import Plan, Proposal
from plans.views.answering import Sheet, act_on_sheet, allow, do, find

PAGE = 50


@login_required
@require_GET
def plan_proposals(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything proposed for a plan, what is open first."""
    plan = find(request, Plan, pk)
    rows: Any = visible(request.user, Proposal)
    rows = rows.filter(plan=plan).select_related("unit", "measure", "decided_by").order_by("decided_at", "kind", "pk")
    crumbs = [{"label": str(plan), "url": plan.get_absolute_url()}]
    context = {
        "plan": plan,
        "crumbs": crumbs,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_write": plan.is_draft and may(request.user, "plans.draft_plan", plan),
    }
    return render(request, "plans/plan_proposals.html", context)


@login_required
@require_POST
def proposal_adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """It becomes a line of the draft."""
    proposal = find(request, Proposal, pk, "plan", "unit")
    person = allow(request, "draft_plan", proposal.plan)
    return do(request, lambda: services.adopt(proposal, by=person), _home(proposal), _("已采纳，列入任务措施。"))


@login_required
def proposal_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """A line of the draft takes care of it."""
    proposal = find(request, Proposal, pk, "plan")
    person = allow(request, "draft_plan", proposal.plan)
    sheet = Sheet(
        proposal.plan, _("并入已有任务"), _("确认并入"), lead=proposal.text, icon="merge", back=_home(proposal)
    )
    form = AdoptForm(request.POST or None, plan=proposal.plan)
    return act_on_sheet(request, sheet, form, lambda f: services.merge(proposal, by=person, **f.cleaned_data))


@login_required
def proposal_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Not this year, with the reason."""
    proposal = find(request, Proposal, pk, "plan")
    person = allow(request, "draft_plan", proposal.plan)
    sheet = Sheet(proposal.plan, _("不采纳"), _("确认不采纳"), lead=proposal.text, icon="x", back=_home(proposal))
    form = BecauseForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.decline(proposal, by=person, **f.cleaned_data))


def _home(proposal: Proposal) -> str:
    return reverse("plans:plan_proposals", args=[proposal.plan_id])
