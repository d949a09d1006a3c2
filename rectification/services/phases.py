"""Opening, delivering into, releasing and submitting a phase; windows only warn."""

import datetime
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import attachments as files
from accountability import trail
from engine.models import Turn
from organizations.models import Person
from organizations.refusals import Invalid, NotYet
from rectification import events, permissions
from rectification.models import (
    Campaign,
    CampaignState,
    Delivery,
    Inspection,
    InspectionKind,
    InspectionState,
    Output,
    Participant,
    Per,
    Phase,
    PhaseState,
    Release,
)
from rectification.models.standing import Missing, is_closed

from . import counting, locking, wording
from .actor import acting_person
from .participants import CHUNK, refuse_foreign, self_inspection_fields


def open_phase(phase: Phase, *, by: Person) -> None:
    """Begin a phase, inside or outside its window; the units' inspections are handed out in the background."""
    with locking.hold_open(phase):
        engine.require_turn(phase, "open", by=by)
        phase.state = PhaseState.OPEN
        phase.opened_at = timezone.now()
        phase.opened_by = by
        phase.version += 1
        phase.save()
        trail.record("phase_opened", phase, by=by, extra={"outside_window": phase.is_outside_window})
        events.phase_opened.send(sender=Phase, thing=phase, by=by)
        engine.finish(phase, "open", by=by)


def prepare_inspections(phase: Phase) -> "engine.More | None":
    """Hand out the self-inspections of the next hundred units; asks to be called again until all have one."""
    handed_out = phase.inspections.filter(kind=InspectionKind.SELF).values("participant")
    pending = phase.campaign.participants.active().exclude(pk__in=handed_out).order_by("org_path")
    units = list(pending.select_related("organization")[: CHUNK + 1])
    chunk, remains = units[:CHUNK], len(units) > CHUNK
    inspections = Inspection.objects.bulk_create(
        Inspection(phase=phase, participant=unit, kind=InspectionKind.SELF, **self_inspection_fields(phase, unit))
        for unit in chunk
    )
    phase.prepared = phase.inspections.filter(kind=InspectionKind.SELF).count()
    phase.to_prepare = phase.prepared + (pending.count() if remains else 0)
    phase.save()
    told = {"count": len(inspections)}
    trail.record("inspections_prepared", phase, by=acting_person(), also=inspections, extra=told)
    return engine.More(phase.prepared, phase.to_prepare) if remains else None


def deliver(
    output: Output,
    *,
    by: Person,
    delivered_on: datetime.date,
    participant: Participant | None = None,
    text: str = "",
    attachments: Sequence[files.Checked] = (),
    used_alternative: bool = False,
    ticked: Sequence[str] = (),
) -> Delivery:
    """Register what was done for an output; a true earlier date is legal and marked 补录."""
    phase = output.phase
    with locking.hold_open(phase):
        _refuse_delivery(output, phase, participant)
        place = participant.org_path if participant else phase.org_path
        permissions.require(by, "deliver_output", place)
        _check_delivery(output, delivered_on, text, attachments, used_alternative=used_alternative)
        _check_boxes(output, ticked, text)
        now = timezone.now()
        delivery = Delivery.objects.create(
            output=output,
            participant=participant,
            delivered_on=delivered_on,
            recorded_at=now,
            backdated=delivered_on < timezone.localdate(now),
            used_alternative=used_alternative,
            text=text.strip(),
            ticked=[box for box in output.boxes if box in ticked],
            by=by,
            org_path=place,
        )
        for checked in attachments:
            files.attach(checked, to=delivery, by=by)
        trail.record("output_delivered", delivery, by=by, extra={"backdated": delivery.backdated})
        events.output_delivered.send(sender=Delivery, thing=delivery, by=by)
    return delivery


def missing_outputs(phase: Phase) -> list[Missing]:
    """The required outputs nobody delivered, and of whom; released and removed units are excused."""
    return phase.missing_outputs


def release_participants(
    phase: Phase, *, by: Person, because: str, participants: Sequence[Participant] | None = None
) -> list[Release]:
    """Go on without units still waited for, each by name, all of them unless some are named; they may go on filling.

    As soon as no other unit is at work the phase goes on; a named unit that has finished meanwhile is refused.
    """
    reason = wording.required("because", because, _("请写明放行的理由。"))
    with locking.hold_open(phase):
        permissions.require(by, "release_participants", phase)
        if phase.state != PhaseState.OPEN:
            raise NotYet(_("阶段不在进行中，不能放行。"))
        waited = _still_waited_for(phase)
        units = waited if participants is None else _named(participants, waited)
        if not waited:
            raise NotYet(_("没有需要放行的单位：各单位都已完成。"))
        now = timezone.now()
        releases = Release.objects.bulk_create(
            Release(phase=phase, participant=unit, because=reason, by=by, at=now, org_path=unit.org_path)
            for unit in units
        )
        inspections = _mark_released(phase, units)
        trail.record(
            "participants_released",
            phase,
            by=by,
            because=reason,
            also=[*releases, *inspections],
            extra={"units": [unit.name for unit in units]},
        )
        events.participants_released.send(sender=Phase, thing=phase, by=by, because=reason, releases=releases)
        if phase.has_self_inspections and _children_are_open(phase) and not _units_at_work(phase):
            engine.release(phase, "self_inspect", by=by, because=reason)
    return releases


def submit_phase(phase: Phase, *, by: Person) -> None:
    """Ask for the sign-off of a phase; refused while a required output or a unit is missing, saying which."""
    with locking.hold_open(phase):
        engine.require_turn(phase, "complete", by=by)
        missing = phase.missing_outputs
        if missing:
            raise NotYet(
                _("还缺%(count)d项必交成果：%(which)s。请先登记，或者由分管领导放行未完成的单位。")
                % {"count": len(missing), "which": wording.first_few(missing)}
            )
        waiting = list(phase.inspections.self_inspections().waited_for().select_related("participant")[:100])
        if waiting:
            names = wording.first_few(each.participant.name for each in waiting)
            raise NotYet(_("还有单位没有完成自查：%(names)s。请催办，或者由分管领导放行。") % {"names": names})
        phase.standing = counting.of_phase(phase)
        phase.state = PhaseState.SIGNING
        phase.submitted_by = by
        phase.version += 1
        phase.save()
        trail.record("phase_submitted", phase, by=by)
        engine.finish(phase, "complete", by=by)


def close_phase(phase: Phase) -> None:
    """The sign-off was given: the phase is over."""
    by = acting_person()
    phase.state = PhaseState.CLOSED
    phase.closed_at = timezone.now()
    phase.version += 1
    phase.save()
    trail.record("phase_closed", phase, by=by)
    events.phase_closed.send(sender=Phase, thing=phase, by=by)


def _refuse_delivery(output: Output, phase: Phase, participant: Participant | None) -> None:
    """Only into a running campaign, not while the phase is being signed, and by whom the output is owed."""
    campaign: Campaign = phase.campaign
    if is_closed(campaign) or campaign.state in (CampaignState.DRAFT, CampaignState.SIGNING, CampaignState.ISSUING):
        raise NotYet(_("专项工作不在实施中，不能登记阶段成果。"))
    if phase.state == PhaseState.SIGNING:
        raise NotYet(_("阶段小结正在审批，内容不能变动；请等审批结束，或者由办理人退回后再登记。"))
    if output.per == Per.CAMPAIGN and participant is not None:
        raise Invalid({"participant": _("这项成果由主办单位提交，不需要选择参加单位。")})
    if output.per == Per.PARTICIPANT:
        if participant is None:
            raise Invalid({"participant": _("这项成果由各参加单位提交，请选择单位。")})
        refuse_foreign(participant, campaign)


def _check_delivery(
    output: Output,
    delivered_on: datetime.date,
    text: str,
    attachments: Sequence[files.Checked],
    *,
    used_alternative: bool,
) -> None:
    """The day may be past but not future; something must show that it was done."""
    errors = {}
    if delivered_on > timezone.localdate():
        errors["delivered_on"] = _("完成日期不能晚于今天。")
    if used_alternative and not output.alternative:
        errors["used_alternative"] = _("这项成果没有规定替代方式。")
    if not text.strip() and not attachments:
        errors["text"] = _("请填写完成情况，或者上传佐证材料。")
    if errors:
        raise Invalid(errors)


def _check_boxes(output: Output, ticked: Sequence[str], text: str) -> None:
    """四落实 and the like: each is in place, or the text names it and says why not."""
    silent = [box for box in output.boxes if box not in ticked and box not in text]
    if silent:
        told = {"which": wording.first_few(silent)}
        raise Invalid({"ticked": _("%(which)s还没有落实；确实未落实的，请在完成情况中逐项写明。") % told})


def _still_waited_for(phase: Phase) -> list[Participant]:
    """Units with an unfinished self-inspection or a missing required output."""
    unfinished = phase.inspections.self_inspections().waited_for().values_list("participant_id", flat=True)
    owing = {missing.participant.pk for missing in phase.missing_outputs if missing.participant}
    wanted = owing | set(unfinished)
    units = phase.campaign.participants.not_released(phase).order_by("org_path")
    return [unit for unit in units if unit.pk in wanted]


def _named(participants: Sequence[Participant], waited: Sequence[Participant]) -> list[Participant]:
    """The units that were named, in the order of the tree; each must still be waited for."""
    wanted = {unit.pk: unit for unit in participants}
    if not wanted:
        raise Invalid({"participants": _("请至少选择一家要放行的单位。")})
    gone = wanted.keys() - {unit.pk for unit in waited}
    if gone:
        names = wording.first_few(wanted[pk].name for pk in sorted(gone))
        sentence = _("以下单位已经完成或已经放行：%(names)s。请刷新页面后重新选择。")
        raise Invalid({"participants": sentence % {"names": names}})
    return [unit for unit in waited if unit.pk in wanted]


def _mark_released(phase: Phase, units: Sequence[Participant]) -> list[Inspection]:
    """Mark the inspections still being filled; those waiting for confirmation stay what they are."""
    wanted = {unit.pk for unit in units}
    open_ones = phase.inspections.filter(kind=InspectionKind.SELF, state=InspectionState.OPEN)
    mine = [pk for pk, unit in open_ones.values_list("pk", "participant_id") if unit in wanted]
    Inspection.objects.filter(pk__in=mine, state=InspectionState.OPEN).update(state=InspectionState.RELEASED)
    return list(Inspection.objects.filter(pk__in=mine))


def _units_at_work(phase: Phase) -> bool:
    """Whether a unit that was not released still inspects itself."""
    return bool(phase.inspections.self_inspections().waited_for().exists())


def _children_are_open(phase: Phase) -> bool:
    """Whether the phase still waits for its self-inspections."""
    return Turn.objects.of(phase).open().at("self_inspect").exists()
