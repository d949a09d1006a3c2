"""What a campaign leaves behind: standing tasks, what goes on under 督办, and what is locked."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from organizations import paths
from organizations.models import Organization, Person
from organizations.rights import may, may_anywhere
from organizations.sight import visible
from rectification import services
from rectification.forms.asking import AskingForm, ConfirmationForm, whole_number
from rectification.forms.closing import StandingForm
from rectification.models import Campaign, Finding, Slip, SlipKind, StandingTask
from rectification.models.choices import CampaignState
from rectification.models.querysets import SETTLED
from rectification.views.answering import Sheet, act_on_sheet, allow, answer, find, visitor, way_back

MOST_CANDIDATES, MOST_SLIPS = 10, 50
NAMES = ("lead_unit", "holder", "finding", "assignment")


def _chosen(request: HttpRequest, campaign: Campaign) -> Finding | None:
    """The finding a standing task shall come from, if the address names one in sight."""
    key = whole_number(request.GET.get("finding", ""))
    rows = visible(request.user, Finding).filter(campaign=campaign, pk=key or 0)
    return rows.select_related("department", "organization").first() if key else None


def _form(request: HttpRequest, campaign: Campaign, finding: Finding | None) -> StandingForm:
    """With the people of the unit concerned: the finding's, otherwise the issuer's own."""
    home = finding.institution_path if finding else campaign.institution_path
    inside = paths.covering("home__path", [paths.subtree(home)])
    people: QuerySet[Person] = Person.objects.filter(inside, active=True).select_related("home")
    units = Organization.objects.active().filter(institution_path=home).order_by("path")
    return StandingForm(
        request.POST or None,
        initial={"text": (finding.interim_control or finding.description)[:400]} if finding else {},
        units=units,
        people=people.order_by("home__path", "name"),
        fixed=finding is not None,
    )


def _candidates(request: HttpRequest, campaign: Campaign) -> list[Finding]:
    """Findings whose temporary control nobody has made a standing task of."""
    rows = visible(request.user, Finding).filter(campaign=campaign).exclude(interim_control="")
    return list(rows.exclude(standing_tasks__campaign=campaign).order_by("pk")[:MOST_CANDIDATES])


@login_required
def campaign_closing(request: HttpRequest, pk: int) -> HttpResponse:
    """What stays when the campaign is over; one measure is added at a time while it runs."""
    campaign = find(request, Campaign, pk, "organization")
    writes = campaign.state == CampaignState.RUNNING and may(request.user, "rectification.conclude_campaign", campaign)
    if request.method == "POST":
        allow(request, "conclude_campaign", campaign)
    finding = _chosen(request, campaign)
    form = _form(request, campaign, finding) if writes or request.method == "POST" else None

    def page(shown: AskingForm | None, status: int = 200) -> HttpResponse:
        context = {"form": shown, "finding": finding, **_standing(request, campaign, writes=writes)}
        context["candidates"] = _candidates(request, campaign) if writes and finding is None else []
        return render(request, "rectification/campaign_closing.html", context, status=status)

    def act() -> str:
        given = dict(form.cleaned_data) if form else {}
        services.propose_standing(campaign, finding=finding, by=visitor(request), **given)
        messages.success(request, _("已登记，专项工作结束后转为任务。"))
        return f"{reverse('rectification:campaign_closing', args=[campaign.pk])}#standing"

    return answer(request, form, act, page) if form and request.method == "POST" else page(form)


def _standing(request: HttpRequest, campaign: Campaign, *, writes: bool) -> dict[str, Any]:
    """Everything the page shows, by a constant number of questions; 督办单 are what is left when it is over."""
    rows = visible(request.user, StandingTask).filter(campaign=campaign).select_related(*NAMES)
    slips = visible(request.user, Slip).filter(campaign=campaign, kind=SlipKind.SUPERVISE)
    open_ones = visible(request.user, Finding).filter(campaign=campaign).exclude(state__in=SETTLED)
    return {
        "campaign": campaign,
        "crumbs": way_back(campaign),
        "is_locked": campaign.state == CampaignState.CLOSED,
        "writes": writes,
        "accepts": may_anywhere(request.user, "rectification.approve_measures"),
        "rows": rows.order_by("pk"),
        "slips": [] if writes else slips.select_related("participant").order_by("pk")[:MOST_SLIPS],
        "open_count": open_ones.count(),
        "ledger_url": f"{reverse('rectification:ledger')}?campaign={campaign.pk}&status=open",
    }


@login_required
def standing_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a standing task back before the campaign is closed."""
    task = find(request, StandingTask, pk, "campaign")
    person = allow(request, "conclude_campaign", task.campaign)
    sheet = Sheet(
        task, _("取消长效措施"), _("确认取消"), lead=task.text, icon="trash-2", danger=True, said=_("已取消。")
    )
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.drop_standing(task, by=person))


@login_required
def standing_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """See that a standing task holds."""
    task = find(request, StandingTask, pk, "campaign", "assignment")
    person = allow(request, "approve_measures", task)
    lead = _("由责任人以外的负责人核对佐证后办结：%(what)s") % {"what": task.text}
    sheet = Sheet(task, _("办结长效措施"), _("确认办结"), lead=lead, icon="circle-check", said=_("已办结。"))
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.accept_standing(task, by=person))
