"""The chain walked quickly: every event recomputed in plain statements, on all cores where there are many.

A segment holds as many seals as a complete subtree of the Merkle tree has leaves, so that segments walked apart are put
together again and the root under every checkpoint comes with the walk.
"""

import gc
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any

import django
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from accountability import digest, seals, trail
from accountability.models.checkpoints import Checkpoint
from accountability.models.trail import TrailEvent, TrailSeal
from accountability.proofs import merkle
from accountability.verify import Difference

HEIGHT = 16  # of a segment's subtree: 65,536 seals
ON_ALL_CORES = 4  # segments
FETCHED = 2000
SM3_EACH = 16  # texts, of which one is recomputed in SM3 too; every one by `verify_all --thorough`

COLUMNS = """
SELECT s.seq, s.prev, s.hash, s.sm3, s.alg, e.id, e.sha256, e.sm3, e.body_sha256, e.body_sm3, {facts}, {body}
FROM accountability_trailseal s
JOIN accountability_trailevent e ON e.id = s.event_id
JOIN django_content_type c ON c.id = e.content_type_id
LEFT JOIN accountability_trailbody b ON b.event_id = e.id
WHERE s.seq > %s AND s.seq <= %s ORDER BY s.seq
"""
# The canonical text of an event's columns, as `trail.facts` spells it, written by the database: one string crosses over
# instead of twenty columns. Where its spelling should differ, the event is doubted and looked at again the slow way.
FACTS = {
    "sqlite": """CAST(json_object(
      'acting_for', json_array(e.acting_for_id, e.acting_for_name),
      'actor', json_array(e.actor_id, e.actor_name, e.actor_post, e.actor_unit),
      'at', replace(e.at, ' ', 'T') || CASE WHEN instr(e.at, '.') THEN '' ELSE '.000000' END || '+00:00',
      'body', json_array(e.body_sha256, e.body_sm3),
      'from', json_array(e.strength, e.ip, e.request_id),
      'object', json_array(c.app_label || '.' || c.model, e.object_id, e.object_label, e.object_version),
      'org_path', e.org_path, 'redacts', e.redacts_id,
      'responsible', json_array(e.responsible_id, e.responsible_name), 'v', 1, 'verb', e.verb) AS BLOB)""",
    "postgresql": """concat(
      '{"acting_for":[', coalesce(e.acting_for_id::text, 'null'), ',', to_json(e.acting_for_name),
      '],"actor":[', coalesce(e.actor_id::text, 'null'), ',', to_json(e.actor_name), ',', to_json(e.actor_post),
      ',', to_json(e.actor_unit),
      '],"at":"', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
      '","body":["', e.body_sha256, '","', e.body_sm3,
      '"],"from":[', to_json(e.strength), ',', to_json(e.ip), ',', to_json(e.request_id),
      '],"object":["', c.app_label, '.', c.model, '",', e.object_id::text, ',', to_json(e.object_label), ',',
      coalesce(e.object_version::text, 'null'),
      '],"org_path":', to_json(e.org_path), ',"redacts":', coalesce(e.redacts_id::text, 'null'),
      ',"responsible":[', coalesce(e.responsible_id::text, 'null'), ',', to_json(e.responsible_name),
      '],"v":1,"verb":', to_json(e.verb), '}')""",
}
BODY = {"sqlite": "CAST(b.salt || char(10) || b.text AS BLOB)", "postgresql": "b.salt || chr(10) || b.text"}

Digest = Callable[[bytes], str]


def _digests() -> tuple[Digest, Digest]:
    """SHA-256 and SM3 of bytes in hexadecimal, SM3 by the quickest way that is there."""
    if "sm3" not in hashlib.algorithms_available:
        return lambda data: hashlib.sha256(data).hexdigest(), lambda data: digest.pair(data.decode()).sm3
    blank = hashlib.new("sm3")

    def sm3(data: bytes) -> str:
        found = blank.copy()
        found.update(data)
        return found.hexdigest()

    return lambda data: hashlib.sha256(data).hexdigest(), sm3


@dataclass
class Walked:
    """What came of one segment."""

    differences: list[Difference] = field(default_factory=list)
    peaks: merkle.Peaks = field(default_factory=list)
    marks: dict[int, merkle.Peaks] = field(default_factory=dict)


def thoroughly() -> Iterator[Difference]:
    """The chain, and SM3 recomputed over every text; about half as long again."""
    return chain(sm3_each=1)


def chain(sm3_each: int = SM3_EACH) -> Iterator[Difference]:
    """Each link follows the one before, each event and body is what its digest says, each checkpoint's root holds."""
    size, _head = seals.head()
    points = dict(Checkpoint.objects.order_by("size").values_list("size", "root"))
    wide = 1 << HEIGHT
    parts = [(low, min(low + wide, size)) for low in range(0, size, wide)]
    peaks: merkle.Peaks = []
    for walked in _walked(parts, sorted(points), sm3_each):
        yield from walked.differences
        for at, inner in walked.marks.items():
            if merkle.root([*peaks, *inner]).hex() != points[at]:
                said = _("第%(size)d号校验点的校验树根与操作记录不符，此前的记录已被改动") % {"size": at}
                yield Difference(f"accountability.checkpoint:{at}", said)
        for height, peak in walked.peaks:
            merkle.push(peaks, peak, height)


def _walked(parts: list[tuple[int, int]], points: list[int], sm3_each: int) -> Iterator[Walked]:
    """The segments in their order, walked on all cores where there are many and what is in them is committed."""
    asked = [(low, high, [at for at in points if low < at <= high], sm3_each) for low, high in parts]
    if len(parts) < ON_ALL_CORES or connection.in_atomic_block or (os.cpu_count() or 1) < 2:
        yield from map(_segment, asked)
        return
    told = (translation.get_language(),)
    with ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=_begin, initargs=told) as cores:
        yield from cores.map(_segment, asked)


def _begin(language: str | None) -> None:
    """A process of its own: the apps are loaded, the language is the asker's; nothing here makes circles."""
    django.setup()
    gc.disable()
    if language:
        translation.activate(language)


def _segment(asked: tuple[int, int, list[int], int]) -> Walked:
    """Walk the seals after `low` up to `high`, noting the tree as it is at the sizes of checkpoints."""
    low, high, points, sm3_each = asked
    walked, kinds, is_whole = Walked(), _kinds(), _looker(sm3_each)
    known = TrailSeal.objects.filter(seq=low).values_list("hash", "sm3").first()
    previous = (seals.FIRST, seals.FIRST) if low == 0 else known
    expected, marks, found, peaks = low + 1, set(points), walked.differences, walked.peaks
    leaves: list[bytes] = []
    for row in _rows(low, high):
        seq, sealed, sealed_sm3 = row[0], row[2], row[3]
        if seq != expected:
            found.append(_lost(expected, seq - 1))
        elif previous and row[1] != previous[0]:
            sentence = _("第%(seq)d号封存与前一号不连续") % {"seq": seq}
            found.append(Difference(f"accountability.trailevent:{row[5]}", sentence))
        if not is_whole(row, before := previous[1] if previous else ""):
            found += _looked_at_again(row, before, kinds)
        leaves.append(merkle.leaf(sealed, sealed_sm3))
        if seq in marks:
            merkle.extend(peaks, leaves)
            walked.marks[seq], leaves = list(peaks), []
        expected, previous = seq + 1, (sealed, sealed_sm3)
    merkle.extend(peaks, leaves)
    if expected <= high:
        found.append(_lost(expected, high))
    return walked


def _lost(first: int, last: int) -> Difference:
    said = _("第%(first)d至%(last)d号封存缺失，或其操作记录已被删除") % {"first": first, "last": last}
    return Difference("accountability.trailseal", said)


def _kinds() -> dict[int, str]:
    return {kind.pk: ".".join(kind.natural_key()) for kind in ContentType.objects.all()}


def _rows(low: int, high: int) -> Iterator[Sequence[Any]]:
    """Seal, event and body side by side, a few thousand at a time."""
    told = {"facts": FACTS[connection.vendor], "body": BODY[connection.vendor]}
    with connection.chunked_cursor() as cursor:
        cursor.execute(COLUMNS.format(**told), [low, high])
        while rows := cursor.fetchmany(FETCHED):
            yield from rows


def _looker(sm3_each: int) -> Callable[[Sequence[Any], str], bool]:
    """The quick look at one event: its link in both digests, its columns and its body in SHA-256, sometimes in SM3.

    Nothing escapes thereby: the kept SM3 of a body stands in the columns, and that of the columns in the link.
    """
    sha256, sm3 = _digests()
    alg = seals.ALG
    spelled = connection.vendor != "sqlite"  # as text, not as bytes

    def is_whole(row: Sequence[Any], sm3_before: str) -> bool:
        seq, prev, sealed, sealed_sm3, its_alg, event, own, own_sm3, of_body, of_body_sm3, told, body = row
        if its_alg != alg or body is None:
            return False
        if spelled:
            told, body = told.encode(), body.encode()
        head = f"{alg}\n{seq}\n{event}\n"
        return bool(
            sha256(told) == own
            and sha256(body) == of_body
            and sha256(f"{head}{prev}\n{own}".encode()) == sealed
            and sm3(f"{head}{sm3_before}\n{own_sm3}".encode()) == sealed_sm3
            and (seq % sm3_each or (sm3(told) == own_sm3 and sm3(body) == of_body_sm3))
        )

    return is_whole


def _looked_at_again(row: Sequence[Any], sm3_before: str, kinds: dict[int, str]) -> list[Difference]:
    """What is wrong with one event that the quick look doubts, the slow way."""
    seq, prev, sealed, sealed_sm3, alg, event, own, own_sm3 = row[:8]
    head, found = f"{alg}\n{seq}\n{event}\n", []
    link = digest.pair(f"{head}{prev}\n{own}").sha256, digest.pair(f"{head}{sm3_before}\n{own_sm3}").sm3
    if alg != seals.ALG or link[0] != sealed or (sm3_before and link[1] != sealed_sm3):
        sentence = _("第%(seq)d号封存的校验值不符") % {"seq": seq}
        found.append(Difference(f"accountability.trailevent:{event}", sentence))
    return [*found, *content(TrailEvent.objects.select_related("body", "redacted_by").get(pk=event), kinds)]


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
