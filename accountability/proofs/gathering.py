"""What belongs into an evidence bundle: a thing and what hangs on it, or a person's acts, as the asker sees it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from accountability import digest
from accountability.models import Attachment, Notice, Number, Seat, SignedManifest, SignRequest
from accountability.models.trail import TrailEvent, TrailRow
from organizations import sight
from organizations.models import Organization, Person

MOST = 1000
DEPTH = 3
OWN_PLACE = (Attachment, Notice, SignRequest, SignedManifest, Seat)  # told in a place of their own, or no part of it


@dataclass
class Gathered:
    """What goes into one bundle."""

    label: str
    things: list[models.Model] = field(default_factory=list)
    cut: bool = False
    events: QuerySet[TrailEvent] = field(default_factory=TrailEvent.objects.none)
    attachments: QuerySet[Attachment] = field(default_factory=Attachment.objects.none)
    requests: QuerySet[SignRequest] = field(default_factory=SignRequest.objects.none)


def seen(model: type[models.Model], eyes: Person | None) -> Any:
    """The rows of a model that somebody sees; nobody's eyes are the operator's, who has the database anyway."""
    return model._default_manager.all() if eyes is None else sight.visible(eyes, model)


def of_thing(thing: models.Model, *, eyes: Person | None) -> Gathered:
    """A thing, what hangs on it, and everything that was done, signed and attached there."""
    things, cut = _with_what_hangs_on_it(thing, eyes)
    here = _any_of(things, "content_type", "object_id")
    touched = TrailRow.objects.filter(here).values("event")
    files = seen(Attachment, eyes).filter(here).select_related("blob", "uploaded_by").order_by("pk")
    return Gathered(
        str(thing),
        things,
        cut,
        seen(TrailEvent, eyes).filter(here | Q(pk__in=touched)),
        files,
        seen(SignRequest, eyes).filter(here).with_seats().order_by("pk"),
    )


def of_person(person: Person, since: date, until: date, *, eyes: Person | None) -> Gathered:
    """What a person did within a period, both days included, himself or by his proxy, and what he signed then."""
    start, end = _start(since), _start(until + timedelta(days=1))
    his = Q(actor_id=person.pk) | Q(acting_for_id=person.pk) | Q(responsible_id=person.pk)
    events = seen(TrailEvent, eyes).filter(his, at__gte=start, at__lt=end)
    mine = Q(person=person) | Q(on_behalf_of=person)
    decided = Seat.objects.filter(mine, decided_at__gte=start, decided_at__lt=end)
    files = seen(Attachment, eyes).filter(uploaded_by=person, at__gte=start, at__lt=end)
    return Gathered(
        f"{person.name} {since}—{until}",
        events=events,
        attachments=files.select_related("blob", "uploaded_by").order_by("pk"),
        requests=seen(SignRequest, eyes).filter(pk__in=decided.values("request")).with_seats().order_by("pk"),
    )


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _any_of(things: Iterable[models.Model], kind: str, key: str) -> Q:
    """The condition that a generic link leads to one of these things."""
    keys: dict[type[models.Model], list[int]] = {}
    for thing in things:
        keys.setdefault(type(thing), []).append(thing.pk)
    found = Q(pk__in=[])
    for model, wanted in keys.items():
        found |= Q(**{kind: ContentType.objects.get_for_model(model), f"{key}__in": wanted})
    return found


def _with_what_hangs_on_it(thing: models.Model, eyes: Person | None) -> tuple[list[models.Model], bool]:
    """The thing first, then what points to it, level by level, as far as it is seen; whether there was too much."""
    found: dict[tuple[type[models.Model], int], models.Model] = {(type(thing), thing.pk): thing}
    level: list[models.Model] = [thing]
    for _each in range(DEPTH):
        below: list[models.Model] = []
        for other in _pointing(level, eyes):
            if (type(other), other.pk) not in found:
                if len(found) == MOST:
                    return list(found.values()), True
                found[type(other), other.pk] = other
                below.append(other)
        level = below
    return list(found.values()), False


def _pointing(level: list[models.Model], eyes: Person | None) -> Iterator[models.Model]:
    """The rows that point to one of these, and the tasks that these point to."""
    for model in digest.watched():
        if model in OWN_PLACE or model._meta.app_label == "organizations" or not sight.is_registered(model):
            continue
        if links := _links(model, level):
            yield from seen(model, eyes).filter(links).order_by("pk")[: MOST + 1]
    task = apps.get_model("accountability.Assignment")
    held = [one.assignment_id for one in level if getattr(one, "assignment_id", None)]  # type: ignore[attr-defined]
    if held:
        yield from seen(task, eyes).filter(pk__in=held).order_by("pk")


def _links(model: type[models.Model], level: list[models.Model]) -> Q:
    """The condition that a row of the model points to one of these things."""
    found = Q()
    for kind in {type(one) for one in level}:
        keys = [one.pk for one in level if type(one) is kind]
        for link in model._meta.concrete_fields:
            if isinstance(link, models.ForeignKey) and link.related_model is kind and model is not kind:
                found |= Q(**{f"{link.name}__in": keys})
    for generic in model._meta.private_fields:
        if isinstance(generic, GenericForeignKey):
            found |= _any_of(level, generic.ct_field, generic.fk_field)
    return found


# --- From a name to the thing ---------------------------------------------------------------------------------------


def find(name: str, *, eyes: Person | None) -> models.Model | None:
    """The thing called so: `finding:12`, `rectification.finding:12`, or a number as it is written."""
    kind, colon, key = name.strip().rpartition(":")
    if colon and key.isdecimal() and len(key) < 19:
        return _of_kind(kind.lower(), int(key), eyes)
    number = seen(Number, eyes).filter(text=name.strip(), object_id__isnull=False).order_by("-pk").first()
    if number is None or number.content_type is None:
        return None
    return _of_kind(f"{number.content_type.app_label}.{number.content_type.model}", number.object_id, eyes)


def _of_kind(kind: str, key: int, eyes: Person | None) -> models.Model | None:
    for model in digest.watched():
        called = kind in (model._meta.label_lower, model._meta.model_name)
        if called and sight.is_registered(model) and not issubclass(model, Organization | Person):
            found: models.Model | None = seen(model, eyes).filter(pk=key).first()
            return found
    return None
