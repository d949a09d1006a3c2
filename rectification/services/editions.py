"""有检查、有落实、有总结、有考核: the four marks of an edition of a series, read from its rows (F15)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from rectification.models import Campaign, CampaignState, FindingState, RoundState, Score
from rectification.models.querysets import SETTLED


@dataclass(frozen=True)
class Mark:
    """One mark, and how its absence is said."""

    label: Any
    lacking: Any
    is_there: bool


def marks(campaign: Campaign) -> list[Mark]:
    """The four of one edition, over all its rows."""
    inspected = campaign.inspections.filter(submitted_at__isnull=False).exists()
    open_ones = campaign.findings.exclude(state=FindingState.WITHDRAWN).exclude(state__in=SETTLED).exists()
    scored = Score.objects.filter(
        round__state=RoundState.PUBLISHED,
        round__institution_path=campaign.institution_path,
        round__begins_on__lte=campaign.ends_on,
        round__ends_on__gte=campaign.starts_on,
        organization__in=campaign.participants.order_by().values("organization"),
    ).exists()
    return [
        Mark(_("有检查"), _("没有检查"), inspected),
        Mark(_("有落实"), _("没有全部落实"), inspected and not open_ones),
        Mark(_("有总结"), _("没有总结"), campaign.state == CampaignState.CLOSED),
        Mark(_("有考核"), _("没有考核"), scored),
    ]
