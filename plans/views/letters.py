"""责任书: drafted for departments and persons, laid before both sides, read."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

import engine
from organizations.models import Organization
from organizations.refusals import NotYet
from organizations.rights import may
from organizations.sight import visible
from plans import services
from plans.forms.asking import BecauseForm, ConfirmationForm
from plans.forms.following import LetterForm
from plans.forms.plans import LettersForm
from plans.models import LetterState, Plan, ResponsibilityLetter
from plans.views.answering import Sheet, act_on_sheet, allow, find
from plans.views.moves import now_of

PAGE = 30


@login_required
@require_GET
def letter_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The letters under a plan, department by department."""
    plan = find(request, Plan, pk)
    seen: Any = visible(request.user, ResponsibilityLetter)
    rows = seen.filter(plan=plan).select_related("unit", "person", "issuer").order_by("org_path", "for_person", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for letter in page.object_list:
        letter.plan = plan
    context = {
        "plan": plan,
        "page": page,
        "may_draft": plan.is_valid and may(request.user, "plans.issue_letters", plan),
        "crumbs": [{"label": str(plan), "url": plan.get_absolute_url()}],
    }
    return render(request, "plans/letter_list.html", context)


@login_required
def letter_new(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter for every department that has work in the plan."""
    plan = find(request, Plan, pk)
    person = allow(request, "issue_letters", plan)
    if request.method != "POST" and not plan.is_valid:
        raise NotYet(_("计划还没有印发，请在印发之后办理。"))
    lead = _("按牵头单位逐个生成，责任人为部门负责人；生成后可以修改，再送双方签订。")
    sheet = Sheet(plan, _("生成责任书"), _("生成"), lead=lead, icon="signature", back=_home(plan), said=" ")
    form = LettersForm(request.POST or None, plan=plan)

    def act(_form: object) -> str:
        made = services.draft_letters(plan, by=person, **form.cleaned_data)
        told = ngettext("已生成%(count)d份责任书。", "已生成%(count)d份责任书。", len(made))
        messages.success(request, told % {"count": len(made)})
        return _home(plan)

    return act_on_sheet(request, sheet, form, act)


@login_required
def letter_personal(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """One letter for everybody named in a department."""
    plan = find(request, Plan, pk)
    department = find(request, Organization, unit)
    person = allow(request, "issue_letters", department)
    lead = _("按分级责任人逐个生成，由部门负责人与本人签订。")
    title = _("%(unit)s：签到个人") % {"unit": department}
    sheet = Sheet(plan, title, _("生成"), lead=lead, icon="signature", back=_home(plan), said=_("已生成。"))
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda _f: len(services.draft_personal(plan, unit=department, by=person)))


@login_required
@require_GET
def letter_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter, as both sign it."""
    letter = find(request, ResponsibilityLetter, pk, "plan", "unit", "person", "issuer", "drafted_by")
    open_states = (LetterState.DRAFT, LetterState.SIGNING)
    context = {
        "letter": letter,
        "plan": letter.plan,
        "now": now_of(request, letter),
        "content": letter.letter_manifest(),
        "may_cancel": letter.state in open_states and may(request.user, "plans.issue_letters", letter),
        "crumbs": [{"label": str(letter.plan), "url": _home(letter.plan)}],
    }
    return render(request, "plans/letter_detail.html", context)


@login_required
def letter_write(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of a letter nobody has been asked to sign."""
    letter = find(request, ResponsibilityLetter, pk, "plan", "unit", "person")
    person = allow(request, "issue_letters", letter)
    if request.method != "POST":
        engine.require_turn(letter, "draft", by=request.user)
    sheet = Sheet(letter, _("修改责任书"), _("保存"), icon="save", said=_("已保存。"))
    form = LetterForm(request.POST or None, initial={"duties": letter.duties, "rewards": letter.rewards})
    return act_on_sheet(request, sheet, form, lambda f: services.write_letter(letter, by=person, **f.cleaned_data))


@login_required
def letter_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay it before both."""
    letter = find(request, ResponsibilityLetter, pk, "plan", "unit", "person", "issuer")
    person = allow(request, "issue_letters", letter)
    if request.method != "POST":
        engine.require_turn(letter, "draft", by=request.user)
    told = {"person": letter.person, "issuer": letter.issuer}
    lead = _("先由%(person)s签订，再由%(issuer)s签订；须本人办理。") % told
    sheet = Sheet(letter, _("责任书送签"), _("确认送签"), lead=lead, icon="send", said=_("已送签。"))
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda _f: services.send_letter(letter, by=person))


@login_required
def letter_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """It is not wanted any more, with the reason."""
    letter = find(request, ResponsibilityLetter, pk, "plan", "unit", "person")
    person = allow(request, "issue_letters", letter)
    sheet = Sheet(letter, _("作废责任书"), _("确认作废"), icon="ban", danger=True, said=_("已作废。"))
    form = BecauseForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.cancel_letter(letter, by=person, **f.cleaned_data))


def _home(plan: Plan) -> str:
    return reverse("plans:letter_list", args=[plan.pk])
