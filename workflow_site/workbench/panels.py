"""The cards beside the list of work: my campaigns and what happened lately."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from accountability import trail
from accountability.models import (
    Attachment,
    Circulation,
    Directive,
    HandlingRecord,
    IncomingDocument,
    Publication,
    Reading,
    TrailEvent,
)
from meetings.models import Meeting
from organizations.sight import visible
from rectification.models import Campaign, Inspection, Phase

CAMPAIGNS = 3
EVENTS = 6
LATELY = datetime.timedelta(days=30)
QUIET = ("read", "downloaded", "number_taken", "item_answered")  # too small to be news
ANSWERED = ("submitted", "confirmed")
OF_ONE_HOUSE = (IncomingDocument, Directive, Circulation, Reading, Publication, HandlingRecord)
"""What is seen within one institution only, though its place lies in a superior's range: it is no news elsewhere."""
OPEN_STATES = ("running", "concluding")


@dataclass(frozen=True)
class CampaignProgress:
    """How many of a campaign's self-inspections are in."""

    campaign: Campaign
    answered: int
    total: int


def campaigns(request: HttpRequest) -> list[CampaignProgress]:
    """The campaigns under way that this person sees, with the self-inspections he sees of them; one query."""
    seen = visible(request.user, Inspection).filter(campaign=OuterRef("pk"), kind="self")
    inspections = seen.order_by().values("campaign")
    rows = (
        visible(request.user, Campaign)
        .filter(state__in=OPEN_STATES)
        .annotate(
            answered=_number(inspections.annotate(n=Count("pk", filter=Q(state__in=ANSWERED)))),
            asked=_number(inspections.annotate(n=Count("pk"))),
        )
        .order_by("ends_on", "pk")[:CAMPAIGNS]
    )
    return [CampaignProgress(campaign, campaign.answered, campaign.asked) for campaign in rows]


def _number(counted: Any) -> Coalesce:
    """A count as a column."""
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)


@dataclass(frozen=True)
class Happening:
    """One thing somebody did."""

    event: TrailEvent
    said: str


def happenings(request: HttpRequest) -> Iterator[Happening]:
    """What was done lately to things this person sees; one query."""
    since = timezone.now() - LATELY
    seen = visible(request.user, TrailEvent).filter(actor_id__isnull=False, at__gte=since).exclude(verb__in=QUIET)
    for event in seen.exclude(_of_hidden_drafts(request)).order_by("-pk")[:EVENTS]:
        yield Happening(event, trail.label(event.verb))


def _of_hidden_drafts(request: HttpRequest) -> Q:
    """What a campaign drafted below says before it is issued, and what the registers of one house hold."""
    drafts = Campaign.objects.exclude(pk__in=visible(request.user, Campaign).order_by().values("pk")).values("pk")
    kind = ContentType.objects.get_for_model
    about = {
        Campaign: drafts,
        Phase: Phase.objects.filter(campaign__in=drafts).values("pk"),
        Attachment: Attachment.objects.filter(content_type=kind(Campaign), object_id__in=drafts).values("pk"),
    }
    about[Meeting] = Meeting.objects.exclude(pk__in=visible(request.user, Meeting).order_by().values("pk")).values("pk")
    house = [kind(model).pk for model in OF_ONE_HOUSE]
    papers = Attachment.objects.filter(content_type__in=house).values("pk")
    hidden = Q(content_type__in=house) | Q(content_type=kind(Attachment), object_id__in=papers)
    for model, rows in about.items():
        hidden |= Q(content_type=kind(model), object_id__in=rows)
    return hidden
