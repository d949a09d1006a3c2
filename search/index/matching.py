"""Which parts match a question, and how well: masks and sums over all parts, each worked out once."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from search.index import asks
from search.index.asks import Ask, Node

if TYPE_CHECKING:
    from search.index.reading import ArrayReader

Mask = NDArray[np.bool_]
K1, B = 1.2, 0.75


class Matching:
    """One question worked out over one view of an index."""

    def __init__(self, view: "ArrayReader") -> None:
        self.view = view
        self.masks: dict[Node, Mask] = {}

    def mask(self, node: Node) -> Mask:
        """The parts that match."""
        found = self.masks.get(node)
        if found is None:
            found = self.masks[node] = self._mask(node)
        return found

    def _mask(self, node: Node) -> Mask:  # noqa: C901, PLR0911  one line for each kind of question
        match node:
            case asks.Word(text):
                return self._holding(self.view.places("words", text)[0])
            case asks.Gram(text):
                return self._holding(self.view.places("grams", text)[0])
            case asks.Phrase(grams):
                return self._holding(self._in_a_row(grams))
            case asks.Starts(sign):
                return self._any([asks.Gram(text) for text in self.view.beginning("grams", sign)])
            case asks.Numbered(number, suffix):
                found = self.view.numbers == number
                return found if suffix is None else found & (self.view.suffixes == suffix)
            case asks.InBundles(keys):
                return self._of(keys)[self.view.order[1]]
            case asks.Without(inner):
                return ~self.mask(inner)
            case asks.Least():
                return self._least(node)
            case _:
                return np.ones(self.view.size, bool)

    def _holding(self, places: NDArray[np.int32]) -> Mask:
        mask = np.zeros(self.view.size, bool)
        mask[places] = True
        return mask

    def _any(self, nodes: list[Node]) -> Mask:
        mask = np.zeros(self.view.size, bool)
        for node in nodes:
            mask |= self.mask(node)
        return mask

    def _least(self, node: asks.Least) -> Mask:
        if node.least <= 1:
            return self._any(list(node.nodes))
        if node.least >= len(node.nodes):
            mask = np.ones(self.view.size, bool)
            for inner in node.nodes:
                mask &= self.mask(inner)
            return mask
        counted = np.zeros(self.view.size, np.uint8)
        for inner in node.nodes:
            counted += self.mask(inner)
        return counted >= node.least

    def _in_a_row(self, grams: tuple[str, ...]) -> NDArray[np.int32]:
        """The parts in which these pairs follow one another: places shifted to where it begins, the rarest first."""
        lists = []
        for shift, gram in enumerate(grams):
            parts, places = self.view.places("grams", gram)
            if not parts.size:
                return np.zeros(0, np.int32)
            lists.append((parts.size, shift, gram, parts, places))
        lists.sort(key=lambda row: row[0])
        begin: NDArray[np.int64] | None = None
        for _size, shift, _gram, parts, places in lists:
            spots = (parts.astype(np.int64) << 17) + places + (1 << 16) - shift
            begin = spots if begin is None else _common(begin, spots)
            if not begin.size:
                break
        return (begin >> 17).astype(np.int32) if begin is not None else np.zeros(0, np.int32)

    def _of(self, keys: frozenset[int]) -> Mask:
        """Which of the distinct bundles are among these."""
        return np.isin(self.view.order[0], np.fromiter(keys, np.int64, len(keys)))

    def scores(self, ask: Ask, found: NDArray[np.int64]) -> NDArray[np.float32]:
        """How well each of the parts that were found answers."""
        wanted = np.zeros(self.view.size, bool)
        wanted[found] = True
        total = np.zeros(self.view.size, np.float32)
        for each in ask.weighed:
            self._weigh(total, each, wanted)
        scored = total[found]
        for bonus in ask.bonuses:
            if isinstance(bonus.node, asks.InBundles):
                fits = self._of(bonus.node.keys)[self.view.order[1][found]]
            else:
                fits = self.mask(bonus.node)[found]
            scored += np.float32(bonus.weight) * fits
        return scored

    def _weigh(self, total: NDArray[np.float32], each: asks.Weighed, wanted: Mask) -> None:
        often: NDArray[np.integer]
        if isinstance(each.node, asks.Word):
            parts, often = self.view.places("words", each.node.text)
            spread = parts.size
            some = wanted[parts]
            parts, often = parts[some], often[some]
        else:
            places, _spots = self.view.places("grams", each.node.text)
            spread = _distinct(places)
            parts, often = _counted(places[wanted[places]])
        if not parts.size:
            return
        heard = often.astype(np.float32)
        worth = heard * (K1 + 1) / (heard + K1 * (1 - B + B * self.view.lengths[parts]))
        total[parts] += np.float32(self.view.rarity(spread) * each.weight) * worth


def _common(few: NDArray[np.int64], many: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those of the few that are among the many, which are in order."""
    at = np.searchsorted(many, few)
    at[at == many.size] = 0
    return few[many[at] == few]


def _counted(places: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The parts in order, each once, and how often each was there; places of one part are neighbours."""
    if not places.size:
        return places, np.zeros(0, np.int64)
    first = np.flatnonzero(np.concatenate(([True], places[1:] != places[:-1])))
    return places[first], np.diff(np.append(first, places.size))


def _distinct(places: NDArray[np.int32]) -> int:
    """How many parts these are; places of one part are neighbours."""
    return int(np.count_nonzero(places[1:] != places[:-1])) + 1 if places.size else 0
