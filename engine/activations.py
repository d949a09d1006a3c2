"""What happens when the token of a flow reaches a node, leaves it, or is taken away from it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone, translation
from viewflow.workflow.activation import Activation
from viewflow.workflow.exceptions import FlowRuntimeError
from viewflow.workflow.models import Process, Task
from viewflow.workflow.nodes.end import EndActivation as ViewflowEndActivation
from viewflow.workflow.nodes.func import FunctionActivation as ViewflowFunctionActivation
from viewflow.workflow.nodes.if_gate import IfActivation as ViewflowIfActivation
from viewflow.workflow.nodes.mixins import NextNodeActivationMixin
from viewflow.workflow.nodes.start import StartHandleActivation
from viewflow.workflow.status import PROCESS, STATUS

from engine.events import flow_finished, step_closed, step_opened
from engine.flow import name_of
from engine.jobs import enqueue
from engine.locking import reread, thing_of
from engine.models import Turn
from organizations.models import Person
from organizations.rights import institution_path_of


class _Move(threading.local):
    """Who is moving the flow, and why."""

    by: Person | None = None
    because: str = ""


_move = _Move()


@contextmanager
def moving(by: Person | None, because: str = "") -> Iterator[None]:
    """Everything the flow does within the block is done by this person."""
    before = _move.by, _move.because
    _move.by, _move.because = by, because
    try:
        yield
    finally:
        _move.by, _move.because = before


def mover() -> Person | None:
    """Who is moving the flow."""
    return _move.by


def activation_of(task: Task, process: Process) -> Any:
    """The activation of a stored task, on the process instance that is held."""
    task.process = process
    return task.flow_task.activation_class(task)


def open_tasks(process: Process) -> Any:
    """The tasks a process is waiting at."""
    return Task.objects.filter(process=process, status=STATUS.NEW).order_by("pk")


class StartActivation(StartHandleActivation):
    """Makes the process of a thing; the caller holds the thing."""

    @Activation.status.transition(source=STATUS.NEW)
    def execute(self) -> None:
        """Save the process with its thing, then go on."""
        self.process.save()
        thing = self.process.artifact
        type(thing)._base_manager.filter(pk=thing.pk).update(process=self.process)
        thing.process = self.process
        self.complete()
        self.activate_next()


class WaitingActivation(NextNodeActivationMixin, Activation):
    """Waits until a verb or a job of the engine says that it is done."""

    @Activation.status.super()
    def activate(self) -> None:
        """Say whose turn it is."""
        turn = _open_turn(self)
        thing = thing_of(self.process)
        step_opened.send(sender=type(thing), thing=thing, node=self.flow_task, turn=turn)
        self.flow_task.opened(self, turn)

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.STARTED)
    def begin(self) -> None:
        """Completion is allowed only from here, so that no node completes inside its predecessor's activation."""
        self.task.started = timezone.now()

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.DONE)
    def complete(self) -> None:
        """Nothing waits here any longer."""
        super().complete.original()

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.CANCELED)
    def cancel(self) -> None:
        """The token is taken away."""
        self.task.finished = timezone.now()
        self.task.save(update_fields=["status", "finished"])

    @Activation.status.super()
    def revive(self) -> None:
        """Never: viewflow revives a task without its permission; `send_back` opens the node anew."""
        raise FlowRuntimeError("Use engine.send_back: a revived task would lose its permission.")


class IfActivation(ViewflowIfActivation):
    """Asks the thing, freshly read."""

    @Activation.status.super()
    def activate(self) -> None:
        """Read the property the node names."""
        thing = thing_of(self.process)
        reread(thing)
        self._condition_result = bool(getattr(thing, self.flow_task.condition))


class FunctionActivation(ViewflowFunctionActivation):
    """Calls a service function with the thing, freshly read; its exception is the verb's exception."""

    @Activation.status.super()
    def activate(self) -> None:
        """Call the service."""
        self.task.started = timezone.now()
        thing = thing_of(self.process)
        reread(thing)
        self.flow_task.service(thing)


class EndActivation(ViewflowEndActivation):
    """Finishes the process, says so, and lets the parent know by a job of its own."""

    @Activation.status.super()
    def activate(self) -> None:
        """Finish unless another branch is still waiting."""
        self.task.started = timezone.now()
        process = self.process
        if Task.objects.filter(process=process, finished__isnull=True).exclude(pk=self.task.pk).exists():
            return
        process.status, process.finished = PROCESS.DONE, timezone.now()
        process.save(update_fields=["status", "finished"])
        thing = thing_of(process)
        flow_finished.send(sender=type(thing), thing=thing, by=mover(), because="")
        tell_parent(process, event=f"task-{self.task.pk}")


def tell_parent(process: Process, *, event: str) -> None:
    """Ask for a look at whether the parent can go on; keyed by the child, so that no child's word is lost."""
    if process.parent_task_id:
        enqueue("engine.child_finished", key=f"child:{process.pk}:{event}", by=mover(), child=process.pk)


def _open_turn(activation: WaitingActivation) -> Turn:
    node, process, thing = activation.flow_task, activation.process, thing_of(activation.process)
    if node.due or node.but or node.looks_at_thing:
        reread(thing)
    path = getattr(thing, node.at, "") or ""
    own = getattr(thing, "institution_path", None) if node.at == "org_path" else None
    address = getattr(thing, "get_absolute_url", None)
    turn = Turn.objects.create(
        task=activation.task,
        content_type=ContentType.objects.get_for_model(thing),
        object_id=thing.pk,
        label=str(thing)[:200],
        url=address() if address else "",
        flow=name_of(type(process.flow_class.instance)),
        node=node.name,
        title=_stored(node.title),
        kind=node.kind,
        permission=node.permission,
        org_path=path,
        institution_path=own if own is not None else institution_path_of(path),
        due_on=getattr(thing, node.due) if node.due else None,
        opened_at=timezone.now(),
    )
    if node.but:
        turn.barred.set(getattr(thing, node.but))
    return turn


def _stored(words: object) -> str:
    """Words as they are kept for everybody: in the site's first language, not in that of the one who acts."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(words)


def close(task: Task, thing: Model, *, how: str, because: str = "") -> None:
    """End the waiting at a node and go on, or take the token away where it was returned or cancelled."""
    activation = activation_of(task, thing.process)  # type: ignore[attr-defined]
    going_on = how in (Turn.How.DONE, Turn.How.RELEASED)
    if going_on:
        activation.begin()
        activation.complete()
    else:
        activation.cancel()
    turn = Turn.objects.get(task=task)
    turn.closed_at, turn.closed_by, turn.how = timezone.now(), mover(), how
    turn.save(update_fields=["closed_at", "closed_by", "how"])
    step_closed.send(
        sender=type(thing), thing=thing, node=task.flow_task, turn=turn, how=how, by=mover(), because=because
    )
    if going_on:
        activation.activate_next()
