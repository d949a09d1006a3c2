"""What readers from outside are shown of a thing where a feature has a page for them: that page and nothing else.

lending.register(Readiness, of_readiness)

A thing without a page of its own is shown with its columns, its signatures, its files and what was done to it; one that
has a page is shown by it alone, because what a house notes for itself is not what it shows to a visitor.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from accountability.models import Attachment
from organizations.models import Person


@dataclass(frozen=True)
class Shown:
    """The page of one thing: template, style sheets, what the template needs, and the files that may be taken."""

    template: str
    context: dict[str, Any]
    files: Iterable[Attachment] = field(default_factory=tuple)
    styles: tuple[str, ...] = ()


Page = Callable[[Any, Person], Shown]
"""The thing, and through whose eyes it is lent."""

_pages: dict[type, Page] = {}


def register(model: type, page: Page) -> None:
    """Say how the rows of a model are shown to readers from outside."""
    _pages[model] = page


def shown(thing: Any, *, eyes: Person) -> Shown | None:
    """The page of a thing, where its model has one."""
    page = _pages.get(type(thing))
    return page(thing, eyes) if page else None
