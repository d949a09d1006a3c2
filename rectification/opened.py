"""The open work that rectification knows: checks half done, measures proposed, campaigns drafted or led."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import trail
from accountability.models import HandoverLine
from accountability.notices import notify
from accountability.signing.manifests import in_first_language
from organizations import openings
from organizations.models import Appointment, Person
from organizations.openings import Opening
from organizations.refusals import Invalid
from rectification.models import (
    Campaign,
    CampaignState,
    CorrectiveMeasure,
    Inspection,
    InspectionKind,
    InspectionState,
    Inspector,
    MeasureState,
)
from rectification.models.querysets import SETTLED

OVER = (CampaignState.CLOSED, CampaignState.CANCELLED)


def declare() -> None:
    """Register the kinds."""
    openings.register(
        "inspections",
        title=gettext_lazy("未完成的检查"),
        order=60,
        rows=_inspection_rows,
        of_person=_inspections,
        hand_over=_hand_over_inspection,
    )
    openings.register(
        "measures",
        title=gettext_lazy("拟定的整改措施"),
        order=61,
        rows=_measure_rows,
        of_person=_measures,
        hand_over=_hand_over_measure,
    )
    openings.register(
        "campaigns",
        title=gettext_lazy("经办的专项工作"),
        order=62,
        rows=_campaign_rows,
        of_person=_campaigns,
        hand_over=_hand_over_campaign,
    )


def _handed_on(kind: str, person: Person) -> QuerySet[Any]:
    """The keys of what this person has handed over already."""
    taken = HandoverLine.objects.filter(kind=kind, handover__giver=person, outcome=HandoverLine.Outcome.TAKEN)
    return taken.order_by().values("key")


def _inspection_rows(person: Person) -> QuerySet[Inspection]:
    half_done = Inspection.objects.filter(inspectors__person=person, state=InspectionState.OPEN)
    return half_done.exclude(kind=InspectionKind.SELF).exclude(pk__in=_handed_on("inspections", person))


def _inspections(person: Person) -> Iterator[Opening]:
    """Where he inspects and has not handed in."""
    for one in _inspection_rows(person).select_related("participant").order_by("pk"):
        yield Opening("inspections", one.pk, str(one), one.org_path, one.get_absolute_url())


def _hand_over_inspection(opening: Opening, giver: Person, to: Person | None, because: str) -> None:
    """The successor inspects on; what the first one saw stays under his name."""
    inspection = Inspection.objects.get(pk=opening.key)
    with engine.hold(inspection):
        if inspection.state != InspectionState.OPEN or to is None:
            return
        held = Appointment.objects.valid().filter(person=to).with_places().by_precedence().first()
        if held is None:
            raise Invalid({"successors": _("“%(who)s”目前没有在任岗位，不能接收检查，请另选人员。") % {"who": to}})
        joined, _made = Inspector.objects.get_or_create(
            inspection=inspection, person=to, defaults={"post": str(held.post)}
        )
        changed = {"inspectors": [str(giver), str(to)]}
        trail.record("inspection_taken_over", inspection, by=None, because=because, changed=changed, also=[joined])
    _tell(to, inspection, opening.label)


def _measure_rows(person: Person) -> QuerySet[CorrectiveMeasure]:
    proposed = CorrectiveMeasure.objects.filter(proposed_holder=person, state=MeasureState.PROPOSED)
    return proposed.exclude(finding__state__in=SETTLED)


def _measures(person: Person) -> Iterator[Opening]:
    """What he is proposed to answer for, while nobody has approved it."""
    for one in _measure_rows(person).select_related("finding").order_by("pk"):
        yield Opening("measures", one.pk, str(one), one.finding.org_path, one.get_absolute_url())


def _hand_over_measure(opening: Opening, giver: Person, to: Person | None, because: str) -> None:
    """The successor is proposed instead."""
    measure = CorrectiveMeasure.objects.select_related("finding").get(pk=opening.key)
    finding = measure.finding
    with engine.hold(finding):
        measure.refresh_from_db()
        if measure.state != MeasureState.PROPOSED or to is None:
            return
        measure.proposed_holder = to
        measure.save(update_fields=["proposed_holder"])
        changed = {"proposed_holder": [str(giver), str(to)]}
        trail.record("measure_taken_over", finding, by=None, because=because, changed=changed, also=[measure])
    _tell(to, finding, opening.label)


def _campaign_rows(person: Person) -> QuerySet[Campaign]:
    led = Campaign.objects.filter(drafted_by=person).exclude(state__in=OVER)
    return led.exclude(pk__in=_handed_on("campaigns", person))


def _campaigns(person: Person) -> Iterator[Opening]:
    """What he drafted and is under way."""
    for one in _campaign_rows(person).order_by("pk"):
        yield Opening("campaigns", one.pk, str(one), one.org_path, one.get_absolute_url())


def _hand_over_campaign(opening: Opening, giver: Person, to: Person | None, because: str) -> None:
    """The successor sees to it; who drafted it stays."""
    campaign = Campaign.objects.get(pk=opening.key)
    changed = {"organizer": [str(giver), str(to)]}
    trail.record("campaign_taken_over", campaign, by=None, because=because, changed=changed, responsible=to)
    if to is not None:
        _tell(to, campaign, opening.label)


def _tell(person: Person, thing: Any, label: str) -> None:
    with in_first_language():
        text = _("工作已交接给您：%(what)s") % {"what": label}
    notify([person], text=text, url=thing.get_absolute_url(), source=thing, kind="handover")
