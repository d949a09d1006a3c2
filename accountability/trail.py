"""The trail 操作记录: `record` writes what was done within the transaction that does it."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from types import ModuleType
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import connection, models, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accountability import digest, seals
from accountability.digest import plain, watch
from accountability.inscribing import inscribe
from accountability.models.trail import TrailBody, TrailEvent, TrailEventQuerySet
from engine.locking import taken_differences
from organizations import acting
from organizations.acting import Acting
from organizations.models import Appointment, Person

__all__ = [
    "Change",
    "changes",
    "describe",
    "head",
    "label",
    "of",
    "path_of",
    "record",
    "record_signal",
    "redact",
    "signals",
    "verbs",
    "watch",
    "witness",
]

SYSTEM = _("系统")

head = seals.head

_labels: dict[str, str | Promise] = {}
_signals: dict[int, str] = {}


def verbs(labels: Mapping[str, str | Promise]) -> None:
    """Declare how verbs are called on screen."""
    _labels.update(labels)


def label(verb: str) -> str:
    """The name of a verb on screen; an undeclared verb shows itself."""
    return str(_labels.get(verb, verb))


def signals(module: ModuleType) -> None:
    """Learn the names of the signals of an `events` module: the name becomes the verb."""
    _signals.update({id(value): name for name, value in vars(module).items() if isinstance(value, Signal)})


def of(thing: models.Model) -> TrailEventQuerySet:
    """What was done to `thing`, oldest first."""
    return TrailEvent.objects.of(thing)


def record(
    verb: str,
    thing: models.Model,
    *,
    by: Person | None,
    because: str = "",
    changed: Mapping[str, Any] | None = None,
    also: Iterable[models.Model] = (),
    responsible: Person | None = None,
    extra: Mapping[str, Any] | None = None,
    acting_for: Person | None = None,
) -> TrailEvent:
    """Write that `by` did `verb` to `thing`, after its row and those of `also` changed, in the same transaction.

    Without `acting_for` it is whoever's right `by` has used within the present act, if not his own.
    What the verb made of a held thing's own fields is told by itself; `changed` adds what only the verb can say.
    """
    rows = list(digest.of_rows([thing, *also]))
    event = _event(verb, thing, by, responsible, acting_for or (acting.grantor_noted(by) if by else None))
    told = {"because": because, "changed": {**_differences(thing), **(changed or {})}, "extra": extra or {}}
    return _written(event, told, rows)


def _differences(thing: models.Model) -> dict[str, list[object]]:
    """Old and new of the fields people fill in or read, as the verb has changed them under its lock."""
    told = {field.attname: field for field in thing._meta.concrete_fields if _is_told(field)}
    return {name: [old, new] for name, (old, new) in taken_differences(thing).items() if name in told}


def _is_told(field: models.Field) -> bool:
    """Links, rules and counters are told by the verb itself, or not at all."""
    kept = field.editable and not field.primary_key and not field.is_relation
    return kept and not isinstance(field, models.JSONField) and field.name != "version"


def witness(
    verb: str,
    thing: models.Model,
    *,
    by: Person | None,
    extra: Mapping[str, Any] | None = None,
    seat: tuple[str, str] | None = None,
) -> TrailEvent:
    """Write that `by` read or took `thing`, which changed no row; committed before the caller shows the first byte.

    `seat` is the post and unit he read in, where the caller knows it.
    """
    with transaction.atomic():
        event = _event(verb, thing, by, None, None, seat)
        return _written(event, {"because": "", "changed": {}, "extra": extra or {}}, [])


def redact(event: TrailEvent, *, by: Person, because: str) -> TrailEvent:
    """Take away an event's body for good; its digest stays in the chain and a new event says who did it and why."""
    with transaction.atomic():
        told = {"because": because, "changed": {}, "extra": {"event": event.pk}}
        naming = _event("redacted", event, by, None, None)
        naming.redacts = event
        naming = _written(naming, told, [])
        TrailBody.objects.filter(event=event).delete()
        return naming


def record_signal(sender: object, **kwargs: Any) -> TrailEvent:
    """Record any event of the layers below: the signal's name is the verb."""
    extra = {key: kwargs[key] for key in ("how", "to") if isinstance(kwargs.get(key), str)}
    node = kwargs.get("node")
    if node is not None:
        extra |= {"node": str(getattr(node, "name", node)), "title": str(getattr(node, "title", node))}
    return record(
        _name_of(kwargs.get("signal")),
        kwargs["thing"],
        by=kwargs.get("by"),
        because=kwargs.get("because") or "",
        changed=kwargs.get("changed"),
        also=kwargs.get("also") or (),
        extra=extra,
    )


def _name_of(signal: object) -> str:
    """The verb of a signal: its own, or the name under which its module declares it."""
    own = getattr(signal, "verb", None)
    return own if isinstance(own, str) else _signals.get(id(signal), "changed")


def _event(
    verb: str,
    thing: models.Model,
    by: Person | None,
    responsible: Person | None,
    acting_for: Person | None,
    seat: tuple[str, str] | None = None,
) -> TrailEvent:
    """The event, not yet written, with everything about the moment frozen as text."""
    current = acting.current()
    here = current if current is not None and by is not None and current.person.pk == by.pk else None
    post, unit = _seat(by, here) if seat is None else seat
    version = getattr(thing, "version", None)
    return TrailEvent(
        content_type=ContentType.objects.get_for_model(thing),
        object_id=thing.pk,
        object_label=plain(thing, 200),
        object_version=version if isinstance(version, int) else None,
        org_path=path_of(thing),
        verb=verb,
        at=timezone.now(),
        actor_id=by.pk if by else None,
        actor_name=plain(by.name if by else SYSTEM, 100),
        actor_post=plain(post, 200),
        actor_unit=plain(unit, 300),
        acting_for_id=acting_for.pk if acting_for else None,
        acting_for_name=plain(acting_for.name, 100) if acting_for else "",
        strength=plain(here.strength, 30) if here else "",
        ip=plain(current.ip or "", 45) if current else "",
        request_id=plain(current.request_id or "", 64) if current else "",
        responsible_id=responsible.pk if responsible else None,
        responsible_name=plain(responsible.name, 100) if responsible else "",
    )


def _seat(by: Person | None, here: Acting | None) -> tuple[str, str]:
    """The post and unit a person acts in: the appointment chosen for this request, else the first valid one."""
    if by is None:
        return "", ""
    appointment = here.appointment if here else None
    if appointment is None:
        held = Appointment.objects.valid().filter(person=by).by_precedence()
        return held.values_list("post__title", "post__organization__name").first() or ("", "")
    return appointment.post.title, appointment.post.organization.name


def path_of(thing: models.Model) -> str:
    """The path of the organization a thing belongs to; empty where it belongs to none."""
    if isinstance(found := getattr(thing, "org_path", None), str):
        return found
    for name in ("organization", "superior", "thing"):
        owner = getattr(thing, name, None)
        if isinstance(owner, models.Model):
            return path_of(owner)
    return ""


def facts(event: TrailEvent, kind: str) -> str:
    """The canonical text of an event's own columns; `kind` names its object's model."""
    return digest.canonical(
        {
            "v": 1,
            "object": [kind, event.object_id, event.object_label, event.object_version],
            "org_path": event.org_path,
            "verb": event.verb,
            "at": event.at,
            "actor": [event.actor_id, event.actor_name, event.actor_post, event.actor_unit],
            "acting_for": [event.acting_for_id, event.acting_for_name],
            "from": [event.strength, event.ip, event.request_id],
            "responsible": [event.responsible_id, event.responsible_name],
            "redacts": event.redacts_id,
            "body": [event.body_sha256, event.body_sm3],
        }
    )


def body_digest(salt: str, text: str) -> digest.Pair:
    """The digests of a body: salted, so that a removed body cannot be guessed from them."""
    return digest.pair(f"{salt}\n{text}")


def _written(event: TrailEvent, told: dict[str, Any], rows: list[digest.RowDigest]) -> TrailEvent:
    """Insert event, body, digests of the rows and seal, or the place in the queue for it."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("The trail is written within the transaction of the change.")
    told["rows"] = [[row.model._meta.label_lower, row.pk, row.shape, row.digest] for row in rows]
    body = TrailBody(event=event, text=digest.canonical(told), salt=secrets.token_hex(16))
    event.body_sha256, event.body_sm3 = body_digest(body.salt, body.text)
    event.sha256, event.sm3 = digest.pair(facts(event, ".".join(event.content_type.natural_key())))
    inscribe(event, body, rows)
    seals.seal_now(event)
    return event


class Change(NamedTuple):
    """One changed field as a reader sees it."""

    field: str
    old: str
    new: str


def changes(event: TrailEvent) -> list[Change]:
    """What an event changed, with the fields' and choices' names on screen."""
    model = event.content_type.model_class()
    found: dict[str, Any] = event.told.get("changed") or {}
    order = [field.name for field in model._meta.get_fields()] if model else []
    names = sorted(found, key=lambda name: (order.index(name) if name in order else len(order), *_counted(name)))
    return [_change(model, name, found[name]) for name in names]


def _counted(name: str) -> tuple[int, str]:
    """Numbered lines by their number: the tenth after the ninth, not after the first."""
    number = name.partition(".")[0].strip()
    return (int(number) if number.isascii() and number.isdecimal() else 0, name)


def _change(model: type[models.Model] | None, name: str, values: object) -> Change:
    old, new = values if isinstance(values, list) and len(values) == 2 else (None, values)
    try:
        field = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        field = None
    shown = str(field.verbose_name) if isinstance(field, models.Field) else name
    return Change(shown, _shown(field, old), _shown(field, new))


def _shown(field: object, value: object) -> str:
    """A stored value as a reader sees it."""
    if value is None or value == "":
        return str(_("（空）"))
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    named = dict(field.flatchoices) if isinstance(field, models.Field) and field.choices else {}
    if isinstance(value, str | int) and value in named:
        return str(named[value])
    if isinstance(value, dict):
        return _("；").join(f"{name}{_('：')}{_shown(None, part)}" for name, part in value.items())
    if isinstance(value, list):
        return _("、").join(str(part) for part in value)
    return _day(field, value) if isinstance(field, models.DateField) else str(value)


def _day(field: models.DateField, value: object) -> str:
    """A stored day or instant in the reader's time zone; what is neither shows itself."""
    try:
        read = field.to_python(value)
    except ValidationError:
        return str(value)
    return str(localize(timezone.localtime(read) if isinstance(read, datetime) else read))


def describe(events: Iterable[TrailEvent]) -> Iterator[tuple[TrailEvent, str, list[Change]]]:
    """Each event with its verb's name on screen and its changes, for the page of one object."""
    for event in events:
        yield event, label(event.verb), changes(event)
