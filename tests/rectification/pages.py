"""What the tests of the screens read on a page and send to it."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from organizations.models import Organization
from rectification.models import Campaign, Inspection, Participant, Phase
from tests.screens.visitors import post, text_of, visit_as

__all__ = ["at", "crowd", "ids", "measures", "post", "scheme_of", "stations", "text_of", "visit_as"]


def at(name: str, *args: Any) -> str:
    """The address of a screen."""
    return reverse(f"rectification:{name}", args=args)


def scheme_of(campaign: Campaign, **changed: Any) -> dict[str, Any]:
    """What the page of a draft sends back when only these fields were changed."""
    sent: dict[str, Any] = {
        "version": campaign.version,
        "title": campaign.title,
        "kind": campaign.kind,
        "nature": campaign.nature,
        "basis": campaign.basis,
        "purpose": campaign.purpose,
        "requirements": campaign.requirements,
        "contact": campaign.contact,
        "checklist_version": campaign.checklist_version_id or "",
    }
    for phase in campaign.phases.all():
        sent |= {f"opens_{phase.pk}": phase.opens_on.isoformat(), f"closes_{phase.pk}": phase.closes_on.isoformat()}
    for name in ("scope", "focus"):
        sent |= {f"{name}_{key}": values for key, values in getattr(campaign, f"{name}_rule").items()}
    return sent | changed


def measures(*rows: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """What the page of a plan sends: the cause and these measures."""
    sent = {"measures-TOTAL_FORMS": len(rows), "measures-INITIAL_FORMS": 0, "root_cause": "交接流程不熟悉。", **fields}
    for place, row in enumerate(rows):
        sent |= {f"measures-{place}-{name}": value for name, value in row.items()}
    return sent


def ids(things: Iterable[Any]) -> list[int]:
    """The keys of things, as a form sends them."""
    return [thing.pk for thing in things]


def crowd(campaign: Campaign, phase: Phase, parent: Organization, *, count: int) -> None:
    """So many more units in a campaign, each with its self-inspection; rows alone, for counting queries."""
    units = stations(parent, count=count)
    participants = Participant.objects.bulk_create([_participant(campaign, unit) for unit in units], batch_size=500)
    Inspection.objects.bulk_create([_inspection(phase, unit) for unit in participants], batch_size=500)


def stations(parent: Organization, *, count: int) -> list[Organization]:
    """So many more institutions below one; rows alone."""
    first = Organization.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    return Organization.objects.bulk_create([_unit(pk, parent) for pk in range(first, first + count)], batch_size=500)


def _unit(pk: int, parent: Organization) -> Organization:
    path = f"{parent.path}{pk:07d}/"
    name, region = f"社区卫生服务站{pk}", f"第{pk % 8}区"
    kind = Organization.Kind.COMMUNITY_CENTER
    return Organization(pk=pk, name=name, kind=kind, parent=parent, path=path, institution_path=path, region=region)


def _participant(campaign: Campaign, unit: Organization) -> Participant:
    return Participant(
        campaign=campaign,
        organization=unit,
        name=unit.name,
        kind=unit.kind,
        region=unit.region,
        org_path=unit.path,
    )


def _inspection(phase: Phase, unit: Participant) -> Inspection:
    return Inspection(
        kind="self",
        campaign=phase.campaign,
        phase=phase,
        participant=unit,
        inspecting_unit_id=unit.organization_id,
        org_path=unit.org_path,
        institution_path=unit.org_path,
        confirm_path=unit.org_path,
        checklist_version_id=phase.campaign.checklist_version_id,
        state=("open", "submitted", "confirmed", "released")[unit.pk % 4],
    )
