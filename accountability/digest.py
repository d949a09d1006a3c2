"""One spelling for everything that is hashed: canonical text, SHA-256 and SM3, digests of rows by their columns."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.utils.functional import Promise

from accountability import hashing

GONE = ""
FEW = 200  # keys in one statement composed by hand


class Pair(NamedTuple):
    """The two digests of the same bytes, in hexadecimal."""

    sha256: str
    sm3: str


def pair(text: str) -> Pair:
    """Both digests of a text's UTF-8 bytes."""
    data = text.encode()
    return Pair(hashing.sha256(data), hashing.sm3(data))


def plain(text: object, length: int | None = None) -> str:
    """A text every database can store: no NUL, no half characters, cut to `length`."""
    return str(text).replace("\0", "").encode("utf-8", "replace").decode()[:length]


def _spelled(value: object) -> Any:
    """How a value is written where JSON has no spelling for it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds") if value.tzinfo else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, timedelta):
        return f"{value // timedelta(microseconds=1)}us"
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    if isinstance(value, UUID | Promise | models.Model):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in the trail.")


def canonical(value: object) -> str:
    """The one JSON text of a value: keys sorted, no spaces, UTC instants, plain decimals."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_spelled)
    return text.encode("utf-8", "replace").decode()


def parsed(text: str) -> dict[str, Any]:
    """A canonical text, read; anything that is not an object reads as empty."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


_excluded: dict[type[models.Model], frozenset[str]] = {}


def watch(model: type[models.Model], exclude: Iterable[str] = ("process",)) -> None:
    """Declare that every row of `model` must agree with the digest in its newest event, `exclude` left out."""
    _excluded[model] = frozenset(exclude)


def watched() -> list[type[models.Model]]:
    """The models whose rows must agree, in the order of their names."""
    return sorted(_excluded, key=lambda model: model._meta.label_lower)


def columns(model: type[models.Model]) -> tuple[str, ...]:
    """The attribute names a digest of this model's rows is made of."""
    left_out = _excluded.get(model, frozenset({"process"}))
    fields = model._meta.concrete_fields
    return tuple(sorted(f.attname for f in fields if f.name not in left_out and f.attname not in left_out))


def shape(model: type[models.Model], names: Sequence[str]) -> str:
    """A short name for `names` as the columns of `model`."""
    return hashlib.sha256(f"{model._meta.label_lower}:{','.join(names)}".encode()).hexdigest()[:16]


def of_values(names: Sequence[str], values: Sequence[object]) -> str:
    """The digest of one row given as column names and values."""
    text = canonical(dict(zip(names, values, strict=True)))
    return hashlib.sha256(text.encode()).hexdigest()


class RowDigest(NamedTuple):
    """The digest of one row as the database holds it now."""

    model: type[models.Model]
    pk: int
    shape: str
    digest: str


def of_rows(things: Iterable[models.Model]) -> Iterator[RowDigest]:
    """Read the rows of `things` from the database, one query per model, and digest them; a missing row is GONE."""
    wanted: dict[type[models.Model], list[int]] = {}
    for thing in things:
        keys = wanted.setdefault(type(thing)._meta.concrete_model or type(thing), [])
        if thing.pk not in keys:
            keys.append(thing.pk)
    for model, keys in wanted.items():
        names = columns(model)
        spelled = shape(model, names)
        digests = {row[0]: of_values(names, row[1:]) for row in _read(model, names, keys)}
        for key in keys:
            yield RowDigest(model, key, spelled, digests.get(key, GONE))


def _read(model: type[models.Model], names: tuple[str, ...], keys: Sequence[int]) -> Iterable[Sequence[Any]]:
    """The keys and columns of these rows. The question is composed by hand: every event asks it, for each table."""
    if model._meta.parents or len(keys) > FEW:
        return model._base_manager.filter(pk__in=keys).values_list("pk", *names)
    select, compiler, converters = _question(model, names)
    with connection.cursor() as cursor:
        cursor.execute(f"{select} ({', '.join(['%s'] * len(keys))})", keys)
        rows = cursor.fetchall()
    return compiler.apply_converters(rows, converters) if converters else rows


@cache
def _question(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, SQLCompiler, dict[int, Any]]:
    """The statement up to its keys, and what reads its columns."""
    table, key = model._meta.db_table, model._meta.pk
    asked = [key, *({field.attname: field for field in model._meta.concrete_fields}[name] for name in names)]
    quoted = ", ".join(f'"{field.column}"' for field in asked)
    compiler = Query(model).get_compiler(connection=connection)
    converters = compiler.get_converters([field.get_col(table) for field in asked])
    return f'SELECT {quoted} FROM "{table}" WHERE "{key.column}" IN', compiler, converters  # nosec B608
