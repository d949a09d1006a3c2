"""Every address of the site, read from the URLconf."""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver


class Route(NamedTuple):
    """One named address and the names of what it is asked with."""

    name: str
    asks: tuple[str, ...]


def routes() -> list[Route]:
    """All named routes, namespaces included."""
    return sorted(_walk(get_resolver().url_patterns, "", ()))


def _walk(patterns: list[URLPattern | URLResolver], space: str, above: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        asks = (*above, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, asks)
        else:
            assert pattern.name, f"{pattern.pattern} has no name."
            yield Route(f"{space}{pattern.name}", asks)
