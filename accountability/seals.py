"""The chain over all events: sealed at once on SQLite, by a small sealer on PostgreSQL."""

from collections.abc import Iterable

from django.db import connection, transaction

from accountability import digest
from accountability.inscribing import put
from accountability.models.trail import TrailEvent, TrailPending, TrailSeal

ALG = "bihuan-trail/1"
FIRST = "0" * 64
LOCK = 0x6269_6875_616E  # one sealer at a time
BATCH = 2000
NEWEST = f'SELECT seq, hash, sm3 FROM "{TrailSeal._meta.db_table}" ORDER BY seq DESC LIMIT 1'  # nosec B608 — a name of ours


def link(seq: int, event_id: int, previous: digest.Pair, event: digest.Pair) -> digest.Pair:
    """Both hashes of the link number `seq`: each chain covers its own predecessor and its own digest of the event."""
    head = f"{ALG}\n{seq}\n{event_id}\n"
    return digest.Pair(
        digest.pair(f"{head}{previous.sha256}\n{event.sha256}").sha256,
        digest.pair(f"{head}{previous.sm3}\n{event.sm3}").sm3,
    )


def head() -> tuple[int, digest.Pair]:
    """The number of seals and the newest pair of hashes."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        newest = cursor.fetchone()
    return (newest[0], digest.Pair(newest[1], newest[2])) if newest else (0, digest.Pair(FIRST, FIRST))


def _next(events: Iterable[tuple[int, str, str]]) -> list[TrailSeal]:
    seq, previous = head()
    seals = []
    for event_id, sha256, sm3 in events:
        seq += 1
        made = link(seq, event_id, previous, digest.Pair(sha256, sm3))
        seals.append(
            TrailSeal(seq=seq, event_id=event_id, prev=previous.sha256, hash=made.sha256, sm3=made.sm3, alg=ALG)
        )
        previous = made
    return seals


def seal_now(event: TrailEvent) -> None:
    """Seal within the transaction where the database has one writer at a time; elsewhere the event is in the queue."""
    if connection.vendor == "sqlite":
        put(_next([(event.pk, event.sha256, event.sm3)])[0])


def seal_or_queue_all(events: Iterable[TrailEvent]) -> None:
    """As `seal_now` for many events, or queue them, in their order, in a constant number of statements."""
    if connection.vendor == "sqlite":
        TrailSeal.objects.bulk_create(_next((one.pk, one.sha256, one.sm3) for one in events), batch_size=400)
    else:
        TrailPending.objects.bulk_create([TrailPending(event=one) for one in events], batch_size=400)


def seal_pending() -> int:
    """Seal what waits and say how many events that were; ids come from the queue, for they commit out of order."""
    sealed = 0
    while connection.vendor != "sqlite" and (batch := _seal_batch()):
        sealed += batch
        if batch < BATCH:
            break
    return sealed


def _seal_batch() -> int:
    if not TrailPending.objects.exists():
        return 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        waiting = list(
            TrailPending.objects.order_by("pk").values_list("event_id", "event__sha256", "event__sm3")[:BATCH]
        )
        TrailSeal.objects.bulk_create(_next(waiting))
        TrailPending.objects.filter(pk__in=[event_id for event_id, _sha256, _sm3 in waiting]).delete()
    return len(waiting)
