"""A task that has a page of its own: reported on, evidenced and 办结 by those who answer for it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accountability import assignments
from accountability.attachments import attach
from accountability.gate import Checked
from accountability.incoming.wording import require_text
from accountability.models import Assignment, Holder, IncomingDocument, ProgressReport
from accountability.notices import notify
from accountability.signing.manifests import in_first_language
from organizations.models import Person
from organizations.refusals import Invalid, NotAllowed, NotYet
from organizations.rights import exercise, may

State = Assignment.State


def may_work_on(task: Assignment, person: Person) -> bool:
    """Whether somebody answers for the task, himself or for whom he acts, or reports where it lies."""
    return Holder.objects.owed_by(person).filter(assignment=task).exists() or may(person, assignments.REPORT, task)


def may_change(task: Assignment, person: Person) -> bool:
    """Whether somebody gave the task, or may hand it on where it lies."""
    return task.assigned_by_id == person.pk or may(person, assignments.REASSIGN, task)


def report(
    task: Assignment, *, text: str, percent: int, by: Person, files: Sequence[Checked] = (), is_done: bool = False
) -> ProgressReport:
    """报告进展: how far it is, with what shows it; with `is_done` it is 办结."""
    _require_page(task)
    if not may_work_on(task, by):
        raise NotAllowed(_("您不是这项任务的责任人，请联系承办单位。"))
    require_text(text, "text", _("请填写进展情况。"))
    if is_done and percent not in (100, task.percent):
        raise Invalid({"percent": _("办结时进度应为100。")})
    with transaction.atomic():
        exercise(by, assignments.REPORT, task)
        told = assignments.report_progress(task, text=text, percent=100 if is_done else percent, by=by)
        for file in files:
            attached = attach(file, to=task, by=by)
            assignments.add_evidence(task, by=by, attachment=attached, text=text[:200])
        if is_done:
            assignments.complete(task, by=by)
            _tell_giver(task, by)
    return told


def withdraw(task: Assignment, *, because: str, by: Person) -> Assignment:
    """撤销: who gave it says that it is owed no more."""
    _require_page(task)
    if not may_change(task, by):
        raise NotAllowed(_("只有交办人或者承办单位负责人可以撤销任务。"))
    return assignments.cancel(task, by=by, because=because)


def _require_page(task: Assignment) -> None:
    """What belongs to a feature with screens of its own is worked on there."""
    if not getattr(task.source, "tasks_have_pages", False):
        raise NotYet(_("这项任务在“%(source)s”的页面上办理。") % {"source": task.source_label})


def _tell_giver(task: Assignment, by: Person) -> None:
    """Whoever gave it, and follows the paper, knows at once."""
    people = {task.assigned_by} | ({task.source.proposed_by} if isinstance(task.source, IncomingDocument) else set())
    with in_first_language():
        text = _("任务已办结：%(title)s（%(unit)s）") % {"title": task.title, "unit": task.lead_unit}
    told = [one for one in people if one is not None and one != by]
    notify(told, text=text, url=task.get_absolute_url(), source=task, kind="assignment")
