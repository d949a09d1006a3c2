"""Checks of the trail itself: guards, chain, bodies, and every watched row against its newest event."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import digest, triggers, untold
from accountability.models.trail import TrailBody, TrailEvent, TrailRow, TrailSeal, TrailShape
from accountability.verify import Difference
from organizations import separation

CHUNK = 2000
SEALED_WITHIN = timedelta(seconds=60)


def guards() -> Iterator[Difference]:
    """Every trigger is in its place."""
    for sentence in [*triggers.missing(), *untold.missing()]:
        yield Difference("accountability.triggers", sentence)
    for sentence in separation.missing():
        yield Difference("organizations.separation", sentence)


def _event(pk: int) -> str:
    return f"accountability.trailevent:{pk}"


def _kinds() -> dict[int, str]:
    return {kind.pk: ".".join(kind.natural_key()) for kind in ContentType.objects.all()}


def unsealed() -> Iterator[Difference]:
    """Every event older than a minute is sealed."""
    late = TrailEvent.objects.filter(seal__isnull=True, at__lt=timezone.now() - SEALED_WITHIN)
    for pk, label in late.values_list("pk", "object_label").iterator(chunk_size=CHUNK):
        yield Difference(_event(pk), _("操作记录（%(label)s）超过一分钟仍未封存") % {"label": label})


def bodies() -> Iterator[Difference]:
    """The digests of rows beside an event are those inside its body."""
    kinds = _kinds()
    rows = TrailRow.objects.filter(event__body__isnull=False).order_by("event_id", "pk")
    columns = ("event_id", "content_type_id", "object_id", "shape", "digest")
    beside = groupby(rows.values_list(*columns).iterator(chunk_size=CHUNK), itemgetter(0))
    here = next(beside, None)
    for event_id, text in TrailBody.objects.order_by("pk").values_list("pk", "text").iterator(chunk_size=CHUNK):
        found: list[list[Any]] = []
        while here is not None and here[0] <= event_id:
            if here[0] == event_id:
                found = [[kinds.get(row[1], ""), *row[2:]] for row in here[1]]
            here = next(beside, None)
        told = digest.parsed(text).get("rows", [])
        if found != told and _beside(event_id, kinds) != told:
            yield Difference(_event(event_id), _("操作记录的行摘要与正文不一致"))


def _beside(event_id: int, kinds: dict[int, str]) -> list[list[Any]]:
    """The digests beside one event, read again: it may have been written while the walk was under way."""
    rows = TrailRow.objects.filter(event=event_id).order_by("pk")
    return [
        [kinds.get(row[0], ""), *row[1:]] for row in rows.values_list("content_type_id", "object_id", "shape", "digest")
    ]


def rows() -> Iterator[Difference]:
    """Every row of a watched model has an event, and its columns are those of the newest."""
    for model in digest.watched():
        yield from _rows_of(model)


def rows_count() -> int:
    """How many rows are watched."""
    return sum(model._base_manager.count() for model in digest.watched())


def _shapes(model: type[models.Model]) -> dict[str, tuple[str, ...]]:
    """The column groups in which rows of a model were ever digested, as far as the columns still exist."""
    known = {digest.shape(model, digest.columns(model)): digest.columns(model)}
    for kept in TrailShape.objects.filter(model=model._meta.label_lower):
        names = tuple(kept.columns.split(","))
        if all(_exists(model, name) for name in names):
            known[kept.shape] = names
    return known


def _exists(model: type[models.Model], attname: str) -> bool:
    try:
        return model._meta.get_field(attname).concrete
    except FieldDoesNotExist:
        return any(item.attname == attname for item in model._meta.concrete_fields)


def _newest(model: type[models.Model]) -> Iterator[tuple[int, str, str]]:
    """Key, shape and digest of the newest event of each row, in the order of the keys."""
    kind = ContentType.objects.get_for_model(model)
    recorded = TrailRow.objects.filter(content_type=kind).order_by("object_id", "pk")
    stream = recorded.values_list("object_id", "shape", "digest").iterator(chunk_size=CHUNK)
    for _key, group in groupby(stream, itemgetter(0)):
        *_older, newest = group
        yield newest


def _rows_of(model: type[models.Model]) -> Iterator[Difference]:
    """Walk the rows and their newest digests side by side."""
    shapes = _shapes(model)
    names = sorted({name for group in shapes.values() for name in group})
    stream = model._base_manager.order_by("pk").values_list("pk", *names).iterator(chunk_size=CHUNK)
    for key, row, newest in _merged(stream, _newest(model)):
        if _disagrees(shapes, names, row, newest) and (sentence := _confirmed(model, key, shapes, names)):
            yield Difference(f"{model._meta.label_lower}:{key}", sentence)


def _merged(
    rows: Iterable[tuple[Any, ...]], newest: Iterable[tuple[int, str, str]]
) -> Iterator[tuple[int, tuple[Any, ...] | None, tuple[int, str, str] | None]]:
    """Pairs of row and newest digest with the same key; either may be missing."""
    marks = iter(newest)
    mark = next(marks, None)
    for row in rows:
        while mark is not None and mark[0] < row[0]:
            yield mark[0], None, mark
            mark = next(marks, None)
        if mark is not None and mark[0] == row[0]:
            yield row[0], row, mark
            mark = next(marks, None)
        else:
            yield row[0], row, None
    while mark is not None:
        yield mark[0], None, mark
        mark = next(marks, None)


def _disagrees(
    shapes: dict[str, tuple[str, ...]],
    names: Sequence[str],
    row: tuple[Any, ...] | None,
    newest: tuple[int, str, str] | None,
) -> bool:
    """Whether a row is not the one its newest event saw."""
    if newest is None:
        return row is not None
    if row is None:
        return newest[2] != digest.GONE
    group = shapes.get(newest[1])
    values = dict(zip(names, row[1:], strict=True))
    return group is None or digest.of_values(group, [values[name] for name in group]) != newest[2]


def _confirmed(model: type[models.Model], key: int, shapes: dict[str, tuple[str, ...]], names: Sequence[str]) -> str:
    """Look again at one row, in case it was being changed while the rows were walked; the sentence, or nothing."""
    kind = ContentType.objects.get_for_model(model)
    recorded = TrailRow.objects.filter(content_type=kind, object_id=key).order_by("-pk")
    columns = ("object_id", "shape", "digest")
    newest = recorded.values_list(*columns).first()
    while True:
        row = model._base_manager.filter(pk=key).values_list("pk", *names).first()
        again = recorded.values_list(*columns).first()
        if again == newest:
            break
        newest = again
    if not _disagrees(shapes, names, row, newest):
        return ""
    named = {"name": model._meta.verbose_name, "key": key, "label": _label(model, key)}
    if newest is None:
        return _("%(name)s %(key)s“%(label)s”没有任何操作记录") % named
    if row is None:
        return _("%(name)s %(key)s“%(label)s”的行已被删除，操作记录中没有这次删除") % named
    if newest[1] not in shapes:
        return _("%(name)s %(key)s“%(label)s”的行摘要所用的列已不存在，需要重新登记") % named
    return _("%(name)s %(key)s“%(label)s”的内容与最近一次操作记录不一致，有改动未留下记录") % named


def _label(model: type[models.Model], key: int) -> str:
    thing = model._base_manager.filter(pk=key).first()
    if thing is not None:
        return str(thing)
    kind = ContentType.objects.get_for_model(model)
    last = TrailEvent.objects.filter(content_type=kind, object_id=key).order_by("-pk").first()
    return last.object_label if last else ""


def events_count() -> int:
    """How many events there are."""
    return TrailEvent.objects.count()


def seals_count() -> int:
    """How many seals there are."""
    return TrailSeal.objects.count()


def guards_count() -> int:
    """How many guards there should be."""
    return len(triggers.names()) + len(untold.names()) + len(separation.names())
