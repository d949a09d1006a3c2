"""计划调整 of objectives and figures: what is to be reached besides, otherwise, or no more."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from plans import services
from plans.forms.indicators import FigureAddedForm
from plans.forms.lines import ObjectiveForm
from plans.models import Indicator, Objective, Revision
from plans.services.revising_objectives import FIELDS
from plans.views.answering import Sheet, act_on_sheet, allow, do, find
from plans.views.revision_duties import sets_of


@login_required
def revision_objective_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A further objective."""
    revision = find(request, Revision, pk, "plan")
    person = allow(request, "revise_plan", revision)
    sheet = Sheet(revision, _("新增目标"), _("列入调整"), icon="plus", said=_("已列入调整。"))
    form = ObjectiveForm(request.POST or None, plan=revision.plan)
    return act_on_sheet(
        request, sheet, form, lambda f: services.propose_new_objective(revision, by=person, **f.cleaned_data)
    )


@login_required
def revision_objective(request: HttpRequest, pk: int, objective: int) -> HttpResponse:
    """An objective is to be worded anew, or reached by another day."""
    revision = find(request, Revision, pk, "plan")
    found = find(request, Objective, objective, "plan")
    person = allow(request, "revise_plan", revision)
    sheet = Sheet(revision, _("调整目标"), _("列入调整"), lead=found.text, icon="pencil", said=_("已列入调整。"))
    initial = {name: getattr(found, name) for name in FIELDS}
    form = ObjectiveForm(request.POST or None, plan=revision.plan, initial=initial)
    return act_on_sheet(
        request,
        sheet,
        form,
        lambda f: services.propose_objective_change(revision, objective=found, by=person, **f.cleaned_data),
    )


@login_required
@require_POST
def revision_objective_drop(request: HttpRequest, pk: int, objective: int) -> HttpResponse:
    """An objective is to be given up."""
    revision = find(request, Revision, pk, "plan")
    found = find(request, Objective, objective, "plan")
    person = allow(request, "revise_plan", revision)
    home, said = revision.get_absolute_url(), _("已列入调整。")
    return do(request, lambda: services.propose_objective_drop(revision, objective=found, by=person), home, said)


@login_required
def revision_figure_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A further figure of one of the plan's sets in force."""
    revision = find(request, Revision, pk, "plan")
    person = allow(request, "revise_plan", revision)
    lead = _("自生效之日起统计：生效之日以后结束的报送期须填报。")
    sheet = Sheet(revision, _("新增指标"), _("列入调整"), lead=lead, icon="plus", said=_("已列入调整。"))
    start = {"period": "month", "comparator": ">=", "unit": "%"}
    form = FigureAddedForm(request.POST or None, sets=sets_of(revision), initial=start)
    return act_on_sheet(
        request, sheet, form, lambda f: services.propose_new_figure(revision, by=person, **f.cleaned_data), wide=True
    )


@login_required
@require_POST
def revision_figure_drop(request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
    """A figure is to be measured no more."""
    revision = find(request, Revision, pk, "plan")
    found = find(request, Indicator, indicator, "indicator_set")
    person = allow(request, "revise_plan", revision)
    home, said = revision.get_absolute_url(), _("已列入调整。")
    return do(request, lambda: services.propose_figure_drop(revision, indicator=found, by=person), home, said)
