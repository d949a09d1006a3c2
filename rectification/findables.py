"""What of rectification can be found in the one search box and given to people to read, as far as they see it."""

from django.utils.translation import gettext_lazy as _

from accountability.incoming import reading
from accountability.models import Attachment
from search import findable
from search.findable import Findable

from .models import Campaign, Finding


def _campaign(campaign: Campaign) -> str:
    parts = (campaign.title, campaign.basis, campaign.purpose, campaign.requirements)
    return "\n".join(part for part in parts if part)


def _finding(finding: Finding) -> str:
    parts = (
        finding.number_text, finding.description, finding.place, finding.cited_text, finding.root_cause,
        finding.interim_control, finding.organization.name,
    )  # fmt: skip
    return "\n".join(part for part in parts if part)


def declare() -> None:
    """Enter campaigns, findings and the names of files; an issued campaign is passed on to everybody 传达."""
    reading.readable(Campaign, when=lambda campaign: campaign.is_issued)
    findable.register(
        Findable(
            Campaign,
            _("专项工作"),
            _campaign,
            title=lambda campaign: campaign.title,
            about=lambda campaign: f"{campaign.organization.name} · {campaign.get_kind_display()}",
            related=("organization",),
        )
    )
    findable.register(
        Findable(
            Finding,
            _("问题"),
            _finding,
            title=lambda finding: f"{finding.number_text} {finding.description[:60]}",
            about=lambda finding: f"{finding.organization.name} · {finding.get_state_display()}",
            related=("organization",),
        )
    )
    findable.register(
        Findable(
            Attachment,
            _("附件"),
            lambda file: "\n".join(part for part in (file.name, file.note, file.source_label) if part),
            title=lambda file: file.name,
            about=lambda file: file.source_label,
        )
    )
