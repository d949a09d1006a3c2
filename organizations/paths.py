"""Arithmetic on paths: a unit's subtree is one range of text, `low <= path < high`, in plain byte order."""

from collections.abc import Iterable

from django.db.models import F, Q
from django.db.models.functions import Left
from django.db.models.lookups import In

WIDTH = 7
SEPARATOR = "/"
AFTER_SEPARATOR = "0"  # the character that follows "/" in ASCII
MANY_RANGES = 60

Range = tuple[str, str]


def step(pk: int) -> str:
    """One element of a path."""
    return f"{pk:0{WIDTH}d}{SEPARATOR}"


def high(path: str) -> str:
    """The first text after every path beneath this one."""
    return path[:-1] + AFTER_SEPARATOR


def subtree(path: str) -> Range:
    """The range of a path and everything beneath it."""
    return path, high(path)


def contains(upper: str, path: str) -> bool:
    """Whether a path is the upper one or lies beneath it."""
    return bool(upper) and path.startswith(upper)


def lineage(path: str) -> list[str]:
    """The path and the paths of all units above it, from the root down."""
    length = WIDTH + len(SEPARATOR)
    return [path[:end] for end in range(length, len(path) + 1, length)]


def merged(lows: Iterable[str]) -> tuple[Range, ...]:
    """The subtrees of these paths without those that lie inside another."""
    kept: list[str] = []
    for low in sorted(set(lows)):
        if not kept or not low.startswith(kept[-1]):
            kept.append(low)
    return tuple(subtree(low) for low in kept)


def covering(field: str, ranges: Iterable[Range]) -> Q:
    """The condition that a path column lies in one of the ranges; without ranges it never holds.

    Many ranges become one lookup per depth, because SQLite limits how many conditions may be joined by OR.
    """
    ranges = tuple(ranges)
    if not ranges:
        return Q(pk__in=[])
    condition = Q()
    if len(ranges) <= MANY_RANGES:
        for low, above in ranges:
            condition |= Q(**{f"{field}__gte": low, f"{field}__lt": above})
        return condition
    for length in sorted({len(low) for low, _above in ranges}):
        lows = [low for low, _above in ranges if len(low) == length]
        condition |= Q(In(Left(F(field), length), lows))
    return condition
