"""The only verbs that move a flow; every one is called inside `hold`, last, after the rows were changed."""

from typing import Any, cast

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS

from engine.activations import activation_of, close, moving, open_tasks, tell_parent
from engine.asking import open_turn
from engine.events import flow_cancelled, flow_started, released, sent_back
from engine.flow import newest_flow
from engine.jobs import enqueue
from engine.locking import held, refresh_others
from engine.models import Turn
from engine.nodes import WAITING_FOR_PEOPLE, Children, Waiting
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotYet


def start(thing: Model, *, by: Person | None) -> Process:
    """Put a thing into the newest flow of its model."""
    working = held(thing)
    process = start_below(working, None, by=by)
    refresh_others(working)
    return process


def start_below(thing: Any, parent: Task | None, *, by: Person | None) -> Process:
    """Start the flow of a held thing, as a child of a task where there is one."""
    if thing.process_id and thing.process.status == PROCESS.NEW:
        raise AlreadyDone(_("这一事项的流程已经启动，请刷新页面查看。"))
    entrance = newest_flow(type(thing)).start
    activation = entrance.activation_class.create(entrance, None, None)
    activation.process.artifact = thing
    activation.process.parent_task = parent
    with moving(by):
        activation.execute()
        flow_started.send(sender=type(thing), thing=thing, by=by, because="")
    return cast(Process, activation.process)


def finish(thing: Model, node: str, *, by: Person | None) -> None:
    """Say that what a step or a route of signatures waited for is done, and let the flow go on."""
    working = held(thing)
    waiting = node_of(working, node)
    if not isinstance(waiting, WAITING_FOR_PEOPLE):
        raise TypeError(f"Nobody finishes {node!r}: it is a {waiting.kind} node.")
    turn = open_turn(working, node)
    with moving(by):
        close(turn.task, working, how=Turn.How.DONE)
    refresh_others(working)


def send_back(thing: Model, to: str, *, by: Person | None, because: str) -> None:
    """Take the flow back to an earlier node, with the reason; a flow that was finished goes on from there."""
    working: Any = held(thing)
    _require_reason(because, _("请写明退回的理由。"))
    target = node_of(working, to)
    process = working.process
    if process.status == PROCESS.CANCELED:
        raise AlreadyDone(_("这一事项已经取消，不能再退回。"))
    with moving(by, because):
        taken = list(open_tasks(process))
        for task in taken:
            close(task, working, how=Turn.How.RETURNED, because=because)
        if process.status == PROCESS.DONE:
            process.status, process.finished = PROCESS.NEW, None
            process.save(update_fields=["status", "finished"])
        last = taken[-1] if taken else Task.objects.filter(process=process).latest("pk")
        before = activation_of(last, process)
        sent_back.send(sender=type(working), thing=working, by=by, because=because, to=to, node=target)
        before._activate_next({target._create(before, last.token)})
    refresh_others(working)


def release(thing: Model, node: str, *, by: Person | None, because: str) -> None:
    """Let the flow go on though subordinate flows are still open; they continue."""
    working = held(thing)
    waiting = node_of(working, node)
    if not isinstance(waiting, Children):
        raise TypeError(f"Only subordinate flows are released, {node!r} is a {waiting.kind} node.")
    _require_reason(because, _("请写明放行的理由。"))
    turn = open_turn(working, node)
    if turn.spawned_at is None:
        raise NotYet(_("下级流程还在建立，请等进度条走完后再放行。"))
    with moving(by, because):
        released.send(sender=type(working), thing=working, by=by, because=because, node=waiting)
        close(turn.task, working, how=Turn.How.RELEASED, because=because)
    refresh_others(working)


def rearm(thing: Model) -> int:
    """Let the open steps of a held thing be due by what it says now; how many were moved."""
    working = held(thing)
    moved = 0
    for turn in Turn.objects.of(working).open().filter(due_on__isnull=False):
        node = node_of(working, turn.node)
        if node.due and turn.due_on != (due_on := getattr(working, node.due)):
            turn.due_on = due_on
            turn.save(update_fields=["due_on"])
            moved += 1
    return moved


def cancel(thing: Model, *, by: Person | None, because: str) -> None:
    """End a flow for good; what it started is cancelled in the background and refuses meanwhile."""
    working: Any = held(thing)
    _require_reason(because, _("请写明取消的理由。"))
    if working.process is None:
        raise NotYet(_("这一事项的流程还没有启动，不需要取消。"))
    if working.process.status != PROCESS.NEW:
        raise AlreadyDone(_("这一事项的流程已经结束，不能再取消。"))
    cancel_held(working, by=by, because=because)
    refresh_others(working)


def cancel_held(thing: Any, *, by: Person | None, because: str) -> None:
    """Cancel the open flow of a held thing."""
    process = thing.process
    with moving(by, because):
        for task in open_tasks(process):
            close(task, thing, how=Turn.How.CANCELLED, because=because)
        process.status, process.finished = PROCESS.CANCELED, timezone.now()
        process.save(update_fields=["status", "finished"])
        flow_cancelled.send(sender=type(thing), thing=thing, by=by, because=because)
        enqueue("engine.cancel_children", key=f"cancel:{process.pk}", by=by, process=process.pk, because=because)
        tell_parent(process, event="cancelled")


def node_of(thing: Any, name: str) -> Any:
    """A node of the flow the thing is in; an unknown name is a programming error."""
    if thing.process is None:
        raise NotYet(_("这一事项的流程还没有启动，请先启动流程。"))
    flow = thing.process.flow_class
    found = flow.instance.node(name) if flow else None
    if not isinstance(found, Waiting):
        raise LookupError(f"{flow} has no waiting node {name!r}.")
    return found


def _require_reason(because: str, sentence: str) -> None:
    if not because.strip():
        raise Invalid({"because": sentence})
