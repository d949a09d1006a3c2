"""How often a campaign comes again; its editions are drafted by people, by 沿用发起."""

import calendar
import datetime

from django.utils.translation import gettext as _

import engine
from accountability import trail
from organizations.models import Person
from organizations.refusals import Invalid
from rectification import permissions
from rectification.models import Campaign, Recurrence


def set_recurrence(campaign: Campaign, *, recurs: int, by: Person) -> None:
    """定期开展: kept at the first edition of the series."""
    if recurs not in Recurrence.values:
        raise Invalid({"recurs": _("请选择周期。")})
    with engine.hold(campaign):
        permissions.require(by, "draft_campaign", campaign)
        if campaign.recurs == recurs:
            return
        changed = {"recurs": [campaign.recurs, recurs]}
        campaign.recurs = recurs
        campaign.save(update_fields=["recurs"])
        trail.record("recurrence_set", campaign, by=by, changed=changed)


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))
