"""The quick look at a range of seals: every event recomputed in plain statements.

Nothing of Django is imported here, so that a process of its own is at work at once.
"""

import gc
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import psycopg

from accountability.hashing import sha256, sm3
from accountability.proofs import merkle

FETCHED = 2000

COLUMNS = (
    *("s.seq", "s.prev", "s.hash", "s.sm3", "s.alg", "e.id", "e.sha256", "e.sm3", "e.body_sha256", "e.body_sm3"),
    *("{facts}", "b.text", "b.salt"),
)
FROM = """
FROM accountability_trailseal s
JOIN accountability_trailevent e ON e.id = s.event_id
JOIN django_content_type c ON c.id = e.content_type_id
LEFT JOIN accountability_trailbody b ON b.event_id = e.id
WHERE s.seq > {low:d} AND s.seq <= {high:d} ORDER BY s.seq
"""
# The canonical text of an event's columns, as `trail.facts` spells it. SQLite writes it itself, so that one string
# crosses over instead of twenty columns; those of PostgreSQL fill a form here, which costs both sides half as much.
# Where a spelling should differ, the event is doubted and looked at again the slow way.
FACTS = {
    "sqlite": """json_object(
      'acting_for', json_array(e.acting_for_id, e.acting_for_name),
      'actor', json_array(e.actor_id, e.actor_name, e.actor_post, e.actor_unit),
      'at', replace(e.at, ' ', 'T') || CASE WHEN instr(e.at, '.') THEN '' ELSE '.000000' END || '+00:00',
      'body', json_array(e.body_sha256, e.body_sm3),
      'from', json_array(e.strength, e.ip, e.request_id),
      'object', json_array(c.app_label || '.' || c.model, e.object_id, e.object_label, e.object_version),
      'org_path', e.org_path, 'redacts', e.redacts_id,
      'responsible', json_array(e.responsible_id, e.responsible_name), 'v', 1, 'verb', e.verb)""",
    "postgresql": """
      e.acting_for_id, e.acting_for_name, e.actor_id, e.actor_name, e.actor_post, e.actor_unit,
      e.at AT TIME ZONE 'UTC', e.body_sha256, e.body_sm3, e.strength, e.ip, e.request_id,
      c.app_label || '.' || c.model, e.object_id, e.object_label, e.object_version, e.org_path, e.redacts_id,
      e.responsible_id, e.responsible_name, e.verb""",
}
FORM = (
    b'{"acting_for":[%b,"%b"],"actor":[%b,"%b","%b","%b"],"at":"%b+00:00","body":["%b","%b"],"from":["%b","%b","%b"],'
    b'"object":["%b",%b,"%b",%b],"org_path":"%b","redacts":%b,"responsible":[%b,"%b"],"v":1,"verb":"%b"}'
)
FIRST_FACT, AT, QUOTES = 10, 6, FORM.count(b'"')
# PostgreSQL is told to go from seal to event to body: left to itself it reads all events again for each segment.
OTHER_WAYS = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_sort", "jit")
IN_ORDER = "".join(f"SET LOCAL {way} = off; " for way in OTHER_WAYS) + "SET LOCAL max_parallel_workers_per_gather = 0"
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
MEANT = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"b": b"\b", b"f": b"\f", b"v": b"\v"}
NULL = b"null"  # as JSON spells it

Row = Sequence[Any]


@dataclass(frozen=True)
class Asked:
    """The seals after `low` up to `high`, as links of the chain `alg` after the hashes `before`, if they are known.

    At the sizes `points` the tree is noted; of `sm3_each` texts one is recomputed in SM3 too.
    """

    low: int
    high: int
    before: tuple[str, str] | None
    points: frozenset[int]
    sm3_each: int
    alg: str


class Lost(NamedTuple):
    """Seals that are not there, or whose events are not."""

    first: int
    last: int


class Unlinked(NamedTuple):
    """A seal that does not follow the one before."""

    seq: int
    event: int


class Doubted(NamedTuple):
    """An event of which something is not as it must be; `before` is the SM3 of the seal before it."""

    seq: int
    event: int
    before: str


@dataclass
class Looked:
    """What came of it."""

    found: list[Lost | Unlinked | Doubted] = field(default_factory=list)
    peaks: merkle.Peaks = field(default_factory=list)
    marks: dict[int, merkle.Peaks] = field(default_factory=dict)


def look(rows: Iterable[Row], asked: Asked) -> Looked:
    """Compare every event, body and link with its digests, and grow the tree over the seals."""
    looked, expected, is_whole = Looked(), asked.low + 1, _looker(asked)
    found, leaves = looked.found, list[bytes]()
    before, before_sm3 = (text.encode() for text in asked.before or ("", ""))
    for row in rows:
        seq, prev, sealed, sealed_sm3 = int(row[0]), row[1], row[2], row[3]
        if seq != expected:
            found.append(Lost(expected, seq - 1))
        elif before and prev != before:
            found.append(Unlinked(seq, int(row[5])))
        if not is_whole(row, seq, before_sm3):
            found.append(Doubted(seq, int(row[5]), before_sm3.decode()))
        leaves.append(merkle.leaf(sealed.decode(), sealed_sm3.decode()))
        if seq in asked.points:
            merkle.extend(looked.peaks, leaves)
            looked.marks[seq], leaves = list(looked.peaks), []
        expected, before, before_sm3 = seq + 1, sealed, sealed_sm3
    merkle.extend(looked.peaks, leaves)
    if expected <= asked.high:
        found.append(Lost(expected, asked.high))
    return looked


def _looker(asked: Asked) -> Callable[[Row, int, bytes], bool]:
    """Whether one event is whole: its link in both digests, its columns and its body in SHA-256, sometimes in SM3.

    Nothing escapes thereby: the kept SM3 of a body stands in the columns, and that of the columns in the link.
    """
    alg, sm3_each = asked.alg.encode(), asked.sm3_each

    def is_whole(row: Row, seq: int, before_sm3: bytes) -> bool:
        number, prev, sealed, sealed_sm3, its_alg, event, own, own_sm3, of_body, of_body_sm3, told, text, salt = row
        if its_alg != alg or salt is None:
            return False
        head, body = b"%b\n%b\n%b\n" % (alg, number, event), b"%b\n%b" % (salt, text)
        return (
            sha256(told).encode() == own
            and sha256(body).encode() == of_body
            and sha256(b"%b%b\n%b" % (head, prev, own)).encode() == sealed
            and sm3(b"%b%b\n%b" % (head, before_sm3, own_sm3)).encode() == sealed_sm3
            and (seq % sm3_each != 0 or (sm3(told).encode() == own_sm3 and sm3(body).encode() == of_body_sm3))
        )

    return is_whole


# --- Reading the rows -----------------------------------------------------------------------------------------------


def rows(cursor: Any, vendor: str, low: int, high: int) -> Iterator[Row]:
    """Seal, event and body side by side, every column as the bytes of its text; no salt where there is no body."""
    if vendor == "sqlite":
        cursor.execute(_question(vendor, "CAST({} AS BLOB)", low, high))
        while fetched := cursor.fetchmany(FETCHED):
            yield from fetched
        return
    with cursor.copy(f"COPY ({_question(vendor, '{}', low, high)}) TO STDOUT (NULL 'null')") as out:
        for line in out:
            yield _read(bytes(line))


def _question(vendor: str, column: str, low: int, high: int) -> str:
    """The statement; nothing in it comes from anybody, and COPY takes no parameters."""
    columns = ", ".join(column.format(each.format(facts=FACTS[vendor])) for each in COLUMNS)
    return f"SELECT {columns} {FROM.format(low=low, high=high)}"  # nosec B608


def _read(line: bytes) -> Row:
    """A line of COPY, its facts written into the form; what stands in quotes may hold what COPY or JSON spells so."""
    parts = line[:-1].split(b"\t")
    if is_escaped := b"\\" in line:
        parts = [ESCAPED.sub(_meant, each) for each in parts]
    facts, (text, salt) = parts[FIRST_FACT:-2], parts[-2:]
    if len(at := facts[AT].replace(b" ", b"T")) != len("2026-11-22T08:00:00.000000"):
        at = at.ljust(20, b".").ljust(26, b"0")
    facts[AT] = at
    told = FORM % tuple(facts)
    if is_escaped or told.count(b'"') != QUOTES:
        told = FORM % tuple(_quoted(each) for each in facts)
    return (*parts[:FIRST_FACT], told, *((text, salt) if salt != NULL else (None, None)))


def _quoted(text: bytes) -> bytes:
    return json.dumps(text.decode(), ensure_ascii=False)[1:-1].encode()


def _meant(escaped: re.Match[bytes]) -> bytes:
    return MEANT.get(escaped[1], escaped[1])


# --- In a process of its own ----------------------------------------------------------------------------------------


def look_apart(vendor: str, place: dict[str, Any], asked: Asked) -> Looked:
    """Look through a connection of one's own; what is looked at has been committed."""
    gc.disable()  # nothing here makes circles
    if vendor == "sqlite":
        with closing(sqlite3.connect(place["database"])) as file:
            file.execute("PRAGMA query_only = ON")
            return look(rows(file.cursor(), vendor, asked.low, asked.high), asked)
    with psycopg.connect(**place) as server, server.cursor() as cursor:
        cursor.execute(IN_ORDER)
        return look(rows(cursor, vendor, asked.low, asked.high), asked)
