"""Handing units to a lower commission to inspect, and recognising what another body has inspected already."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import assignments, trail
from accountability.signing.manifests import in_first_language
from organizations import paths
from organizations.calendar import add_working_days
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet
from rectification import events, permissions
from rectification.finding_rules import FindingRules
from rectification.models import Inspection, Participant, Phase, PhaseState, Recognition, SupervisionOrder
from rectification.models.orders import OrderState, recognisable

from . import locking, telling, wording
from .actor import acting_institution
from .participants import refuse_foreign

RECEIVING_DAYS = 3


def issue_order(
    phase: Phase, *, to: Organization, due_on: datetime.date, by: Person, text: str = "", focus_only: bool = False
) -> SupervisionOrder:
    """Hand the units in its jurisdiction to a lower commission, those not handed to anybody yet."""
    campaign = phase.campaign
    with locking.hold_open(phase):
        permissions.require(by, "issue_order", campaign.institution_path)
        if phase.state != PhaseState.OPEN:
            raise NotYet(_("阶段还没有启动或者已经结束，不能交办督导。"))
        if to.path == campaign.institution_path or not paths.contains(campaign.institution_path, to.path):
            raise Invalid({"to": _("请选择本单位下级的卫生健康行政部门。")})
        if due_on < timezone.localdate():
            raise Invalid({"due_on": _("完成期限不能早于今天。")})
        units = _units(phase, to, focus_only=focus_only)
        order = SupervisionOrder.objects.create(
            campaign=campaign, phase=phase, issuer=campaign.organization, to=to, text=text.strip(), due_on=due_on,
            receive_due_on=add_working_days(timezone.localdate(), RECEIVING_DAYS), issued_by=by,
            org_path=to.path, institution_path=to.institution_path, issuer_path=campaign.institution_path,
        )  # fmt: skip
        order.units.set(units)
        with engine.hold(order):
            trail.record("order_issued", order, by=by, extra={"units": [unit.name for unit in units]})
            events.order_issued.send(sender=SupervisionOrder, thing=order, by=by)
            engine.start(order, by=by)
    telling.of_order(order)
    return order


def _units(phase: Phase, to: Organization, *, focus_only: bool) -> list[Participant]:
    """The units below the commission; each is handed to one body in one phase."""
    below = phase.campaign.participants.active().filter(paths.covering("org_path", [paths.subtree(to.path)]))
    mine = below.exclude(org_path=to.path)
    wanted = mine.filter(in_focus=True) if focus_only else mine
    units = list(wanted.exclude(orders__phase=phase).order_by("org_path"))
    if not units:
        raise Invalid({"to": _("“%(to)s”辖区内没有可交办的参加单位，或者都已交办。") % {"to": to.name}})
    return units


def receive_order(order: SupervisionOrder, *, by: Person) -> None:
    """签收: who signs for it answers for it; the task may be handed on like any other."""
    with engine.hold(order):
        engine.require_turn(order, "receive", by=by)
        order.state, order.received_by, order.received_at = OrderState.RECEIVED, by, timezone.now()
        with in_first_language():
            title = _("属地督导：%(title)s（%(count)d家）")
            told = {"title": order.campaign.title, "count": order.units.count()}
        order.assignment = assignments.assign(
            source=order, title=title % told, lead_unit=order.to, holder=by, due_on=order.due_on, by=order.issued_by
        )
        order.version += 1
        order.save()
        trail.record("order_received", order, by=by)
        engine.finish(order, "receive", by=by)


def report_order(order: SupervisionOrder, *, text: str, by: Person) -> None:
    """Say to the superior that all is inspected, naming each unit that was not and why."""
    said = wording.required("text", text, _("请填写督导情况。"))
    with engine.hold(order):
        permissions.require(by, "report_order", order.to)
        if order.state == OrderState.ISSUED:
            raise NotYet(_("请先签收再报告。"))
        if order.state == OrderState.REPORTED:
            raise AlreadyDone(_("督导情况已经报告，请刷新页面查看。"))
        silent = [unit.name for unit in order.units_left if unit.name not in said]
        if silent:
            told = {"count": len(silent), "which": wording.first_few(silent)}
            raise NotYet(_("还有%(count)d家没有检查也没有互认：%(which)s。确实不查的，请在督导情况中逐家写明。") % told)
        order.state, order.result = OrderState.REPORTED, said
        order.version += 1
        order.save()
        task = order.assignment
        if task is not None and task.state == task.State.OPEN:
            assignments.complete(task, by=by)
        trail.record("order_reported", order, by=by, because=said)
    telling.of_order_report(order)


def recognisable_for(phase: Phase, participant: Participant, *, by: Person) -> QuerySet[Any]:
    """What the person's side could recognise instead of inspecting the unit again; never for its own departments."""
    if phase.campaign.looks_at_itself(participant.org_path):
        return Inspection.objects.none()
    unit = acting_institution(by, inspected=participant.org_path)
    days = FindingRules.of(phase.campaign.finding_rules).recognise_days
    return recognisable(phase, participant, days=days, but=unit.pk) if days else Inspection.objects.none()


def refuse_asked_twice(phase: Phase, participant: Participant, *, by: Person) -> None:
    """A unit is asked once: what can be recognised is named before it is visited again."""
    permissions.require(by, "inspect", participant.org_path)
    known = recognisable_for(phase, participant, by=by).first()
    if known is not None:
        told = {"unit": known.inspecting_unit.name, "day": f"{timezone.localdate(known.submitted_at):%Y-%m-%d}"}
        raise NotYet(
            _("%(unit)s已于%(day)s用同一检查表检查过该单位，可以互认；确需再查的，请勾选“仍需再次检查”。") % told
        )


def recognise(
    phase: Phase, *, participant: Participant, inspection: Inspection, because: str, by: Person
) -> Recognition:
    """已查互认: let another body's inspection stand in this phase, with the reason."""
    reason = wording.required("because", because, _("请写明互认的理由。"))
    with locking.hold_open(phase):
        permissions.require(by, "inspect", participant.org_path)
        refuse_foreign(participant, phase.campaign)
        if phase.state != PhaseState.OPEN:
            raise NotYet(_("阶段还没有启动或者已经结束，不能互认。"))
        if not recognisable_for(phase, participant, by=by).filter(pk=inspection.pk).exists():
            raise Invalid({"inspection": _("这次检查不能互认：应当是其他单位在互认期内用同一检查表完成的检查。")})
        known = Recognition.objects.filter(phase=phase, participant=participant, inspection=inspection)
        if (row := known.select_related("by").first()) is not None:
            raise AlreadyDone(who=row.by, when=row.at)
        row = Recognition.objects.create(
            phase=phase, participant=participant, inspection=inspection, because=reason, by=by,
            unit=acting_institution(by, inspected=participant.org_path),
            org_path=participant.org_path, institution_path=participant.org_path,
        )  # fmt: skip
        trail.record("inspection_recognised", inspection, by=by, because=reason, also=[row])
    return row
