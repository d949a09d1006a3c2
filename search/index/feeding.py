"""The one writer: an index follows the rows that say what has changed, one commit for many of them.

The library says so in `IndexChange`, the work in its trail; both are written in the transaction of the change. How far
an index has come lies beside it, so every machine follows for itself and nothing is lost when a writer is killed:
what was written and not yet noted is written once more.
"""

import datetime
import logging
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from accountability.models import TrailEvent
from accountability.models.trail import TrailRow
from engine import waking
from search import findable
from search.index import generations, sources
from search.index.bundles import LIBRARY
from search.index.generations import Busy, Followed
from search.models import IndexChange

log = logging.getLogger(__name__)
AT_ONCE = 400
SETTLED = datetime.timedelta(minutes=10)  # no transaction is open longer: a smaller key may appear until then
KEPT_DAYS = 30


def note(sender: type[models.Model], ids: Iterable[int], **_event: Any) -> None:
    """Write down that these editions have changed, within the transaction that changes them."""
    IndexChange.objects.bulk_create([IndexChange(group=LIBRARY, bundle=key) for key in ids], batch_size=200)
    transaction.on_commit(waking.wake)


def follow() -> int:
    """Bring the index up to date with the database; how many bundles were written or removed."""
    with generations.writing():
        folder = generations.current()
        followed = generations.read_followed(folder)
        changed = _changed(followed)
        total = sum(map(len, changed.values()))
        if total:
            writer = generations.engine().writer(folder)
            try:
                for group, keys in changed.items():
                    left = set(keys)
                    for bundle in sources.some(group, keys):
                        writer.add(bundle)
                        left.discard(bundle.key)
                    for key in left:
                        writer.remove(group, key)
            except BaseException:
                writer.cancel()
                raise
            writer.commit()
        generations.write_followed(folder, followed)
        return total


def waits() -> bool:
    """Whether there is something the index has not followed yet; two cheap questions."""
    followed = generations.read_followed(generations.current())
    changes = IndexChange.objects.filter(pk__gt=followed.changes).exclude(pk__in=followed.changes_seen)
    events = TrailEvent.objects.filter(pk__gt=followed.events).exclude(pk__in=followed.events_seen)
    return changes.exists() or events.exists()


def _changed(followed: Followed) -> dict[int, set[int]]:
    """What to write anew by group; `followed` is moved on accordingly."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = IndexChange.objects.filter(pk__gt=followed.changes).exclude(pk__in=followed.changes_seen)
    changes = list(rows.order_by("pk").values_list("pk", "at", "group", "bundle")[:AT_ONCE])
    for _pk, _at, group, bundle in changes:
        found[group].add(bundle)
    followed.changes, followed.changes_seen = _moved(
        followed.changes, followed.changes_seen, [(pk, at) for pk, at, _group, _bundle in changes]
    )
    past = TrailEvent.objects.filter(pk__gt=followed.events).exclude(pk__in=followed.events_seen)
    events = list(past.order_by("pk").values_list("pk", "at", "content_type_id", "object_id")[:AT_ONCE])
    kinds = set(findable.by_group())
    keys = [pk for pk, _at, _kind, _key in events]
    touched = TrailRow.objects.filter(event__in=keys, content_type__in=kinds).values_list(
        "content_type_id", "object_id"
    )
    for kind, key in [*((kind, key) for _pk, _at, kind, key in events), *touched]:
        if kind in kinds:
            found[kind].add(key)
    followed.events, followed.events_seen = _moved(
        followed.events, followed.events_seen, [(pk, at) for pk, at, _kind, _key in events]
    )
    return found


def _moved(upto: int, seen: list[int], rows: list[tuple[int, datetime.datetime]]) -> tuple[int, list[int]]:
    """Everything up to which key is settled, and which keys above it were seen.

    SQLite writes one after the other, so its keys are settled as they appear; on PostgreSQL a smaller one may still
    be committed by a transaction that began earlier.
    """
    if connection.vendor == "sqlite":
        return max([upto, *(key for key, _at in rows)]), []
    settled = timezone.now() - SETTLED
    above = sorted({*seen, *(key for key, _at in rows)})
    fresh = {key for key, at in rows if at > settled}
    low = min(fresh, default=above[-1] + 1 if above else upto + 1)
    return max(upto, *(key for key in [upto, *above] if key < low)), [key for key in above if key >= low]


def tick() -> None:
    """What the worker does each time it looks for work: follow, and build what is lost."""
    if not settings.SEARCH_FOLLOWS:
        return
    try:
        if waits():
            follow()
    except (Busy, BlockingIOError):
        return
    except DatabaseError:
        raise
    except Exception as damage:  # noqa: BLE001  whatever an engine raises over torn files, the index is built anew
        from search.index import building  # noqa: PLC0415  it follows in its turn

        log.warning("The search index is built anew (%s: %s).", type(damage).__name__, damage)
        building.rebuild_by_itself()


def forget_old() -> int:
    """Drop changes so old that an index that has not followed them is built anew anyway."""
    before = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    newest = IndexChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return IndexChange.objects.filter(at__lt=before, pk__lt=newest).delete()[0]
