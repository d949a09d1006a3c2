"""Checks of what the trail speaks about: files, numbers, stored flow names, the tree, explicit grants."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, Max, OuterRef
from django.utils.translation import gettext as _
from guardian.models import GroupObjectPermission, UserObjectPermission

from accountability.gate import is_whole, isolated, stored
from accountability.models.files import Attachment, Blob
from accountability.models.numbers import Number, NumberSeries
from accountability.verify import Difference
from engine import checks
from engine.models import Turn
from organizations import paths
from organizations.models import Appointment, Organization
from organizations.separation import ADMINISTRATORS
from organizations.services.appointments import in_two_chairs

CHUNK = 2000


def files() -> Iterator[Difference]:
    """Every stored content is there and has the digest under which it lies."""
    taken_away = Attachment.everything.filter(blob=OuterRef("pk"), isolated_at__isnull=False)
    for blob in Blob.objects.annotate(is_isolated=Exists(taken_away)).order_by("pk").iterator(chunk_size=CHUNK):
        if blob.removed_at or blob.is_isolated:
            place = isolated(blob.sha256)
            if stored(blob.sha256).exists() or (blob.removed_at and place.exists() and place.stat().st_size):
                yield Difference(f"accountability.blob:{blob.pk}", _("已登记隔离或者清除的文件内容仍在原处"))
            continue
        if is_whole(blob.sha256):
            continue
        sentence = (
            _("附件“%(name)s”的文件内容已被改动") if stored(blob.sha256).exists() else _("附件“%(name)s”的文件缺失")
        )
        names = Attachment.everything.filter(blob=blob).order_by("pk").values_list("pk", "name")
        for pk, name in names or [(0, str(blob))]:
            thing = f"accountability.attachment:{pk}" if pk else f"accountability.blob:{blob.pk}"
            yield Difference(thing, sentence % {"name": name})


def files_count() -> int:
    """How many contents are stored."""
    return Blob.objects.count()


def numbers() -> Iterator[Difference]:
    """Our own series have every number from one to the last; no series stands behind its numbers."""
    counted = NumberSeries.objects.annotate(given=Count("numbers"), highest=Max("numbers__n")).order_by("pk")
    for series in counted.iterator(chunk_size=CHUNK):
        thing = f"accountability.numberseries:{series.pk}"
        if (series.highest or 0) != series.last:
            named = {"series": series, "last": series.last, "highest": series.highest or 0}
            yield Difference(thing, _("编号序列“%(series)s”记到%(last)d号，实际最后一个号是%(highest)d") % named)
        if not series.outside and series.given != (series.highest or 0):
            given = set(series.numbers.values_list("n", flat=True))
            for n in sorted(set(range(1, max(series.last, series.highest or 0) + 1)) - given):
                named = {"series": series, "text": series.spell(n)}
                yield Difference(thing, _("编号序列“%(series)s”缺号：%(text)s") % named)


def numbers_count() -> int:
    """How many numbers were given or registered."""
    return Number.objects.count()


def administrators() -> Iterator[Difference]:
    """Nobody holds two of the three kinds of administrator."""
    for person in in_two_chairs():
        told = _("%(name)s同时担任系统、安全、审计三类管理员中的两类") % {"name": person}
        yield Difference(f"organizations.person:{person.pk}", told)


def administrators_count() -> int:
    """How many administrators there are today."""
    return Appointment.objects.valid().filter(post__duty__in=ADMINISTRATORS).count()


def flows() -> Iterator[Difference]:
    """Every stored flow and node name is known to the program."""
    for sentence in checks.verify():
        yield Difference("engine.flows", sentence)


def flows_count() -> int:
    """How many flow instances are stored."""
    return Turn.objects.count()


def tree() -> Iterator[Difference]:
    """Every unit's path is its place in the tree, and its institution is the nearest one above."""
    places: dict[int, tuple[str, str]] = {}
    for unit in Organization.objects.order_by("path").iterator(chunk_size=CHUNK):
        above, institution = places.get(unit.parent_id or 0, ("", ""))
        own = f"{above}{paths.step(unit.pk)}"
        places[unit.pk] = (own, own if unit.is_institution or not institution else institution)
        if (unit.path, unit.institution_path) != places[unit.pk]:
            yield Difference(
                f"organizations.organization:{unit.pk}",
                _("机构“%(name)s”的路径与其在机构树中的位置不一致") % {"name": unit.name},
            )


def tree_count() -> int:
    """How many units there are."""
    return Organization.objects.count()


def grants() -> Iterator[Difference]:
    """Every explicit grant points to something that is there."""
    for model in (UserObjectPermission, GroupObjectPermission):
        ordered = model.objects.select_related("content_type").order_by("content_type_id", "pk")
        for kind, group in groupby(ordered, attrgetter("content_type")):
            yield from _without_object(kind, list(group))


def _without_object(kind: ContentType, given: list[Any]) -> Iterator[Difference]:
    target = kind.model_class()
    keys = {int(grant.object_pk) for grant in given if grant.object_pk.isdecimal()}
    there = set(target._base_manager.filter(pk__in=keys).values_list("pk", flat=True)) if target else set()
    for grant in given:
        if not grant.object_pk.isdecimal() or int(grant.object_pk) not in there:
            named = {"kind": kind.name, "key": grant.object_pk}
            yield Difference(
                f"{'.'.join(kind.natural_key())}:{grant.object_pk}", _("单项授权指向不存在的%(kind)s %(key)s") % named
            )


def grants_count() -> int:
    """How many explicit grants there are."""
    return UserObjectPermission.objects.count() + GroupObjectPermission.objects.count()
