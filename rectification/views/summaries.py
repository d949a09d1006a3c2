"""The draft of a campaign's summary: five chapters from the rows in sight, each number a way to what it counts."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accountability import trail
from accountability.documents import as_docx
from accountability.gate import MEDIA_TYPES, clean_name
from accountability.signing.manifests import in_first_language
from organizations.rights import may
from organizations.sight import sight_of, visible
from rectification import documents, summaries
from rectification.models import Campaign, Delivery, Finding, Inspection, InspectionKind, Participant, StandingTask
from rectification.models.choices import CampaignState, ParticipantState
from rectification.views.answering import find, visitor, way_back

PAGE = 50
LISTS = {
    "own": gettext_lazy("主办单位的阶段成果"),
    "given": gettext_lazy("参加单位的阶段成果"),
}


def _counted(rows: QuerySet[Any], by: str) -> Coalesce:
    """How many of these rows belong to the campaign that is read."""
    counted = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(_n=Count("pk")).values("_n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def seen_by(request: HttpRequest, pk: int) -> summaries.Seen:
    """What the visitor may see of a campaign's rows; the simplest counts come with the campaign itself."""
    user: Any = request.user
    units = visible(user, Participant).filter(state=ParticipantState.ACTIVE)
    given, by = visible(user, Delivery), "output__phase__campaign"
    counts = {
        "units": _counted(units, "campaign"),
        "focus": _counted(units.filter(in_focus=True), "campaign"),
        "own": _counted(given.filter(participant__isnull=True), by),
        "given": _counted(given.filter(participant__isnull=False), by),
    }
    campaign = find(request, Campaign, pk, "organization", **{f"n_{name}": count for name, count in counts.items()})
    return summaries.Seen(
        campaign,
        counts={name: int(getattr(campaign, f"n_{name}")) for name in counts},
        inspections=visible(user, Inspection).filter(campaign=campaign),
        deliveries=given.filter(output__phase__campaign=campaign),
        findings=visible(user, Finding).filter(campaign=campaign),
        standing=visible(user, StandingTask).filter(campaign=campaign),
    )


def official_draft(seen: summaries.Seen) -> list[summaries.Chapter]:
    """The chapters in the language of papers, whatever language the reader's screen has."""
    with in_first_language():
        return summaries.drafted(seen)


@login_required
@require_GET
def campaign_summary(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft; or, where a number leads to rows that are listed nowhere else, these rows."""
    seen, asked = seen_by(request, pk), request.GET.get("list", "")
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "all")
    campaign, rows = seen.campaign, summaries.listed(seen, asked, kind, state)
    context = {"campaign": campaign, "crumbs": way_back(campaign)}
    if rows is not None:
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "asked": asked, "title": LISTS.get(asked) or InspectionKind(kind).label}
        context["crumbs"] = way_back(campaign, reverse("rectification:campaign_summary", args=[campaign.pk]))
        return render(request, "rectification/campaign_summary_rows.html", context)
    may_conclude = campaign.state == CampaignState.RUNNING and may(
        request.user, "rectification.conclude_campaign", campaign
    )
    context |= {"chapters": summaries.drafted(seen), "may_conclude": may_conclude}
    context["sees_all"] = sight_of(request.user).sees(campaign.org_path)
    return render(request, "rectification/campaign_summary.html", context)


@login_required
@require_GET
def campaign_summary_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as a paper to be worked on."""
    seen = seen_by(request, pk)
    campaign = seen.campaign
    if not sight_of(request.user).sees(campaign.org_path):
        raise Http404  # the paper is the issuer's to write
    paper = documents.of_summary(campaign, official_draft(seen))
    content = as_docx(paper)
    trail.witness("downloaded", campaign, by=visitor(request), extra={"as": "docx"})
    response = HttpResponse(content, content_type=MEDIA_TYPES["docx"])
    name = clean_name(_("%(title)s工作总结（初稿）.docx") % {"title": campaign.title})
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["Cache-Control"] = "private, no-store"
    return response
