"""The units of a campaign: the list with its additions and removals."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from organizations.rights import may, may_anywhere
from organizations.sight import visible
from rectification import scope, services
from rectification.forms.asking import AskingForm
from rectification.forms.campaigns import ParticipantFilterForm, ParticipantForm
from rectification.forms.findings import BecauseForm
from rectification.models import Campaign, Participant, ScopeChange
from rectification.models.choices import ParticipantState, ScopeAction
from rectification.views.answering import Sheet, act_on_sheet, allow, answer, find, visitor, way_back

PAGE = 60
MOST_CHANGES = 50


def _filtered(form: ParticipantFilterForm, rows: QuerySet[Participant]) -> QuerySet[Participant]:
    """The rows the filter leaves; the removed ones are shown only when asked for, or in the first list."""
    form.is_valid()
    asked = form.cleaned_data
    removed = asked.get("focus") == "removed"
    rows = rows.filter(state=ParticipantState.REMOVED if removed else ParticipantState.ACTIVE)
    if asked.get("focus") == "1":
        rows = rows.filter(in_focus=True)
    if asked.get("region"):
        rows = rows.filter(region=asked["region"])
    if asked.get("words"):
        rows = rows.filter(name__icontains=asked["words"])
    return rows


def _regions(rows: QuerySet[Participant]) -> list[str]:
    """The regions of a list."""
    return list(rows.exclude(region="").order_by("region").values_list("region", flat=True).distinct())


@login_required
def campaign_participants(request: HttpRequest, pk: int) -> HttpResponse:
    """The list, its versions and the form by which a unit is added with a reason."""
    campaign = find(request, Campaign, pk, "organization")
    seen = visible(request.user, Participant).filter(campaign=campaign)
    may_change = campaign.is_running and may(request.user, "rectification.change_scope", campaign)
    if request.method == "POST":
        allow(request, "change_scope", campaign)
    asks = may_change or request.method == "POST"
    form = ParticipantForm(request.POST or None, offered=lambda: _offered(campaign)) if asks else None

    def page(shown: AskingForm | None, status: int = 200) -> HttpResponse:
        filters = ParticipantFilterForm(request.GET, regions=_regions(seen))
        rows = _filtered(filters, seen)
        first_list = request.GET.get("list") == "first"
        if first_list:
            rows = seen.filter(added_by_rule=True)
        changes = visible(request.user, ScopeChange).filter(campaign=campaign).select_related("participant", "by")
        context = {
            "campaign": campaign,
            "form": shown,
            "filters": filters,
            "page": Paginator(rows.order_by("org_path"), PAGE).get_page(request.GET.get("page")),
            "changes": changes.order_by("-version")[:MOST_CHANGES],
            "first_list": first_list,
            "may_change": may_change,
            "may_register": campaign.is_running and may_anywhere(request.user, "rectification.register_finding"),
            "crumbs": way_back(campaign),
            "frozen": ScopeAction.FROZEN,
        }
        return render(request, "rectification/campaign_participants.html", context, status=status)

    if request.method != "POST" or form is None:
        return page(form)
    person = visitor(request)

    def act() -> str:
        unit = services.add_participant(campaign, by=person, **form.cleaned_data)
        messages.success(request, _("已增补：%(unit)s。") % {"unit": unit.name})
        return request.get_full_path()

    return answer(request, form, act, page)


def _offered(campaign: Campaign) -> QuerySet[Any]:
    """The units that may still be taken in."""
    listed = campaign.participants.filter(state=ParticipantState.ACTIVE).values("organization")
    return scope.universe(campaign.organization).exclude(pk__in=listed).order_by("path")


@login_required
def participant_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a unit out of the list, with the reason."""
    participant = find(request, Participant, pk, "campaign__organization")
    campaign = participant.campaign
    person = allow(request, "change_scope", campaign)
    sheet = Sheet(
        participant,
        _("剔除单位"),
        _("确认剔除"),
        lead=_("首次确定的名单保留可查；该单位未完成的自查随之结束，已登记的问题继续整改。"),
        icon="user-minus",
        danger=True,
        said=_("已剔除，名单更新为新的一版。"),
        back=reverse("rectification:campaign_participants", args=[campaign.pk]),
    )
    form = BecauseForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form, lambda f: services.remove_participant(participant, by=person, **f.cleaned_data)
    )
