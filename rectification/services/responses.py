"""Raising and lifting the response level of a campaign: its open deadlines move nearer, and back."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import extensions, trail
from accountability.models import Assignment, Holder
from accountability.notices import Tiding, tell
from accountability.signing.manifests import in_first_language
from engine.jobs import More, enqueue, job
from engine.models import Job
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotYet
from rectification import permissions
from rectification.models import (
    Campaign,
    CampaignState,
    Finding,
    FindingState,
    Output,
    Phase,
    PhaseState,
    Response,
    ResponseLevel,
    TightenedDeadline,
    Tightening,
)
from rectification.models.querysets import UNFIXED

from . import locking, wording

KIND, LIFT = "rectification.tighten_deadlines", "rectification.restore_deadlines"
BATCH = 50
MOST_DAYS = 180
UNPLANNED = (FindingState.REGISTERED, FindingState.PLANNING)
RUNNING = (PhaseState.PLANNED, PhaseState.OPEN)


def raise_response(campaign: Campaign, *, level: str, mode: str, amount: int, because: str, by: Person) -> Response:
    """启动响应: phases and outputs move at once, findings and their tasks in the background."""
    reason = wording.required("because", because, _("请写明启动响应的理由。"))
    if level not in ResponseLevel.values or mode not in Tightening.values:
        raise Invalid({"level": _("请选择响应等级和缩短方式。")})
    if not 1 <= amount <= (99 if mode == Tightening.PERCENT else MOST_DAYS):
        told = {"most": MOST_DAYS}
        raise Invalid({"amount": _("按百分比缩短的填1—99，按天数提前的填1—%(most)d。") % told})
    with engine.hold(campaign, *campaign.phases.filter(state__in=RUNNING)):
        permissions.require(by, "set_response", campaign)
        locking.refuse_closed(campaign)
        if campaign.state != CampaignState.RUNNING:
            raise NotYet(_("专项工作不在实施中，不能启动响应。"))
        if campaign.responses.in_force().exists():
            raise AlreadyDone(_("已经启动响应，请先解除再改为其他等级。"))
        response = Response.objects.create(
            campaign=campaign, level=level, mode=mode, amount=amount, because=reason, raised_by=by,
            org_path=campaign.org_path, institution_path=campaign.institution_path,
        )  # fmt: skip
        windows = list(_windows(campaign))
        moved = [_moved(response, thing, field) for thing, field in windows]
        changed = [response, *moved, *(thing for thing, _field in windows)]
        trail.record("response_raised", campaign, by=by, because=reason, also=changed)
        enqueue(KIND, f"{KIND}:{response.pk}", by=by, org_path=campaign.org_path, response=response.pk)
    return response


def lift_response(campaign: Campaign, *, because: str, by: Person) -> Response:
    """解除响应: every deadline that nobody has moved since is again what it was."""
    reason = wording.required("because", because, _("请写明解除响应的理由。"))
    with engine.hold(campaign, *campaign.phases.filter(state__in=RUNNING)):
        permissions.require(by, "set_response", campaign)
        response = campaign.responses.in_force().first()
        if response is None:
            raise NotYet(_("现在没有启动响应，不需要解除。"))
        response.lifted_by, response.lifted_at, response.lifted_because = by, timezone.now(), reason
        response.save()
        kinds = ContentType.objects.get_for_models(Phase, Output).values()
        windows = list(response.deadlines.filter(content_type__in=kinds, restored=False))
        for row in windows:
            _restore_window(row)
        changed = [response, *windows, *(row.thing for row in windows)]
        trail.record("response_lifted", campaign, by=by, because=reason, also=changed)
        enqueue(LIFT, f"{LIFT}:{response.pk}", by=by, org_path=campaign.org_path, response=response.pk)
    return response


def limit_under_response(finding: Finding, limit_on: datetime.date | None, *, by: Person) -> datetime.date | None:
    """The limit the rules give a finding that is being registered, nearer while a response is in force."""
    if limit_on is None or finding.due_on is not None:
        return limit_on
    response = finding.campaign.responses.in_force().first()
    if response is None:
        return limit_on
    after = response.nearer(limit_on, today=timezone.localdate())
    row = TightenedDeadline.objects.create(response=response, thing=finding, before=limit_on, after=after)
    told = {"finding": str(finding)}
    trail.record("finding_deadline_tightened", response, by=by, because=str(response), also=[row], extra=told)
    return after


def _windows(campaign: Campaign) -> Iterator[tuple[Any, str]]:
    today = timezone.localdate()
    for phase in campaign.phases.filter(state__in=RUNNING, closes_on__gt=today).order_by("pk"):
        yield phase, "closes_on"
    for output in Output.objects.filter(phase__campaign=campaign, phase__state__in=RUNNING, due_on__gt=today):
        yield output, "due_on"


def _moved(response: Response, thing: Any, field: str) -> TightenedDeadline:
    """One deadline nearer; a phase never ends before it begins."""
    before = getattr(thing, field)
    after = response.nearer(before, today=timezone.localdate())
    if isinstance(thing, Phase):
        after = max(after, min(before, thing.opens_on))
    _write(thing, field, after)
    return TightenedDeadline.objects.create(response=response, thing=thing, before=before, after=after)


def _write(thing: Any, field: str, day: datetime.date) -> None:
    if getattr(thing, field) == day:
        return
    setattr(thing, field, day)
    if isinstance(thing, Output):
        thing.save(update_fields=[field])
        return
    with engine.hold(thing):
        setattr(thing, field, day)
        thing.version += 1
        thing.save()
        if thing.process_id:
            engine.rearm(thing)


def _restore_window(row: TightenedDeadline) -> None:
    field = "closes_on" if isinstance(row.thing, Phase) else "due_on"
    if getattr(row.thing, field) == row.after:
        _write(row.thing, field, row.before)
    row.restored = True
    row.save(update_fields=["restored"])


@job(KIND, title=gettext_lazy("按响应等级缩短整改时限"))
def tighten_deadlines(asked: Job) -> More | None:
    """One batch of findings and their tasks; it stops where the response was lifted meanwhile."""
    response = Response.objects.select_related("campaign").get(pk=asked.payload["response"])
    if response.lifted_at is not None:
        return None
    kind = ContentType.objects.get_for_model(Finding)
    done = response.deadlines.filter(content_type=kind, object_id=OuterRef("pk"))
    rows = Finding.objects.filter(campaign=response.campaign_id, state__in=UNFIXED, due_on__gt=timezone.localdate())
    found = list(rows.exclude(Exists(done)).filter(recorded_at__lte=response.raised_at).order_by("pk")[:BATCH])
    for finding in found:
        with engine.hold(finding):
            _tighten(finding, response)
    return More(asked.done + len(found)) if len(found) == BATCH else None


def _tighten(finding: Finding, response: Response) -> None:
    """A finding and the open tasks of its measures."""
    today = timezone.localdate()
    before = finding.due_on
    if finding.state not in UNFIXED or before is None or before <= today:
        return
    after = response.nearer(before, today=today)
    rows = [TightenedDeadline.objects.create(response=response, thing=finding, before=before, after=after)]
    for task in _tasks(finding):
        day = response.nearer(task.due_on, today=today)
        rows.append(TightenedDeadline.objects.create(response=response, thing=task, before=task.due_on, after=day))
        if day != task.due_on:
            extensions.move_deadline(task, due_on=day, by=response.raised_by, because=str(response))
            _tell(task, day, response)
    _set_due(finding, before, after, response.raised_by, str(response), rows)


def _tasks(finding: Finding) -> list[Assignment]:
    rows = finding.measures_in_force.filter(assignment__state=Assignment.State.OPEN).select_related("assignment")
    return [measure.assignment for measure in rows if measure.assignment is not None]


def _set_due(
    finding: Finding, before: datetime.date, after: datetime.date, by: Person, because: str, rows: Iterable[Any]
) -> None:
    if finding.state in UNPLANNED and finding.limit_on == before:
        finding.limit_on = after
    finding.due_on = after
    finding.version += 1
    finding.save()
    if finding.process_id:
        engine.rearm(finding)
    changed = {"due_on": [before, after]}
    trail.record("finding_deadline_tightened", finding, by=by, because=because, changed=changed, also=list(rows))


def _tell(task: Assignment, day: datetime.date, response: Response) -> None:
    """Everybody who answers for the task: it is due earlier now."""
    with in_first_language():
        text = _("启动%(level)s，任务期限提前到%(day)s：%(task)s")
    told = {"level": response.get_level_display(), "day": f"{day:%Y-%m-%d}", "task": task.title}
    held = Holder.objects.current().filter(assignment=task).select_related("person")
    tell([Tiding(one.person, text % told, task.get_absolute_url()) for one in held], source=task, kind="response")


@job(LIFT, title=gettext_lazy("解除响应后恢复期限"))
def restore_deadlines(asked: Job) -> More | None:
    """One batch of deadlines back to what they were, where nobody has moved them since."""
    response = Response.objects.select_related("campaign").get(pk=asked.payload["response"])
    rows = list(response.deadlines.filter(restored=False).order_by("pk")[:BATCH])
    for row in rows:
        row.restored = True
        row.save(update_fields=["restored"])
        _restore(row, response)
    if rows:
        reason = response.lifted_because
        trail.record("deadlines_restored", response, by=response.lifted_by, because=reason, also=rows)
    return More(asked.done + len(rows)) if len(rows) == BATCH else None


def _restore(row: TightenedDeadline, response: Response) -> None:
    thing, by, because = row.thing, response.lifted_by, response.lifted_because
    if isinstance(thing, Assignment):
        if thing.state == Assignment.State.OPEN and thing.due_on == row.after != row.before:
            extensions.move_deadline(thing, due_on=row.before, by=by, because=because)
        return
    with engine.hold(thing):
        if thing.state not in UNFIXED or thing.due_on != row.after:
            return
        if thing.state in UNPLANNED and thing.limit_on == row.after:
            thing.limit_on = row.before
        thing.due_on = row.before
        thing.version += 1
        thing.save()
        if thing.process_id:
            engine.rearm(thing)
        changed = {"due_on": [row.after, row.before]}
        trail.record("finding_deadline_restored", thing, by=by, because=because, changed=changed, also=[row])
