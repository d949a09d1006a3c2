"""A campaign that recurs: its editions side by side, each with 有检查, 有落实, 有总结 and 有考核 from its rows."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organizations.rights import may
from organizations.sight import visible
from rectification import services
from rectification.forms.correspondence import RecurForm
from rectification.models import (
    Campaign,
    CampaignState,
    Finding,
    FindingState,
    Inspection,
    Participant,
    RoundState,
    Score,
)
from rectification.models.querysets import SETTLED
from rectification.views.answering import Sheet, act_on_sheet, allow, find, way_back
from rectification.views.boards import counted

MOST = 60


@login_required
@require_safe
def campaign_series(request: HttpRequest, pk: int) -> HttpResponse:
    """The editions in order, and when the next one is due."""
    campaign = find(request, Campaign, pk, "organization", "series")
    first = campaign.series_id or campaign.pk
    findings = visible(request.user, Finding).exclude(state=FindingState.WITHDRAWN)
    visits = visible(request.user, Inspection).filter(submitted_at__isnull=False)
    units = Participant.objects.filter(campaign=OuterRef(OuterRef("pk"))).values("organization")
    scored = visible(request.user, Score).filter(
        round__state=RoundState.PUBLISHED,
        round__institution_path=OuterRef("institution_path"),
        round__begins_on__lte=OuterRef("ends_on"),
        round__ends_on__gte=OuterRef("starts_on"),
        organization__in=units,
    )
    rows = visible(request.user, Campaign).filter(Q(pk=first) | Q(series=first))
    rows = rows.exclude(Q(state=CampaignState.CANCELLED) & ~Q(pk=pk)).annotate(
        visits=counted(visits, "campaign"),
        found=counted(findings, "campaign"),
        open_findings=counted(findings.exclude(state__in=SETTLED), "campaign"),
        scored=Exists(scored),
    )
    editions: list[Any] = list(rows.order_by("starts_on", "pk")[:MOST])
    for edition in editions:
        edition.boxes = _boxes(edition)
    last = editions[-1]
    head = campaign.series or campaign
    months = head.recurs
    context = {
        "campaign": campaign,
        "editions": editions,
        "first": head,
        "next_on": services.months_after(last.starts_on, months) if months else None,
        "today": timezone.localdate(),
        "may_recur": may(request.user, "rectification.draft_campaign", campaign),
        "last": last,
        "crumbs": way_back(campaign),
    }
    return render(request, "rectification/campaign_series.html", context)


def _boxes(edition: Any) -> list[dict[str, Any]]:
    """The four marks, each with what it was read from."""
    closed = edition.found - edition.open_findings
    told = {"closed": closed, "found": edition.found}
    return [
        {"label": _("有检查"), "is_there": edition.visits > 0, "words": _("%(n)d次检查") % {"n": edition.visits}},
        {
            "label": _("有落实"),
            "is_there": edition.visits > 0 and edition.open_findings == 0,
            "words": _("已办结%(closed)d/%(found)d") % told if edition.found else _("没有登记问题"),
        },
        {
            "label": _("有总结"),
            "is_there": edition.state == CampaignState.CLOSED,
            "words": edition.get_state_display(),
        },
        {"label": _("有考核"), "is_there": edition.scored, "words": _("已公布") if edition.scored else _("未公布")},
    ]


@login_required
def campaign_recur(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how often it comes again."""
    campaign = find(request, Campaign, pk, "organization", "series")
    person = allow(request, "draft_campaign", campaign)
    first = campaign.series or campaign
    sheet = Sheet(
        campaign, _("定期开展"), _("保存"), icon="calendar-clock", said=_("已保存。"),
        lead=_("下一期在开始前30天自动按上期起草并列入经办人待办，核对后提交签发，不自动印发。"),
        back=reverse("rectification:campaign_series", args=[campaign.pk]),
    )  # fmt: skip
    form = RecurForm(request.POST or None, initial={"recurs": first.recurs})
    return act_on_sheet(request, sheet, form, lambda f: services.set_recurrence(first, by=person, **f.cleaned_data))
