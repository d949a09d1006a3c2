"""计划调整: lines are proposed, signed, and from their day on the plan says what they say; all else stays as it was."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, cast

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import assignments, trail
from accountability.models import Assignment
from engine.jobs import enqueue
from organizations import acting
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotYet
from plans import events, permissions
from plans.models import LineAction, Measure, Plan, PlanState, Revision, RevisionLine, RevisionState

from . import assigning, course, lines, wording

FIELDS = ("text", "target", "problem", "evidence", "funding", "funding_source", "lead_unit", "person", "due_on")
NEW_TASK = frozenset({"text", "evidence", "lead_unit", "due_on"})
"""What a task consists of: where one of these changes, the old task ends and a new one begins."""
Apply = Callable[[Plan, RevisionLine, Revision], Any]
_appliers: dict[str, Apply] = {}
OPEN = (RevisionState.DRAFT, RevisionState.SIGNING, RevisionState.APPROVED)


def register_kind(kind: str, apply: Apply) -> None:
    """Let a revision touch a further kind of line (duties, targets of indicators); `apply` gives the changed row."""
    _appliers[kind] = apply


def begin_revision(plan: Plan, *, because: str, effective_on: datetime.date, by: Person) -> Revision:
    """Propose a revision of a plan in force; one at a time, so that each knows what it changes."""
    reason = wording.required("because", because, _("请填写调整理由。"))
    with engine.hold(plan):
        permissions.require(by, "revise_plan", plan)
        if plan.state != PlanState.IN_FORCE:
            raise NotYet(_("只有执行中的计划可以调整；拟稿中的计划请直接修改。"))
        if plan.revisions.filter(state__in=OPEN).exists():
            raise AlreadyDone(_("已有一次调整正在办理，办结后再提出新的调整。"))
        if not plan.starts_on <= effective_on <= plan.ends_on:
            raise Invalid({"effective_on": _("生效之日应在计划年度之内。")})
        revision = Revision.objects.create(
            plan=plan,
            ordinal=plan.revisions.count() + 1,
            because=reason,
            effective_on=effective_on,
            org_path=plan.org_path,
            institution_path=plan.institution_path,
            drafted_by=by,
        )
        trail.record("revision_drafted", revision, by=by, because=reason, also=[plan])
        with engine.hold(revision):
            engine.start(revision, by=by)
    return revision


def propose_change(revision: Revision, *, measure: Measure, by: Person, **values: Any) -> RevisionLine:
    """A measure of the plan is to say something else; what is the same is not touched."""
    with draft_of(revision, by):
        _require_line(revision, measure)
        wrong = lines.wrong_in({"starts_on": measure.starts_on, **values})
        if not str(values.get("text", measure.text) or "").strip():
            wrong["text"] = _("请填写任务措施。")
        if wrong:
            raise Invalid(wrong)
        told = wording.stripped({name: values[name] for name in FIELDS if name in values})
        different = {name: value for name, value in told.items() if getattr(measure, name) != value}
        if not different:
            raise Invalid({"text": _("内容没有变化，请修改后再保存。")})
        now = {name: getattr(measure, name) for name in different}
        line, _made = RevisionLine.objects.update_or_create(
            revision=revision,
            kind="measure",
            target=measure.pk,
            defaults={
                "action": LineAction.CHANGE,
                "label": str(measure)[:200],
                "before": {"words": wording.shown(measure, now)},
                "after": {"words": wording.shown(measure, different), "values": kept(different)},
            },
        )
        trail.record("revision_lines_changed", revision, by=by, also=[line], extra={"line": str(line)})
    return line


def propose_drop(revision: Revision, *, measure: Measure, by: Person) -> RevisionLine:
    """A measure of the plan is to be done no more."""
    with draft_of(revision, by):
        _require_line(revision, measure)
        told = {name: getattr(measure, name) for name in ("text", "lead_unit", "due_on")}
        line, _made = RevisionLine.objects.update_or_create(
            revision=revision,
            kind="measure",
            target=measure.pk,
            defaults={
                "action": LineAction.DROP,
                "label": str(measure)[:200],
                "before": {"words": wording.shown(measure, told)},
                "after": {},
            },
        )
        trail.record("revision_lines_changed", revision, by=by, also=[line], extra={"line": str(line)})
    return line


def propose_new(revision: Revision, *, by: Person, **values: Any) -> RevisionLine:
    """A further measure."""
    with draft_of(revision, by):
        told = wording.stripped({name: values[name] for name in FIELDS if values.get(name) not in (None, "")})
        wrong = lines.wrong_in(told)
        for name, sentence in (("text", _("请填写任务措施。")), ("lead_unit", _("请选择牵头单位。"))):
            if not told.get(name):
                wrong[name] = sentence
        if wrong:
            raise Invalid(wrong)
        line = RevisionLine.objects.create(
            revision=revision,
            kind="measure",
            action=LineAction.ADD,
            label=str(told["text"])[:200],
            after={"words": wording.shown(Measure(), told), "values": kept(told)},
        )
        trail.record("revision_lines_changed", revision, by=by, also=[line], extra={"line": str(line)})
    return line


def note_line(revision: Revision, kind: str, action: str, label: str, *, by: Person, **told: Any) -> RevisionLine:
    """Write a line into a held draft; the one before it about the same thing (`target`) is replaced."""
    label = label[:200]
    if target := told.pop("target", None):
        rows = RevisionLine.objects
        values = {"action": action, "label": label, "before": {}, "after": {}, **told}
        line, _made = rows.update_or_create(revision=revision, kind=kind, target=target, defaults=values)
    else:
        line = RevisionLine.objects.create(revision=revision, kind=kind, action=action, label=label, **told)
    trail.record("revision_lines_changed", revision, by=by, also=[line], extra={"line": str(line)})
    return line


def take_back_line(line: RevisionLine, *, by: Person) -> None:
    """A proposed line is not proposed any more."""
    revision = line.revision
    with draft_of(revision, by):
        told, gone = str(line), RevisionLine(pk=line.pk)
        line.delete()
        trail.record("revision_lines_changed", revision, by=by, also=[gone], extra={"dropped": told})


def submit_revision(revision: Revision, *, by: Person) -> None:
    """Send the revision along its route."""
    with engine.hold(revision.plan, revision):
        permissions.require(by, "revise_plan", revision)
        engine.require_turn(revision, "draft", by=by)
        if not revision.lines.exists():
            raise NotYet(_("还没有任何调整内容，请先选择要调整的任务。"))
        revision.state = RevisionState.SIGNING
        _save(revision)
        trail.record("revision_submitted", revision, by=by)
        engine.finish(revision, "draft", by=by)


def abandon_revision(revision: Revision, *, by: Person, because: str) -> None:
    """Give a revision up before it is in force; the plan stays as it is."""
    reason = wording.required("because", because, _("请填写放弃的理由。"))
    with engine.hold(revision.plan, revision):
        permissions.require(by, "revise_plan", revision)
        if revision.state not in (RevisionState.DRAFT, RevisionState.SIGNING):
            raise NotYet(_("这次调整已经批准或者结束，不能放弃。"))
        revision.state = RevisionState.ABANDONED
        _save(revision)
        trail.record("revision_abandoned", revision, by=by, because=reason)
        engine.cancel(revision, by=by, because=reason)


def approve_revision(revision: Revision) -> None:
    """Signed: the worker puts it in force today, or on its day."""
    now = acting.current()
    revision.state = RevisionState.APPROVED
    _save(revision)
    by = now.person if now else None
    trail.record("revision_approved", revision, by=by)
    key = f"plan-revision:{revision.pk}:{revision.version}"
    enqueue("plans.apply_revisions", key=key, by=by, org_path=revision.org_path)


def apply_due(on: datetime.date | None = None) -> int:
    """Put the approved revisions in force whose day has come; how many."""
    day = on or timezone.localdate()
    due = list(Revision.objects.filter(state=RevisionState.APPROVED, effective_on__lte=day).select_related("plan"))
    for revision in due:
        with engine.hold(revision.plan, revision):
            if revision.state == RevisionState.APPROVED:
                put_in_force(revision, by=None)
    return len(due)


def put_in_force(revision: Revision, *, by: Person | None) -> None:
    """Write the touched lines into the plan, and keep the plan as it is from now on as its next edition."""
    plan = revision.plan
    with engine.hold(plan, revision):
        rows: list[Any] = []
        for line in revision.lines.all():
            row = _appliers.get(line.kind, _applied)(plan, line, revision)
            rows += [line, row]
            line.applied = row.pk
            line.save(update_fields=["applied"])
        revision.state, revision.in_force_at = RevisionState.IN_FORCE, timezone.now()
        _save(revision)
        plan.edition += 1
        plan.version += 1
        plan.save()
        edition = course.keep_edition(plan, revision, effective_on=revision.effective_on)
        told = {"edition": plan.edition, "sha256": edition.sha256}
        trail.record("revision_in_force", revision, by=by, also=[plan, edition, *rows], extra=told)
        events.plan_revised.send(sender=Revision, thing=revision, by=by)


def note_return(sender: type, *, thing: object, by: Person | None, because: str, to: str, **_rest: object) -> None:
    """A signer sent the revision back."""
    if isinstance(thing, Revision) and to == "draft":
        thing.state = RevisionState.DRAFT
        _save(thing)
        trail.record("revision_returned", thing, by=by, because=because)


def _applied(plan: Plan, line: RevisionLine, revision: Revision) -> Measure:
    values = read(Measure, line.after.get("values", {}))
    because = _("%(revision)s：%(why)s") % {"revision": revision, "why": revision.because}
    if line.action == LineAction.ADD:
        made: Measure = lines.write_line(plan, Measure, values)
        assigning.assign_measure(made, by=revision.drafted_by)
        return made
    measure = plan.measures.get(pk=cast(int, line.target))
    if line.action == LineAction.DROP:
        measure.dropped_at = timezone.now()
        measure.save(update_fields=["dropped_at"])
        _cancel(measure, because)
        return measure
    for name, value in values.items():
        setattr(measure, name, value)
    measure.save()
    _follow(measure, set(values), because, revision)
    return measure


def _follow(measure: Measure, changed: set[str], because: str, revision: Revision) -> None:
    """The task follows the line: another person takes it over, another day or work is another task."""
    old = measure.assignment
    if changed & NEW_TASK:
        _cancel(measure, because)
        task = assigning.assign_measure(measure, by=revision.drafted_by)
        if old is not None and old.percent:
            told = _("沿用调整前的进度")
            assignments.report_progress(task, text=told, percent=min(old.percent, 99), by=None)
    elif "person" in changed and old is not None and old.state == Assignment.State.OPEN and measure.person:
        lead = old.lead_on(timezone.now())
        if lead is None or lead.person_id != measure.person_id:
            assignments.change_holder(old, person=measure.person, by=None, because=because[:200])


def _cancel(measure: Measure, because: str) -> None:
    if measure.assignment is not None and measure.assignment.state == Assignment.State.OPEN:
        assignments.cancel(measure.assignment, by=None, because=because[:200])


def kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON keeps them: keys of rows, ISO days, figures in full."""
    return {name: _as_kept(value) for name, value in values.items()}


def _as_kept(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    return str(value) if isinstance(value, Decimal) else wording.stored(value)


def read(model: type[models.Model], told: Mapping[str, Any]) -> dict[str, Any]:
    """The same back as rows, days and figures of a model's fields."""
    values: dict[str, Any] = {}
    for name, value in told.items():
        field: Any = model._meta.get_field(name)
        if field.is_relation:
            values[name] = field.related_model.objects.get(pk=value) if value else None
        else:
            values[name] = field.to_python(value)
    return values


def _require_line(revision: Revision, measure: Measure) -> None:
    if measure.plan_id != revision.plan_id or measure.dropped_at is not None:
        raise Invalid({"measure": _("所选任务不在这份计划里，请重新选择。")})


@contextmanager
def draft_of(revision: Revision, by: Person) -> Iterator[None]:
    """The held draft of a revision that this person may write; saved as a new version."""
    with engine.hold(revision):
        permissions.require(by, "revise_plan", revision)
        if not revision.is_draft:
            raise NotYet(_("这次调整已经送审或者办结，不能再改；需要修改时请由办理人退回。"))
        _save(revision)
        yield


def _save(revision: Revision) -> None:
    revision.version += 1
    revision.save()
