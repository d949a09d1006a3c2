"""A change of a unit is done today or planned for a day; on that day it is done, or refused with the reason."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import events, rights
from organizations.models import Organization, Person, UnitChange
from organizations.permissions import KEEP_ORGANIZATIONS
from organizations.refusals import AlreadyDone, Invalid, Refusal, Stale
from organizations.services.planting import stamp_of
from organizations.services.reorganizing import (
    close_organization,
    merge_organization,
    move_organization,
    split_organization,
)
from organizations.services.units import rename_organization
from organizations.services.writing import write

Kind, State = UnitChange.Kind, UnitChange.State
FARTHEST_DAYS = 400


def plan_change(
    organization: Organization,
    *,
    kind: str,
    on: date,
    by: Person | None,
    because: str,
    stamp: str = "",
    target: Organization | None = None,
    **told: Any,
) -> UnitChange:
    """Do a change now, or on the day it takes effect; it must be possible as things stand today.

    `told` by kind: rename name; split parts (names), tasks (mark → place), people (appointment → place), links (link →
    place, else all).
    """
    today = timezone.localdate()
    if (on - today).days > FARTHEST_DAYS:
        raise Invalid({"on": _("生效日期太远，请填写一年以内的日期。")})
    if kind in (Kind.MOVE, Kind.MERGE) and target is None:
        raise Invalid({"target": _("请选择相关的单位。")})
    change = UnitChange(
        organization=organization, kind=kind, on=on, target=target, told=told, because=because.strip(), by=by
    )
    with transaction.atomic():
        _refuse_second(organization)
        if on <= today:
            _do(change, by=by, on=on, stamp=stamp)
            change.state, change.applied_at = State.APPLIED, timezone.now()
            write(change)
            events.unit_change_settled.emit(change, by=by, because=because)
            return change
        _rehearse(change, by=by, stamp=stamp)
        write(change)
        events.unit_change_planned.emit(change, by=by, because=because)
    return change


def apply_change(change: UnitChange) -> UnitChange:
    """On its day: do it for the one who planned it; where it cannot be done any more, keep the reason."""
    with transaction.atomic():
        change = UnitChange.objects.select_for_update(no_key=True).get(pk=change.pk)
        if change.state != State.PLANNED or change.on > timezone.localdate():
            return change
        try:
            with transaction.atomic():
                _do(change, by=change.by, on=change.on, stamp="")
        except Refusal as refusal:
            change.state, change.refusal = State.REFUSED, refusal.message[:500]
        else:
            change.state = State.APPLIED
        change.applied_at = timezone.now()
        change.save()
        events.unit_change_settled.emit(change, by=change.by, because=change.refusal or change.because)
    return change


@transaction.atomic
def cancel_change(change: UnitChange, *, by: Person | None, because: str) -> UnitChange:
    """Let a planned change not take place."""
    change = UnitChange.objects.select_for_update(no_key=True).get(pk=change.pk)
    rights.require(by, KEEP_ORGANIZATIONS, change.organization)
    if change.state != State.PLANNED:
        raise AlreadyDone(_("这项变更%(state)s，不能取消。") % {"state": change.get_state_display()})
    if not because.strip():
        raise Invalid({"because": _("请写明取消的原因。")})
    change.state, change.refusal = State.CANCELLED, because.strip()[:500]
    change.save()
    events.unit_change_cancelled.emit(change, by=by, because=because)
    return change


def _refuse_second(organization: Organization) -> None:
    planned = UnitChange.objects.planned().filter(organization=organization).first()
    if planned:
        told = {"what": planned.get_kind_display(), "on": planned.on}
        raise AlreadyDone(_("该机构已登记“%(what)s”，%(on)s生效，请先取消或者等它生效。") % told)


class _Rehearsed(Exception):
    """Undoes a rehearsal."""


def _rehearse(change: UnitChange, *, by: Person | None, stamp: str) -> None:
    """Do it and undo it: whatever would be refused today is refused now."""
    try:
        with transaction.atomic():
            _do(change, by=by, on=timezone.localdate(), stamp=stamp)
            raise _Rehearsed
    except _Rehearsed:
        change.organization.refresh_from_db()


def _do(change: UnitChange, *, by: Person | None, on: date, stamp: str) -> None:
    unit, told = change.organization, change.told
    if change.kind == Kind.RENAME:
        _refuse_stale(unit, stamp)
        rename_organization(unit, name=str(told.get("name", "")), by=by, on=on, because=change.because)
        return
    named: dict[str, Any] = {"by": by, "because": change.because, "on": on, "stamp": stamp}
    if change.kind == Kind.MOVE and change.target:
        move_organization(unit, parent=change.target, **named)
    elif change.kind == Kind.MERGE and change.target:
        merge_organization(unit, into=change.target, **named)
    elif change.kind == Kind.SPLIT:
        people = {int(key): int(part) for key, part in told.get("people", {}).items()}
        tasks = {str(mark): int(part) for mark, part in told.get("tasks", {}).items()}
        links = {int(key): int(part) for key, part in told.get("links", {}).items()}
        split_organization(unit, parts=told.get("parts", []), tasks=tasks, people=people, links=links, **named)
    else:
        close_organization(unit, **named)


def _refuse_stale(unit: Organization, stamp: str) -> None:
    unit.refresh_from_db()
    if stamp and stamp != stamp_of(unit):
        raise Stale(_("这个机构在您填写期间已经变更，请刷新页面，核对后重新办理。"))
