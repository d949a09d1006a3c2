"""Rows follow their unit: where a unit moves, every path that is stored beside a row moves with it.

The rows follow in the transaction of the move, so that sight changes at one moment. A writer who had read the old
path before the move, and commits after it, leaves a row at the old place: the last element of a path is the unit
itself, so a recurring job finds such rows and sets them right, and `verify_all` says whether any is left.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Count, F, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import digest, trail
from accountability.models import SignRequest
from accountability.verify import Difference
from engine.jobs import job
from engine.models import Flowing, Job, Turn
from engine.recurring import every
from organizations import paths
from organizations.fields import PathField
from organizations.models import Organization, PastPath, Person

CHUNK = 500
LATE_WRITERS = timedelta(days=1)
HOME = "org_path"

_frozen: set[type[models.Model]] = {Organization, PastPath}


def freeze(model: type[models.Model]) -> None:
    """Say that the rows of a model never follow: they tell where something was when it was written."""
    _frozen.add(model)


@cache
def followers() -> tuple[tuple[type[models.Model], tuple[str, ...]], ...]:
    """Every model with paths beside its rows, and their columns; the place of the row itself comes first."""
    found = []
    for model in apps.get_models():
        if model in _frozen or model._meta.proxy or not model._meta.managed:
            continue
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, PathField)]
        if names:
            found.append((model, tuple(sorted(names, key=lambda name: (name != HOME, name)))))
    return tuple(found)


def follow_unit(thing: Organization, changed: dict[str, Any], by: Person | None = None, **event: Any) -> None:
    """A unit has moved: everything that lies in it follows, in the same transaction."""
    old, new = (str(path) for path in changed["path"])
    _hand_up(old, new, thing, by)
    moved = _carry(old, new, thing, by=by)
    _settle_institutions(new, thing, by)
    _settle_routes(old, new)
    if moved:
        trail.record("paths_settled", thing, by=by, extra={"count": moved})


def touched(path: str) -> dict[str, int]:
    """How many rows of each model lie in a unit and beneath it, by the model's name: one statement."""
    low, high = paths.subtree(path)
    counted = [(model, names[0]) for model, names in followers() if names[0] == HOME]
    there = [_counted(model, name, low, high) for model, name in counted]
    row = Organization.objects.filter(path=path).values_list(*there).first() or ()
    found = zip(counted, row, strict=False)
    return {str(model._meta.verbose_name): count for (model, _name), count in found if count}


def _counted(model: type[models.Model], name: str, low: str, high: str) -> Subquery:
    """The number of rows in a range of paths as a column of another query."""
    rows = model._base_manager.order_by().filter(**{f"{name}__gte": low, f"{name}__lt": high})
    one = rows.annotate(_one=Value(1)).values("_one")
    return Subquery(one.annotate(_n=Count("pk")).values("_n"), output_field=models.IntegerField())


def _carry(old: str, new: str, unit: Organization, *, by: Person | None) -> int:
    """Give every path at or beneath the old place its new beginning; how many rows changed."""
    low, high = paths.subtree(old)
    count = 0
    for model, names in followers():
        keys: set[int] = set()
        for name in names:
            there = model._base_manager.filter(**{f"{name}__gte": low, f"{name}__lt": high})
            if digest_counts(model):
                keys |= set(there.values_list("pk", flat=True))
            count += there.update(**{name: Concat(Value(new), Substr(F(name), len(old) + 1))})
        _record(unit, model, sorted(keys), by)
    return count


def digest_counts(model: type[models.Model]) -> bool:
    """Whether the trail vouches for the rows of a model."""
    return model in digest.watched()


def _record(unit: Organization, model: type[models.Model], keys: list[int], by: Person | None) -> None:
    """Let the trail see the rows as they are now, some hundred to an event."""
    for start in range(0, len(keys), CHUNK):
        rows = [model(pk=pk) for pk in keys[start : start + CHUNK]]
        trail.record("paths_followed", unit, by=by, also=rows, extra={"model": str(model._meta.verbose_name)})


def _settle_institutions(new: str, unit: Organization, by: Person | None) -> None:
    """Where the institution above a part has changed, its rows belong to the new one."""
    low, high = paths.subtree(new)
    units = Organization.objects.within(new).values_list("institution_path", "path")
    inside: dict[str, list[str]] = {}
    for institution, path in units:
        if not institution.startswith(new):
            inside.setdefault(institution, []).append(path)
    if not inside:
        return
    for model, names in followers():
        if "institution_path" not in names or HOME not in names:
            continue
        for institution, those in inside.items():
            rows = model._base_manager.filter(**{f"{HOME}__gte": low, f"{HOME}__lt": high, f"{HOME}__in": those})
            rows = rows.exclude(institution_path=institution).exclude(institution_path="")
            keys = list(rows.values_list("pk", flat=True)) if digest_counts(model) else []
            rows.update(institution_path=institution)
            _record(unit, model, sorted(keys), by)


def _hand_up(old: str, new: str, unit: Organization, by: Person | None) -> None:
    """What lay one level up, with a superior the unit no longer has, lies with the new superior.

    A self-inspection confirmed, a finding verified one level higher: the old superior would not see it any more.
    """
    gone = [path for path in paths.lineage(old)[:-1] if path not in paths.lineage(new)]
    superior = Organization.objects.filter(path__in=paths.lineage(new)[:-1]).order_by("-path").first()
    if not gone or superior is None:
        return
    low, high = paths.subtree(old)
    for model, names in followers():
        keys: set[int] = set()
        within = model._base_manager.filter(**{f"{HOME}__gte": low, f"{HOME}__lt": high}) if HOME in names else None
        for name in names:
            if within is None or name in (HOME, "institution_path"):
                continue
            rows = within.filter(**{f"{name}__in": gone})
            keys |= set(rows.values_list("pk", flat=True))
            rows.update(**{name: superior.path})
        if keys and issubclass(model, Flowing):
            _turns_of(model, keys).filter(org_path__in=gone).update(
                org_path=superior.path, institution_path=superior.institution_path
            )
        if digest_counts(model):
            _record(unit, model, sorted(keys), by)


def _turns_of(model: type[Flowing], keys: Iterable[int]) -> QuerySet[Turn]:
    """The open turns of some things."""
    kind = ContentType.objects.get_for_model(model)
    return Turn.objects.open().filter(content_type=kind, object_id__in=list(keys))


def _settle_routes(old: str, new: str) -> None:
    """Steps of a route that wait ask at a place: it is the new one."""
    for request in SignRequest.objects.unfinished().filter(asked__at__startswith=old):
        request.asked["at"] = new + str(request.asked["at"])[len(old) :]
        SignRequest.objects.filter(pk=request.pk).update(asked=request.asked)
        trail.record("paths_followed", request, by=None)


# --- Those who came late --------------------------------------------------------------------------------------------


@job("accountability.follow_late", title=gettext_lazy("调整机构变更后写入原路径的记录"))
def follow_late(_asked: Job) -> None:
    """Set right what was written at an old place after its unit had moved; look at the moves of the last day."""
    set_right(PastPath.objects.filter(left_at__gte=timezone.now() - LATE_WRITERS))


def set_right(past: QuerySet[PastPath]) -> int:
    """Bring every row at one of these old places to where its unit stands now; how many were brought."""
    left = past.exclude(path=F("organization__path"))
    units = {row.path: row.organization for row in left.select_related("organization").order_by("pk")}
    return sum(_bring(model, names, left, units) for model, names in followers()) if units else 0


def _bring(
    model: type[models.Model], names: tuple[str, ...], left: QuerySet[PastPath], units: dict[str, Organization]
) -> int:
    """The rows of one model that lie at old places."""
    brought: dict[str, set[int]] = {}
    with transaction.atomic():
        for name in names:
            late = model._base_manager.filter(**{f"{name}__in": left.order_by().values("path")})
            for key, old in late.values_list("pk", name):
                model._base_manager.filter(pk=key, **{name: old}).update(**{name: units[old].path})
                brought.setdefault(old, set()).add(key)
        for old, keys in brought.items():
            if {HOME, "institution_path"} <= set(names):
                home = model._base_manager.filter(pk__in=keys, org_path=units[old].path)
                home.exclude(institution_path="").update(institution_path=units[old].institution_path)
            if digest_counts(model):
                _record(units[old], model, sorted(keys), None)
    return len(set().union(*brought.values()))


every("accountability.follow_late", minutes=1)


# --- verify_all -----------------------------------------------------------------------------------------------------


def places() -> Iterator[Difference]:
    """Every path stored beside a row is the place of a unit that stands there."""
    standing = Organization.objects.values("path")
    for model, names in followers():
        for name in names:
            stray = model._base_manager.exclude(**{name: ""}).exclude(**{f"{name}__in": standing})
            for key, path in stray.order_by("pk").values_list("pk", name).iterator(chunk_size=CHUNK):
                told = {"name": model._meta.verbose_name, "key": key, "path": path}
                yield Difference(
                    f"{model._meta.label_lower}:{key}", _("%(name)s %(key)s的路径%(path)s不在机构树中") % told
                )


def places_count() -> int:
    """How many columns are looked at."""
    return sum(len(names) for _model, names in followers())
