"""Many events of one verb at once, each on its own thing: as `trail.record`, in a constant number of statements."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction

from accountability import digest, seals, trail
from accountability.models.trail import TrailBody, TrailEvent, TrailRow
from organizations.models import Person

AT_ONCE = 400


def record_many(
    verb: str,
    things: Mapping[models.Model, Iterable[models.Model]],
    *,
    because: str = "",
    by: Person | None = None,
    extra: Mapping[str, Any] | None = None,
) -> int:
    """Write that `by`, or the system, did `verb` to each thing, with the rows that changed beside it; how many events.

    The post one acts in is that of the request or the job: outside them it is asked for once an event.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("The trail is written within the transaction of the change.")
    also = {thing: list(rows) for thing, rows in things.items()}
    rows = _digests([*also, *(row for rows in also.values() for row in rows)])
    events, bodies = [], []
    for thing, others in also.items():
        mine = [rows[_key(one)] for one in (thing, *others)]
        event, body = _told(trail._event(verb, thing, by, None, None), mine, {"because": because, "extra": extra or {}})
        events.append(event)
        bodies.append(body)
    TrailEvent.objects.bulk_create(events, batch_size=AT_ONCE)
    for event, body in zip(events, bodies, strict=True):
        body.event = event
    TrailBody.objects.bulk_create(bodies, batch_size=AT_ONCE)
    TrailRow.objects.bulk_create(_rows(events, also, rows), batch_size=AT_ONCE)
    seals.seal_or_queue_all(events)
    return len(events)


def _key(thing: models.Model) -> tuple[type[models.Model], int]:
    return type(thing)._meta.concrete_model or type(thing), thing.pk


def _digests(things: list[models.Model]) -> dict[tuple[type[models.Model], int], digest.RowDigest]:
    return {(row.model, row.pk): row for row in digest.of_rows(things)}


def _told(event: TrailEvent, rows: list[digest.RowDigest], told: dict[str, Any]) -> tuple[TrailEvent, TrailBody]:
    """One event and its body, not yet written."""
    spelled = [[row.model._meta.label_lower, row.pk, row.shape, row.digest] for row in rows]
    text = digest.canonical({**told, "changed": {}, "rows": spelled})
    body = TrailBody(text=text, salt=secrets.token_hex(16))
    event.body_sha256, event.body_sm3 = trail.body_digest(body.salt, body.text)
    event.sha256, event.sm3 = digest.pair(trail.facts(event, ".".join(event.content_type.natural_key())))
    return event, body


def _rows(
    events: list[TrailEvent],
    also: Mapping[models.Model, list[models.Model]],
    digests: Mapping[tuple[type[models.Model], int], digest.RowDigest],
) -> list[TrailRow]:
    found = []
    for event, (thing, others) in zip(events, also.items(), strict=True):
        for one in (thing, *others):
            row = digests[_key(one)]
            kind = ContentType.objects.get_for_model(row.model)
            found.append(TrailRow(event=event, content_type=kind, object_id=row.pk, shape=row.shape, digest=row.digest))
    return found
