"""Which characters stand side by side in the library: kept beside a generation, read to put a wrong character right."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = "neighbours.npz"


def code_of(first: str, second: str) -> int:
    """A pair as a number."""
    return (ord(first) << 32) | ord(second)


def write(folder: Path, counted: Mapping[str, int]) -> None:
    """Keep the pairs of a generation beside it."""
    ordered = sorted(counted)
    pairs = np.array([code_of(pair[0], pair[1]) for pair in ordered], np.uint64)
    np.savez(folder / FILE, pairs=pairs, counts=np.array([counted[pair] for pair in ordered], np.uint32))


def read(folder: Path) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """The pairs in order and in how many parts each stands."""
    with np.load(folder / FILE, allow_pickle=False) as kept:
        return kept["pairs"], kept["counts"]
