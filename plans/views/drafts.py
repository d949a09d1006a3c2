"""Writing a plan: a new one, its words, its lines, its documents, its annexes."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accountability.models import Attachment
from organizations.models import Organization
from organizations.refusals import NotAllowed, NotYet
from organizations.rights import may, may_anywhere
from organizations.sight import visible
from plans import services
from plans.forms.asking import AskingForm, BecauseForm
from plans.forms.lines import KINDS, BasisForm
from plans.forms.plans import AnnexForm, PlanEditForm, PlanNewForm
from plans.models import VALID, Measure, Plan, PlanBasis
from plans.views.answering import Sheet, act_on_sheet, allow, answer, do, find, visitor


def _unit(request: HttpRequest) -> Organization:
    """The unit for which the visitor plans: his institution where he may, else what his post looks after."""
    acting = getattr(request, "acting", None)
    if acting is None or acting.appointment is None:
        raise NotAllowed(_("您现在没有任职，不能拟定计划。"))
    post = acting.appointment.post
    institution: Organization = post.organization.institution
    if may(request.user, "plans.draft_plan", institution):
        return institution
    return cast(Organization, post.scope)


def _replaceable(unit: Organization) -> QuerySet[Plan]:
    return Plan.objects.filter(organization=unit, state__in=VALID).order_by("-year", "-pk")


@login_required
def plan_new(request: HttpRequest) -> HttpResponse:
    """Begin a plan for one's own unit."""
    person = visitor(request)
    if not may_anywhere(request.user, "plans.draft_plan"):
        raise NotAllowed(_("拟定计划由经办人员或科室负责人办理，您现在的岗位没有这项权限。"))
    unit = _unit(request)
    replaceable = _replaceable(unit)
    newest = replaceable.first() if request.method != "POST" else None
    form = PlanNewForm(request.POST or None, replaceable=replaceable, initial={"supersedes": newest})

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        return render(request, "plans/plan_new.html", {"form": shown, "unit": unit}, status=status)

    def act() -> str:
        plan = services.draft_plan(unit, by=person, **form.words())
        messages.success(request, _("已起草。可以导入Word文件，也可以逐条填写。"))
        return plan.get_absolute_url()

    return answer(request, form, act, page) if request.method == "POST" else page(form)


@login_required
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of a draft; a stale form comes back with both texts."""
    plan = find(request, Plan, pk, "organization", "supersedes", "report_to")
    person = allow(request, "draft_plan", plan)
    _require_draft(request, plan)
    initial = {name: getattr(plan, name) for name in PlanEditForm.base_fields if hasattr(plan, name)}
    replaceable = _replaceable(plan.organization).exclude(pk=plan.pk)
    form = PlanEditForm(request.POST or None, plan=plan, replaceable=replaceable, initial=initial)

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        if shown.is_stale:
            shown.data = request.POST.copy()
            shown.data["version"] = str(Plan.objects.values_list("version", flat=True).get(pk=plan.pk))
        crumbs = [{"label": str(plan), "url": plan.get_absolute_url()}]
        context = {"form": shown, "plan": plan, "crumbs": crumbs}
        return render(request, "plans/plan_edit.html", context, status=status)

    def act() -> str:
        services.describe_plan(plan, version=form.cleaned_data["version"], by=person, **form.words())
        messages.success(request, _("已保存。"))
        return plan.get_absolute_url()

    return answer(request, form, act, page) if request.method == "POST" else page(form)


@login_required
def plan_abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an unfinished plan up, with the reason."""
    plan = find(request, Plan, pk)
    person = allow(request, "draft_plan", plan)
    lead = _("放弃后不再办理，也不能恢复；内容和理由保留在办理记录中。")
    sheet = Sheet(plan, _("放弃计划"), _("确认放弃"), lead=lead, icon="ban", danger=True)
    form = BecauseForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.abandon_plan(plan, by=person, **f.cleaned_data))


@login_required
def plan_annexes(request: HttpRequest, pk: int) -> HttpResponse:
    """The annexes of a draft."""
    plan = find(request, Plan, pk)
    person = allow(request, "draft_plan", plan)
    _require_draft(request, plan)
    sheet = Sheet(plan, _("上传附件"), _("上传"), icon="upload", files=True, said=_("附件已上传。"))
    form = AnnexForm(request.POST or None, request.FILES or None)
    files = cast(Any, visible(request.user, Attachment)).of(plan)
    return act_on_sheet(
        request,
        sheet,
        form,
        lambda f: services.attach_to_plan(plan, checked=f.cleaned_data["attachment"], by=person),
        files=files,
    )


@login_required
def line_new(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A further heading, objective, measure or problem."""
    plan = find(request, Plan, pk)
    person = allow(request, "draft_plan", plan)
    _require_draft(request, plan)
    model, form_class = _kind(kind)
    asked = request.GET.get("section", "")
    initial = {"section": asked} if asked.isdecimal() and len(asked) < 19 else {}
    form: Any = form_class(request.POST or None, plan=plan, initial=initial)
    title = _("新增%(what)s") % {"what": model._meta.verbose_name}
    sheet = Sheet(plan, title, _("保存"), icon="plus", said=_("已保存。"))
    return act_on_sheet(
        request, sheet, form, lambda _f: services.add_line(plan, model, by=person, **_values(form)), wide=True
    )


@login_required
def line_change(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Change a line of the draft."""
    model, form_class = _kind(kind)
    line = find(request, model, pk, "plan")
    person = allow(request, "draft_plan", line.plan)
    _require_draft(request, line.plan)
    form: Any = form_class(request.POST or None, plan=line.plan, initial=_initial(line, form_class))
    title = _("修改%(what)s") % {"what": model._meta.verbose_name}
    sheet = Sheet(line.plan, title, _("保存"), icon="save", said=_("已保存。"))
    return act_on_sheet(
        request, sheet, form, lambda _f: services.change_line(line, by=person, **_values(form)), wide=True
    )


@login_required
@require_POST
def line_move(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Exchange a line with its neighbour."""
    line = find(request, _kind(kind)[0], pk, "plan")
    person = allow(request, "draft_plan", line.plan)
    up = request.POST.get("up") == "1"
    place = f"{line.plan.get_absolute_url()}#{kind}-{line.pk}"
    return do(request, lambda: services.move_line(line, up=up, by=person), place)


@login_required
@require_POST
def line_drop(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take a line out of the draft."""
    line = find(request, _kind(kind)[0], pk, "plan")
    person = allow(request, "draft_plan", line.plan)
    home = line.plan.get_absolute_url()
    return do(request, lambda: services.drop_line(line, by=person), home, _("已删除。"))


@login_required
def basis_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A document the plan rests on; one the library has is linked."""
    plan = find(request, Plan, pk)
    person = allow(request, "draft_plan", plan)
    _require_draft(request, plan)
    lead = _("法规库中有这份文件的，会自动关联。")
    sheet = Sheet(plan, _("新增依据文件"), _("保存"), lead=lead, icon="plus", said=_("已保存。"))
    form = BasisForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.add_basis(plan, by=person, **f.cleaned_data))


@login_required
@require_POST
def basis_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a document off the list."""
    basis = find(request, PlanBasis, pk, "plan")
    person = allow(request, "draft_plan", basis.plan)
    home = basis.plan.get_absolute_url()
    return do(request, lambda: services.drop_basis(basis, by=person), home, _("已删除。"))


def _kind(word: str) -> tuple[type[Any], Any]:
    if word not in KINDS:
        raise Http404
    return KINDS[word]


def _values(form: Any) -> dict[str, Any]:
    return dict(form.words() if hasattr(form, "words") else form.cleaned_data)


def _initial(line: Any, form_class: type[AskingForm]) -> dict[str, Any]:
    told = {name: getattr(line, name) for name in form_class.base_fields if hasattr(line, name)}
    if isinstance(line, Measure):
        told["supporting_units"] = list(line.supporting_units.all())
        told |= {f"tier_{one.tier}": one.person_id for one in line.holders.all()}
    return told


def _require_draft(request: HttpRequest, plan: Plan) -> None:
    """The page of a form is shown only while it could be sent."""
    if request.method != "POST" and not plan.is_draft:
        raise NotYet(_("计划已经送审或者印发，不能直接修改：送审中的请由办理人退回，已印发的请办理计划调整。"))
