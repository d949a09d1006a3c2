"""The registry of what can be found besides the library: features enter their models as their app is loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

Words = Callable[[Any], str]


@dataclass(frozen=True)
class Findable:
    """One kind of thing: what of it is searched and how a line about it reads; its rule of sight decides who finds it.

    `text` is everything searched; `about` is the line below the title. `related` is joined when rows are read.
    """

    model: type[Model]
    tab: Any
    text: Words
    title: Words = str
    about: Words = lambda _thing: ""
    address: Words = lambda thing: str(thing.get_absolute_url())
    related: tuple[str, ...] = ()

    @property
    def group(self) -> int:
        """Its group in the index."""
        return ContentType.objects.get_for_model(self.model).pk

    @property
    def code(self) -> str:
        """Its name in addresses."""
        return str(self.model._meta.model_name)


_kinds: dict[type[Model], Findable] = {}


def register(findable: Findable) -> None:
    """Let a kind of thing be found."""
    _kinds[findable.model] = findable


def kinds() -> list[Findable]:
    """Every kind, in the order in which the features entered them."""
    return list(_kinds.values())


def by_group() -> dict[int, Findable]:
    """Every kind by its group in the index."""
    return {findable.group: findable for findable in _kinds.values()}
