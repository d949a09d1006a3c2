"""One step in one direction, from all things of a level at once: one question per kind of neighbour."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import BooleanField, Case, Exists, Q, Value, When

from accountability import walks
from accountability.walks import BACK, FORWARD, Said
from organizations import sight
from organizations.sight import Who

MOST = 40  # rows of one kind within one step
Model = type[models.Model]


@dataclass
class Node:
    """One thing in the chain: how it stands to the one it was reached from; nothing else where it is not seen."""

    model: Model
    pk: int
    words: Said = ""
    thing: Any = None
    nodes: list["Node"] = field(default_factory=list)
    acts: list[Any] = field(default_factory=list)
    more_acts: int = 0
    seats: list[Any] = field(default_factory=list)
    holders: list[Any] = field(default_factory=list)

    @property
    def key(self) -> tuple[Model, int]:
        """Which thing it is."""
        return self.model, self.pk

    @property
    def kind(self) -> str:
        """What it is called."""
        return str(self.model._meta.verbose_name)

    @property
    def label(self) -> str:
        """The name of its model, as addresses carry it."""
        return self.model._meta.label_lower


@dataclass
class _Wanted:
    """The neighbours of one model: by their own keys, and by the fields with which they point here."""

    keys: dict[int, list[tuple[Node, Said]]] = field(default_factory=lambda: defaultdict(list))
    fields: list[tuple[str, Model, dict[int, Node], Said]] = field(default_factory=list)


def neighbours(level: list[Node], *, who: Who, way: str, cut: set[str]) -> Iterator[tuple[Node, Node]]:
    """What lies one step further, each with the node it is reached from; `cut` learns the kinds that were too many."""
    wanted: dict[Model, _Wanted] = defaultdict(_Wanted)
    groups: dict[Model, dict[int, Node]] = defaultdict(dict)
    for node in level:
        groups[node.model][node.pk] = node
    for model, nodes in groups.items():
        _own(model, nodes, way, wanted)
        _pointing_here(model, nodes, way, wanted)
        _paired(model, nodes, way, wanted)
    for model in _there(wanted):
        yield from _fetched(model, wanted[model], who, cut)


def _own(model: Model, nodes: dict[int, Node], way: str, wanted: dict[Model, _Wanted]) -> None:
    """Where the rows' own fields lead."""
    kind = walks.kind_of(model)
    for name, words in (kind.links(way) if kind else {}).items():
        for node in nodes.values():
            target, key = _pointed(node.thing, name)
            if target is not None and key is not None and walks.kind_of(target):
                wanted[target].keys[key].append((node, words[0] if way == BACK else words[1]))


def _pointed(row: Any, name: str) -> tuple[Model | None, int | None]:
    """The model and key that a field of a row names, without reading the thing itself."""
    link = _field(type(row), name)
    if isinstance(link, GenericForeignKey):
        kind = getattr(row, f"{link.ct_field}_id")
        return (ContentType.objects.get_for_id(kind).model_class() if kind else None), getattr(row, link.fk_field)
    return link.related_model, getattr(row, link.attname)


def _field(model: Model, name: str) -> Any:
    generic = {one.name: one for one in model._meta.private_fields}
    return generic[name] if name in generic else model._meta.get_field(name)


def _pointing_here(model: Model, nodes: dict[int, Node], way: str, wanted: dict[Model, _Wanted]) -> None:
    """The kinds whose fields lead back to this one."""
    for kind in walks.kinds():
        for name, words in kind.links(FORWARD if way == BACK else BACK).items():
            link = _field(kind.model, name)
            if isinstance(link, GenericForeignKey) or link.related_model is model:
                wanted[kind.model].fields.append((name, model, nodes, words[0] if way == BACK else words[1]))


def _paired(model: Model, nodes: dict[int, Node], way: str, wanted: dict[Model, _Wanted]) -> None:
    """What a feature pairs by itself."""
    for one in walks.pairings():
        if way == BACK and one.ahead is model:
            for behind, ahead in one.pairs(None, nodes.keys()):
                wanted[one.behind].keys[behind].append((nodes[ahead], one.words[0]))
        if way == FORWARD and one.behind is model:
            for behind, ahead in one.pairs(nodes.keys(), None):
                wanted[one.ahead].keys[ahead].append((nodes[behind], one.words[1]))


def _there(wanted: dict[Model, _Wanted]) -> list[Model]:
    """The models that have something here: those whose keys are known, and of the others what one question finds."""
    unsure = [model for model, asked in wanted.items() if not asked.keys]
    if len(unsure) <= 1:
        return list(wanted)
    asked = {
        f"has_{number}": Exists(model._default_manager.filter(_condition(model, wanted[model])))
        for number, model in enumerate(unsure)
    }
    some_row = ContentType.objects.filter(pk=ContentType.objects.get_for_model(ContentType).pk)
    answer = some_row.annotate(**asked).values_list(*asked).get()
    missing = {model for model, is_there in zip(unsure, answer, strict=True) if not is_there}
    return [model for model in wanted if model not in missing]


def _condition(model: Model, asked: _Wanted) -> Q:
    """What makes a row a neighbour: its own key, or a field that points here."""
    condition = Q(pk__in=list(asked.keys)) if asked.keys else Q()
    for name, pointed, nodes, _words in asked.fields:
        condition |= _points(model, name, pointed, nodes)
    return condition


def _fetched(model: Model, asked: _Wanted, who: Who, cut: set[str]) -> Iterator[tuple[Node, Node]]:
    """The rows of one model in one question, which also says of each whether it is seen."""
    kind = walks.kind_of(model)
    rows = model._default_manager.filter(_condition(model, asked)).annotate(walk_seen=_seen(model, who)).order_by("pk")
    if kind and kind.related:
        rows = rows.select_related(*kind.related)
    found = list(rows[: MOST + 1])
    if len(found) > MOST:
        cut.add(str(model._meta.verbose_name))
    for row in found[:MOST]:
        reached = _reached(row, asked)
        if reached is not None:
            parent, words = reached
            yield parent, Node(model, row.pk, words, row if row.walk_seen else None)


def _seen(model: Model, who: Who) -> Case:
    """Whether a row lies within sight, as a column."""
    condition = sight.condition(who, model) if sight.is_registered(model) else Q(pk__in=[])
    return Case(When(condition, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())


def _points(model: Model, name: str, pointed: Model, nodes: dict[int, Node]) -> Q:
    link = _field(model, name)
    if isinstance(link, GenericForeignKey):
        kind = ContentType.objects.get_for_model(pointed)
        return Q(**{link.ct_field: kind, f"{link.fk_field}__in": list(nodes)})
    return Q(**{f"{name}__in": list(nodes)})


def _reached(row: Any, asked: _Wanted) -> tuple[Node, Said] | None:
    """From which node a row is reached first."""
    if row.pk in asked.keys:
        return asked.keys[row.pk][0]
    for name, pointed, nodes, words in asked.fields:
        target, key = _pointed(row, name)
        if target is pointed and key in nodes:
            return nodes[key], words
    return None
