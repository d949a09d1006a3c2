"""The draft of a campaign's summary: five chapters from the rows in sight, each number a way to what it counts."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accountability import trail
from accountability.documents import as_docx
from accountability.gate import MEDIA_TYPES, clean_name
from organizations.rights import may
from organizations.sight import visible
from rectification import documents, summaries
from rectification.models import Campaign, Delivery, Finding, Inspection, Participant, StandingTask
from rectification.models.choices import CampaignState, ParticipantState
from rectification.views.answering import find, visitor, way_back

MOST_LISTED = 300


def seen_by(request: HttpRequest, campaign: Campaign) -> summaries.Seen:
    """What the visitor may see of a campaign's rows."""
    user: Any = request.user
    return summaries.Seen(
        campaign,
        participants=visible(user, Participant).filter(campaign=campaign, state=ParticipantState.ACTIVE),
        inspections=visible(user, Inspection).filter(campaign=campaign),
        deliveries=visible(user, Delivery).filter(output__phase__campaign=campaign),
        findings=visible(user, Finding).filter(campaign=campaign),
        standing=visible(user, StandingTask).filter(campaign=campaign),
    )


@login_required
@require_GET
def campaign_summary(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft, and the rows that are listed nowhere else."""
    campaign = find(request, Campaign, pk, "organization")
    seen = seen_by(request, campaign)
    lists = {name: rows[:MOST_LISTED] for name, rows in summaries.listed(seen).items()}
    may_conclude = campaign.state == CampaignState.RUNNING and may(
        request.user, "rectification.conclude_campaign", campaign
    )
    context = {
        "campaign": campaign,
        "chapters": summaries.drafted(seen),
        "lists": lists,
        "most": MOST_LISTED,
        "may_conclude": may_conclude,
        "crumbs": way_back(campaign),
    }
    return render(request, "rectification/campaign_summary.html", context)


@login_required
@require_GET
def campaign_summary_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as a paper to be worked on."""
    campaign = find(request, Campaign, pk, "organization")
    paper = documents.of_summary(campaign, summaries.drafted(seen_by(request, campaign)))
    content = as_docx(paper)
    trail.witness("downloaded", campaign, by=visitor(request), extra={"as": "docx"})
    response = HttpResponse(content, content_type=MEDIA_TYPES["docx"])
    name = clean_name(_("%(title)s工作总结（初稿）.docx") % {"title": campaign.title})
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["Cache-Control"] = "private, no-store"
    return response
