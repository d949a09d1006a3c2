"""Obligations: drafted in a plan, set, started when it is issued, ended when the next one takes its place."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import trail
from accountability.digest import plain
from engine.jobs import enqueue
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet, Stale
from plans import quota_permissions as permissions
from plans import reading
from plans.models import (
    DepartmentClass,
    Obligation,
    ObligationState,
    Occurrence,
    OccurrenceState,
    OwedBy,
    Plan,
    Proof,
    WorkKind,
)
from plans.models.obligation_querysets import ObligationQuerySet
from plans.rhythm import DAILY, Unclear, of_found

from . import opening, settling

NAMED = 3
RHYTHM = ("unit", "every", "at_least", "at_most", "due", "alternative", "shifts", "workdays", "follow_days")
WHO = ("owed_by", "department_class", "department_type", "register", "lead_unit", "person")
WHAT = (
    "text", "kind", "subkind", "unannounced", "proof", "expected_evidence", "watches", "doubt", "section", "measure",
    "order", "responsible", "source",
)  # fmt: skip
WHILE_RUNNING = frozenset({"person", "subkind", "expected_evidence", "follow_days", "unannounced", "watches"})


def draft_obligation(
    plan: Plan, *, by: Person | None, departments: Collection[Organization] = (), **told: Any
) -> Obligation:
    """Write a duty into a plan; what it must say about its rhythm may still be missing."""
    with engine.hold(plan):
        _require_keeper(plan, by)
        _require_draft(plan)
        obligation = described(plan, departments=departments, **told)
        obligation.order = told.get("order") or plan.obligations.count() + 1
        obligation.save()
        obligation.departments.set(departments)
        trail.record("obligation_drafted", obligation, by=by)
    return obligation


def described(plan: Plan, *, departments: Collection[Organization] = (), **told: Any) -> Obligation:
    """A duty of a plan in these words, checked and not saved; the plan's own unit owes it where none is named."""
    unit = told.pop("lead_unit", None) or plan.organization
    obligation = Obligation(plan=plan, lead_unit=unit)
    _fill(obligation, {name: value for name, value in told.items() if name != "order"})
    _check_whole(obligation, bool(departments))
    return obligation


def draft_from_reading(plan: Plan, *, found: reading.Obligation, by: Person | None, **more: Any) -> Obligation:
    """One obligation as the reader of plans found it, one to one; what is doubtful stays so until somebody sets it."""
    rhythm = of_found(found)
    told = {
        "text": plain(found.text, 400),
        "source": plain(found.place.source),
        "kind": found.kind if found.kind in WorkKind.values else WorkKind.OTHER,
        "unit": rhythm.unit,
        "every": rhythm.every,
        "at_least": rhythm.at_least,
        "at_most": rhythm.at_most,
        "due": rhythm.due,
        "alternative": rhythm.alternative,
        "doubt": plain(found.doubt, 200),
        "responsible": plain(found.responsible, 120),
        "owed_by": OwedBy.COVER if found.coverage else OwedBy.UNIT,
        "proof": Proof.TAP if rhythm.unit in DAILY else Proof.EVIDENCE,
        "unannounced": "不定期" in found.text,
    }
    return draft_obligation(plan, by=by, **{**told, **more})


def change_obligation(
    obligation: Obligation,
    *,
    by: Person,
    version: int | None = None,
    departments: Collection[Organization] | None = None,
    **told: Any,
) -> Obligation:
    """Set or correct a duty; of one that is owed already only what changes neither rhythm nor who owes it."""
    with engine.hold(obligation.plan, obligation):
        permissions.require(by, permissions.KEEP, obligation)
        if obligation.state == ObligationState.DRAFT:
            _require_draft(obligation.plan)
        if version is not None and obligation.version != version:
            raise Stale(_("这项任务在您填写期间已被他人修改，请刷新页面后重新填写。"))
        if obligation.state == ObligationState.ENDED:
            raise NotYet(_("这项任务已经停止执行，不能再修改。"))
        if obligation.is_running:
            told = {name: value for name, value in told.items() if name in WHILE_RUNNING}
            departments = None
        _fill(obligation, told)
        obligation.version += 1
        obligation.save()
        if departments is not None:
            obligation.departments.set(departments)
        _check_whole(obligation, obligation.departments.exists())
        trail.record("obligation_changed", obligation, by=by)
    return obligation


def drop_obligation(obligation: Obligation, *, by: Person) -> None:
    """Take a duty that was never owed out of a draft."""
    with engine.hold(obligation.plan, obligation):
        permissions.require(by, permissions.KEEP, obligation)
        if obligation.state != ObligationState.DRAFT:
            raise NotYet(_("已经执行的任务不能删除，请停止执行。"))
        _require_draft(obligation.plan)
        gone = Obligation(pk=obligation.pk, text=obligation.text, org_path=obligation.org_path)
        plan = obligation.plan
        obligation.delete()
        trail.record("obligation_dropped", plan, by=by, also=[gone], extra={"text": gone.text})


def _fill(obligation: Obligation, told: Mapping[str, Any]) -> None:
    """Take the fields, and refuse a rhythm that no calendar could keep."""
    for name in (*RHYTHM, *WHO, *WHAT):
        if name in told:
            setattr(obligation, name, told[name])
    if not obligation.text.strip():
        raise Invalid({"text": _("请填写任务内容。")})
    try:
        obligation.rhythm  # noqa: B018  asked for what it refuses
    except Unclear as why:
        raise Invalid({str(why): UNCLEAR.get(str(why), _("频次填写不正确，请核对。"))}) from why
    _settle_who(obligation)


def _settle_who(obligation: Obligation) -> None:
    """Where it lies, and what its kind of owing needs."""
    unit = obligation.lead_unit
    obligation.org_path, obligation.institution_path = unit.path, unit.institution_path
    if obligation.owed_by == OwedBy.ENTRY and obligation.register is None:
        raise Invalid({"register": _("请选择登记册。")})
    if obligation.owed_by not in (OwedBy.EACH, OwedBy.COVER):
        obligation.department_class, obligation.department_type = DepartmentClass.ALL, None
    elif obligation.department_class == DepartmentClass.TYPE and obligation.department_type is None:
        raise Invalid({"department_type": _("请选择科室类别。")})
    if obligation.proof == Proof.TAP and obligation.unit not in DAILY:
        obligation.proof = Proof.EVIDENCE


UNCLEAR = {
    "due": gettext_lazy("请填写“06-30”、“2026-06-30”、“每月25日前”、“次月5日前”、“季度末月20日”这样的日期。"),
    "at_most": gettext_lazy("至多次数不能小于至少次数。"),
    "every": gettext_lazy("周期请填写1—120的整数，每日班次数请填写1—6的整数。"),
}


def _check_whole(obligation: Obligation, has_departments: bool) -> None:
    """What the database would refuse is refused with its sentence."""
    named = obligation.owed_by in (OwedBy.EACH, OwedBy.COVER) and obligation.department_class == DepartmentClass.NAMED
    if named and not has_departments:
        raise Invalid({"departments": _("请选择指定的单位。")})
    try:
        obligation.validate_constraints()
    except ValidationError as error:
        raise Invalid.from_validation(error) from error


def _require_draft(plan: Plan) -> None:
    """Signed means that: what its signers are shown, or have signed, is not changed behind their backs."""
    if not plan.is_draft:
        raise NotYet(_("计划已经送签或者印发，不能再增删、修改任务；送签中的请先撤回，执行中的请提出计划调整。"))


def _require_keeper(plan: Plan, by: Person | None) -> None:
    if by is not None:
        permissions.require(by, permissions.KEEP, plan)


# --- Starting and ending --------------------------------------------------------------------------------------------


def obligations_not_set(plan: Plan) -> ObligationQuerySet:
    """Those of a plan of which nobody has said how often (定期, one of two): it cannot be approved with them."""
    return Obligation.objects.filter(plan=plan).not_set().order_by("order", "pk")


def start_obligations(plan: Plan, *, by: Person | None, on: datetime.date | None = None) -> int:
    """The plan is issued: its duties are owed from now on, a period that has begun as a whole; how many started."""
    with engine.hold(plan):
        unset = list(obligations_not_set(plan)[: NAMED + 1])
        if unset:
            names = _("、").join(f"“{str(one)[:30]}”" for one in unset[:NAMED])
            raise NotYet(_("还有频次没有确定的任务：%(names)s，请先确定频次。") % {"names": names})
        day = max(on or timezone.localdate(), datetime.date(plan.year, 1, 1))
        started = list(plan.obligations.filter(state=ObligationState.DRAFT).order_by("pk"))
        for obligation in started:
            with engine.hold(obligation):
                obligation.state, obligation.starts_on = ObligationState.RUNNING, day
                obligation.ends_on = None if obligation.rhythm.goes_on else datetime.date(plan.until_year, 12, 31)
                obligation.version += 1
                obligation.save()
                trail.record("obligation_started", obligation, by=by)
        if started:
            open_soon(plan)
    return len(started)


def open_soon(plan: Plan) -> None:
    """Let the background open the occurrences without waiting for the hour."""
    enqueue(opening.KIND, f"{opening.KIND}:{plan.pk}:{timezone.now().isoformat()}", org_path=plan.org_path)


def end_obligations(plan: Plan, *, by: Person | None, because: str) -> int:
    """Another plan has taken its place: what is not due yet is owed no more, what was missed stays; how many ended."""
    running = list(plan.obligations.running().order_by("pk"))
    for obligation in running:
        _end(obligation, by=by, because=because)
    return len(running)


def end_obligation(obligation: Obligation, *, by: Person, because: str) -> Obligation:
    """停止执行: one duty is owed no more, with the reason (拟停止的监测项目)."""
    if not because.strip():
        raise Invalid({"because": _("请写明停止执行的原因。")})
    permissions.require(by, permissions.KEEP, obligation)
    _end(obligation, by=by, because=because.strip())
    return obligation


def end_for(obligation: Obligation, *, last_on: datetime.date, by: Person | None, because: str) -> None:
    """Stop a held duty after a day because its plan says so: nobody is asked for a right, nothing is withdrawn yet."""
    obligation.ends_on = max(last_on, obligation.starts_on or last_on)
    mark_ended(obligation, by=by, because=because)


def mark_ended(obligation: Obligation, *, by: Person | None, because: str) -> None:
    """Write into a held duty that no more periods are opened."""
    if not obligation.is_running:
        raise AlreadyDone(_("这项任务没有在执行，请刷新页面查看。"))
    obligation.state = ObligationState.ENDED
    obligation.ended_because = plain(because, 200)
    obligation.version += 1
    obligation.save()
    trail.record("obligation_ended", obligation, by=by, because=because)


def _end(obligation: Obligation, *, by: Person | None, because: str) -> None:
    with engine.hold(obligation):
        mark_ended(obligation, by=by, because=because)
        open_ones = obligation.occurrences.open().filter(due_on__gte=timezone.localdate())
        withdraw(open_ones.order_by("pk"), by=by, because=because)


def withdraw(occurrences: Iterable[Occurrence], *, by: Person | None, because: str) -> int:
    """Some occurrences are owed no more; their tasks end with them; how many."""
    number = 0
    for one in occurrences:
        with engine.hold(one):
            if one.state != OccurrenceState.OPEN:
                continue
            one.state, one.because = OccurrenceState.WITHDRAWN, plain(because, 500)
            one.closed_by, one.closed_at = by, timezone.now()
            one.version += 1
            one.save()
            trail.record("occurrence_withdrawn", one, by=by, because=because)
            settling.follow_task(one, by=by, because=because)
            number += 1
    return number


# --- Per event ------------------------------------------------------------------------------------------------------

DAYS_AFTER_AN_EVENT = 30


def ask_after_event(
    obligation: Obligation,
    *,
    event: str,
    on: datetime.date,
    by: Person,
    unit: Organization | None = None,
    due_on: datetime.date | None = None,
) -> Occurrence:
    """每起……后: something happened, so the duty is owed once, within its days."""
    with engine.hold(obligation), transaction.atomic():
        side = unit or obligation.lead_unit
        permissions.require(by, permissions.DO, side)
        if not obligation.is_running or obligation.unit != "event":
            raise NotYet(_("这项任务不是按次发生的，或者没有在执行。"))
        if not event.strip():
            raise Invalid({"event": _("请填写发生了什么，例如纠纷、事件的编号。")})
        if on > timezone.localdate():
            raise Invalid({"on": _("发生日期不能晚于今天。")})
        days = obligation.follow_days if obligation.follow_days is not None else DAYS_AFTER_AN_EVENT
        due = due_on or on + datetime.timedelta(days=days)
        if due < on:
            raise Invalid({"due_on": _("完成期限不能早于发生日期。")})
        row = opening.open_after_event(obligation, unit=side, event=plain(event.strip(), 200), on=on, due_on=due)
        trail.record("occurrence_asked", row, by=by, extra={"event": row.event})
    return row
