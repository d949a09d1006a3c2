"""The Merkle tree over all seals, built as RFC 6962 says: what a checkpoint signs and an inclusion proof leads to.

The leaf of a seal is made of both its hashes, so that the root covers the chain of SHA-256 and that of SM3.
"""

import hashlib
from collections.abc import Iterable, Sequence

Peaks = list[tuple[int, bytes]]
"""The complete subtrees of a growing tree from left to right: height and root of each, ever lower."""

EMPTY = hashlib.sha256(b"").digest()


def leaf(sha256: str, sm3: str) -> bytes:
    """The leaf hash of a seal given as its two hashes in hexadecimal."""
    return hashlib.sha256(b"\x00" + bytes.fromhex(sha256 + sm3)).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def push(peaks: Peaks, subtree: bytes, height: int = 0) -> None:
    """Add a leaf, or a complete subtree of 2**height leaves, at the right end."""
    while peaks and peaks[-1][0] == height:
        subtree = node(peaks.pop()[1], subtree)
        height += 1
    peaks.append((height, subtree))


def extend(peaks: Peaks, leaves: Sequence[bytes]) -> None:
    """Add many leaves at the right end: complete subtrees are made level by level, which is much quicker."""
    at, size, sha256 = sum(1 << height for height, _peak in peaks), len(leaves), hashlib.sha256
    place = 0
    while place < size:
        height = min(((at & -at) or 1 << 62).bit_length() - 1, (size - place).bit_length() - 1)
        level = list(leaves[place : place + (1 << height)])
        while len(level) > 1:
            pairs = iter(level)
            level = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
        push(peaks, level[0], height)
        place, at = place + (1 << height), at + (1 << height)


def root(peaks: Sequence[tuple[int, bytes]]) -> bytes:
    """The root of the tree that these peaks make."""
    if not peaks:
        return EMPTY
    found = peaks[-1][1]
    for _height, peak in reversed(peaks[:-1]):
        found = node(peak, found)
    return found


def spelled(peaks: Peaks) -> list[list[object]]:
    """Peaks as JSON keeps them."""
    return [[height, peak.hex()] for height, peak in peaks]


def read(kept: Iterable[Sequence[object]]) -> Peaks:
    """Peaks as JSON kept them."""
    return [(int(str(height)), bytes.fromhex(str(peak))) for height, peak in kept]


class Tree:
    """A whole tree in memory, 64 bytes a leaf, from which proofs are read."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self.levels: list[bytes | bytearray] = [b"".join(leaves)]
        while (below := self.levels[-1]) and len(below) > 32:
            above = bytearray()
            for at in range(0, len(below) - 63, 64):
                above += node(bytes(below[at : at + 32]), bytes(below[at + 32 : at + 64]))
            if len(below) % 64:
                above += below[-32:]
            self.levels.append(above)

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self.levels[0]) // 32

    @property
    def root(self) -> bytes:
        """The root."""
        return bytes(self.levels[-1]) or EMPTY

    def proof(self, index: int, count: int = 1) -> list[bytes]:
        """What leads from neighbouring leaves to the root; for one leaf its audit path (RFC 6962, 2.1.1).

        Read from its end it tells, from the root down and the left before the right, each subtree without any of them.
        """
        path: list[bytes] = []
        pending = [(0, self.size)]
        while pending:
            start, size = pending.pop()
            if index <= start and start + size <= index + count:
                continue
            half = 1 << (size - 1).bit_length() - 1
            parts = [(start, half), (start + half, size - half)]
            touched = [part for part in parts if part[0] < index + count and index < sum(part)]
            path += [self._subtree(*part) for part in parts if part not in touched]
            pending += reversed(touched)
        return path[::-1]

    def consistency(self, old: int) -> list[bytes]:
        """The proof that this tree has grown from its own first `old` leaves (RFC 6962, 2.1.2)."""
        path: list[bytes] = []
        start, size, whole = 0, self.size, True
        while old != size:
            half = 1 << (size - 1).bit_length() - 1
            if old <= half:
                path.append(self._subtree(start + half, size - half))
                size = half
            else:
                path.append(self._subtree(start, half))
                start, old, size, whole = start + half, old - half, size - half, False
        if not whole:
            path.append(self._subtree(start, size))
        return path[::-1]

    def _subtree(self, start: int, size: int) -> bytes:
        """The root of the leaves from `start` on: a complete subtree, or all that is left at the right end."""
        height = (size - 1).bit_length()
        place = (start >> height) * 32
        return bytes(self.levels[height][place : place + 32])
