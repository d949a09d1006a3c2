"""The outbox: work is asked for in the transaction of the change and done later, once, by whoever claims it first."""

import datetime
import os
import secrets
import socket
import time
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engine import waking
from engine.events import job_retried
from engine.kinds import More, job, kinds, of_name, prepared_body, title_of
from engine.models import Job
from engine.models.background import JobQuerySet
from organizations.acting import acting
from organizations.models import Person
from organizations.refusals import NotYet, Refusal

__all__ = ["More", "claim", "drain", "enqueue", "job", "kinds", "perform", "retry", "run_all", "title_of"]

LEASE = datetime.timedelta(seconds=15)  # covers the gap between claim and body; the body itself holds the row's lock
MAX_ATTEMPTS = 8
MAX_CLAIMS = 25  # a piece of work whose workers die again and again is given up
FIRST_WAIT = datetime.timedelta(seconds=2)
LONGEST_WAIT = datetime.timedelta(hours=1)


def enqueue(
    kind: str, key: str = "", *, by: Person | None = None, org_path: str = "", total: int | None = None, **payload: Any
) -> Job:
    """Ask for work within the caller's transaction; a key that was used before asks for nothing new."""
    of_name(kind)
    asked, created = Job.objects.get_or_create(
        key=key or f"{kind}:{secrets.token_urlsafe(16)}",
        defaults={"kind": kind, "by": by, "org_path": org_path, "total": total, "payload": payload},
    )
    if created:
        transaction.on_commit(partial(waking.wake, asked.pk))
    return asked


def worker_name() -> str:
    """Who claims: machine, process and thread are told apart by a random word."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


def claim(worker: str, *, only: int | None = None) -> Job | None:
    """Take the next piece of work that is due, for as long as the lease runs; abandoned work comes first.

    `only` is the one job to be taken, if it is still there to be taken.
    """
    now = timezone.now()
    wanted = Job.objects.filter(pk=only) if only is not None else Job.objects.all()
    for rows in (wanted.abandoned(now), wanted.due(now)):  # one index each: no sorting of a long queue
        if rows.exists() and (claimed := _take(rows, worker)):  # an idle worker takes no write lock
            return claimed
    return None


def _take(rows: JobQuerySet, worker: str) -> Job | None:
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, no_key=True)
        claimed = rows.first()
        if claimed is None:
            return None
        if claimed.attempts >= MAX_CLAIMS:
            _give_up(claimed)
            return None
        claimed.state, claimed.worker = Job.State.RUNNING, worker
        claimed.attempts += 1
        claimed.lease_until = timezone.now() + LEASE
        claimed.save(update_fields=["state", "worker", "attempts", "lease_until"])
        return claimed


def take_back() -> int:
    """Let go what processes of this machine held that are no more, without waiting for the lease; how many pieces.

    Where a process is wrongly taken for dead (one machine's name within several containers) nothing is done twice:
    only the last claim of a piece can be performed.
    """
    here = f"{socket.gethostname()[:40]}:"
    running = Job.objects.filter(state=Job.State.RUNNING, worker__startswith=here, lease_until__gte=timezone.now())
    held = list(running.values_list("pk", "worker", "attempts"))
    just_ended = timezone.now() - datetime.timedelta(seconds=1)
    return sum(
        Job.objects.filter(pk=pk, state=Job.State.RUNNING, worker=worker, attempts=attempts).update(
            lease_until=just_ended
        )
        for pk, worker, attempts in held
        if not _lives(int(worker.split(":")[-2]))
    )


def somebody_works_here() -> bool:
    """Whether a living process of this machine holds a piece of work."""
    here = f"{socket.gethostname()[:40]}:"
    held = Job.objects.filter(state=Job.State.RUNNING, worker__startswith=here).values_list("worker", flat=True)
    return any(_lives(int(worker.split(":")[-2])) for worker in held)


def _lives(pid: int) -> bool:
    """Whether a process of this machine runs; one that may not be asked does."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _give_up(abandoned: Job) -> None:
    """Whoever took it up died over it every time; an administrator may let it begin again."""
    abandoned.state, abandoned.worker, abandoned.lease_until = Job.State.DEAD, "", None
    abandoned.error, abandoned.finished_at = _("处理者每次都中途停止，已不再自动重试。"), timezone.now()
    abandoned.save(update_fields=["state", "worker", "lease_until", "error", "finished_at"])


def perform(claimed: Job) -> bool:
    """Run the body and write what came of it, in one transaction; false where another worker has taken over."""
    body = prepared_body(claimed)
    with transaction.atomic():
        mine = (
            Job.objects.select_for_update(no_key=True)
            .filter(pk=claimed.pk, state=Job.State.RUNNING, worker=claimed.worker, attempts=claimed.attempts)
            .first()
        )
        if mine is None:
            return False
        with _as(mine.by):
            outcome = body(mine)
        _write_outcome(mine, outcome)
    return True


def _as(person: Person | None) -> AbstractContextManager[Any]:
    return acting(person, strength="background") if person else nullcontext()


def _write_outcome(mine: Job, outcome: More | None) -> None:
    mine.error, mine.lease_until, mine.worker = "", None, ""
    if isinstance(outcome, More):
        mine.state, mine.attempts, mine.run_after = Job.State.PENDING, 0, timezone.now()
        mine.done, mine.total = outcome.done, outcome.total if outcome.total is not None else mine.total
        transaction.on_commit(partial(waking.wake, mine.pk))
    else:
        mine.state, mine.finished_at = Job.State.DONE, timezone.now()
        mine.done = mine.total if mine.total is not None else mine.done
    mine.save(
        update_fields=[
            "error", "lease_until", "worker", "state", "attempts", "run_after", "done", "total", "finished_at",
        ]
    )  # fmt: skip


def put_off(claimed: Job, error: Exception) -> None:
    """Note the failure and try again later, each time twice as late; after the last attempt the job is dead."""
    dead = claimed.attempts >= MAX_ATTEMPTS
    wait = min(FIRST_WAIT * 2 ** min(claimed.attempts, 20), LONGEST_WAIT)
    Job.objects.filter(pk=claimed.pk, state=Job.State.RUNNING, worker=claimed.worker, attempts=claimed.attempts).update(
        state=Job.State.DEAD if dead else Job.State.PENDING,
        run_after=timezone.now() + wait,
        lease_until=None,
        worker="",
        error=describe(error),
        finished_at=timezone.now() if dead else None,
    )


def describe(error: Exception) -> str:
    """What went wrong and where, without the values of any variable; a database's message may quote a row."""
    if isinstance(error, Refusal):
        return error.message
    said = "" if isinstance(error, DatabaseError) else f": {str(error)[:200]}"
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return "\n".join([f"{type(error).__name__}{said}", *places[-12:]])


def drain(
    limit: int | None = None,
    *,
    only: int | None = None,
    until: Callable[[], bool] | None = None,
    between: Callable[[float], object] | None = None,
) -> int:
    """Do the work that is due, at most `limit` pieces or until told to stop; the number of pieces done or failed.

    `only` is the one job to be done, if nobody else has; a longer one is then taken up chunk by chunk.
    `between` is called after each piece with the seconds it took.
    """
    worker, count = worker_name(), 0
    while (limit is None or count < limit) and not (until and until()):
        began = time.monotonic()
        claimed = claim(worker, only=only)
        if claimed is None:
            break
        try:
            perform(claimed)
        except Exception as error:  # noqa: BLE001  whatever a body raises, the next piece of work is done
            put_off(claimed, error)
        count += 1
        if between:
            between(time.monotonic() - began)
    return count


def run_all() -> int:
    """For tests: do everything that is waiting, whatever its time, and let the first error through."""
    worker, count = worker_name(), 0
    while True:
        claimed = claim(worker)
        if claimed is None:
            if not Job.objects.filter(state=Job.State.PENDING).update(run_after=timezone.now()):
                return count
            continue
        try:
            perform(claimed)
        except Exception as error:
            put_off(claimed, error)
            raise
        count += 1


def retry(job: Job, *, by: Person | None) -> Job:
    """Let a dead job begin again."""
    with transaction.atomic():
        dead = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
        if dead.state != Job.State.DEAD:
            raise NotYet(_("这个后台任务没有失败，不需要重试，请刷新页面查看进度。"))
        dead.state, dead.attempts, dead.run_after = Job.State.PENDING, 0, timezone.now()
        dead.finished_at = None
        dead.save(update_fields=["state", "attempts", "run_after", "finished_at"])
        job_retried.send(sender=Job, thing=dead, by=by, because="")
        transaction.on_commit(partial(waking.wake, dead.pk))
    return dead
