"""计划调整: proposed line by line, shown before and after, sent for signature."""

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
from plans import services
from plans.forms.asking import BecauseForm, ConfirmationForm
from plans.forms.following import RevisionForm
from plans.forms.lines import RevisedForm
from plans.models import Measure, Plan, PlanState, Revision, RevisionLine
from plans.views.answering import Sheet, act_on_sheet, allow, do, find
from plans.views.moves import now_of
from plans.views.plan_parts import deliberations_of, has_deliberations
from plans.views.revision_duties import has_sets, may_be_touched


@login_required
def revision_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why, and from when."""
    plan = find(request, Plan, pk)
    person = allow(request, "revise_plan", plan)
    if request.method != "POST" and plan.state != PlanState.IN_FORCE:
        raise NotYet(_("只有执行中的计划可以调整；拟稿中的计划请直接修改。"))
    lead = _("只改动列出的任务，其余内容和原办理意见不变；批准后从生效之日起执行。")
    sheet = Sheet(
        plan, _("提出计划调整"), _("下一步，选择要调整的任务"), lead=lead, icon="arrow-right", said=_("已起草。")
    )
    form = RevisionForm(request.POST or None, initial={"effective_on": timezone.localdate()})
    return act_on_sheet(
        request, sheet, form, lambda f: services.begin_revision(plan, by=person, **f.cleaned_data).get_absolute_url()
    )


@login_required
@require_GET
def revision_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What changes, before and after; while it is a draft also what else could be changed."""
    asked = {**has_deliberations(Revision), **has_sets()}
    revision: Any = find(request, Revision, pk, "plan", "drafted_by", **asked)
    may_write = revision.is_draft and may(request.user, "plans.revise_plan", revision)
    lines = list(revision.lines.all())
    touched = {line.target for line in lines if line.kind == "measure"}
    measures: list[Measure] = []
    further: dict[str, Any] = {}
    if may_write:
        rows = revision.plan.measures.standing().select_related("section", "lead_unit")
        measures = [one for one in rows.order_by("section__order", "order", "pk") if one.pk not in touched]
        further = may_be_touched(revision, lines)
    context = {
        **further,
        "revision": revision,
        "plan": revision.plan,
        "now": now_of(request, revision),
        "lines": [_shown(line) for line in lines],
        "measures": measures,
        "may_write": may_write,
        "deliberations": deliberations_of(request, revision) if revision.has_deliberations else [],
        "crumbs": [{"label": str(revision.plan), "url": revision.plan.get_absolute_url()}],
    }
    return render(request, "plans/revision_detail.html", context)


def _shown(line: RevisionLine) -> dict[str, Any]:
    before, after = line.before.get("words", {}), line.after.get("words", {})
    labels = list(dict.fromkeys([*before, *after]))
    changes = [{"label": label, "old": before.get(label, ""), "new": after.get(label, "")} for label in labels]
    return {"line": line, "changes": changes}


@login_required
def revision_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A further measure."""
    revision = find(request, Revision, pk, "plan")
    person = allow(request, "revise_plan", revision)
    sheet = Sheet(revision, _("新增任务"), _("列入调整"), icon="plus", said=_("已列入调整。"))
    form = RevisedForm(request.POST or None, plan=revision.plan)
    return act_on_sheet(
        request, sheet, form, lambda _f: services.propose_new(revision, by=person, **form.words()), wide=True
    )


@login_required
def revision_change(request: HttpRequest, pk: int, measure: int) -> HttpResponse:
    """A measure is to say something else."""
    revision = find(request, Revision, pk, "plan")
    found = find(request, Measure, measure, "plan")
    person = allow(request, "revise_plan", revision)
    initial = {name: getattr(found, name) for name in RevisedForm.base_fields if hasattr(found, name)}
    sheet = Sheet(revision, _("调整任务"), _("列入调整"), lead=found.text, icon="pencil", said=_("已列入调整。"))
    form = RevisedForm(request.POST or None, plan=revision.plan, initial=initial)
    return act_on_sheet(
        request,
        sheet,
        form,
        lambda _f: services.propose_change(revision, measure=found, by=person, **form.words()),
        wide=True,
    )


@login_required
@require_POST
def revision_drop(request: HttpRequest, pk: int, measure: int) -> HttpResponse:
    """A measure is to be done no more."""
    revision = find(request, Revision, pk, "plan")
    found = find(request, Measure, measure, "plan")
    person = allow(request, "revise_plan", revision)
    home = revision.get_absolute_url()
    return do(request, lambda: services.propose_drop(revision, measure=found, by=person), home, _("已列入调整。"))


@login_required
@require_POST
def revision_line_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposed line is not proposed any more."""
    line = find(request, RevisionLine, pk, "revision")
    person = allow(request, "revise_plan", line.revision)
    return do(request, lambda: services.take_back_line(line, by=person), line.revision.get_absolute_url())


@login_required
def revision_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it along its route."""
    revision = find(request, Revision, pk, "plan")
    person = allow(request, "revise_plan", revision)
    if request.method != "POST":
        engine.require_turn(revision, "draft", by=request.user)
    lead = _("批准后从生效之日起执行，涉及的任务随之变更，其余任务不受影响。")
    said = _("已送审，审批人已收到待办。")
    sheet = Sheet(revision, _("计划调整送审"), _("确认送审"), lead=lead, icon="send", said=said)
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda _f: services.submit_revision(revision, by=person))


@login_required
def revision_abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it up, with the reason."""
    revision = find(request, Revision, pk, "plan")
    person = allow(request, "revise_plan", revision)
    sheet = Sheet(revision, _("放弃调整"), _("确认放弃"), icon="ban", danger=True)
    form = BecauseForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form, lambda f: services.abandon_revision(revision, by=person, **f.cleaned_data)
    )
