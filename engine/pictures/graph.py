"""A flow as points and arrows, with everything that a reader is told about a point."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from engine.flow import Flow, nodes_as_written
from engine.nodes import Children, If, Sign, Waiting

KINDS = frozenset({"start", "step", "sign", "job", "children", "if", "function", "end"})
BY_ITSELF = frozenset({"job", "function"})
ROUND = frozenset({"start", "end"})


@dataclass(frozen=True)
class Point:
    """One node: `many` where it is done by several at once, or holds a flow for each of several things."""

    name: str
    kind: str
    title: str
    who: str = ""
    many: bool = False
    flow_of: str = ""

    @property
    def is_gateway(self) -> bool:
        """Drawn as a diamond."""
        return self.kind == "if"

    @property
    def is_round(self) -> bool:
        """Drawn as a circle."""
        return self.kind in ROUND

    @property
    def is_box(self) -> bool:
        """Drawn as a box with its title inside."""
        return not self.is_round and not self.is_gateway


@dataclass(frozen=True)
class Arrow:
    """From one point to another; `back` where the flow returns to what was already passed."""

    src: str
    dst: str
    label: str = ""
    back: bool = False


@dataclass(frozen=True)
class Graph:
    """The points in the order of the flow, and the arrows between them."""

    points: tuple[Point, ...]
    arrows: tuple[Arrow, ...]

    @cached_property
    def by_name(self) -> dict[str, Point]:
        """The points by name."""
        return {point.name: point for point in self.points}

    @cached_property
    def ahead(self) -> dict[str, list[str]]:
        """Where one goes on to from each point; returns left out."""
        found: dict[str, list[str]] = {point.name: [] for point in self.points}
        for arrow in self.arrows:
            if not arrow.back:
                found[arrow.src].append(arrow.dst)
        return found

    @cached_property
    def beyond(self) -> dict[str, frozenset[str]]:
        """Everything that can still come after each point."""
        found: dict[str, frozenset[str]] = {}
        for name in reversed(self.order):
            found[name] = frozenset(self.ahead[name]).union(*(found[after] for after in self.ahead[name]))
        return found

    @cached_property
    def order(self) -> list[str]:
        """The names so that each comes after all that lead to it."""
        return _sorted([point.name for point in self.points], self.ahead)


def graph_of(flow: type[Flow]) -> Graph:
    """The flow as it was written, titles in the language of the reader."""
    nodes = nodes_as_written(flow)
    ways = [(node.name, edge.dst.name, _said(edge.label)) for node in nodes for edge in node._outgoing()]
    points = tuple(_point(node) for node in nodes)
    turning = _turning([(src, dst) for src, dst, _label in ways], [node.name for node in nodes])
    arrows = [Arrow(src, dst, label, back=(src, dst) in turning) for src, dst, label in ways]
    returning = [node for node in nodes if isinstance(node, Sign) and node.returns_to is not None]
    arrows += [Arrow(node.name, node.returns_to.name, _("退回"), back=True) for node in returning]
    return Graph(points, tuple(arrows))


def _point(node: Any) -> Point:
    return Point(
        name=node.name,
        kind=node.kind,
        title=(str(node.question) or _("判断")) if isinstance(node, If) else str(node.title),
        who=str(node.who) if isinstance(node, Waiting) else "",
        many=isinstance(node, Sign | Children),
        flow_of=node.flow_of if isinstance(node, Children) else "",
    )


def _said(label: str | None) -> str:
    return {"是": _("是"), "否": _("否")}.get(label or "", label or "")


def _turning(ways: Iterable[tuple[str, str]], names: list[str]) -> set[tuple[str, str]]:
    """The ways that lead back to where one came from."""
    ahead: dict[str, list[str]] = {name: [] for name in names}
    for src, dst in ways:
        ahead[src].append(dst)
    found: set[tuple[str, str]] = set()
    done: set[str] = set()

    def walk(name: str, path: frozenset[str]) -> None:
        for after in ahead[name]:
            if after in path:
                found.add((name, after))
            elif after not in done:
                walk(after, path | {after})
        done.add(name)

    for name in names:
        if name not in done:
            walk(name, frozenset({name}))
    return found


def _sorted(names: list[str], ahead: dict[str, list[str]]) -> list[str]:
    waiting = {name: sum(name in after for after in ahead.values()) for name in names}
    ready = [name for name in names if not waiting[name]]
    found = []
    while ready:
        name = ready.pop(0)
        found.append(name)
        for after in dict.fromkeys(ahead[name]):
            waiting[after] -= 1
            if not waiting[after]:
                ready.append(after)
    return found
