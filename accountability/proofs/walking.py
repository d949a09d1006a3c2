"""The chain walked quickly: every event recomputed in plain statements, on all cores where there are many.

A segment holds as many seals as a complete subtree of the Merkle tree has leaves, so that segments walked apart are put
together again and the root under every checkpoint comes with the walk.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from json.encoder import encode_basestring as quoted
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

COLUMNS = """
SELECT s.seq, s.prev, s.hash, s.sm3, s.alg, e.id, e.content_type_id, e.object_id, e.object_label, e.object_version,
  e.org_path, e.verb, {at}, e.actor_id, e.actor_name, e.actor_post, e.actor_unit, e.acting_for_id, e.acting_for_name,
  e.strength, e.ip, e.request_id, e.responsible_id, e.responsible_name, e.redacts_id,
  e.body_sha256, e.body_sm3, e.sha256, e.sm3, b.text, b.salt
FROM accountability_trailseal s
JOIN accountability_trailevent e ON e.id = s.event_id
LEFT JOIN accountability_trailbody b ON b.event_id = e.id
WHERE s.seq > %s AND s.seq <= %s ORDER BY s.seq
"""
MOMENT = {
    "sqlite": "e.at || ''",  # an expression is left as it is stored
    "postgresql": """to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')""",
}

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


def chain() -> Iterator[Difference]:
    """Each link follows the one before, each event and body is what its digest says, each checkpoint's root holds."""
    size, _head = seals.head()
    points = dict(Checkpoint.objects.order_by("size").values_list("size", "root"))
    wide = 1 << HEIGHT
    parts = [(low, min(low + wide, size)) for low in range(0, size, wide)]
    peaks: merkle.Peaks = []
    for walked in _walked(parts, sorted(points)):
        yield from walked.differences
        for at, inner in walked.marks.items():
            if merkle.root([*peaks, *inner]).hex() != points[at]:
                said = _("第%(size)d号校验点的校验树根与操作记录不符，此前的记录已被改动") % {"size": at}
                yield Difference(f"accountability.checkpoint:{at}", said)
        for height, peak in walked.peaks:
            merkle.push(peaks, peak, height)


def _walked(parts: list[tuple[int, int]], points: list[int]) -> Iterator[Walked]:
    """The segments in their order, walked on all cores where there are many and what is in them is committed."""
    asked = [(low, high, [at for at in points if low < at <= high]) for low, high in parts]
    if len(parts) < ON_ALL_CORES or connection.in_atomic_block or (os.cpu_count() or 1) < 2:
        yield from map(_segment, asked)
        return
    told = (translation.get_language(),)
    with ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=_begin, initargs=told) as cores:
        yield from cores.map(_segment, asked)


def _begin(language: str | None) -> None:
    """A process of its own: the apps are loaded, the language is the asker's."""
    django.setup()
    if language:
        translation.activate(language)


def _segment(asked: tuple[int, int, list[int]]) -> Walked:
    """Walk the seals after `low` up to `high`, noting the tree as it is at the sizes of checkpoints."""
    low, high, points = asked
    walked, kinds, digests = Walked(), _kinds(), _digests()
    known = TrailSeal.objects.filter(seq=low).values_list("hash", "sm3").first()
    previous = (seals.FIRST, seals.FIRST) if low == 0 else known
    expected, marks = low + 1, set(points)
    for row in _rows(low, high):
        seq = row[0]
        if seq != expected:
            walked.differences.append(_lost(expected, seq - 1))
        elif previous and row[1] != previous[0]:
            sentence = _("第%(seq)d号封存与前一号不连续") % {"seq": seq}
            walked.differences.append(Difference(f"accountability.trailevent:{row[5]}", sentence))
        walked.differences += _looked_at(row, previous[1] if previous else "", kinds, digests)
        merkle.push(walked.peaks, merkle.leaf(row[2], row[3]))
        if seq in marks:
            walked.marks[seq] = list(walked.peaks)
        expected, previous = seq + 1, (row[2], row[3])
    if expected <= high:
        walked.differences.append(_lost(expected, high))
    return walked


def _lost(first: int, last: int) -> Difference:
    said = _("第%(first)d至%(last)d号封存缺失，或其操作记录已被删除") % {"first": first, "last": last}
    return Difference("accountability.trailseal", said)


def _kinds() -> dict[int, str]:
    return {kind.pk: ".".join(kind.natural_key()) for kind in ContentType.objects.all()}


def _rows(low: int, high: int) -> Iterator[Sequence[Any]]:
    """Seal, event and body side by side, a few thousand at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(COLUMNS.format(at=MOMENT[connection.vendor]), [low, high])
        while rows := cursor.fetchmany(FETCHED):
            yield from rows


def _looked_at(
    row: Sequence[Any], sm3_before: str, kinds: dict[int, str], digests: tuple[Digest, Digest]
) -> list[Difference]:
    """What is wrong with one event; what the quick look doubts is looked at again the slow way."""
    sha256, sm3 = digests
    seq, prev, sealed, sealed_sm3, alg, event = row[:6]
    own_sha256, own_sm3, text, salt = row[27:]
    head = f"{alg}\n{seq}\n{event}\n"
    link = (sha256(f"{head}{prev}\n{own_sha256}".encode()), sm3(f"{head}{sm3_before}\n{own_sm3}".encode()))
    told = facts(row, kinds).encode()
    body = f"{salt}\n{text}".encode() if text is not None else b""
    if (
        alg == seals.ALG
        and link == (sealed, sealed_sm3)
        and (sha256(told), sm3(told)) == (own_sha256, own_sm3)
        and text is not None
        and (sha256(body), sm3(body)) == (row[25], row[26])
    ):
        return []
    found = []
    if alg != seals.ALG or link[0] != sealed or (sm3_before and link[1] != sealed_sm3):
        sentence = _("第%(seq)d号封存的校验值不符") % {"seq": seq}
        found.append(Difference(f"accountability.trailevent:{event}", sentence))
    return [*found, *content(TrailEvent.objects.select_related("body", "redacted_by").get(pk=event), kinds)]


def facts(row: Sequence[Any], kinds: dict[int, str]) -> str:
    """The canonical text of an event's columns, as `trail.facts` spells it, without the way over objects."""
    (kind, pk, label, version, path, verb, at, actor, name, post, unit, grantor, grantor_name) = row[6:19]
    (strength, ip, request, responsible, responsible_name, redacts, body_sha256, body_sm3) = row[19:27]
    return (
        f'{{"acting_for":[{_number(grantor)},{quoted(grantor_name)}],'
        f'"actor":[{_number(actor)},{quoted(name)},{quoted(post)},{quoted(unit)}],'
        f'"at":"{at if "T" in at else _moment(at)}","body":["{body_sha256}","{body_sm3}"],'
        f'"from":[{quoted(strength)},{quoted(ip)},{quoted(request)}],'
        f'"object":[{quoted(kinds.get(kind, ""))},{pk},{quoted(label)},{_number(version)}],'
        f'"org_path":{quoted(path)},"redacts":{_number(redacts)},'
        f'"responsible":[{_number(responsible)},{quoted(responsible_name)}],"v":1,"verb":{quoted(verb)}}}'
    )


def _number(value: int | None) -> str:
    return "null" if value is None else str(value)


def _moment(kept: str) -> str:
    """A moment as SQLite keeps it, in UTC, spelled as `digest` spells it."""
    return f"{kept.replace(' ', 'T')}{'' if '.' in kept else '.000000'}+00:00"


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
