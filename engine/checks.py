"""What must be true of every flow before the site starts, and of every name a flow has stored."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models
from django.db.models.functions import Cast
from viewflow.workflow.base import Flow as ViewflowFlow
from viewflow.workflow.base import Node
from viewflow.workflow.models import Process, Task

from engine.flow import Flow, all_flows, model_of, name_of, nodes_as_written
from engine.locking import ProcessLock
from engine.models import Flowing, Turn
from engine.nodes import OURS, Children, Function, Job, Sign, Start, Step, properties_named

MOST_NODES = 15


@register("flows")
def check_flows(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every flow is written with our nodes, under our lock, and names only what its thing has."""
    found: list[CheckMessage] = [Error(problem, id="engine.E011") for problem in _settings_problems()]
    for flow in _every_flow():
        reasons = problems(flow) if issubclass(flow, Flow) else _not_ours(flow)
        found.extend(Error(problem, obj=flow, id=code) for code, problem in reasons)
    return found


def _every_flow() -> list[type[ViewflowFlow]]:
    direct = [flow for flow in ViewflowFlow.__subclasses__() if not flow.__module__.startswith("viewflow.")]
    return [*all_flows(), *(flow for flow in direct if flow is not Flow)]


def _not_ours(flow: type[ViewflowFlow]) -> Iterator[tuple[str, str]]:
    yield "engine.E001", f"{flow.__module__}.{flow.__name__} must subclass engine.Flow."


def problems(flow: type[Flow]) -> Iterator[tuple[str, str]]:
    """What is wrong with one flow: (code, sentence)."""
    nodes = nodes_as_written(flow)
    if not isinstance(flow.lock_impl, ProcessLock):
        yield "engine.E002", "The lock of engine.Flow must not be replaced: viewflow's default corrupts flows."
    if len(nodes) > MOST_NODES:
        yield "engine.E003", f"{len(nodes)} nodes are more than {MOST_NODES}; let a subordinate flow tell a part."
    if Flow not in flow.__bases__:
        yield "engine.E004", "Never subclass a flow: its nodes would still lead into the old one. Write a new class."
    if sum(isinstance(node, Start) for node in nodes) != 1 or not isinstance(vars(flow).get("start"), Start):
        yield "engine.E005", "A flow has one Start, and it is called start."
    model = _model(flow)
    if model is None:
        yield "engine.E006", f"of = {flow.of!r} names no model that subclasses engine.models.Flowing."
    yield from chain.from_iterable(_node_problems(node, model) for node in nodes)


def _model(flow: type[Flow]) -> type[models.Model] | None:
    try:
        model = model_of(flow)
    except (LookupError, ValueError):
        return None
    return model if issubclass(model, Flowing) else None


def _node_problems(node: Any, model: type[models.Model] | None) -> Iterator[tuple[str, str]]:
    if type(node) not in OURS:
        yield "engine.E007", f"{node.name}: {type(node).__module__}.{type(node).__name__} is not one of our nodes."
        return
    if node._boundary_specs or node._compensation_handler is not None:
        yield "engine.E007", f"{node.name}: viewflow's timers, boundaries and compensation are not used."
    if isinstance(node, Step) and "." not in node.permission:
        yield "engine.E008", f"{node.name}: a step says which permission it asks for, as app.codename."
    if isinstance(node, Sign) and not (node.route and node.content):
        yield "engine.E009", f"{node.name}: a sign node says its route and its content."
    if isinstance(node, Function | Job) and node.service.__name__ == "<lambda>":
        yield "engine.E010", f"{node.name}: a flow holds no bodies; name a service function."
    yield from _property_problems(node, model)
    yield from _way_problems(node)


def _property_problems(node: Any, model: type[models.Model] | None) -> Iterator[tuple[str, str]]:
    for name in properties_named(node):
        if not isinstance(name, str):
            yield "engine.E010", f"{node.name}: conditions, dates and items are names of properties, not code."
        elif model is not None and not _has(model, name):
            yield "engine.E012", f"{node.name}: {model._meta.label} has no {name!r}."
    if isinstance(node, Children) and not _resolves(node.flow_of):
        yield "engine.E013", f"{node.name}: flow_of = {node.flow_of!r} names no model that some flow carries."


def _has(model: type[models.Model], name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return hasattr(model, name)
    return True


def _resolves(label: str) -> bool:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return False
    return any(_model(flow) is model for flow in all_flows())


def _way_problems(node: Node) -> Iterator[tuple[str, str]]:
    ways = list(node._outgoing())
    if not ways and node.task_type != "END":
        yield "engine.E014", f"{node.name}: leads nowhere."
    for way in ways:
        if not isinstance(way.dst, Node):
            yield "engine.E014", f"{node.name}: leads to {way.dst!r}, which is no node."


def _settings_problems() -> Iterator[str]:
    for name in settings.MIDDLEWARE:
        if name.startswith("viewflow."):
            yield f"{name} must not be used: none of viewflow's pages is mounted."
    if "viewflow" in settings.INSTALLED_APPS:
        yield "INSTALLED_APPS holds viewflow.workflow only, not viewflow with its pages and static files."


@register(Tags.database)
def check_stored_names(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Every stored name of a flow or node still resolves."""
    if not databases or Process._meta.db_table not in connection.introspection.table_names():
        return []
    return [Error(problem, id="engine.E020") for problem in verify()]


def verify() -> list[str]:
    """A sentence for every stored flow or node name that no longer resolves, with the number of rows."""
    flows = {str(flow): {node.name for node in nodes_as_written(flow)} for flow in all_flows()}
    return [*_unknown_flows(flows), *_unknown_nodes(flows), *_unknown_turns()]


def _stored(model: type[models.Model], column: str) -> list[tuple[str, int]]:
    """Distinct values as stored: viewflow's fields turn what they do not know into nothing."""
    text = Cast(column, models.CharField(max_length=255))
    rows = model._base_manager.order_by().annotate(stored=text).values_list("stored")
    return list(rows.annotate(number=models.Count("pk")))


def _unknown_flows(flows: dict[str, set[str]]) -> Iterator[str]:
    for name, number in _stored(Process, "flow_class"):
        if name not in flows:
            yield f"流程 {name} 在程序中不存在，涉及 {number} 个流程实例。"


def _unknown_nodes(flows: dict[str, set[str]]) -> Iterator[str]:
    for name, number in _stored(Task, "flow_task"):
        flow, _dot, node = name.rpartition(".")
        if node not in flows.get(flow, ()):
            yield f"节点 {name} 在程序中不存在，涉及 {number} 个流程节点实例。"


def _unknown_turns() -> Iterator[str]:
    nodes = {(name_of(flow), node.name) for flow in all_flows() for node in nodes_as_written(flow)}
    stored = Turn.objects.open().order_by().values_list("flow", "node").annotate(number=models.Count("pk"))
    for flow, node, number in stored:
        if (flow, node) not in nodes:
            yield f"待办节点 {flow}.{node} 在程序中不存在，涉及 {number} 条待办。"
