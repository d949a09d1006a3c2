"""Work that is due again and again; the clock is a row, and what was missed is caught up once."""

import datetime

from django.db import transaction
from django.utils import timezone

from engine.jobs import enqueue
from engine.models import Recurring

_declared: dict[str, int] = {}


def every(kind: str, *, minutes: int) -> None:
    """Let a registered kind of job be done every so many minutes."""
    _declared[kind] = minutes


def tick(now: datetime.datetime | None = None) -> int:
    """Ask for every piece of work whose time has come; how many were asked for."""
    now = now or timezone.now()
    known = dict(Recurring.objects.filter(kind__in=_declared).values_list("kind", "next_at"))
    for kind in _declared.keys() - known.keys():
        Recurring.objects.get_or_create(kind=kind, defaults={"minutes": _declared[kind], "next_at": now})
        known[kind] = now
    return sum(_ask(kind, now) for kind, next_at in sorted(known.items()) if next_at <= now)


def _ask(kind: str, now: datetime.datetime) -> bool:
    with transaction.atomic():
        row = Recurring.objects.select_for_update(no_key=True).get(kind=kind)
        if row.next_at > now:  # another worker was quicker
            return False
        enqueue(kind, f"every:{kind}:{row.next_at.isoformat()}")
        row.minutes = _declared[kind]
        missed = (now - row.next_at) // datetime.timedelta(minutes=row.minutes)
        row.next_at += datetime.timedelta(minutes=row.minutes) * (missed + 1)
        row.save(update_fields=["minutes", "next_at"])
    return True
