"""计划调整 of duties and targets: how often from when on, and against what a figure is held."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from plans import services
from plans.forms.following import DutyRevisedForm, TargetRevisedForm
from plans.models import Indicator, Obligation, Revision, RevisionLine, SetState
from plans.services.revising_duties import FIELDS
from plans.views.answering import Sheet, act_on_sheet, allow, do, find


def may_be_touched(revision: Revision, lines: list[RevisionLine]) -> dict[str, list[Any]]:
    """The running duties and the figures in force of a plan that a revision does not touch yet."""
    touched = {(line.kind, line.target) for line in lines}
    plan = revision.plan
    duties = plan.obligations.running().select_related("lead_unit").order_by("order", "pk")
    figures = Indicator.objects.filter(
        indicator_set__plan=plan, indicator_set__state=SetState.PUBLISHED, target__isnull=False
    )
    rows = figures.whole().order_by("indicator_set", "order", "pk")
    return {
        "duties": [one for one in duties if ("obligation", one.pk) not in touched],
        "figures": [one for one in rows if ("indicator", one.pk) not in touched],
    }


@login_required
def revision_duty(request: HttpRequest, pk: int, obligation: int) -> HttpResponse:
    """A duty is to be owed more or less often."""
    revision = find(request, Revision, pk, "plan")
    found = find(request, Obligation, obligation, "plan")
    person = allow(request, "revise_plan", revision)
    sheet = Sheet(
        revision,
        _("调整频次"),
        _("列入调整"),
        lead=f"{found.text}（{found.often}）",
        icon="pencil",
        said=_("已列入调整。"),
    )
    form = DutyRevisedForm(request.POST or None, initial={name: getattr(found, name) for name in FIELDS})
    return act_on_sheet(
        request,
        sheet,
        form,
        lambda f: services.propose_duty_change(revision, obligation=found, by=person, **f.cleaned_data),
        wide=True,
    )


@login_required
@require_POST
def revision_duty_drop(request: HttpRequest, pk: int, obligation: int) -> HttpResponse:
    """A duty is to be owed no more."""
    revision = find(request, Revision, pk, "plan")
    found = find(request, Obligation, obligation, "plan")
    person = allow(request, "revise_plan", revision)
    home = revision.get_absolute_url()
    return do(
        request, lambda: services.propose_duty_drop(revision, obligation=found, by=person), home, _("已列入调整。")
    )


@login_required
def revision_target(request: HttpRequest, pk: int, indicator: int) -> HttpResponse:
    """A figure is to reach another value."""
    revision = find(request, Revision, pk, "plan")
    found = find(request, Indicator, indicator, "indicator_set")
    person = allow(request, "revise_plan", revision)
    initial = {name: getattr(found, name) for name in ("target", "upper", "warning")}
    sheet = Sheet(
        revision, _("调整目标值"), _("列入调整"), lead=f"{found.name}：{found.standard_words}", icon="target",
        said=_("已列入调整。"),
    )  # fmt: skip
    form = TargetRevisedForm(request.POST or None, initial=initial)
    return act_on_sheet(
        request,
        sheet,
        form,
        lambda f: services.propose_target_change(revision, indicator=found, by=person, **f.cleaned_data),
        wide=True,
    )
