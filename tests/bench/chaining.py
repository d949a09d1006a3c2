"""Fills an empty database with synthetic events and prints how long it takes to verify them all.

Run inside `manage.py shell`, for the processes that walk the chain read the program again that started them.
"""

import json
import os
import resource
import sys
import time
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction

from accountability import seals
from accountability.models.trail import TrailBody, TrailEvent, TrailSeal
from accountability.proofs import checkpoints, walking
from organizations.models import Organization
from tests.bench import synthetic

EVENTS = int(os.environ.get("BIHUAN_BENCH_EVENTS", "0")) or 1_000_000
BATCH = 20_000


def fill():
    """So many events, each with its body and its seal."""
    made = synthetic.events(EVENTS, content_type=ContentType.objects.get_for_model(Organization))
    while some := list(islice(made, BATCH)):
        chain = [
            TrailSeal(seq=one.pk, event_id=one.pk, prev=before[0], hash=after[0], sm3=after[1], alg=seals.ALG)
            for one, _body, before, after in some
        ]
        with transaction.atomic():
            TrailEvent.objects.bulk_create([one for one, *_rest in some], batch_size=1000)
            TrailBody.objects.bulk_create([body for _event, body, *_rest in some], batch_size=1000)
            TrailSeal.objects.bulk_create(chain, batch_size=1000)


def spent():
    """Seconds of processor time of this process and of those it started and saw end."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def timed(act):
    """What an act returns, its seconds by the clock and of the processor (that of a database server not counted)."""
    began, worked = time.monotonic(), spent()
    found = act()
    return found, {"clock": round(time.monotonic() - began, 1), "processor": round(spent() - worked, 1)}


def main():
    """Migrate, fill, sign, verify."""
    call_command("migrate", verbosity=0)
    _nothing, filling = timed(fill)
    point, signing = timed(checkpoints.make)
    found, walking_all = timed(lambda: list(walking.chain()))
    told = {"events": point.size, "filled": filling, "checkpoint": signing, "verified": walking_all}
    told |= {"differences": len(found), "vendor": connection.vendor, "load": os.getloadavg()[0]}
    json.dump(told, sys.stdout)
