"""What went up outside the system, a linked meeting, a kept dossier: with these the routes around them are tried."""

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from organizations.models import Organization, Person
from rectification import services
from rectification.models import Campaign, CampaignMeeting, Finding, KeptBox, OutsideReport, Readiness
from tests.site import statistics

HOSPITAL = "江州市第一人民医院"


def _campaign() -> Campaign:
    return Campaign.objects.exclude(kind="routine").get(state="running")


def _report() -> OutsideReport:
    """The hospital's, about a finding of its own."""
    hospital, head = Organization.objects.get(name=HOSPITAL), Person.objects.get(name="张主任")
    finding = Finding.objects.filter(organization=hospital).earliest("pk")
    clerks = Person.objects.filter(appointments__post__organization=hospital, appointments__post__duty="clerk")
    day = timezone.localdate()
    return services.report_outside(
        finding, at=hospital, title=f"{HOSPITAL}报告", to_name="省卫生健康委", sent_on=day, receipt_due_on=day,
        by=clerks.order_by("pk").first() or head, own_number=str(OutsideReport.objects.count()),
    )  # fmt: skip


def _linked() -> CampaignMeeting:
    """A meeting of the hospital; which one makes no difference."""
    hospital, campaign = Organization.objects.get(name=HOSPITAL), _campaign()
    return CampaignMeeting.objects.create(
        campaign=campaign, content_type=ContentType.objects.get_for_model(Campaign),
        object_id=10**6 + CampaignMeeting.objects.count(), label=f"{HOSPITAL}动员会", held_on=timezone.localdate(),
        organization=hospital, linked_by=Person.objects.get(name="张主任"), org_path=hospital.path,
        institution_path=hospital.institution_path,
    )  # fmt: skip


def _boxed() -> Campaign:
    """The running campaign, its dossier kept by the commission's clerk."""
    campaign = _campaign()
    paths = {"org_path": campaign.org_path, "institution_path": campaign.institution_path}
    KeptBox.objects.create(
        campaign=campaign, title=campaign.title, pages=0, made_by=Person.objects.get(name="李干事"), **paths
    )
    return campaign


def _frozen() -> Readiness:
    """The hospital's, frozen."""
    readiness = statistics.make_readiness(HOSPITAL).readiness
    readiness.frozen_by, readiness.frozen_at = readiness.prepared_by, timezone.now()
    readiness.save()
    return readiness


REPORTED_OBJECTS: dict[str, Callable[[], dict[str, Any]]] = {
    "rectification:outside_detail": lambda: {"pk": _report().pk},
    "rectification:outside_receive": lambda: {"pk": _report().pk},
    "rectification:campaign_meeting_unlink": lambda: {"pk": _linked().pk},
    "rectification:dossier_invite": lambda: {"pk": _boxed().pk},
    "rectification:readiness_invite": lambda: {"pk": _frozen().pk},
}
