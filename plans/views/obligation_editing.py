"""Writing a duty into a plan, and setting what it leaves open."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accountability.views.deadline_pages import find, posted, visitor
from organizations.models import Organization, Person
from organizations.sight import visible
from plans import quota_permissions as permissions
from plans import services
from plans.forms.obligations import BecauseForm, ObligationForm
from plans.models import Obligation, ObligationState, Plan, Register
from plans.services.duties import RHYTHM, WHAT, WHILE_RUNNING, WHO
from plans.views.quota_sheets import Sheet, on_sheet

FIELDS = tuple(name for name in (*RHYTHM, *WHO, *WHAT) if name in ObligationForm.base_fields)


def form_for(
    request: HttpRequest,
    institution: str,
    initial: dict[str, Any],
    own: int | None = None,
    form: type[ObligationForm] = ObligationForm,
) -> ObligationForm:
    """The form with what may be chosen within one institution."""
    units = Organization.objects.active().filter(institution_path=institution).order_by("path")
    people = Person.objects.filter(active=True, home__institution_path=institution).order_by("name", "pk")
    others = visible(request.user, Obligation).filter(institution_path=institution)
    if own is not None:
        others = others.exclude(pk=own)
    registers = cast(Any, visible(request.user, Register)).kept().filter(institution_path=institution)
    return form(
        posted(request),
        initial=initial,
        units=units,
        people=people,
        registers=registers,
        others=others.exclude(state=ObligationState.ENDED),
    )


@require_http_methods(["GET", "POST"])
@login_required
def obligation_new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A new duty of a plan."""
    plan = find(request, Plan, pk, "organization")
    person = visitor(request)
    permissions.require(person, permissions.KEEP, plan)
    back = f"{reverse('plans:obligation_list')}?plan={plan.pk}"
    sheet = Sheet(
        title=_("新增常态化工作任务"),
        button=_("保存"),
        back=back,
        columns=True,
        facts=[{"label": _("计划"), "value": plan}],
    )
    form = form_for(request, plan.institution_path, {"unit": "month", "lead_unit": plan.organization_id})

    def act() -> str:
        made = services.draft_obligation(plan, by=person, **told_by(form))
        messages.success(request, _("已保存。"))
        return made.get_absolute_url()

    return on_sheet(request, sheet, form, act)


def told_by(form: ObligationForm) -> dict[str, Any]:
    """What the verb is given."""
    told = dict(form.cleaned_data)
    told.pop("version", None)
    return told


@require_http_methods(["GET", "POST"])
@login_required
def obligation_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Set a duty; of one that is owed already only what changes neither rhythm nor who owes it."""
    obligation = find(request, Obligation, pk, "plan", "lead_unit")
    person = visitor(request)
    permissions.require(person, permissions.KEEP, obligation)
    initial = {name: getattr(obligation, name) for name in FIELDS}
    initial |= {"departments": obligation.departments.all(), "version": obligation.version}
    form = form_for(request, obligation.institution_path, initial, own=obligation.pk)
    if obligation.is_running:
        for name in set(form.fields) - WHILE_RUNNING - {"version"}:
            del form.fields[name]
    doubt = obligation.doubt or (_("原文没有写明频次，请确定。") if not obligation.is_set else "")
    sheet = Sheet(
        title=_("确定频次和责任"),
        button=_("保存"),
        back=obligation.get_absolute_url(),
        lead=_("执行中的任务调整频次，请提出计划调整。") if obligation.is_running else doubt,
        columns=True,
        facts=[{"label": _("任务"), "value": obligation}, {"label": _("原文"), "value": obligation.source}],
    )

    def act() -> str:
        told = dict(form.cleaned_data)
        version = told.pop("version", None)
        services.change_obligation(obligation, by=person, version=version, doubt="", **told)
        messages.success(request, _("已保存。"))
        return obligation.get_absolute_url()

    return on_sheet(request, sheet, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def obligation_drop(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a drafted duty out of the plan."""
    obligation = find(request, Obligation, pk, "plan", "lead_unit")
    person = visitor(request)
    permissions.require(person, permissions.KEEP, obligation)
    back = f"{reverse('plans:obligation_list')}?plan={obligation.plan_id}"
    sheet = Sheet(
        title=_("删除任务"),
        button=_("确认删除"),
        back=obligation.get_absolute_url(),
        icon="trash-2",
        danger=True,
        facts=[{"label": _("任务"), "value": obligation}],
    )
    form = BecauseForm(posted(request))
    form.fields["because"].required = False
    form.fields["because"].label = _("原因（可不填）")

    def act() -> str:
        services.drop_obligation(obligation, by=person)
        messages.success(request, _("已删除。"))
        return back

    return on_sheet(request, sheet, form, act)
