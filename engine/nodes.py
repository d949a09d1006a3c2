"""The kinds of nodes a flow may be written with."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow.this_object import this
from viewflow.workflow import nodes
from viewflow.workflow.base import Edge, Node
from viewflow.workflow.nodes.mixins import NextNodeMixin

from engine.activations import (
    EndActivation,
    FunctionActivation,
    IfActivation,
    StartActivation,
    WaitingActivation,
    mover,
)
from engine.jobs import enqueue
from engine.models import Turn

Service = Callable[[Any], Any]


class Start(nodes.StartHandle):
    """Where `engine.start` puts a thing into its flow."""

    activation_class = StartActivation
    kind = "start"
    title = _("开始")


class Waiting(NextNodeMixin, Node):
    """A node at which the flow waits; every opening is a turn."""

    activation_class = WaitingActivation
    task_type = "WAITING"
    kind = ""
    looks_at_thing = False

    def __init__(self, title: Any, *, at: str = "org_path", due: str | None = None, who: Any = "") -> None:
        super().__init__()
        self.task_title = title
        self.at = at
        self.due = due
        self.who = who
        self.permission = ""
        self.but: str | None = None

    @property
    def title(self) -> Any:
        """The node as people know it."""
        return self.task_title

    def opened(self, activation: WaitingActivation, turn: Turn) -> None:
        """What the opening of this kind of node sets going."""


class Step(Waiting):
    """A person acts: who has the permission where the thing is (`at`), by the day its property `due` says.

    `but` names a property of the thing with the persons who may not: it is offered to others, the verb refuses them.
    """

    kind = Turn.Kind.STEP.value

    def __init__(
        self,
        title: Any,
        *,
        permission: str,
        at: str = "org_path",
        but: str | None = None,
        due: str | None = None,
        who: Any = "",
    ) -> None:
        super().__init__(title, at=at, due=due, who=who)
        self.permission = permission
        self.but = but


class Sign(Waiting):
    """A route of sign requests: the thing says which (`route`) and over what exactly (`content`)."""

    kind = Turn.Kind.SIGN.value
    looks_at_thing = True

    def __init__(
        self,
        title: Any,
        *,
        route: str,
        content: str,
        returns_to: Any = None,
        due: str | None = None,
        who: Any = "",
    ) -> None:
        super().__init__(title, due=due, who=who)
        self.route = route
        self.content = content
        self.returns_to = returns_to

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self.returns_to = this.resolve(instance, self.returns_to)


class Job(Waiting):
    """A service function called by the worker; it may be called again while it returns `More`."""

    kind = Turn.Kind.JOB.value

    def __init__(self, service: Service, *, title: Any = _("后台处理"), who: Any = _("系统")) -> None:
        super().__init__(title, who=who)
        self.service = service

    def opened(self, activation: WaitingActivation, turn: Turn) -> None:
        """Ask the worker."""
        key = f"node:{turn.task_id}"
        enqueue("engine.run_service", key=key, by=mover(), org_path=turn.org_path, task=turn.task_id)


class Children(Waiting):
    """One flow for each of the things a property names; goes on when none of them is open any longer."""

    kind = Turn.Kind.CHILDREN.value

    def __init__(self, items: str, *, flow_of: str, title: Any = _("下级流程"), who: Any = _("各下级流程")) -> None:
        super().__init__(title, who=who)
        self.items = items
        self.flow_of = flow_of

    def opened(self, activation: WaitingActivation, turn: Turn) -> None:
        """Ask the worker for the first hundred."""
        key = f"spawn:{turn.task_id}"
        enqueue("engine.spawn", key=key, by=mover(), org_path=turn.org_path, task=turn.task_id)


class If(nodes.If):
    """Two ways, by a property of the thing: `If("is_complete", title=_("已完成？")).Then(this.a).Else(this.b)`."""

    activation_class = IfActivation
    kind = "if"

    def __init__(self, condition: str, *, title: Any = "") -> None:
        super().__init__(condition)
        self.condition = condition
        self.question = title

    @property
    def title(self) -> str:
        """The question asked."""
        return self.condition

    def _outgoing(self) -> Iterator[Edge]:
        yield Edge(src=self, dst=self._on_true, edge_class="cond_true", label="是")
        yield Edge(src=self, dst=self._on_false, edge_class="cond_false", label="否")


class Function(nodes.Function):
    """A service function called with the thing within the verb's transaction."""

    activation_class = FunctionActivation
    kind = "function"

    def __init__(self, service: Service, *, title: Any = _("系统处理")) -> None:
        super().__init__(service)
        self.service = service
        self.task_title = title

    @property
    def title(self) -> Any:
        """What is done."""
        return self.task_title


class End(nodes.End):
    """Where the flow of a thing is over."""

    activation_class = EndActivation
    kind = "end"
    title = _("结束")


OURS: tuple[type[Node], ...] = (Start, Step, Sign, Job, Children, If, Function, End)
WAITING_FOR_PEOPLE: tuple[type[Waiting], ...] = (Step, Sign)


def properties_named(node: Node) -> list[str]:
    """Every attribute of the thing that a node relies on."""
    names = [getattr(node, field, None) for field in ("due", "at", "but", "route", "content", "items", "condition")]
    return [name for name in names if name]
