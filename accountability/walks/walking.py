"""The chain of one thing: backwards to what it rests on, forwards to what became of it, through the reader's eyes."""

from dataclasses import dataclass, field
from typing import Any

from accountability import walks
from accountability.walks import steps, telling
from accountability.walks.steps import Node
from organizations.sight import Who

DEPTH = 4
LARGEST = 240


@dataclass
class Chain:
    """A thing between what lies behind it and what lies ahead; `cut` names the kinds of which not all are shown."""

    root: Node
    behind: list[Node]
    ahead: list[Node]
    cut: list[str] = field(default_factory=list)

    @property
    def seen(self) -> list[Node]:
        """Every thing in it that the reader may see, the root first."""
        return [node for node in [self.root, *flat(self.behind), *flat(self.ahead)] if node.thing is not None]


def flat(nodes: list[Node]) -> list[Node]:
    """The nodes of a tree, each before those beneath it."""
    return [one for node in nodes for one in (node, *flat(node.nodes))]


def walk(thing: Any, *, who: Who, depth: int = DEPTH) -> Chain:
    """Both directions from a thing, up to `depth` steps each; every thing is shown where it is nearest."""
    cut: set[str] = set()
    met = {(type(thing), thing.pk)}
    behind = _walk(thing, who, walks.BACK, depth, met, cut)
    ahead = _walk(thing, who, walks.FORWARD, depth, met, cut)
    chain = Chain(Node(type(thing), thing.pk, thing=thing), behind, ahead, sorted(cut))
    telling.tell(chain.seen, who=who)
    return chain


def _walk(thing: Any, who: Who, way: str, depth: int, met: set[tuple[Any, int]], cut: set[str]) -> list[Node]:
    root = Node(type(thing), thing.pk, thing=thing)
    level = [root]
    for _each in range(depth):
        found: list[Node] = []
        for parent, node in steps.neighbours(level, who=who, way=way, cut=cut) if level else ():
            if node.key in met:
                continue
            if len(met) > LARGEST:
                cut.add(node.kind)
                continue
            met.add(node.key)
            parent.nodes.append(node)
            found.append(node)
        level = [node for node in found if node.thing is not None]
    return root.nodes
