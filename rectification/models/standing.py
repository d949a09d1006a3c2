"""How a campaign and a phase stand: progress, missing outputs and the wall, each by a constant number of queries."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from organizations import calendar

from .choices import CampaignState, FindingState, InspectionKind, InspectionState, Per
from .querysets import SETTLED, UNFIXED

if TYPE_CHECKING:
    from .campaigns import Campaign
    from .inspections import Inspection
    from .participants import Participant
    from .phases import Output, Phase


@dataclass(frozen=True)
class Progress:
    """The self-inspections of a phase, counted by state."""

    total: int
    open: int
    submitted: int
    confirmed: int
    released: int

    @property
    def done(self) -> int:
        """Answered and confirmed."""
        return self.confirmed

    @property
    def percent(self) -> int:
        """Confirmed ones in whole percent of all."""
        return self.confirmed * 100 // self.total if self.total else 0


@dataclass(frozen=True)
class Missing:
    """A required output nobody delivered; without a unit it is the issuer's own."""

    output: "Output"
    participant: "Participant | None" = None

    def __str__(self) -> str:
        """The output and whose it is."""
        named = self.output.named
        return f"{named}（{self.participant.name}）" if self.participant else named


@dataclass(frozen=True)
class DeadlineHint:
    """A deadline on a non-working day, with the working days before and after it; 照原日 is legal."""

    day: datetime.date
    before: datetime.date
    after: datetime.date


@dataclass
class WallRow:
    """What the wall shows of one unit."""

    participant: "Participant"
    inspections: "dict[int, Inspection]" = field(default_factory=dict)
    visits: "dict[int, list[Inspection]]" = field(default_factory=lambda: defaultdict(list))
    deliveries: dict[int, int] = field(default_factory=dict)

    @property
    def findings_open(self) -> int:
        """Findings not struck off."""
        return int(getattr(self.participant, "findings_open", 0))

    @property
    def findings_closed(self) -> int:
        """Findings struck off."""
        return int(getattr(self.participant, "findings_closed", 0))

    @property
    def findings_overdue(self) -> int:
        """Findings past their time limit."""
        return int(getattr(self.participant, "findings_overdue", 0))


@dataclass(frozen=True)
class Burden:
    """What a campaign asks of the base."""

    units: int
    forms: int
    items: int
    minutes: int

    @property
    def hours(self) -> int:
        """Working hours of all units together."""
        return self.units * self.minutes // 60


def progress_of(phase: "Phase") -> Progress:
    """The self-inspections of active units by state, in one query."""
    told = [state for state in InspectionState.values if state != InspectionState.WITHDRAWN]
    states = {state: Count("pk", filter=Q(state=state)) for state in told}
    counts = phase.inspections.filter(kind=InspectionKind.SELF, participant__state="active").aggregate(
        total=Count("pk"), **{f"in_{state}": count for state, count in states.items()}
    )
    return Progress(total=counts["total"], **{state: counts[f"in_{state}"] for state in told})


def missing_outputs(phase: "Phase") -> list[Missing]:
    """The required outputs without a delivery, the issuer's first, then unit by unit; released units are excused.

    A meeting that a phase asks for is there as soon as one of the campaign's meetings was entered as it.
    """
    participant_model = apps.get_model("rectification", "Participant")
    delivery_model = apps.get_model("rectification", "Delivery")
    meeting_model = apps.get_model("rectification", "CampaignMeeting")
    missing: list[Missing] = []
    outputs = phase.outputs.filter(required=True).annotate(
        is_delivered=Exists(delivery_model.objects.filter(output=OuterRef("pk"), participant__isnull=True)),
        is_met=Exists(meeting_model.objects.filter(output=OuterRef("pk"))),
    )
    for output in sorted(outputs, key=lambda each: (each.per != Per.CAMPAIGN, each.pk)):
        if output.per == Per.CAMPAIGN:
            missing += [] if output.is_delivered or output.is_met else [Missing(output)]
            continue
        owing = (
            participant_model.objects.filter(campaign=phase.campaign_id)
            .not_released(phase)
            .exclude(Exists(delivery_model.objects.filter(output=output, participant=OuterRef("pk"))))
        )
        if output.meeting:
            whose = Q(institution_path=OuterRef("org_path")) | Q(organization__path=OuterRef("org_path"))
            held = meeting_model.objects.filter(whose, output=output)
            owing = owing.exclude(Exists(held))
        missing += [Missing(output, participant) for participant in owing.order_by("org_path")]
    return missing


def deadline_hint(day: datetime.date) -> DeadlineHint | None:
    """The working days around a deadline that falls on none."""
    if calendar.is_working_day(day):
        return None
    shift = calendar.shift_suggestions(day)
    return DeadlineHint(day=day, before=shift.before, after=shift.after)


def wall(campaign: "Campaign", participants: "QuerySet[Participant] | None" = None) -> list[WallRow]:
    """One row per unit: inspections by phase, deliveries by phase, findings open, closed and overdue (3 queries).

    `participants` narrows the wall to what the reader may see or to one page; a sliced queryset is legal.
    """
    rows = {each.pk: WallRow(each) for each in _with_finding_counts(campaign, participants)}
    whole = participants is None
    for inspection in _of(rows, "Inspection", campaign=campaign, whole=whole):
        row = rows.get(inspection.participant_id)
        if row is None:
            continue
        if inspection.kind == InspectionKind.SELF:
            row.inspections[inspection.phase_id] = inspection
        else:
            row.visits[inspection.phase_id].append(inspection)
    deliveries = _of(rows, "Delivery", whole=whole, output__phase__campaign=campaign).values_list(
        "participant", "output__phase"
    )
    for participant, phase, count in deliveries.annotate(Count("output", distinct=True)).order_by():
        if participant in rows:
            rows[participant].deliveries[phase] = count
    return list(rows.values())


def _with_finding_counts(campaign: "Campaign", participants: "QuerySet[Participant] | None") -> "list[Participant]":
    """Units with their findings counted."""
    today = timezone.localdate()
    units = participants
    if units is None:
        units = campaign.participants.active().order_by("org_path")
    closed = Q(findings__state=FindingState.CLOSED)
    settled = Q(findings__state__in=SETTLED)
    overdue = Q(findings__state__in=UNFIXED, findings__due_on__lt=today)
    return list(
        units.annotate(
            findings_open=Count("findings", filter=~settled & Q(findings__isnull=False)),
            findings_closed=Count("findings", filter=closed),
            findings_overdue=Count("findings", filter=overdue),
        )
    )


def _of(rows: Mapping[int, Any], model: str, *, whole: bool, **conditions: Any) -> "QuerySet[Any]":
    """Rows of a model that belong to the units on the wall."""
    found = apps.get_model("rectification", model).objects.filter(**conditions)
    return found if whole else found.filter(participant__in=list(rows))


def burden(campaign: "Campaign", units: int) -> Burden:
    """What the campaign asks of each unit: forms, items and minutes (the counterweight to formalism); one query."""
    return burden_of(campaign, with_asked(campaign.phases.all()), units)


def with_asked(phases: "QuerySet[Phase]") -> "QuerySet[Any]":
    """Phases with what each asks of a unit: `asked_outputs`, and `asked_items` of the campaign's checklist."""
    items = apps.get_model("rectification", "ChecklistItem").objects.filter(
        checklist_version=OuterRef("campaign__checklist_version")
    )
    outputs = apps.get_model("rectification", "Output").objects.filter(
        phase=OuterRef("pk"), per=Per.PARTICIPANT, required=True
    )
    return phases.annotate(
        asked_outputs=_counted(outputs, "phase"),
        asked_items=_counted(items, "checklist_version"),
    )


def _counted(rows: "QuerySet[Any]", by: str) -> Coalesce:
    """How many of these rows belong to the outer row."""
    counted = rows.order_by().values(by).annotate(_n=Count("pk")).values("_n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def burden_of(campaign: "Campaign", phases: Iterable[Any], units: int) -> Burden:
    """The burden from phases that know what they ask."""
    asked, version = list(phases), campaign.checklist_version
    rounds = sum(1 for phase in asked if phase.has_self_inspections) if version else 0
    forms = sum(phase.asked_outputs for phase in asked) + rounds
    items = asked[0].asked_items * rounds if asked else 0
    return Burden(units=units, forms=forms, items=items, minutes=version.minutes * rounds if version else 0)


def is_closed(campaign: "Campaign") -> bool:
    """Whether nothing in the campaign may change any more."""
    return campaign.state in (CampaignState.CLOSED, CampaignState.CANCELLED)


def names(things: Iterable[Any], first: int = 5) -> str:
    """The first few names joined, for a sentence that must stay readable."""
    return "、".join(str(thing) for thing, _place in zip(things, range(first), strict=False))
