"""What of rectification carries themes: campaigns and findings."""

from typing import Any

from django.db.models import F, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accountability import themed
from accountability.models import Theme
from rectification.models import Campaign, Finding
from rectification.models.choices import CampaignState, FindingState


def declare() -> None:
    """Tell the themes what carries them."""
    themed.register(
        Campaign,
        title=_("专项工作"),
        icon="flag",
        address=lambda key, _parent: reverse("rectification:campaign_detail", args=[key]),
        rights=("rectification.draft_campaign",),
        under_way=lambda rows: rows.exclude(state=CampaignState.CANCELLED),
        line=_campaign,
        states=dict(CampaignState.choices),
    )
    themed.register(
        Finding,
        title=_("未销号的问题"),
        icon="clipboard-check",
        address=lambda key, _parent: reverse("rectification:finding_detail", args=[key]),
        rights=("rectification.plan_measures", "rectification.register_finding"),
        under_way=lambda rows: rows.open(),
        line=_finding,
        states=dict(FindingState.choices),
        more=_in_the_ledger,
    )


def _campaign() -> dict[str, Any]:
    return {"title": F("title"), "unit": F("organization__name"), "state": F("state"), "due": F("ends_on")}


def _finding() -> dict[str, Any]:
    """By when it is to be fixed; where nobody has planned yet, by when at the latest."""
    title = Concat(F("number_text"), Value(" "), F("description"), output_field=TextField())
    due = Coalesce(F("due_on"), F("limit_on"))
    return {"title": title, "unit": F("organization__name"), "state": F("state"), "due": due}


def _in_the_ledger(theme: Theme) -> str:
    return f"{reverse('rectification:ledger')}?theme={theme.pk}&status=open"
