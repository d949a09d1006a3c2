"""Where an index lies: generations in folders, one of them current by a link that is switched by rename.

BIHUAN_VAR/index/whoosh/current -> 20260301T101500-1234   the generation that answers
BIHUAN_VAR/index/whoosh/20260228T020000-1101              the one before, kept
BIHUAN_VAR/index/whoosh/writer.lock                       held by whoever writes
"""

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search.index.backend import Damaged, SearchBackend
from search.index.on_tantivy import TantivyBackend
from search.index.on_whoosh import WhooshBackend

ENGINES: dict[str, type[SearchBackend]] = {"whoosh": WhooshBackend, "tantivy": TantivyBackend}
KEPT = 2
FORMAT = 1
"""Raised when what is stored changes its shape; an index of another format counts as lost and is built anew."""


class Busy(Exception):
    """Somebody else writes."""


@dataclass
class Followed:
    """How far an index has followed the database: everything up to a key, and those above it seen already."""

    changes: int = 0
    changes_seen: list[int] = field(default_factory=list)
    events: int = 0
    events_seen: list[int] = field(default_factory=list)
    format: int = FORMAT


def engine() -> SearchBackend:
    """The engine chosen by the settings."""
    return ENGINES[settings.SEARCH_BACKEND]()


def root() -> Path:
    """The folder of the chosen engine."""
    place: Path = settings.VAR_DIR / "index" / settings.SEARCH_BACKEND
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


@contextlib.contextmanager
def writing(*, wait: bool = False) -> Iterator[None]:
    """Hold the lock of the one writer over all processes; `Busy` where another has it and one does not wait."""
    with (root() / "writer.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise Busy from error
        yield


def current() -> Path:
    """The generation that answers; `Damaged` where there is none."""
    place = f"{settings.VAR_DIR}/index/{settings.SEARCH_BACKEND}"
    try:
        folder = f"{place}/{os.readlink(f'{place}/current')}"  # noqa: PTH115  every search asks this
        os.stat(f"{folder}/followed.json")  # noqa: PTH116  as above
    except OSError as error:
        raise Damaged(f"no whole generation is current in {place}") from error
    return _path(folder)


@lru_cache(maxsize=8)
def _path(folder: str) -> Path:
    return Path(folder)


def begin() -> Path:
    """An empty folder for a new generation; the caller holds the lock, so whatever is half built is nobody's."""
    for rest in _generations():
        if not (rest / "followed.json").exists():
            shutil.rmtree(rest, ignore_errors=True)
    folder = root() / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{os.getpid()}"
    folder.mkdir(mode=0o700)
    return folder


def switch_to(folder: Path) -> None:
    """Let a generation answer from now on, and drop all but the one before."""
    link = root() / f"current.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name)
    link.replace(root() / "current")
    for old in sorted(_generations(), reverse=True)[KEPT:]:
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)


def _generations() -> list[Path]:
    return [path for path in root().iterdir() if path.is_dir() and not path.is_symlink()]


def read_followed(folder: Path) -> Followed:
    """How far a generation has followed the database."""
    try:
        found = Followed(**json.loads((folder / "followed.json").read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise Damaged(f"{folder} does not say how far it goes") from error
    if found.format != FORMAT:
        raise Damaged(f"{folder} has another format")
    return found


def write_followed(folder: Path, followed: Followed) -> None:
    """Note it whole or not at all, after the commit it speaks of; what is applied twice changes nothing."""
    written = folder / f"followed.{os.getpid()}"
    written.write_text(json.dumps(asdict(followed)))
    written.replace(folder / "followed.json")
