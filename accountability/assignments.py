"""Assignments 任务: given, handed over, reported on, evidenced, completed and reopened; every row is kept."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import events, trail
from accountability.digest import plain
from accountability.models import Assignment, Attachment, Evidence, Holder, ProgressReport
from accountability.notices import notify
from organizations.acting import current
from organizations.models import Appointment, Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.rights import may

REPORT = "accountability.report_progress"
REASSIGN = "accountability.change_holder"
State = Assignment.State


def assign(
    *,
    source: models.Model,
    title: str,
    lead_unit: Organization,
    holder: Person,
    due_on: datetime.date,
    by: Person | None,
    kind: str = "rectification",
    evidence_required: str = "",
    supervised: bool = False,
) -> Assignment:
    """Give a unit and a person a task that follows from `source`; a deadline in the past is legal (shown overdue)."""
    if not title.strip():
        raise Invalid({"title": _("请填写任务内容。")})
    if not holder.active:
        raise Invalid({"holder": _("“%(who)s”已不在岗，请另选责任人。") % {"who": holder}})
    with transaction.atomic():
        assignment = Assignment.objects.create(
            source_type=ContentType.objects.get_for_model(source),
            source_id=source.pk,
            source_label=str(source)[:200],
            kind=kind,
            title=plain(title.strip(), 400),
            supervised=supervised,
            lead_unit=lead_unit,
            org_path=lead_unit.path,
            institution_path=lead_unit.institution_path,
            scheduled_on=due_on,
            due_on=due_on,
            evidence_required=evidence_required,
            assigned_by=by,
        )
        held = _hand_to(assignment, holder, role=Holder.Role.LEAD, because="")
        trail.record("assigned", assignment, by=by, also=[held], responsible=holder)
        _tell(assignment, holder, _("您有新的任务：%(title)s") % {"title": assignment.title}, but=by)
        events.assignment_made.send(sender=Assignment, thing=assignment, source=source, by=by)
    return assignment


def change_holder(
    assignment: Assignment, *, person: Person, by: Person | None, because: str, role: str = Holder.Role.LEAD
) -> Holder:
    """Hand a task to another person: the old holder's row is closed, a new one begins."""
    _require_text(because, "because", _("请写明变更责任人的原因。"))
    if not person.active:
        raise Invalid({"person": _("“%(who)s”已不在岗，请另选责任人。") % {"who": person}})
    with _open(assignment):
        _require_right(assignment, REASSIGN, by)
        before = assignment.holders.current().filter(role=role).select_related("person").first()
        if before is not None and before.person_id == person.pk:
            raise AlreadyDone(_("“%(who)s”已经是责任人，无需变更。") % {"who": person})
        closed = [_close(before)] if before is not None else []
        held = _hand_to(assignment, person, role=role, because=because)
        names = [str(before.person) if before else "", str(person)]
        trail.record(
            "holder_changed",
            assignment,
            by=by,
            because=because,
            changed={"holder": names},
            also=[*closed, held],
            responsible=person,
        )
        _tell(assignment, person, _("任务已转由您负责：%(title)s") % {"title": assignment.title}, but=by)
        events.assignment_holder_changed.send(sender=Assignment, thing=assignment, holder=held, by=by)
    return held


def add_holder(assignment: Assignment, *, person: Person, role: str, by: Person | None) -> Holder:
    """Let a further person answer for a task in another role than the lead."""
    if role == Holder.Role.LEAD:
        raise Invalid({"role": _("责任人只有一名，请使用“变更责任人”。")})
    with _open(assignment):
        _require_right(assignment, REASSIGN, by)
        if assignment.holders.current().filter(role=role, person=person).exists():
            raise AlreadyDone(_("“%(who)s”已经承担这项责任，无需重复添加。") % {"who": person})
        held = _hand_to(assignment, person, role=role, because="")
        trail.record("holder_added", assignment, by=by, also=[held])
        _tell(assignment, person, _("您参与一项任务：%(title)s") % {"title": assignment.title}, but=by)
    return held


def hand_on(held: Holder, *, to: Person, because: str) -> Holder | None:
    """交接: what one person answers for is answered for by his successor from now on, in the same role.

    Nothing where it is settled already; where the successor answers in that role anyway, the first row just ends.
    """
    with _locked(held.assignment):
        held.refresh_from_db()
        assignment = held.assignment
        if held.until is not None or assignment.state != State.OPEN:
            return None
        if not to.active:
            raise Invalid({"person": _("“%(who)s”已不在岗，请另选责任人。") % {"who": to}})
        closed = _close(held)
        known = assignment.holders.current().filter(role=held.role, person=to).first()
        begun = known or _hand_to(assignment, to, role=held.role, because=because)
        changed = {"holder": [str(held.person), str(to)]}
        rows = [closed] if known else [closed, begun]
        trail.record("holder_changed", assignment, by=None, because=because, changed=changed, also=rows, responsible=to)
        _tell(assignment, to, _("任务已交接给您：%(title)s") % {"title": assignment.title}, but=None)
        events.assignment_holder_changed.send(sender=Assignment, thing=assignment, holder=begun, by=None)
    return begun


def give_to(assignment: Assignment, *, unit: Organization, by: Person | None, because: str) -> Assignment:
    """Let another unit owe an open task, because the one that owed it was merged or split."""
    with _open(assignment):
        changed = {"lead_unit": [str(assignment.lead_unit), str(unit)]}
        assignment.lead_unit = unit
        assignment.org_path, assignment.institution_path = unit.path, unit.institution_path
        _save(assignment, "lead_unit", "org_path", "institution_path")
        trail.record("lead_unit_changed", assignment, by=by, because=because, changed=changed)
    return assignment


def report_progress(assignment: Assignment, *, text: str, percent: int, by: Person | None) -> ProgressReport:
    """Say how far a task is; the newest report gives its percentage."""
    _require_text(text, "text", _("请填写进展情况。"))
    if not 0 <= percent <= 100:
        raise Invalid({"percent": _("进度请填写0—100之间的整数。")})
    with _open(assignment):
        _require_part(assignment, by)
        report = ProgressReport.objects.create(
            assignment=assignment, text=plain(text.strip()), percent=percent, reported_by=by
        )
        changed = {"percent": [assignment.percent, percent]}
        assignment.percent = percent
        _save(assignment, "percent")
        trail.record("progress_reported", assignment, by=by, changed=changed, also=[report])
        events.assignment_progressed.send(sender=Assignment, thing=assignment, report=report, by=by)
    return report


def add_evidence(
    assignment: Assignment, *, by: Person | None, attachment: Attachment | None = None, text: str = ""
) -> Evidence:
    """Show by a file or a sentence that the work was done."""
    if attachment is None and not text.strip():
        raise Invalid({"text": _("请上传佐证材料，或者用文字说明。")})
    with _open(assignment):
        _require_part(assignment, by)
        evidence = Evidence.objects.create(
            assignment=assignment, attachment=attachment, text=plain(text.strip()), added_by=by
        )
        trail.record("evidence_added", assignment, by=by, also=[evidence])
    return evidence


def complete(assignment: Assignment, *, by: Person | None) -> Assignment:
    """办结: the calling verb says who may; refuses while required evidence is missing."""
    with _open(assignment):
        if assignment.evidence_required and not assignment.evidence.exists():
            raise NotYet(
                _("任务要求提交佐证（%(what)s），目前还没有，请先补充。") % {"what": assignment.evidence_required}
            )
        changed = {"state": [assignment.state, State.DONE], "percent": [assignment.percent, 100]}
        assignment.state, assignment.percent = State.DONE, 100
        assignment.completed_by, assignment.completed_at = by, timezone.now()
        _save(assignment, "state", "percent", "completed_by", "completed_at")
        trail.record("assignment_completed", assignment, by=by, changed=changed)
        events.assignment_completed.send(sender=Assignment, thing=assignment, by=by)
    return assignment


def reopen(assignment: Assignment, *, by: Person | None, because: str) -> Assignment:
    """重新办理: a completed task is owed again by the one who held it; who completed it stays in the trail."""
    _require_text(because, "because", _("请写明重新办理的原因。"))
    with _locked(assignment):
        if assignment.state == State.OPEN:
            raise AlreadyDone(_("任务正在办理，无需重新打开，请刷新页面查看。"))
        changed = {"state": [assignment.state, State.OPEN], "completed_at": [assignment.completed_at, None]}
        assignment.state, assignment.completed_by, assignment.completed_at = State.OPEN, None, None
        _save(assignment, "state", "completed_by", "completed_at")
        lead = assignment.lead_on(timezone.now())
        trail.record("assignment_reopened", assignment, by=by, because=because, changed=changed)
        if lead is not None:
            _tell(assignment, lead.person, _("任务需重新办理：%(title)s") % {"title": assignment.title}, but=by)
        events.assignment_reopened.send(sender=Assignment, thing=assignment, by=by, because=because)
    return assignment


def cancel(assignment: Assignment, *, by: Person | None, because: str) -> Assignment:
    """撤销: an open task is owed no more; the calling verb says who may."""
    _require_text(because, "because", _("请写明撤销任务的原因。"))
    with _open(assignment):
        changed = {"state": [assignment.state, State.CANCELLED]}
        assignment.state = State.CANCELLED
        _save(assignment, "state")
        lead = assignment.lead_on(timezone.now())
        trail.record("assignment_cancelled", assignment, by=by, because=because, changed=changed)
        if lead is not None:
            _tell(assignment, lead.person, _("任务已撤销，不再办理：%(title)s") % {"title": assignment.title}, but=by)
        events.assignment_cancelled.send(sender=Assignment, thing=assignment, by=by, because=because)
    return assignment


def supervise(assignment: Assignment, *, by: Person | None, supervised: bool = True) -> Assignment:
    """列入督办: put an open task on the list of supervised ones, or take it off."""
    with _open(assignment):
        _require_right(assignment, REASSIGN, by)
        if assignment.supervised == supervised:
            raise AlreadyDone(_("督办状态已经是这样，无需变更，请刷新页面查看。"))
        changed = {"supervised": [assignment.supervised, supervised]}
        assignment.supervised = supervised
        _save(assignment, "supervised")
        trail.record("supervision_changed", assignment, by=by, changed=changed)
    return assignment


@contextmanager
def _locked(assignment: Assignment) -> Iterator[None]:
    """The assignment's row locked and read again, in one transaction."""
    with transaction.atomic():
        assignment.refresh_from_db(from_queryset=Assignment.objects.select_for_update(no_key=True))
        yield


@contextmanager
def _open(assignment: Assignment) -> Iterator[None]:
    """As `_locked`, refusing what is completed or cancelled."""
    with _locked(assignment):
        if assignment.state == State.DONE:
            raise AlreadyDone(who=assignment.completed_by, when=assignment.completed_at)
        if assignment.state == State.CANCELLED:
            raise NotYet(_("任务已撤销，不能再办理。"))
        yield


def _save(assignment: Assignment, *fields: str) -> None:
    """Write these fields as a new version."""
    assignment.version += 1
    assignment.save(update_fields=[*fields, "version"])


def _hand_to(assignment: Assignment, person: Person, *, role: str, because: str) -> Holder:
    """Begin a person's answering for a task, with the post he holds at this moment."""
    posts = Appointment.objects.valid().filter(person=person).select_related("post__organization").by_precedence()
    appointment = next(
        (one for one in posts if one.post.organization.institution_path == assignment.institution_path), None
    )
    return Holder.objects.create(
        assignment=assignment,
        person=person,
        post_label=str(appointment.post)[:160] if appointment else "",
        role=role,
        since=timezone.now(),
        because=plain(because.strip(), 200),
    )


def _close(held: Holder) -> Holder:
    """End a person's answering for a task now."""
    held.until = timezone.now()
    held.save(update_fields=["until"])
    return held


def _require_text(text: str, field: str, sentence: str) -> None:
    """Refuse an empty text where one is needed."""
    if not text.strip():
        raise Invalid({field: sentence})


def _require_right(assignment: Assignment, permission: str, by: Person | None) -> None:
    """Refuse who neither gave the task nor has the right where it lies; without a person the system itself acts."""
    if by is None or by.pk == assignment.assigned_by_id or may(by, permission, assignment):
        return
    raise NotAllowed(_("您没有调整这项任务的权限，请联系交办人或承办单位负责人。"))


def _require_part(assignment: Assignment, by: Person | None) -> None:
    """Refuse who neither answers for the task nor has the right where it lies."""
    if by is None or assignment.holders.current().filter(person=by).exists() or may(by, REPORT, assignment):
        return
    raise NotAllowed(_("您不是这项任务的责任人，请联系承办单位。"))


def _tell(assignment: Assignment, person: Person, text: str, *, but: Person | None) -> None:
    """Tell the holder, unless he did it himself."""
    acting = current()
    if person not in (but, acting.person if acting else None):
        notify([person], text=text, url=assignment.get_absolute_url(), source=assignment, kind="assignment")
