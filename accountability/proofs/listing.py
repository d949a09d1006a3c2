"""The events of a bundle as files of lines, whose columns are the very texts that were hashed."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from accountability.digest import Pair
from accountability.proofs import merkle

MOST = 1 << 16  # events in one file, so that whoever checks it needs little memory and may use all his cores
COLUMNS = ("alg", "body", "digest", "event", "facts", "prev", "proof", "redacted", "salt", "seal", "seq")


class Line(NamedTuple):
    """One event with everything its hashes are made of."""

    seq: int
    event: int
    alg: str
    facts: str
    digest: Pair
    body: str | None
    salt: str
    prev: Pair
    seal: Pair


def files(lines: Iterable[Line], tree: merkle.Tree) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file; neighbours share one proof, which stands in the line of the last of them."""
    rest, number = iter(lines), 0
    while some := list(islice(rest, MOST)):
        number += 1
        yield f"events/{number:06d}.tsv", b"".join(_written(some, tree))


def _written(lines: list[Line], tree: merkle.Tree) -> Iterator[bytes]:
    """The lines of one file."""
    first = lines[0].seq
    for place, line in enumerate(lines, 1):
        proof: list[bytes] = []
        if place == len(lines) or lines[place].seq != line.seq + 1:
            proof = tree.proof(first - 1, line.seq - first + 1)
            first = lines[place].seq if place < len(lines) else 0
        yield _spelled(line, proof)


def _spelled(line: Line, proof: list[bytes]) -> bytes:
    """The columns in the order of their names; a text that breaks them was altered in the database."""
    columns = (
        *(line.alg, line.body or "", " ".join(line.digest), str(line.event), line.facts, " ".join(line.prev)),
        *(" ".join(step.hex() for step in proof), str(line.body is None), line.salt, " ".join(line.seal)),
        str(line.seq),
    )
    text = "\t".join(columns)
    if text.count("\t") != len(COLUMNS) - 1 or "\n" in text:
        raise ValueError(line.seq)
    return f"{text}\n".encode()
