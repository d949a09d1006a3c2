"""计划调整 of duties and targets: how often from when on, and against what a figure is held."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from plans import services
from plans.forms.following import DutyEndedForm, DutyRevisedForm, TargetRevisedForm
from plans.forms.obligations import DutyAddedForm
from plans.models import Indicator, IndicatorSet, Obligation, Revision, RevisionLine, SetState
from plans.services.revising_duties import FIELDS
from plans.views.answering import Sheet, act_on_sheet, allow, find
from plans.views.obligation_editing import form_for, told_by
from plans.views.quota_sheets import Sheet as QuotaSheet
from plans.views.quota_sheets import on_sheet


def may_be_touched(revision: Revision, lines: list[RevisionLine]) -> dict[str, Any]:
    """What stands in a plan in force and is not touched yet: objectives, duties, figures; and the sets for new ones."""
    touched = {(line.kind, line.target) for line in lines}
    plan = revision.plan
    duties = plan.obligations.running().select_related("lead_unit").order_by("order", "pk")
    figures = Indicator.objects.filter(indicator_set__in=sets_of(revision)).standing()
    if not cast(Any, revision).has_sets:
        figures = figures.none()
    rows = {
        "objective": plan.objectives.standing().order_by("order", "pk"),
        "obligation": duties,
        "indicator": figures.whole().order_by("indicator_set", "order", "pk"),
    }
    left = {kind: [one for one in found if (kind, one.pk) not in touched] for kind, found in rows.items()}
    return {
        "objectives": left["objective"],
        "duties": left["obligation"],
        "figures": left["indicator"],
        "has_sets": cast(Any, revision).has_sets,
    }


def has_sets() -> dict[str, Exists]:
    """Whether the plan of a revision has sets of figures in force, as a column that comes with the revision."""
    return {"has_sets": Exists(IndicatorSet.objects.filter(plan=OuterRef("plan"), state=SetState.PUBLISHED))}


def sets_of(revision: Revision) -> Any:
    """The plan's sets of figures in force."""
    return IndicatorSet.objects.filter(plan=revision.plan_id, state=SetState.PUBLISHED)


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
def revision_duty_new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A further duty, written like one of a draft."""
    revision = find(request, Revision, pk, "plan")
    person = allow(request, "revise_plan", revision)
    plan, home = revision.plan, revision.get_absolute_url()
    sheet = QuotaSheet(
        title=_("新增常态化工作任务"),
        button=_("列入调整"),
        back=home,
        icon="plus",
        columns=True,
        facts=[{"label": _("计划"), "value": plan}, {"label": _("生效之日"), "value": revision.effective_on}],
    )
    form = form_for(
        request, plan.institution_path, {"unit": "month", "lead_unit": plan.organization_id}, form=DutyAddedForm
    )

    def act() -> str:
        services.propose_new_duty(revision, by=person, **told_by(form))
        messages.success(request, _("已列入调整。"))
        return home

    return on_sheet(request, sheet, form, act)


@login_required
def revision_duty_drop(request: HttpRequest, pk: int, obligation: int) -> HttpResponse:
    """A duty is to be owed no more."""
    revision = find(request, Revision, pk, "plan")
    found = find(request, Obligation, obligation, "plan")
    person = allow(request, "revise_plan", revision)
    lead = _("%(text)s（%(often)s）。生效之日以前没有完成的期次仍须完成或者说明。")
    sheet = Sheet(
        revision, _("停止执行任务"), _("列入调整"), lead=lead % {"text": found.text, "often": found.often}, icon="ban",
        danger=True, said=_("已列入调整。"),
    )  # fmt: skip
    form = DutyEndedForm(request.POST or None)
    return act_on_sheet(
        request,
        sheet,
        form,
        lambda f: services.propose_duty_drop(revision, obligation=found, by=person, **f.cleaned_data),
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
