"""Where a thing stands in its flow, counted from its rows: what was opened, what is done, what is not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS

from engine.models import Turn
from engine.pictures import telling
from engine.pictures.graph import Graph
from engine.pictures.tellers import told_about
from engine.pictures.telling import Count as Counted
from engine.pictures.telling import Stand
from organizations.models import Organization

Shows = Callable[[Turn], bool]


@dataclass
class Standing:
    """How each point stands, and which arrows were passed on the way there."""

    stands: dict[str, Stand]
    passed: frozenset[tuple[str, str]] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Rows:
    """The rows of one process: the newest task of each node, how often each was opened, and what led to what."""

    newest: dict[str, Task]
    times: dict[str, int]
    led: frozenset[tuple[str, str]]


def standing_of(graph: Graph, process: Process | None, *, shows: Shows) -> Standing:
    """How a process stands in its flow; names only of turns that `shows` lets be shown."""
    if process is None:
        return Standing({point.name: Stand("later") for point in graph.points})
    rows = _rows(graph, process)
    stale = stale_nodes(graph, {name: task.pk for name, task in rows.newest.items()})
    reached = {name for name, task in rows.newest.items() if name not in stale and task.status != STATUS.CANCELED}
    states = {
        point.name: _state(point.name, rows, stale, _is_passed(graph, point.name, reached, process))
        for point in graph.points
    }
    stands = _described(rows, states, process, shows)
    passed = frozenset((src, dst) for src, dst in rows.led if src in reached and dst in reached)
    return Standing(stands, passed)


def stale_nodes(graph: Graph, newest: dict[str, int]) -> frozenset[str]:
    """What was done before something that comes earlier in the flow was opened again: it is to be done anew."""
    return frozenset(
        later
        for earlier, opened in newest.items()
        for later in graph.beyond[earlier]
        if newest.get(later, opened) < opened
    )


def _rows(graph: Graph, process: Process) -> Rows:
    tasks = Task.objects.filter(process=process).select_related("turn__closed_by").order_by("pk")
    names = {task.pk: task.flow_task.name for task in tasks}
    known = [task for task in tasks if names[task.pk] in graph.by_name]
    times: dict[str, int] = {}
    for task in known:
        times[names[task.pk]] = times.get(names[task.pk], 0) + 1
    pairs = Task.previous.through.objects.filter(from_task__process=process)
    led = {(names[src], names[dst]) for dst, src in pairs.values_list("from_task", "to_task")}
    return Rows({names[task.pk]: task for task in known}, times, frozenset(led))


def _is_passed(graph: Graph, name: str, reached: set[str], process: Process) -> bool:
    """Whether the flow went on without this node."""
    return process.status == PROCESS.DONE or bool(graph.beyond[name] & reached)


def _state(name: str, rows: Rows, stale: frozenset[str], is_passed: bool) -> str:
    task = rows.newest.get(name)
    if name in stale:
        return "skipped" if is_passed else "again"
    if task is None:
        return "skipped" if is_passed else "later"
    if task.status == STATUS.CANCELED:
        return "cancelled"
    return "done" if task.status == STATUS.DONE else "active"


def _turn_of(task: Task | None) -> Turn | None:
    """The turn of a task where its node waits for somebody."""
    return getattr(task, "turn", None) if task is not None else None


def _described(rows: Rows, states: dict[str, str], process: Process, shows: Shows) -> dict[str, Stand]:
    turns = {name: turn for name, task in rows.newest.items() if (turn := _turn_of(task)) is not None}
    waiting = [turn for name, turn in turns.items() if states[name] == "active"]
    told, units, counts = told_about(waiting), _units(waiting), _children(process, turns.values())
    today = timezone.localdate()

    def facts(turn: Turn) -> telling.Facts:
        shown = shows(turn)
        return telling.Facts(
            turn=turn,
            times=rows.times[turn.node],
            shown=shown,
            told=told.get(turn.pk),
            unit=units.get(turn.org_path, "") if shown else "",
            count=counts.get(turn.node),
            today=today,
        )

    return {
        name: telling.stand(state, facts(turns[name])) if name in turns else Stand(state)
        for name, state in states.items()
    }


def _units(turns: Iterable[Turn]) -> dict[str, str]:
    paths = {turn.org_path for turn in turns if turn.kind == Turn.Kind.STEP}
    units = Organization.objects.filter(path__in=paths) if paths else ()
    return {unit.path: unit.short_name or unit.name for unit in units}


def _children(process: Process, turns: Iterable[Turn]) -> dict[str, Counted]:
    totals = {turn.node: turn.total for turn in turns if turn.kind == Turn.Kind.CHILDREN}
    if not totals:
        return {}
    found = Process.objects.filter(parent_task__process=process).values_list("parent_task__flow_task")
    counted = found.annotate(all=Count("pk"), over=Count("pk", filter=~Q(status=PROCESS.NEW))).order_by()
    made = {_name(reference): (all_, over) for reference, all_, over in counted}
    there = {node: made.get(node, (0, 0)) for node in totals}
    return {node: Counted(over, max(totals[node] or 0, all_)) for node, (all_, over) in there.items()}


def _name(reference: Any) -> str:
    return getattr(reference, "name", "") or str(reference).rpartition(".")[2]


def summary(standing: Standing, titles: dict[str, str]) -> str:
    """One sentence: where it stands."""
    waiting = [titles[name] for name, stand in standing.stands.items() if stand.is_open]
    if waiting:
        return _("现在等待：%(titles)s") % {"titles": _("、").join(waiting)}
    if all(stand.state == "later" for stand in standing.stands.values()):
        return _("流程还没有启动")
    return _("流程已结束")
