"""A closed campaign is locked: whatever would change it is refused with one sentence, its open findings go on.

The order of locks: first the campaign, shared, then what the verb changes. Whoever closes the campaign holds its row
alone, so that a change is either committed before the closing and counted in it, or sees the closing and is refused;
and as nobody asks for the campaign while he holds a thing of it, nobody waits in a circle.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

import engine
from organizations.refusals import NotYet
from rectification.models import Campaign, CampaignState

SHARED = "SELECT id, title, state FROM rectification_campaign WHERE id = %s FOR SHARE"


@contextmanager
def hold_open(*things: Any, of: Any = None) -> Iterator[None]:
    """As `engine.hold`, with the campaigns these things belong to (and `of`) kept open until the end of the verb."""
    with engine.hold():
        for key in sorted({key for thing in (of, *things) if (key := _campaign_of(thing))}):
            _refuse(_shared(key))
        with engine.hold(*things):
            yield


def refuse_closed(thing: Any) -> None:
    """Refuse a change of a closed campaign, or of anything in one; things outside a campaign pass."""
    _refuse(thing if isinstance(thing, Campaign) else getattr(thing, "campaign", None))


def _refuse(campaign: Campaign | None) -> None:
    if campaign is not None and campaign.state == CampaignState.CLOSED:
        sentence = _("“%(title)s”已经结束并锁定，不能再变动；没有销号的问题按督办继续整改。")
        raise NotYet(sentence % {"title": campaign.title})


def _campaign_of(thing: Any) -> int | None:
    """The campaign a thing belongs to, by way of its collection where it is a form."""
    if isinstance(thing, Campaign):
        return int(thing.pk)
    found: int | None = getattr(getattr(thing, "collection", thing), "campaign_id", None)
    return found


def _shared(key: int) -> Campaign | None:
    """The campaign as it stands now, which nobody closes before this transaction ends.

    SQLite lets one transaction write at a time, so that reading within it is enough.
    """
    if connection.vendor == "postgresql":
        return next(iter(Campaign.objects.raw(SHARED, [key])), None)
    return Campaign.objects.only("title", "state").filter(pk=key).first()
