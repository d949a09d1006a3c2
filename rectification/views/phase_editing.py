"""The phases of a draft, edited one by one; the campaign kept as a pattern, or taken up again."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engine import submissions
from organizations.refusals import NotYet
from rectification import services
from rectification.forms.asking import AskingForm, ConfirmationForm
from rectification.forms.phases import CopyForm, OutputForm, PhaseForm, TemplateForm
from rectification.models import Campaign, CampaignState, Output, Phase
from rectification.views.answering import Sheet, act_on_sheet, allow, answer, find


def _home(campaign: Campaign) -> str:
    return reverse("rectification:campaign_phases", args=[campaign.pk])


def _refuse_unless_draft(request: HttpRequest, campaign: Campaign) -> None:
    if request.method != "POST" and campaign.state != CampaignState.DRAFT:
        raise NotYet(_("方案已经送签或印发，不能再修改；需要修改时请由审批人退回。"))


@login_required
@require_safe
def campaign_phases(request: HttpRequest, pk: int) -> HttpResponse:
    """All phases with what each asks for, and a way to change each."""
    campaign = find(request, Campaign, pk, "organization")
    allow(request, "draft_campaign", campaign)
    phases = list(campaign.phases.prefetch_related("outputs").order_by("order"))
    context = {
        "campaign": campaign,
        "phases": phases,
        "is_draft": campaign.state == CampaignState.DRAFT,
        "crumbs": [{"label": campaign.title, "url": campaign.get_absolute_url()}],
    }
    return render(request, "rectification/campaign_phases.html", context)


@login_required
def phase_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A further phase."""
    campaign = find(request, Campaign, pk)
    by = allow(request, "draft_campaign", campaign)
    _refuse_unless_draft(request, campaign)
    initial = {"opens_on": campaign.starts_on, "closes_on": campaign.ends_on}
    form = PhaseForm(request.POST or None, initial=initial)
    sheet = Sheet(campaign, _("增加阶段"), _("增加"), icon="plus", back=_home(campaign), said=_("阶段已增加。"))
    return act_on_sheet(request, sheet, form, lambda f: services.add_phase(campaign, by=by, **f.cleaned_data))


@login_required
def phase_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, kind and window of a phase."""
    phase = find(request, Phase, pk, "campaign")
    by = allow(request, "draft_campaign", phase.campaign)
    _refuse_unless_draft(request, phase.campaign)
    initial = {name: getattr(phase, name) for name in services.PHASE_FIELDS}
    form = PhaseForm(request.POST or None, initial=initial)
    sheet = Sheet(phase, _("修改阶段"), _("保存"), icon="save", back=_home(phase.campaign), said=_("已保存。"))
    return act_on_sheet(request, sheet, form, lambda f: services.change_phase(phase, by=by, **f.cleaned_data))


@login_required
def phase_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a phase of a draft."""
    phase = find(request, Phase, pk, "campaign")
    by = allow(request, "draft_campaign", phase.campaign)
    _refuse_unless_draft(request, phase.campaign)
    lead = _("阶段和它的成果要求一并删除；删除前的内容保留在办理记录中。")
    sheet = Sheet(
        phase, _("删除阶段“%(name)s”") % {"name": phase.name}, _("确认删除"), lead=lead, icon="trash-2", danger=True,
        back=_home(phase.campaign), said=_("阶段已删除。"),
    )  # fmt: skip

    def act(_form: AskingForm) -> None:
        services.drop_phase(phase, by=by)

    return act_on_sheet(request, sheet, ConfirmationForm(request.POST or None), act)


@login_required
@require_POST
def phase_move(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up or down."""
    phase = find(request, Phase, pk, "campaign")
    by = allow(request, "draft_campaign", phase.campaign)

    def act() -> HttpResponse:
        services.move_phase(phase, up=request.POST.get("way") == "up", by=by)
        return redirect(_home(phase.campaign))

    return submissions.once(request, act)  # type: ignore[return-value]


@login_required
def output_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Something more that a phase asks for."""
    phase = find(request, Phase, pk, "campaign")
    by = allow(request, "draft_campaign", phase.campaign)
    _refuse_unless_draft(request, phase.campaign)
    form = OutputForm(request.POST or None, initial={"due_on": phase.closes_on, "required": True})
    title = _("“%(name)s”增加成果要求") % {"name": phase.name}
    sheet = Sheet(phase, title, _("增加"), icon="plus", back=_home(phase.campaign), said=_("成果要求已增加。"))
    return act_on_sheet(request, sheet, form, lambda _f: services.add_output(phase, by=by, **form.told()))


@login_required
def output_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for it otherwise."""
    output = find(request, Output, pk, "phase__campaign")
    campaign = output.phase.campaign
    by = allow(request, "draft_campaign", campaign)
    _refuse_unless_draft(request, campaign)
    initial = {name: getattr(output, name) for name in (*services.OUTPUT_FIELDS, "due_on")}
    form = OutputForm(request.POST or None, initial=initial | {"boxes": "\n".join(output.boxes)})
    sheet = Sheet(output, _("修改成果要求"), _("保存"), icon="save", back=_home(campaign), said=_("已保存。"))
    return act_on_sheet(request, sheet, form, lambda _f: services.change_output(output, by=by, **form.told()))


@login_required
def output_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for it no longer."""
    output = find(request, Output, pk, "phase__campaign")
    campaign = output.phase.campaign
    by = allow(request, "draft_campaign", campaign)
    _refuse_unless_draft(request, campaign)
    sheet = Sheet(
        output, _("删除成果要求“%(name)s”") % {"name": output.name}, _("确认删除"), icon="trash-2", danger=True,
        back=_home(campaign), said=_("成果要求已删除。"),
    )  # fmt: skip

    def act(_form: AskingForm) -> None:
        services.drop_output(output, by=by)

    return act_on_sheet(request, sheet, ConfirmationForm(request.POST or None), act)


@login_required
def campaign_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the campaign's phases as a pattern of one's own."""
    campaign = find(request, Campaign, pk, "organization", "checklist_version__checklist")
    by = allow(request, "draft_campaign", campaign)
    sheet = Sheet(
        campaign, _("另存为模板"), _("保存模板"), icon="copy-plus", said=_("模板已保存，发起专项工作时可以选用。"),
        lead=_("保存阶段、成果要求、文字和问题办理规则；日期按距首日的天数保存。"),
    )  # fmt: skip
    form = TemplateForm(request.POST or None, initial={"name": campaign.title[:120]})
    return act_on_sheet(request, sheet, form, lambda f: services.save_as_template(campaign, by=by, **f.cleaned_data))


@login_required
def campaign_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """沿用: a new draft after an earlier campaign."""
    source = find(request, Campaign, pk, "organization", "checklist_version__checklist", "template")
    by = allow(request, "draft_campaign", source.organization)
    initial = {"title": source.title, "starts_on": timezone.localdate()}
    form = CopyForm(request.POST or None, initial=initial)
    sheet = Sheet(
        source, _("沿用发起"), _("起草"), icon="copy",
        lead=_("沿用范围、重点、阶段、成果要求和文字，检查表取最新一版；附件不沿用。"),
    )  # fmt: skip
    if request.method != "POST":
        return sheet.show(request, form)

    def act() -> str:
        made = services.copy_campaign(source, by=by, **form.cleaned_data)
        return reverse("rectification:campaign_edit", args=[made.pk])

    return answer(request, form, act, lambda shown, status: sheet.show(request, shown, status))
