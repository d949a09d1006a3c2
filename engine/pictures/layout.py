"""Where the points of a graph stand: a column for each step of the way, the longest way in the first row.

Our own and not viewflow's: its layout belongs to its inside, it knows nothing of what is returned, and it spreads a
flow that is nearly a line over rows that stay empty.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.pictures.graph import Arrow, Graph

MAIN = 0


@dataclass
class Placed:
    """Columns and rows of the points, and the lanes beside the rows for arrows that pass others."""

    columns: dict[str, int]
    rows: dict[str, int]
    over: dict[Arrow, int] = field(default_factory=dict)
    under: dict[Arrow, int] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """How many columns."""
        return max(self.columns.values()) + 1

    @property
    def height(self) -> int:
        """How many rows."""
        return max(self.rows.values()) + 1

    def lanes(self, side: dict[Arrow, int]) -> int:
        """How many lanes lie on a side."""
        return max(side.values(), default=-1) + 1

    def is_straight(self, arrow: Arrow) -> bool:
        """Whether the arrow runs along its row with nothing in between."""
        if arrow in self.over or arrow in self.under:
            return False
        return self.rows[arrow.src] == self.rows[arrow.dst]


def place(graph: Graph) -> Placed:
    """Give every point its column and row, and every arrow that passes others its lane."""
    columns = _columns(graph)
    placed = Placed(columns, _rows(graph, columns))
    for arrow in graph.arrows:
        _give_lane(placed, arrow)
    return placed


def _columns(graph: Graph) -> dict[str, int]:
    found = dict.fromkeys(graph.order, 0)
    for name in graph.order:
        for after in graph.ahead[name]:
            found[after] = max(found[after], found[name] + 1)
    return found


def _main_way(graph: Graph) -> list[str]:
    """The longest way from the first point."""
    left: dict[str, int] = {}
    for name in reversed(graph.order):
        left[name] = 1 + max((left[after] for after in graph.ahead[name]), default=0)
    way = [graph.order[0]]
    while graph.ahead[way[-1]]:
        way.append(max(graph.ahead[way[-1]], key=lambda name: left[name]))
    return way


def _rows(graph: Graph, columns: dict[str, int]) -> dict[str, int]:
    found = dict.fromkeys(_main_way(graph), MAIN)
    taken = {(columns[name], MAIN) for name in found}
    for name in graph.order:
        if name in found:
            continue
        until = max((columns[after] for after in graph.ahead[name]), default=columns[name])
        reach = range(columns[name], max(until, columns[name] + 1))
        found[name] = _free_row(taken, reach, [found[src] for src in _before(graph, name) if src in found])
        taken |= {(column, found[name]) for column in reach}
    return found


def _before(graph: Graph, name: str) -> list[str]:
    return [src for src, after in graph.ahead.items() if name in after]


def _free_row(taken: set[tuple[int, int]], reach: Iterable[int], wished: list[int]) -> int:
    rows = [row for row in wished if row != MAIN] + list(range(1, len(taken) + 2))
    return next(row for row in rows if all((column, row) not in taken for column in reach))


def _give_lane(placed: Placed, arrow: Arrow) -> None:
    low, high = sorted((placed.columns[arrow.src], placed.columns[arrow.dst]))
    passes = placed.rows[arrow.src] == placed.rows[arrow.dst] == MAIN and high - low > 1
    if not arrow.back and not passes:
        return
    beneath = any(placed.columns[name] in (low, high) and row > MAIN for name, row in placed.rows.items())
    side = placed.under if arrow.back and not beneath else placed.over
    busy = {lane for other, lane in side.items() if _overlap(placed, other, low, high)}
    side[arrow] = next(lane for lane in range(len(busy) + 1) if lane not in busy)


def _overlap(placed: Placed, other: Arrow, low: int, high: int) -> bool:
    left, right = sorted((placed.columns[other.src], placed.columns[other.dst]))
    return left < high and low < right
