"""A closed campaign is locked: whatever would change it is refused with one sentence, its open findings go on."""

from typing import Any

from django.utils.translation import gettext as _

from organizations.refusals import NotYet
from rectification.models import Campaign, CampaignState


def refuse_closed(thing: Any) -> None:
    """Refuse a change of a closed campaign, or of anything in one; things outside a campaign pass."""
    campaign = thing if isinstance(thing, Campaign) else getattr(thing, "campaign", None)
    if campaign is not None and campaign.state == CampaignState.CLOSED:
        sentence = _("“%(title)s”已经结束并锁定，不能再变动；没有销号的问题按督办继续整改。")
        raise NotYet(sentence % {"title": campaign.title})
