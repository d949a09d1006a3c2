"""The chain walked quickly: every event recomputed in plain statements, on all cores where there are many.

A segment holds as many seals as a complete subtree of the Merkle tree has leaves, so that segments walked apart are put
together again and the root under every checkpoint comes with the walk.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils.translation import gettext as _

from accountability import digest, seals, trail
from accountability.models.checkpoints import Checkpoint
from accountability.models.trail import TrailEvent, TrailSeal
from accountability.proofs import looking, merkle
from accountability.proofs.looking import Asked, Looked
from accountability.verify import Difference

HEIGHT = 16  # of a segment's subtree: 65,536 seals
ON_ALL_CORES = 4  # segments
SM3_EACH = 16  # texts, of which one is recomputed in SM3 too; every one by `verify_all --thorough`


def thoroughly() -> Iterator[Difference]:
    """The chain, and SM3 recomputed over every text; about half as long again."""
    return chain(sm3_each=1)


def chain(sm3_each: int = SM3_EACH) -> Iterator[Difference]:
    """Each link follows the one before, each event and body is what its digest says, each checkpoint's root holds."""
    size, _head = seals.head()
    points = dict(Checkpoint.objects.order_by("size").values_list("size", "root"))
    kinds, peaks = _kinds(), merkle.Peaks()
    for looked in _looked(_parts(size, sorted(points), sm3_each)):
        for one in looked.found:
            yield from _said(one, kinds)
        for at, inner in looked.marks.items():
            if merkle.root([*peaks, *inner]).hex() != points[at]:
                said = _("第%(size)d号校验点的校验树根与操作记录不符，此前的记录已被改动") % {"size": at}
                yield Difference(f"accountability.checkpoint:{at}", said)
        for height, peak in looked.peaks:
            merkle.push(peaks, peak, height)


def _parts(size: int, points: list[int], sm3_each: int) -> list[Asked]:
    """The segments, each with the hashes of the seal before it and the sizes of the checkpoints within it."""
    wide = 1 << HEIGHT
    lows = range(0, size, wide)
    known = TrailSeal.objects.filter(seq__in=lows).values_list("seq", "hash", "sm3")
    before = {0: (seals.FIRST, seals.FIRST)} | {seq: (sha256, sm3) for seq, sha256, sm3 in known}
    return [
        Asked(low, high, before.get(low), frozenset(at for at in points if low < at <= high), sm3_each, seals.ALG)
        for low in lows
        if (high := min(low + wide, size))
    ]


def _looked(parts: list[Asked]) -> Iterator[Looked]:
    """The segments in their order, looked at on all cores where there are many and what is in them is committed."""
    vendor = connection.vendor
    if len(parts) < ON_ALL_CORES or connection.in_atomic_block or (os.cpu_count() or 1) < 2:
        for asked in parts:
            with connection.cursor() as cursor:
                yield looking.look(looking.rows(cursor, vendor, asked.low, asked.high), asked)
        return
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as cores:
        yield from cores.map(looking.look_apart, repeat(vendor), repeat(_place()), parts)


def _place() -> dict[str, Any]:
    """What a process of its own needs to know of the database."""
    told = connection.get_connection_params()
    return {name: value for name, value in told.items() if name == "database" or isinstance(value, str | int)}


def _said(one: looking.Lost | looking.Unlinked | looking.Doubted, kinds: dict[int, str]) -> Iterator[Difference]:
    """What was found, as sentences; what is doubted is looked at again the slow way."""
    if isinstance(one, looking.Lost):
        said = _("第%(first)d至%(last)d号封存缺失，或其操作记录已被删除") % one._asdict()
        yield Difference("accountability.trailseal", said)
    elif isinstance(one, looking.Unlinked):
        said = _("第%(seq)d号封存与前一号不连续") % one._asdict()
        yield Difference(f"accountability.trailevent:{one.event}", said)
    else:
        yield from _looked_at_again(one, kinds)


def _kinds() -> dict[int, str]:
    return {kind.pk: ".".join(kind.natural_key()) for kind in ContentType.objects.all()}


def _looked_at_again(doubted: looking.Doubted, kinds: dict[int, str]) -> Iterator[Difference]:
    """What is wrong with one event that the quick look doubts."""
    event = TrailEvent.objects.select_related("body", "redacted_by", "seal").get(seal__seq=doubted.seq)
    seal, head = event.seal, f"{seals.ALG}\n{doubted.seq}\n{event.pk}\n"
    sha256 = digest.pair(f"{head}{seal.prev}\n{event.sha256}").sha256
    sm3 = digest.pair(f"{head}{doubted.before}\n{event.sm3}").sm3
    if seal.alg != seals.ALG or sha256 != seal.hash or (doubted.before and sm3 != seal.sm3):
        sentence = _("第%(seq)d号封存的校验值不符") % {"seq": doubted.seq}
        yield Difference(f"accountability.trailevent:{event.pk}", sentence)
    yield from content(event, kinds)


def content(event: TrailEvent, kinds: dict[int, str]) -> Iterator[Difference]:
    """An event's columns and its body against their digests."""
    named = {"verb": trail.label(event.verb), "label": event.object_label}
    thing, body = f"accountability.trailevent:{event.pk}", getattr(event, "body", None)
    if digest.pair(trail.facts(event, kinds.get(event.content_type_id, ""))) != (event.sha256, event.sm3):
        yield Difference(thing, _("操作记录“%(verb)s %(label)s”的内容已被改动") % named)
    if body is None:
        if not event.is_redacted:
            yield Difference(thing, _("操作记录“%(verb)s %(label)s”的正文缺失") % named)
    elif trail.body_digest(body.salt, body.text) != (event.body_sha256, event.body_sm3):
        yield Difference(thing, _("操作记录“%(verb)s %(label)s”的正文已被改动") % named)
