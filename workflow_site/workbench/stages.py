"""How far a thing is in its flow: the place of a node among those at which the flow waits."""

from functools import lru_cache
from typing import NamedTuple

from engine.flow import all_flows, name_of, nodes_as_written
from engine.nodes import Waiting


class Stage(NamedTuple):
    """The `step`-th of `total` waiting nodes."""

    step: int
    total: int


@lru_cache
def _waiting_nodes(flow: str) -> tuple[str, ...]:
    """The names of the nodes at which a flow waits, in the order it is told."""
    found = next((one for one in all_flows() if name_of(one) == flow), None)
    return tuple(node.name for node in nodes_as_written(found) if isinstance(node, Waiting)) if found else ()


def stage_of(flow: str, node: str) -> Stage | None:
    """Where a node stands in its flow; nothing for a flow or node that is not known."""
    nodes = _waiting_nodes(flow)
    return Stage(nodes.index(node) + 1, len(nodes)) if node in nodes else None
