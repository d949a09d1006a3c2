"""The course of a plan: submitted, signed, returned, numbered, issued, in force, followed by the next one."""

import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import digest, notices, numbering, trail
from accountability.models import Assignment, Number
from accountability.signing.manifests import in_first_language
from organizations import acting
from organizations.models import Person
from organizations.refusals import Invalid, NotYet
from plans import checking, events, permissions
from plans.models import Plan, PlanEdition, PlanState, Revision

from . import assigning, wording

CHUNK = 50
OWN_NUMBERS, OFFICE_NUMBERS = "plans.plan", "plans.document"


def submit_plan(plan: Plan, *, by: Person) -> None:
    """Send the draft along its route; refused while something is missing, saying what."""
    with engine.hold(plan):
        permissions.require(by, "submit_plan", plan)
        engine.require_turn(plan, "draft", by=by)
        missing = checking.missing_in(plan)
        if missing:
            raise NotYet(_("计划还不能送审：%(missing)s。") % {"missing": _("；").join(missing)})
        plan.state = PlanState.SIGNING
        plan.version += 1
        plan.save()
        trail.record("plan_submitted", plan, by=by)
        events.plan_submitted.send(sender=Plan, thing=plan, by=by)
        engine.finish(plan, "draft", by=by)


def accept_signed(plan: Plan) -> None:
    """Everybody on the route has agreed: the office numbers and checks it."""
    plan.state = PlanState.NUMBERING
    plan.signed_at = timezone.now()
    plan.version += 1
    plan.save()
    trail.record("plan_signed", plan, by=_acting())


def return_plan(plan: Plan, *, by: Person, because: str) -> None:
    """Numbering or issuing shows that something is wrong: back to the drafter, and all signatures anew."""
    reason = wording.required("because", because, _("请写明退回的理由。"))
    with engine.hold(plan):
        node = {PlanState.NUMBERING: "number", PlanState.ISSUING: "issue"}.get(PlanState(plan.state))
        if node is None:
            raise NotYet(_("计划现在不在编号、印发环节，不能从这里退回。"))
        engine.require_turn(plan, node, by=by)
        if plan.number is not None:
            given, plan.number = plan.number, None
            plan.save(update_fields=["number"])
            numbering.void(given, by=by, because=reason)
        engine.send_back(plan, "draft", by=by, because=reason)


def number_plan(plan: Plan, *, by: Person, document_number: str = "") -> Number:
    """编号、复核: the office's 文号 as it stands in its register, or the next one of our own series."""
    with engine.hold(plan):
        engine.require_turn(plan, "number", by=by)
        year = timezone.localdate().year
        unit = plan.organization
        if document_number.strip():
            number = numbering.enter_by_hand(
                OFFICE_NUMBERS, organization=unit, year=year, text=document_number, to=plan, by=by
            )
        else:
            number = numbering.take(OWN_NUMBERS, organization=unit, year=year, to=plan, by=by)
        plan.number, plan.checked_by, plan.checked_at = number, by, timezone.now()
        plan.state = PlanState.ISSUING
        plan.version += 1
        plan.save()
        trail.record("plan_numbered", plan, by=by, extra={"number": number.text})
        engine.finish(plan, "number", by=by)
    return number


def issue_plan(plan: Plan, *, by: Person, effective_on: datetime.date | None = None) -> None:
    """印发: from its day it holds, and the plan it replaces holds no longer."""
    with engine.hold(plan):
        engine.require_turn(plan, "issue", by=by)
        now = timezone.now()
        plan.effective_on = effective_on or timezone.localdate(now)
        if plan.effective_on > timezone.localdate(now):
            raise Invalid({"effective_on": _("执行之日不能晚于今天；以后执行的，请到时再印发。")})
        plan.state, plan.issued_at, plan.issued_by, plan.edition = PlanState.IN_FORCE, now, by, 1
        plan.version += 1
        plan.save()
        edition = keep_edition(plan, None, effective_on=plan.effective_on)
        trail.record("plan_issued", plan, by=by, also=[edition], extra={"edition": 1, "sha256": edition.sha256})
        _replace(plan, by)
        events.plan_issued.send(sender=Plan, thing=plan, by=by)
        engine.finish(plan, "issue", by=by)


def hand_out(plan: Plan) -> "engine.More | None":
    """Make the tasks of the next measures; asks to be called again until each has its own."""
    unowed = Q(assignment__isnull=True) | Q(assignment__state=Assignment.State.CANCELLED)
    pending = plan.measures.standing().filter(unowed).order_by("order", "pk")
    rows = list(pending.select_related("section", "lead_unit", "person", "comes_from__assignment")[: CHUNK + 1])
    by = plan.issued_by
    for measure in rows[:CHUNK]:
        measure.plan = plan
        assigning.assign_measure(measure, by=by)
    done = plan.measures.standing().filter(assignment__isnull=False).count()
    if rows:
        trail.record("measures_handed_out", plan, by=by, also=rows[:CHUNK], extra={"count": len(rows[:CHUNK])})
    return engine.More(done, done + pending.count()) if len(rows) > CHUNK else None


def keep_edition(plan: Plan, revision: Revision | None, *, effective_on: datetime.date) -> PlanEdition:
    """Keep a plan word by word as it is issued."""
    with in_first_language():
        content = plan.plan_manifest()
    return PlanEdition.objects.create(
        plan=plan,
        edition=plan.edition,
        content=content,
        sha256=digest.pair(digest.canonical(content))[0],
        effective_on=effective_on,
        revision=revision,
    )


def note_return(sender: type, *, thing: object, by: Person | None, because: str, to: str, **_rest: object) -> None:
    """A signer sent the plan back: it is a draft again, within the same transaction."""
    if not isinstance(thing, Plan) or to != "draft":
        return
    changed = {"state": [thing.state, PlanState.DRAFT.value]}
    thing.state = PlanState.DRAFT
    thing.signed_at = thing.checked_at = thing.checked_by = None
    thing.version += 1
    thing.save()
    trail.record("plan_returned", thing, by=by, because=because, changed=changed)


def _replace(plan: Plan, by: Person) -> None:
    """Last year's plan holds until this day and no longer; what is open in it stays owed until carried or done."""
    old = plan.supersedes
    if old is None or not old.is_valid:
        return
    with engine.hold(old):
        changed = {"state": [old.state, PlanState.SUPERSEDED.value]}
        old.state, old.ended_on = PlanState.SUPERSEDED, plan.effective_on
        old.version += 1
        old.save()
        told = _("由%(plan)s替代") % {"plan": plan}
        trail.record("plan_superseded", old, by=by, because=told, changed=changed)
        events.plan_superseded.send(sender=Plan, thing=old, by=by, because=told)


def tell_units(sender: type, *, thing: Plan, **_event: object) -> None:
    """The heads of the units that have work in an issued plan are told."""
    plan = thing
    units = {one.lead_unit for one in plan.measures.standing().select_related("lead_unit") if one.lead_unit}
    people = {person for unit in units if (person := assigning.responsible_for(unit)) is not None}
    with in_first_language():
        text = _("已印发：%(plan)s，其中有本部门承担的任务。") % {"plan": plan}
    notices.notify(
        sorted(people, key=lambda person: person.pk), text=text, url=plan.get_absolute_url(), source=plan, kind="plan"
    )


def _acting() -> Person | None:
    now = acting.current()
    return now.person if now else None
