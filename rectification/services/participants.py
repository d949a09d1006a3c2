"""The list of units: frozen at issue in chunks, then changed only by name and with a reason."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import numbering, trail
from engine.models import Turn
from engine.verbs import start_below
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet
from rectification import events, permissions, scope
from rectification.models import (
    Campaign,
    CampaignState,
    Inspection,
    InspectionKind,
    InspectionState,
    Participant,
    ParticipantState,
    Phase,
    PhaseState,
    ScopeAction,
    ScopeChange,
)

from . import locking, telling, wording
from .actor import acting_person

CHUNK = 100


def accept_scheme(campaign: Campaign) -> None:
    """The scheme is signed: it takes its number and the units may see it as soon as they are listed."""
    by = acting_person()
    today = timezone.localdate()
    campaign.number = numbering.take(
        "rectification.campaign", organization=campaign.organization, year=today.year, to=campaign, by=by
    )
    campaign.state = CampaignState.ISSUING
    campaign.issued_at = timezone.now()
    campaign.save()
    trail.record("scheme_accepted", campaign, by=by, extra={"number": campaign.number.text})


def issue_campaign(campaign: Campaign) -> "engine.More | None":
    """Freeze the next hundred units and tell them; asks to be called again until the list is complete."""
    by = acting_person()
    listed = campaign.participants.values("organization")
    pending = scope.evaluate(campaign.scope_rule, campaign.organization).exclude(pk__in=listed)
    units = list(pending[: CHUNK + 1])
    chunk, remains = units[:CHUNK], len(units) > CHUNK
    if chunk:
        _freeze(campaign, chunk, by=by)
    done = campaign.participants.count()
    if remains:
        return engine.More(done, done + pending.count())
    _open_for_work(campaign, count=done, by=by)
    return None


def add_participant(campaign: Campaign, *, organization: Organization, by: Person, because: str) -> Participant:
    """Take one more unit in; phases already under way reach it too."""
    reason = wording.required("because", because, _("请填写增补的理由。"))
    with engine.hold(campaign, *_phases_under_way(campaign)):
        locking.refuse_closed(campaign)
        permissions.require(by, "change_scope", campaign)
        _refuse_unless_running(campaign)
        if not scope.universe(campaign.organization).filter(pk=organization.pk).exists():
            raise NotYet(_("“%(unit)s”不在主办单位的管理范围内，不能增补。") % {"unit": organization.name})
        participant = _taken_in(campaign, organization, because=reason)
        change = _change(campaign, ScopeAction.ADDED, participant, by=by, because=reason)
        inspections = [_self_inspection(phase, participant) for phase in _phases_under_way(campaign)]
        also = [participant, change, *inspections]
        trail.record("participant_added", campaign, by=by, because=reason, also=also)
        for inspection in inspections:
            _start_below(inspection, by=by)
        events.scope_changed.send(sender=Participant, thing=participant, by=by, because=reason)
    return participant


def remove_participant(participant: Participant, *, by: Person, because: str) -> None:
    """Take a unit out; the first list stays readable, its open self-inspections end, its findings stay."""
    reason = wording.required("because", because, _("请填写剔除的理由。"))
    campaign = participant.campaign
    unfinished = participant.inspections.filter(kind=InspectionKind.SELF).exclude(state=InspectionState.CONFIRMED)
    inspections = list(unfinished)
    phases = list(Phase.objects.filter(pk__in=[inspection.phase_id for inspection in inspections]))
    with engine.hold(campaign, *phases, *inspections):
        locking.refuse_closed(campaign)
        permissions.require(by, "change_scope", campaign)
        _refuse_unless_running(campaign)
        participant.refresh_from_db()
        if participant.state == ParticipantState.REMOVED:
            raise AlreadyDone(_("“%(unit)s”已经剔除，请刷新页面查看。") % {"unit": participant.name})
        participant.state = ParticipantState.REMOVED
        participant.because = reason
        participant.save()
        change = _change(campaign, ScopeAction.REMOVED, participant, by=by, because=reason)
        trail.record("participant_removed", campaign, by=by, because=reason, also=[participant, change])
        for inspection in inspections:
            if inspection.process_id and inspection.state != InspectionState.CONFIRMED:
                engine.cancel(inspection, by=by, because=reason)
        events.scope_changed.send(sender=Participant, thing=participant, by=by, because=reason)


def _freeze(campaign: Campaign, units: Sequence[Organization], *, by: Person | None) -> None:
    """Snapshots of a chunk of units, their notices and one event."""
    in_focus = set(scope.focus(campaign).filter(pk__in=[unit.pk for unit in units]).values_list("pk", flat=True))
    participants = Participant.objects.bulk_create(
        _snapshot(campaign, unit, in_focus=unit.pk in in_focus) for unit in units
    )
    trail.record("participants_frozen", campaign, by=by, also=participants, extra={"count": len(participants)})
    telling.of_issue(campaign, units)


def _snapshot(campaign: Campaign, unit: Organization, **fields: Any) -> Participant:
    """A unit as it is today."""
    return Participant(
        campaign=campaign,
        organization=unit,
        name=unit.name,
        kind=unit.kind,
        level=unit.level,
        grade=unit.grade,
        ownership=unit.ownership,
        region=unit.region,
        org_path=unit.path,
        **fields,
    )


def _open_for_work(campaign: Campaign, *, count: int, by: Person | None) -> None:
    """The list is complete: version 1 of it stands."""
    campaign.scope_version = 1
    campaign.state = CampaignState.RUNNING
    campaign.save()
    change = ScopeChange.objects.create(
        campaign=campaign,
        version=1,
        action=ScopeAction.FROZEN,
        count=count,
        because=scope.kept(campaign.scope_rule),
    )
    trail.record("campaign_issued", campaign, by=by, also=[change], extra={"count": count})
    events.campaign_issued.send(sender=Campaign, thing=campaign, by=by)


def _refuse_unless_running(campaign: Campaign) -> None:
    if campaign.state != CampaignState.RUNNING:
        raise NotYet(_("专项工作不在实施中，不能调整参加单位。"))


def _phases_under_way(campaign: Campaign) -> list[Phase]:
    """The open phases in which units inspect themselves and the units' inspections have been handed out."""
    phases = campaign.phases.filter(state=PhaseState.OPEN).order_by("pk")
    return [phase for phase in phases if phase.has_self_inspections and _children_turn(phase)]


def _children_turn(phase: Phase) -> Turn | None:
    """The open turn under which the phase's self-inspections run."""
    return Turn.objects.of(phase).open().filter(node="self_inspect").select_related("task").first()


def _taken_in(campaign: Campaign, unit: Organization, *, because: str) -> Participant:
    """A new snapshot, or the removed one taken in again."""
    known = campaign.participants.filter(organization=unit).first()
    if known and known.state == ParticipantState.ACTIVE:
        raise AlreadyDone(_("“%(unit)s”已经在参加单位名单里。") % {"unit": unit.name})
    participant = known or _snapshot(campaign, unit, in_focus=scope.is_focus(campaign, unit), added_by_rule=False)
    participant.state = ParticipantState.ACTIVE
    participant.because = because
    participant.save()
    return participant


def _change(
    campaign: Campaign, action: ScopeAction, participant: Participant, *, by: Person, because: str
) -> ScopeChange:
    """The next version of the list."""
    campaign.scope_version += 1
    campaign.version += 1
    campaign.save()
    return ScopeChange.objects.create(
        campaign=campaign,
        version=campaign.scope_version,
        action=action,
        participant=participant,
        count=campaign.participants.active().count(),
        because=because,
        by=by,
    )


def _self_inspection(phase: Phase, participant: Participant) -> Inspection:
    """The unit's inspection in a phase, a new one unless it had one before it was removed."""
    inspection, created = Inspection.objects.get_or_create(
        phase=phase,
        participant=participant,
        kind=InspectionKind.SELF,
        defaults=self_inspection_fields(phase, participant),
    )
    if not created and inspection.state != InspectionState.CONFIRMED:
        inspection.state = InspectionState.OPEN
        inspection.save()
    return inspection


def self_inspection_fields(phase: Phase, participant: Participant) -> dict[str, Any]:
    """What a unit's self-inspection is born with."""
    campaign = phase.campaign
    return {
        "campaign": campaign,
        "inspecting_unit_id": participant.organization_id,
        "org_path": participant.org_path,
        "institution_path": participant.organization.institution_path,
        "confirm_path": participant.org_path,
        "checklist_version_id": campaign.checklist_version_id,
    }


def _start_below(inspection: Inspection, *, by: Person) -> None:
    """Let a late unit's inspection run under the phase like those of the first list."""
    if inspection.state == InspectionState.CONFIRMED:
        return
    turn = _children_turn(inspection.phase)
    with engine.hold(inspection):
        start_below(inspection, turn.task if turn else None, by=by)


def refuse_foreign(participant: Participant, campaign: Campaign) -> None:
    """Refuse a unit of another campaign, or one that has been removed."""
    if participant.campaign_id != campaign.pk or participant.state != ParticipantState.ACTIVE:
        raise Invalid({"participant": _("该单位不在本专项工作的参加单位名单里。")})
