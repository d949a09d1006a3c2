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
    return hashlib.sha256(b"\x00" + bytes.fromhex(sha256) + bytes.fromhex(sm3)).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def push(peaks: Peaks, subtree: bytes, height: int = 0) -> None:
    """Add a leaf, or a complete subtree of 2**height leaves, at the right end."""
    while peaks and peaks[-1][0] == height:
        subtree = node(peaks.pop()[1], subtree)
        height += 1
    peaks.append((height, subtree))


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

    def proof(self, index: int) -> list[bytes]:
        """The audit path of the leaf with this index, from the leaf upwards (RFC 6962, 2.1.1)."""
        path = []
        for level in self.levels[:-1]:
            beside = index ^ 1
            if beside * 32 < len(level):
                path.append(bytes(level[beside * 32 : beside * 32 + 32]))
            index //= 2
        return path
