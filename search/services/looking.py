"""What was asked and what was opened, without names: the keeper learns what the library lacks."""

import datetime
from typing import Any

from django.core import signing
from django.db.models import Count, F, Max
from django.utils import timezone

from organizations.models import Person
from search.models import SearchLog

SALT, KEPT_DAYS, VALID_SECONDS = "search.log", 365, 86400


def note_asked(query: str, *, hits: int, by: Person) -> str:
    """Write down a question and how much it found; returns a mark for its links."""
    path = by.home.institution_path if by.home else ""
    log = SearchLog.objects.create(query=query[:200], hits=max(0, min(hits, 2_000_000_000)), org_path=path)
    return signing.dumps(log.pk, salt=SALT)


def note_opened(mark: str, *, rank: int) -> None:
    """Write down that a result was opened; a mark that is not ours, or is old, says nothing."""
    try:
        key = signing.loads(mark, salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature:
        return
    place = max(1, min(rank, 30_000))
    SearchLog.objects.filter(pk=key, first_opened__isnull=True).update(first_opened=place)
    SearchLog.objects.filter(pk=key, opened__lt=30_000).update(opened=F("opened") + 1)


def asked_for(paths: list[str], *, days: int, fruitless: bool) -> list[dict[str, Any]]:
    """The questions most often put in some units: those that found nothing, or those of which nothing was opened."""
    since = timezone.now() - datetime.timedelta(days=days)
    rows = SearchLog.objects.filter(at__gte=since, org_path__in=paths)
    rows = rows.filter(hits=0) if fruitless else rows.filter(hits__gt=0, opened=0)
    counted = rows.order_by().values("query").annotate(times=Count("pk"), last=Max("at"), most=Max("hits"))
    return [dict(row) for row in counted.order_by("-times", "-last")[:50]]


def forget_old() -> int:
    """Drop what was asked more than a year ago."""
    return SearchLog.objects.filter(at__lt=timezone.now() - datetime.timedelta(days=KEPT_DAYS)).delete()[0]
