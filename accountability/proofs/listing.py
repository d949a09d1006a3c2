"""The events of a bundle as files of lines, whose columns are the very texts that were hashed."""

from collections.abc import Iterable, Iterator
from itertools import chain, count, islice, tee, zip_longest
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


def files(lines: Iterable[Line], tree: merkle.Tree) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Name and lines of each file, to be read to its end before the next is asked for; no line is kept.

    Neighbours share one proof, which stands in the line of the last of them.
    """
    rest = _with_next(lines)
    for number in count(1):
        head = next(rest, None)
        if head is None:
            return
        yield f"events/{number:06d}.tsv", _written(chain([head], islice(rest, MOST - 1)), tree)


def _with_next(lines: Iterable[Line]) -> Iterator[tuple[Line, Line | None]]:
    """Each line beside the one that follows it."""
    one, other = tee(lines)
    next(other, None)
    return zip_longest(one, other)


def _written(pairs: Iterable[tuple[Line, Line | None]], tree: merkle.Tree) -> Iterator[bytes]:
    """The lines of one file."""
    first = 0
    for place, (line, following) in enumerate(pairs, 1):
        first = first or line.seq
        proof: list[bytes] = []
        if place == MOST or following is None or following.seq != line.seq + 1:
            proof, first = tree.proof(first - 1, line.seq - first + 1), 0
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
