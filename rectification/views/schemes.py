"""Writing a campaign: a new one from a template, its scheme, its submission, its conclusion, its end."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from organizations.models import Organization
from organizations.refusals import NotAllowed, NotYet
from organizations.rights import may_anywhere
from organizations.sight import visible
from rectification import scope, services
from rectification.forms.asking import AskingForm, ConfirmationForm
from rectification.forms.campaigns import CampaignNewForm, ConclusionForm
from rectification.forms.findings import BecauseForm
from rectification.models import Campaign, CampaignTemplate, standing
from rectification.models.choices import CampaignState
from rectification.summaries import as_text
from rectification.views.answering import Sheet, act_on_sheet, allow, answer, find, visitor
from rectification.views.scheme_page import SchemePage, checklists, draft_of
from rectification.views.summaries import official_draft, seen_by


def _issuer(request: HttpRequest) -> Organization:
    """The institution for which the visitor writes."""
    acting = getattr(request, "acting", None)
    if acting is None or acting.appointment is None:
        raise NotAllowed(_("您现在没有任职，不能拟定专项工作。"))
    unit: Organization = acting.appointment.post.organization
    return unit.institution


@login_required
def campaign_new(request: HttpRequest) -> HttpResponse:
    """Choose a template, say what it is about and when it begins."""
    person = visitor(request)
    if not may_anywhere(request.user, "rectification.draft_campaign"):
        raise NotAllowed(_("拟定专项工作方案由经办人员办理，您现在的岗位没有这项权限。"))
    templates = visible(request.user, CampaignTemplate).prefetch_related("phases").order_by("pk")
    first = next(iter(templates), None)
    initial = {"starts_on": timezone.localdate(), "template": first.pk if first else None}
    form = CampaignNewForm(request.POST or None, initial=initial, templates=templates, checklists=checklists(request))

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        context = {"form": shown, "templates": templates}
        return render(request, "rectification/campaign_new.html", context, status=status)

    def act() -> str:
        campaign = services.draft_campaign(
            form.cleaned_data["template"],
            organization=_issuer(request),
            by=person,
            **form.words(),
        )
        messages.success(request, _("已起草，请核对各阶段日期、范围和重点。"))
        return reverse("rectification:campaign_edit", args=[campaign.pk])

    return answer(request, form, act, page) if request.method == "POST" else page(form)


@login_required
def campaign_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Work out the draft; a stale form comes back with both texts."""
    campaign, phases = draft_of(request, pk)
    person = allow(request, "draft_campaign", campaign)
    if request.method != "POST" and campaign.state != CampaignState.DRAFT:
        raise NotYet(_("方案已经送签或印发，不能再修改；需要修改时请由审批人退回。"))
    page = SchemePage(request, campaign, phases)
    if "preview" in request.POST:
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "rectification/_scope_preview.html", {"preview": page.preview()})
        return page.show(page.form)
    if request.method != "POST":
        return page.show(page.form)

    def act() -> str:
        windows = page.form.windows()
        services.revise_campaign(
            campaign,
            version=page.form.cleaned_data["version"],
            by=person,
            phases={one.pk: windows[one.pk] for one in page.phases if windows[one.pk] != (one.opens_on, one.closes_on)},
            outputs=page.form.deadlines(),
            starts_on=min(opens for opens, _closes in windows.values()),
            ends_on=max(closes for _opens, closes in windows.values()),
            scope_rule=page.form.rule("scope"),
            focus_rule=page.form.rule("focus"),
            **page.form.words(),
        )
        messages.success(request, _("已保存。"))
        return campaign.get_absolute_url()

    return answer(request, page.form, act, page.show)


@login_required
def campaign_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the scheme for signature."""
    campaign = find(request, Campaign, pk, "organization", "checklist_version")
    person = allow(request, "submit_scheme", campaign)
    if request.method != "POST":
        engine.require_turn(campaign, "draft", by=request.user)
    in_scope, in_focus = scope.counts(campaign)
    sheet = Sheet(
        campaign,
        _("提交签发"),
        _("确认提交"),
        lead=_("提交后方案不能再改，审批人看到的就是现在的内容；退回后可以继续修改。"),
        icon="send",
        facts="rectification/_campaign_about.html",
        mends=(reverse("rectification:campaign_edit", args=[campaign.pk]), _("修改方案")),
        said=_("方案已提交签发，审批人已收到待办。"),
    )
    more = {
        "campaign": campaign,
        "in_scope": in_scope,
        "in_focus": in_focus,
        "burden": standing.burden(campaign, in_scope),
    }
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.submit_scheme(campaign, by=person), **more)


@login_required
def campaign_conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the summary and send it for signature."""
    campaign = find(request, Campaign, pk, "organization")
    person = allow(request, "conclude_campaign", campaign)
    if request.method != "POST":
        engine.require_turn(campaign, "conclude", by=request.user)
    sheet = Sheet(
        campaign,
        _("撰写总结"),
        _("提交签发"),
        lead=_("总结签发后专项工作结束；未销号的问题继续整改，不受影响。"),
        said=_("总结已提交签发，审批人已收到待办。"),
        icon="send",
        mends=(reverse("rectification:campaign_summary", args=[campaign.pk]), _("看总结初稿")),
    )
    text = campaign.summary or (as_text(official_draft(seen_by(request, pk))) if "draft" in request.GET else "")
    form = ConclusionForm(request.POST or None, initial={"summary": text})
    return act_on_sheet(
        request, sheet, form, lambda f: services.conclude_campaign(campaign, by=person, **f.cleaned_data)
    )


@login_required
def campaign_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the campaign up, with the reason."""
    campaign = find(request, Campaign, pk, "organization")
    person = allow(request, "draft_campaign" if campaign.state == CampaignState.DRAFT else "cancel_campaign", campaign)
    lead = _("撤销后各单位未完成的自查随之结束，已登记的问题继续整改。")
    title, said = _("撤销专项工作"), _("专项工作已撤销。")
    if campaign.state == CampaignState.DRAFT:
        lead = _("撤销后草稿不再办理，也不能恢复；草稿和理由保留在办理记录中。")
        title, said = _("撤销草稿"), _("草稿已撤销。")
    sheet = Sheet(campaign, title, _("确认撤销"), said=said, lead=lead, icon="ban", danger=True)
    form = BecauseForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.cancel_campaign(campaign, by=person, **f.cleaned_data))
