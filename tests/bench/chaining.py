"""One process that fills an empty database with synthetic events and prints how long it takes to verify them all."""

import json
import os
import sys
import time

import django

django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402  the apps are ready only now
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from accountability import digest, seals, trail  # noqa: E402
from accountability.models.trail import TrailBody, TrailEvent, TrailSeal  # noqa: E402
from accountability.proofs import checkpoints, walking  # noqa: E402
from organizations.models import Organization  # noqa: E402

EVENTS = int(os.environ.get("BIHUAN_BENCH_EVENTS", "0")) or 1_000_000
BATCH = 20_000
TOLD = {
    "because": "按计划完成整改，现场已复查，附照片两张。",
    "changed": {"state": ["rectifying", "reported"]},
    "extra": {},
}


def fill():
    """So many events with bodies of about 500 bytes, as the verbs would have written them."""
    kind = ContentType.objects.get_for_model(Organization)
    name, now = ".".join(kind.natural_key()), timezone.now()
    fixed = {
        "content_type": kind, "object_label": "江州市人民医院 重症医学科", "org_path": "/1/12/345/", "at": now,
        "verb": "progress_reported", "actor_id": 7, "actor_name": "孙护士", "actor_post": "护师",
        "actor_unit": "重症医学科", "strength": "password", "ip": "10.2.3.4", "request_id": "0" * 32,
    }  # fmt: skip
    rows = [["rectification.finding", 12, "0" * 16, "0" * 64]]
    previous = digest.Pair(seals.FIRST, seals.FIRST)
    for start in range(1, EVENTS + 1, BATCH):
        events, bodies, chain = [], [], []
        for pk in range(start, min(start + BATCH, EVENTS + 1)):
            body = TrailBody(event_id=pk, text=digest.canonical({**TOLD, "rows": rows}), salt=f"{pk:032x}")
            event = TrailEvent(pk=pk, object_id=pk % 5000, **fixed)
            event.body_sha256, event.body_sm3 = trail.body_digest(body.salt, body.text)
            event.sha256, event.sm3 = digest.pair(trail.facts(event, name))
            made = seals.link(pk, pk, previous, digest.Pair(event.sha256, event.sm3))
            told = {"prev": previous.sha256, "hash": made.sha256, "sm3": made.sm3, "alg": seals.ALG}
            chain.append(TrailSeal(seq=pk, event_id=pk, **told))
            events.append(event)
            bodies.append(body)
            previous = made
        with transaction.atomic():
            for model, made_rows in ((TrailEvent, events), (TrailBody, bodies), (TrailSeal, chain)):
                model.objects.bulk_create(made_rows, batch_size=1000)


def timed(act):
    """What an act returns, and its seconds."""
    began = time.monotonic()
    found = act()
    return found, round(time.monotonic() - began, 1)


def main():
    call_command("migrate", verbosity=0)
    _nothing, filling = timed(fill)
    point, signing = timed(checkpoints.make)
    found, walking_all = timed(lambda: list(walking.chain()))
    told = {"events": point.size, "filled": filling, "checkpoint": signing, "verified": walking_all}
    json.dump({**told, "differences": len(found), "vendor": connection.vendor}, sys.stdout)


if __name__ == "__main__":
    main()
