"""A QR code as the path of a drawing: black on white, read by any telephone."""

from collections.abc import Iterable

import segno


def path_of(text: str) -> tuple[str, int]:
    """The path of the dark squares in a grid of unit squares, four of white around it, and the grid's width."""
    code = segno.make(text, error="m", micro=False)
    rows = list(code.matrix_iter(border=4))
    parts = [f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for x, length in _runs(row)]
    return "".join(parts), len(rows)


def _runs(row: Iterable[int]) -> list[tuple[int, int]]:
    """Where dark squares begin in a row, and how many follow one another."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((x, 1))
    return found
