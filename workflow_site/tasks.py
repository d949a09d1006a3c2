"""Every job of the outbox as a Celery task.

A message names a job and nothing else. Whoever gets it claims the job by lease as the embedded worker does, so that a
message that comes twice, late or never changes nothing.
"""

import logging
import time

from engine import jobs
from engine.worker import breathe
from workflow_site.celery import app

log = logging.getLogger(__name__)

LONGEST_ROUND = 20.0
"""Seconds after which a round of whatever is due leaves the rest to the next message."""


@app.task(name="bihuan.work", acks_late=True, reject_on_worker_lost=True, ignore_result=True)
def work(job: int | None = None) -> int:
    """Do one job of the outbox if nobody has; without one, whatever is due. How many pieces were done."""
    end = time.monotonic() + LONGEST_ROUND
    try:
        if job is not None:
            return jobs.drain(limit=1, only=job, between=_breathe)
        return jobs.drain(until=lambda: time.monotonic() > end, between=_breathe)
    except Exception as error:  # noqa: BLE001  a database that is away comes back, and the sweep with it
        log.error("A piece of work waits in the outbox: %s", jobs.describe(error))
        return 0


def _breathe(seconds: float) -> None:
    breathe(seconds, time.sleep)
