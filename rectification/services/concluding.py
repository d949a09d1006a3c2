"""The end of a campaign: the summary, its sign-off, and what a returned signature means."""

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from organizations.models import Person
from rectification import events
from rectification.models import Campaign, CampaignState

from . import counting, locking, wording
from .actor import acting_person


def conclude_campaign(campaign: Campaign, *, summary: str, by: Person) -> None:
    """Send the summary for signature, with coverage and findings as they stand now."""
    text = wording.required("summary", summary, _("请填写工作总结。"))
    with engine.hold(campaign):
        locking.refuse_closed(campaign)
        engine.require_turn(campaign, "conclude", by=by)
        campaign.summary = text
        campaign.concluded_by = by
        campaign.standing["conclusion"] = counting.of_campaign(campaign)
        campaign.state = CampaignState.CONCLUDING
        campaign.version += 1
        campaign.save()
        trail.record("campaign_concluded", campaign, by=by)
        events.campaign_concluded.send(sender=Campaign, thing=campaign, by=by)
        engine.finish(campaign, "conclude", by=by)


def close_campaign(campaign: Campaign) -> None:
    """The conclusion is signed: the campaign is over, open findings go on."""
    by = acting_person()
    campaign.state = CampaignState.CLOSED
    campaign.closed_at = timezone.now()
    campaign.version += 1
    campaign.save()
    trail.record("campaign_closed", campaign, by=by)
    events.campaign_closed.send(sender=Campaign, thing=campaign, by=by)
