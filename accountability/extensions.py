"""延期: asked for before the deadline by who owes the task, with a reason, and decided by somebody else.

The first date of a task never moves; its deadline moves only here: by a granted extension, or by order of whoever
stands behind the work (a response level). What the task belongs to is told before the task is
locked and once more after it has moved, so that a parent is always locked before its child.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import events, trail
from accountability.digest import plain
from accountability.models import Assignment, Extension, LadderStart
from accountability.notices import Tiding, tell
from accountability.signing.manifests import in_first_language
from organizations import acting
from organizations.models import Delegation, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.rights import exercise, stand_ins, who_may
from organizations.sight import Who

DECIDE = "accountability.decide_extension"
LONGEST = datetime.timedelta(days=366 * 2)
State = Extension.State


def ask_extension(assignment: Assignment, *, due_on: datetime.date, because: str, by: Person) -> Extension:
    """Ask for a later deadline, before the present one has passed."""
    if not because.strip():
        raise Invalid({"because": _("请写明申请延期的理由。")})
    with transaction.atomic(), _locked(assignment, by=by):
        grantor = _require_owing(assignment, by)
        _check_day(assignment, due_on)
        waiting = assignment.extensions.waiting().select_related("asked_by").first()
        if waiting is not None:
            told = {"who": waiting.asked_by, "day": waiting.due_on}
            raise AlreadyDone(_("已有一份待审批的延期申请（%(who)s，延至%(day)s），请等审批后再申请。") % told)
        made = Extension.objects.create(
            assignment=assignment,
            was_due_on=assignment.due_on,
            due_on=due_on,
            because=plain(because.strip(), 500),
            asked_by=by,
        )
        reason, changed = made.because, {"due_on": [assignment.due_on, due_on]}
        trail.record("extension_asked", made, by=by, because=reason, changed=changed, acting_for=grantor)
        _tell_deciders(made, by)
    return made


def decide_extension(extension: Extension, *, agrees: bool, opinion: str = "", by: Person) -> Extension:
    """Grant it, and the deadline moves; or refuse it with the reason, and it stays."""
    if not agrees and not opinion.strip():
        raise Invalid({"opinion": _("不同意延期的，请写明理由。")})
    assignment = Assignment.objects.get(pk=extension.assignment_id)
    with acting.one_act(), transaction.atomic(), _locked(assignment, by=by):
        _reread(extension)
        require_decider(extension, by=by)
        _require_waiting(extension)
        extension.state = State.APPROVED if agrees else State.REFUSED
        extension.decided_by, extension.decided_at = by, timezone.now()
        extension.opinion = plain(opinion.strip(), 500)
        extension.save()
        if agrees:
            _move(extension, assignment, by=by)
        else:
            trail.record("extension_refused", extension, by=by, because=extension.opinion)
        _tell_asker(extension, agrees=agrees)
    return extension


def withdraw_extension(extension: Extension, *, by: Person) -> Extension:
    """Take back what one has asked for, while nobody has decided it."""
    assignment = Assignment.objects.get(pk=extension.assignment_id)
    with transaction.atomic(), _locked(assignment, by=by):
        _reread(extension)
        if extension.asked_by_id != by.pk:
            raise NotAllowed(_("只有申请人本人可以撤回延期申请。"))
        _require_waiting(extension)
        extension.state, extension.decided_by, extension.decided_at = State.WITHDRAWN, by, timezone.now()
        extension.save()
        trail.record("extension_withdrawn", extension, by=by)
    return extension


def move_deadline(assignment: Assignment, *, due_on: datetime.date, by: Person | None, because: str) -> Assignment:
    """Let an open task be due on another day by order; what it belongs to is the caller's to change."""
    with transaction.atomic(), _locked(assignment, by=by):
        if assignment.state != Assignment.State.OPEN or assignment.due_on == due_on:
            return assignment
        changed = {"due_on": [assignment.due_on, due_on]}
        is_later = due_on > assignment.due_on
        assignment.due_on = due_on
        assignment.version += 1
        assignment.save(update_fields=["due_on", "version"])
        trail.record("deadline_moved", assignment, by=by, because=because, changed=changed)
        if is_later:
            _end_clocks(assignment)
    return assignment


def _end_clocks(assignment: Assignment) -> None:
    """A ladder that climbed because of the old deadline stops."""
    clocks = LadderStart.objects.filter(source_id=assignment.pk, source_type__model="assignment")
    clocks.filter(source_type__app_label="accountability").update(state=LadderStart.State.ENDED)


def owes(assignment: Assignment, by: Person) -> tuple[bool, Person | None]:
    """Whether a person answers for a task now, himself or for a holder who is away; and for whom."""
    people = set(assignment.holders.current().values_list("person", flat=True))
    if by.pk in people:
        return True, None
    given = Delegation.objects.in_force().for_steps().filter(proxy=by, appointment__person__in=people)
    found = given.select_related("appointment__person").first()
    return found is not None, found.grantor if found else None


def require_decider(extension: Extension, *, by: Person, who: Who = None) -> None:
    """Refuse who asked, who owes the task, who stands in for one of them, and who has no right there.

    `who` is the account of a visitor, on which his sight is kept.
    """
    owing = set(extension.assignment.holders.current().values_list("person", flat=True)) | {extension.asked_by_id}
    if by.pk == extension.asked_by_id:
        raise NotAllowed(_("不能审批自己提出的延期申请，请由其他负责人审批。"))
    if by.pk in owing or by.pk in stand_ins(owing):
        raise NotAllowed(_("责任人及其代办人不能审批这项延期，请由其他负责人审批。"))
    if by.pk != extension.assignment.assigned_by_id and not exercise(who or by, DECIDE, extension):
        raise NotAllowed(_("您没有审批这项延期的权限，请由交办人或者单位负责人审批。"))


def _move(extension: Extension, assignment: Assignment, *, by: Person) -> None:
    """Let the deadline be the later day; a ladder that climbed because of the old one stops."""
    if assignment.state != Assignment.State.OPEN:
        raise NotYet(_("任务已经办结或撤销，不能再延期。"))
    before = assignment.due_on
    if extension.due_on <= before:
        raise NotYet(_("现在的期限已不早于申请的日期，请按“不同意”办理并说明。"))
    assignment.due_on = extension.due_on
    assignment.version += 1
    assignment.save(update_fields=["due_on", "version"])
    changed = {"due_on": [before, assignment.due_on]}
    reason = extension.opinion
    trail.record("extension_approved", extension, by=by, because=reason)
    trail.record("deadline_moved", assignment, by=by, because=extension.because, changed=changed)
    _end_clocks(assignment)
    events.deadline_moved.send(
        sender=Assignment, thing=assignment, extension=extension, before=before, by=by, because=extension.because
    )


@contextmanager
def _locked(assignment: Assignment, *, by: Person | None) -> Iterator[None]:
    """What the task belongs to is locked first, then the task; within the caller's transaction."""
    events.deadline_moving.send(sender=Assignment, thing=assignment, by=by)
    assignment.refresh_from_db(from_queryset=Assignment.objects.select_for_update(no_key=True))
    yield


def _reread(extension: Extension) -> None:
    """The row as it is now; its task is the one that is locked."""
    extension.refresh_from_db(from_queryset=Extension.objects.select_for_update(no_key=True))


def _require_waiting(extension: Extension) -> None:
    if extension.state == State.WITHDRAWN:
        raise AlreadyDone(_("申请人已撤回这份延期申请，不需要再办。"))
    if extension.state != State.WAITING:
        raise AlreadyDone(who=extension.decided_by, when=extension.decided_at)


def _require_owing(assignment: Assignment, by: Person) -> Person | None:
    """For whom one asks, where he is not a holder himself."""
    if assignment.state == Assignment.State.DONE:
        raise AlreadyDone(who=assignment.completed_by, when=assignment.completed_at)
    if assignment.state == Assignment.State.CANCELLED:
        raise NotYet(_("任务已撤销，不能再办理。"))
    is_owing, grantor = owes(assignment, by)
    if not is_owing:
        raise NotAllowed(_("延期由任务的责任人申请，您不是这项任务的责任人。"))
    return grantor


def _check_day(assignment: Assignment, due_on: datetime.date) -> None:
    if assignment.due_on < timezone.localdate():
        told = {"day": assignment.due_on}
        raise NotYet(_("期限%(day)s已过，不能再申请延期；请尽快办理，并在进展中说明逾期原因。") % told)
    if due_on <= assignment.due_on:
        raise Invalid({"due_on": _("延期后的日期应当晚于现在的期限%(day)s。") % {"day": assignment.due_on}})
    if due_on > assignment.due_on + LONGEST:
        raise Invalid({"due_on": _("一次延期最长两年，请填写较近的日期。")})


def _tell_deciders(extension: Extension, by: Person) -> None:
    """Whoever gave the task, and whoever may decide in the institution where it lies."""
    assignment = extension.assignment
    owing = set(assignment.holders.current().values_list("person", flat=True)) | {by.pk}
    people = who_may(DECIDE, assignment).filter(home__path__startswith=assignment.institution_path)
    chosen = list(people.exclude(pk__in=owing | stand_ins(owing)).order_by("pk")[:20])
    if not chosen:
        chosen = list(who_may(DECIDE, assignment).exclude(pk__in=owing | stand_ins(owing)).order_by("pk")[:20])
    giver = assignment.assigned_by
    if giver is not None and giver.pk not in owing and giver not in chosen:
        chosen.append(giver)
    told = {"who": by, "task": assignment.title[:80], "before": extension.was_due_on, "day": extension.due_on}
    with in_first_language():
        text = _("%(who)s申请延期，请审批：%(task)s，由%(before)s延至%(day)s。") % told
    url = extension.get_absolute_url()
    tell([Tiding(person, text, url) for person in chosen], source=extension, kind="extension")


def _tell_asker(extension: Extension, *, agrees: bool) -> None:
    told = {"task": extension.assignment.title[:80], "day": extension.due_on, "opinion": extension.opinion}
    with in_first_language():
        if agrees:
            text = _("延期申请已同意：%(task)s，期限延至%(day)s。") % told
        else:
            text = _("延期申请未获同意：%(task)s，期限不变。%(opinion)s") % told
    tell([Tiding(extension.asked_by, text, extension.get_absolute_url())], source=extension, kind="extension")
