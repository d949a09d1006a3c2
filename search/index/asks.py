"""What an index is asked, in words of ours: which parts match, what makes one better, and which bundles count."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]


@dataclass(frozen=True)
class Word:
    """Parts with this word."""

    text: str


@dataclass(frozen=True)
class Gram:
    """Parts with this pair of characters."""

    text: str


@dataclass(frozen=True)
class Phrase:
    """Parts in which these pairs follow one another."""

    grams: tuple[str, ...]


@dataclass(frozen=True)
class Starts:
    """Parts with a pair that begins with this character."""

    sign: str


@dataclass(frozen=True)
class Numbered:
    """Articles with this number; any suffix where none is named."""

    number: int
    suffix: int | None = None


@dataclass(frozen=True)
class InBundles:
    """Parts of these bundles."""

    keys: frozenset[int]


@dataclass(frozen=True)
class Least:
    """Parts that match at least so many of these."""

    least: int
    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class Without:
    """Parts that do not match."""

    node: "Node"


@dataclass(frozen=True)
class Everything:
    """All parts."""


Node = Word | Gram | Phrase | Starts | Numbered | InBundles | Least | Without | Everything


def every(*nodes: Node) -> Node:
    """Parts that match all of these."""
    return nodes[0] if len(nodes) == 1 else Least(len(nodes), nodes) if nodes else Everything()


def either(*nodes: Node) -> Node:
    """Parts that match one of these."""
    return nodes[0] if len(nodes) == 1 else Least(1, nodes)


@dataclass(frozen=True)
class Weighed:
    """A word or pair that counts by how rare it is and how often it occurs."""

    node: Word | Gram
    weight: float = 1.0


@dataclass(frozen=True)
class Bonus:
    """What is added where something matches."""

    node: Node
    weight: float


@dataclass(frozen=True)
class Ask:
    """One question to an index.

    `only` and `never` are keys of bundles: hits lie in the first and not in the second. `counted` says the same for
    the counts, which are taken before the visitor's filters; without it they are those of the hits. In `said` an engine
    keeps how it says the question, for the next time it is asked.
    """

    match: Node
    weighed: tuple[Weighed, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    group: int | None = None
    only: Keys | None = None
    never: Keys | None = None
    counted_only: Keys | None = None
    counted_never: Keys | None = None
    best: int = 200
    said: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_counted_as_found(self) -> bool:
        """Whether hits and counts lie within the same bundles: the visitor filters nothing."""
        return _same(self.only, self.counted_only) and _same(self.never, self.counted_never)


class Hit(NamedTuple):
    """One part that matches."""

    score: float
    group: int
    bundle: int
    part: int


def _same(one: Keys | None, other: Keys | None) -> bool:
    return one is other or (one is not None and other is not None and np.array_equal(one, other))


def _none(kind: type = np.int64) -> NDArray[Any]:
    return np.zeros(0, kind)


@dataclass(frozen=True)
class Answer:
    """The best parts as columns, best first, and how many parts match in each bundle before the visitor's filters."""

    scores: NDArray[np.float64] = field(default_factory=partial(_none, np.float64))
    groups: Keys = field(default_factory=_none)
    bundles: Keys = field(default_factory=_none)
    parts: Keys = field(default_factory=_none)
    counted: Keys = field(default_factory=_none)
    sizes: Keys = field(default_factory=_none)

    @property
    def hits(self) -> list[Hit]:
        """The best parts one by one."""
        columns = (self.scores, self.groups, self.bundles, self.parts)
        return [Hit(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]

    @property
    def counts(self) -> dict[int, int]:
        """How many parts match in each bundle."""
        return dict(zip(self.counted.tolist(), self.sizes.tolist(), strict=True))
