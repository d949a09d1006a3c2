"""What the worker does for flows: calls services, starts children a hundred at a time, goes on after the last one."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS

from engine.activations import close, moving
from engine.asking import children_of
from engine.jobs import More, job
from engine.locking import grip, holding, refresh_others, reread, thing_of
from engine.models import Job, Turn
from engine.verbs import cancel_held, start_below

CHUNK = 100


def _waiting(task: Task) -> bool:
    """Whether the task, read under its thing's lock, still waits within flows that are not cancelled."""
    task.refresh_from_db(fields=["status"])
    if task.status != STATUS.NEW:
        return False
    parent_id = task.process.parent_task_id
    while parent_id:
        status, parent_id = Process.objects.values_list("status", "parent_task_id").get(task__pk=parent_id)
        if status == PROCESS.CANCELED:
            return False
    return True


@job("engine.run_service", title=_("流程中的后台处理"))
def run_service(asked: Job) -> More | None:
    """Call the service of a Job node; go on unless it wants to be called again."""
    task = Task.objects.select_related("process").get(pk=asked.payload["task"])
    thing = thing_of(task.process)
    with holding([thing], orphans=True):
        if not _waiting(task):
            return None
        outcome = task.flow_task.service(thing)
        if isinstance(outcome, More):
            return outcome
        with moving(asked.by):
            close(task, thing, how=Turn.How.DONE)
        refresh_others(thing)
    return None


@job("engine.spawn", title=_("建立下级流程"))
def spawn(asked: Job) -> More | None:
    """Start the flows of the next hundred things; after the last ones say that all were started."""
    task = Task.objects.select_related("process").get(pk=asked.payload["task"])
    thing = thing_of(task.process)
    with holding([thing], orphans=True):
        if not _waiting(task):
            return None
        turn = Turn.objects.select_related("task").get(task=task)
        if turn.total is None:
            turn.total = _items(thing, task).count() + children_of(turn).filter(status=PROCESS.NEW).count()
            turn.save(update_fields=["total"])
        started = _start_children(thing, task, asked)
        if started == CHUNK:
            return More(min(asked.done + started, turn.total), turn.total)
        turn.spawned_at = timezone.now()
        turn.save(update_fields=["spawned_at"])
        asked.total = turn.total
        _go_on(thing, turn, asked)
    return None


def _items(thing: Any, task: Task) -> QuerySet[Any]:
    """The things still to be given a flow: those without a live one, and not already started by this task."""
    reread(thing)
    wanted = getattr(thing, task.flow_task.items)
    rows = wanted.model._base_manager.filter(pk__in=wanted.order_by().values("pk"))
    return rows.exclude(process__status=PROCESS.NEW).exclude(process__parent_task=task)


def _start_children(thing: Any, task: Task, asked: Job) -> int:
    items = list(_items(thing, task).order_by("pk").select_for_update(no_key=True, of=("self",))[:CHUNK])
    for item in items:
        grip(item, orphans=True)
        start_below(item, task, by=asked.by)
    return len(items)


@job("engine.child_finished", title=_("下级流程结束后的推进"))
def child_finished(asked: Job) -> None:
    """Under the parent's lock: go on if every child was started and none is open."""
    child = Process.objects.select_related("parent_task__process").get(pk=asked.payload["child"])
    parent = child.parent_task.process
    thing = thing_of(parent)
    with holding([thing], orphans=True):
        node = child.parent_task.flow_task
        task = Task.objects.filter(process=parent, flow_task=node, status=STATUS.NEW).select_related("process").first()
        if task is None or not _waiting(task):
            return
        _go_on(thing, Turn.objects.select_related("task").get(task=task), asked)


def _go_on(thing: Any, turn: Turn, asked: Job) -> None:
    if turn.spawned_at is None or children_of(turn).filter(status=PROCESS.NEW).exists():
        return
    with moving(asked.by):
        close(turn.task, thing, how=Turn.How.DONE)
    refresh_others(thing)


@job("engine.cancel_children", title=_("取消下级流程"))
def cancel_children(asked: Job) -> More | None:
    """Cancel the open flows beneath a cancelled one, a hundred at a time; each sees to its own children."""
    open_ones = Process.objects.filter(parent_task__process=asked.payload["process"], status=PROCESS.NEW)
    things = [process.artifact for process in open_ones.order_by("pk")[:CHUNK]]
    with holding(things, orphans=True):
        for thing in things:
            if thing.process.status == PROCESS.NEW:
                cancel_held(thing, by=asked.by, because=asked.payload["because"])
    return More(asked.done + len(things)) if len(things) == CHUNK else None
