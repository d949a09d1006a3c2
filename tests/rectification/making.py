"""Makers of campaigns, inspections and findings, all through the verbs."""

import datetime
from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any

from django.utils import timezone

import engine
from accountability.models import Seat
from accountability.signing import decisions
from engine import jobs
from engine.models import Turn
from organizations.acting import acting
from organizations.models import Organization, Person
from rectification import services
from rectification.models import (
    AnswerKind,
    Campaign,
    CampaignTemplate,
    Choice,
    Finding,
    Inspection,
    InspectionKind,
    Participant,
    Per,
    Phase,
    Severity,
)
from tests.cast import Cast
from tests.grounds import Ground

FIRST_DAY = datetime.date(2017, 2, 10)


class Stage:
    """A campaign of the city over the people's hospital, the Chinese medicine hospital and the lonely clinic."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.units = [cast.peoples_hospital, cast.tcm_hospital, cast.clinic]
        self.people = [cast.li, cast.zhao, cast.director_wang, cast.director_liu, cast.qian, cast.chen, cast.zheng]
        self.people += [cast.president_wang, cast.vice_president_he, cast.president_wu, cast.doctor_he]
        self.people += [cast.director_cao, cast.jiang, cast.han]

    def acts_as(self, person: Person) -> AbstractContextManager[Any]:
        """The person acts by his first post."""
        held = person.appointments.valid().with_places().by_precedence().first()
        return acting(person, held)

    def draft(self, *, code: str = "four-phases", **fields: Any) -> Campaign:
        """A draft by the city's clerk."""
        fields = {"starts_on": FIRST_DAY, "contact": "医政处 李干事 0510-1234567", **fields}
        title = fields.pop("title", "江州市医疗安全专项整治")
        organization = fields.pop("organization", self.cast.city)
        return services.draft_campaign(
            CampaignTemplate.objects.get(code=code), organization=organization, title=title, by=self.cast.li, **fields
        )

    def issue(self, campaign: Campaign | None = None, **fields: Any) -> Campaign:
        """A campaign signed and issued, its list frozen."""
        campaign = campaign or self.draft(**fields)
        services.submit_scheme(campaign, by=self.cast.li)
        sign(campaign)
        return fresh(campaign)

    def open(self, kind: str, campaign: Campaign | None = None) -> Phase:
        """An open phase with its inspections handed out."""
        campaign = campaign or self.issue()
        phase = campaign.phases.get(kind=kind)
        services.open_phase(phase, by=self.cast.director_wang)
        jobs.run_all()
        return fresh(phase)

    def inspection_of(self, unit: Organization, phase: Phase | None = None) -> Inspection:
        """The unit's self-inspection in an open phase."""
        phase = phase or self.open("self_inspect")
        return phase.inspections.get(participant__organization=unit, kind=InspectionKind.SELF)

    def finding(self, *, unit: Organization | None = None, by: Person | None = None, **fields: Any) -> Finding:
        """A finding of the people's hospital's self-inspection."""
        inspection = self.inspection_of(unit or self.cast.peoples_hospital)
        return make_finding(inspection, by=by or self.cast.qian, **fields)

    def supervision_finding(self, **fields: Any) -> Finding:
        """A finding the city's inspector made in the people's hospital."""
        inspection = self.visit(self.cast.peoples_hospital)
        return make_finding(inspection, by=self.cast.zhao, **fields)

    def visit(
        self, unit: Organization, *, kind: str = InspectionKind.SUPERVISION, phase: Phase | None = None
    ) -> Inspection:
        """The city's inspector begins to look at a unit."""
        phase = phase or self.open("supervise")
        participant = phase.campaign.participants.get(organization=unit)
        with self.acts_as(self.cast.zhao):
            return services.open_inspection(
                phase, participant=participant, kind=kind, inspectors=[self.cast.zhao], by=self.cast.zhao
            )

    def planned(self, finding: Finding, *, holder: Person | None = None, **measure: Any) -> Finding:
        """Measures planned by the hospital's clerk, held by the nurse."""
        plan(finding, holder=holder or self.cast.nurse_sun, by=self.cast.qian, **measure)
        return fresh(finding)

    def approved(self, finding: Finding, **measure: Any) -> Finding:
        """Measures approved by the hospital's leader."""
        finding = self.planned(finding, **measure)
        services.approve_measures(finding, by=self.cast.vice_president_he)
        return fresh(finding)

    def reported(self, finding: Finding, **measure: Any) -> Finding:
        """The hospital's clerk says it is fixed."""
        finding = self.approved(finding, **measure)
        services.report_rectified(finding, text="已按措施完成整改，现场已复查。", by=self.cast.qian)
        return fresh(finding)


def _staged() -> Stage:
    """A city with three institutions that answer, its people and the shipped papers."""
    services.load_shipped()
    return Stage(Cast())


STAGE = Ground("stage", _staged)


def fresh(thing: Any) -> Any:
    """The same thing as the next request would meet it."""
    return type(thing)._default_manager.get(pk=thing.pk)


def open_nodes(thing: Any) -> list[str]:
    """The names of the nodes that wait."""
    return list(Turn.objects.of(thing).open().values_list("node", flat=True))


def sign(thing: Any, *, verdict: str = "agree", opinion: str = "") -> None:
    """Everybody who is asked to sign answers in turn, each as himself; the background work follows."""
    while seat := seats_of(thing).first():
        decide(seat, verdict=verdict, opinion=opinion)
        if verdict != "agree":
            break
    jobs.run_all()


def seats_of(thing: Any) -> Any:
    """The open seats over a thing."""
    requests = Turn.objects.of(thing).open().filter(kind="sign")
    return Seat.objects.filter(request__turn__in=requests, request__state="open", state="open").order_by("pk")


def decide(seat: Seat, *, verdict: str = "agree", opinion: str = "") -> Seat:
    """One person answers his seat over what he was shown."""
    with acting(seat.person, seat.appointment):
        return decisions.decide(
            seat,
            verdict=verdict,
            opinion=opinion,
            by=seat.person,
            manifest_digest=seat.request.manifest.sha256,
            reauthenticated_at=timezone.now(),
        )


def answer_everything(inspection: Inspection, *, by: Person, failing: Iterable[int] = ()) -> None:
    """An answer to every item: passes, but for the items at these places, which fail."""
    failing = set(failing)
    for item in inspection.checklist_version.items.order_by("order"):
        values: dict[str, Any]
        match item.answer_kind:
            case AnswerKind.CHOICE:
                values = {"choice": Choice.FAIL if item.order in failing else Choice.PASS}
            case AnswerKind.NUMBER:
                values = {"number": 3}
            case AnswerKind.RATIO:
                values = {"n": 19, "m": 20}
            case _:
                values = {"note": "无"}
        services.answer_item(inspection, item=item, by=by, **values)


def complete_self_inspection(inspection: Inspection, *, filler: Person, confirmer: Person) -> None:
    """A unit says that all is well, and somebody else there agrees."""
    answer_everything(inspection, by=filler)
    services.submit_self_inspection(inspection, by=filler)
    services.confirm_self_inspection(inspection, by=confirmer)


def make_finding(inspection: Inspection, *, by: Person, **fields: Any) -> Finding:
    """A general finding about the first item."""
    fields = {
        "item": inspection.checklist_version.items.order_by("order").first(),
        "description": "转科交接记录缺少接收医师签名。",
        "severity": Severity.GENERAL,
        **fields,
    }
    return services.register_finding(inspection, by=by, **fields)


def plan(finding: Finding, *, holder: Person, by: Person, text: str = "补签并培训全科医师。", **fields: Any) -> None:
    """One measure."""
    measure = services.Measure(
        text=text,
        goal="交接记录签名完整率100%。",
        holder=holder,
        due_on=fields.pop("due_on", timezone.localdate() + datetime.timedelta(days=10)),
        **fields,
    )
    services.plan_measures(finding, root_cause="交接流程不熟悉。", measures=[measure], by=by)


def deliver_required(phase: Phase, *, by: Person) -> None:
    """Everything the issuer owes the phase."""
    for output in phase.outputs.filter(required=True, per=Per.CAMPAIGN):
        services.deliver(output, delivered_on=timezone.localdate(), text="已印发。", by=by)


def participant_of(campaign: Campaign, unit: Organization) -> Participant:
    """A unit as the campaign knows it."""
    return campaign.participants.get(organization=unit)


def hold_and(thing: Any) -> AbstractContextManager[None]:
    """The thing held, for a test that calls the engine itself."""
    return engine.hold(thing)
