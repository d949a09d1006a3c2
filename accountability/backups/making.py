"""Making a backup: rows of one moment first, then the files they name, then a signed list of it all."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import seals
from accountability.backups import tables
from accountability.gate import isolated, stored
from accountability.proofs import checkpoints, keys
from organizations.refusals import NotYet

FORMAT = "bihuan-backup/1"
MANIFEST, SIGNATURE = "MANIFEST.json", "MANIFEST.sig"
FILES, CHECKPOINTS = "files", "checkpoints.jsonl"
PASSING = "incoming"
PIECE = 1 << 20
SPARE = 200 << 20  # bytes kept free

Progress = Callable[[int, int], None]


def make(folder: Path, progress: Progress | None = None) -> dict[str, Any]:
    """Write a backup into a folder that is not there yet or empty; what it says, and which files were missing."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotYet(_("%(folder)s不是空文件夹，请另选一个。") % {"folder": folder})
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700, parents=True)
    try:
        told = _written(part, progress)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    if folder.exists():
        folder.rmdir()
    part.rename(folder)
    return told


def _written(part: Path, progress: Progress | None) -> dict[str, Any]:
    seals.seal_pending()
    applied = MigrationRecorder(tables.connection).applied_migrations()
    migrations = [f"{app}.{name}" for app, name in sorted(applied)]
    point = checkpoints.newest()
    told: dict[str, Any] = {"format": FORMAT, "at": timezone.now().isoformat(), "public_key": keys.public_key()}
    told |= {"vendor": tables.connection.vendor, "migrations": migrations, "columns": tables.write(part)}
    told["rows"] = {table: tables.count(part, told, table) for table in told["columns"]}
    *_others, last = [
        ("0", seals.FIRST, seals.FIRST),
        *tables.values(part, told, triggers_seal(), "seq", "hash", "sm3"),
    ]
    told["seals"], told["head"] = int(last[0] or 0), list(last[1:])
    told["checkpoint"] = point.line if point else None
    missing = _copy_files(part, told, progress)
    if checkpoints.file().exists():
        shutil.copyfile(checkpoints.file(), part / CHECKPOINTS)
    told["missing"] = missing
    told["files"] = {name: digest_of(part / name) for name in names(part)}
    text = json.dumps(told, ensure_ascii=False, indent=1)
    for name, content in ((MANIFEST, text), (SIGNATURE, keys.sign(text).signature)):
        (part / name).write_text(content, encoding="utf-8")
    for name in names(part):
        (part / name).chmod(0o600)
    _settle(part)
    return told


def triggers_seal() -> str:
    """The table of the seals."""
    return "accountability_trailseal"


def _copy_files(part: Path, told: dict[str, Any], progress: Progress | None) -> list[str]:
    """Every file there is, after the rows, so that what a row names is among them; the contents that are gone."""
    root = Path(settings.FILES_DIR)
    found = [path for path in sorted(root.rglob("*")) if path.is_file() and path.relative_to(root).parts[0] != PASSING]
    for number, path in enumerate(found, 1):
        place = part / FILES / path.relative_to(root)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if shutil.disk_usage(part).free < SPARE + path.stat().st_size:
            raise NotYet(_("备份所在磁盘空间不足，没有完成备份，请清理后再试。"))
        shutil.copyfile(path, place)
        if progress:
            progress(number, len(found))
    named = (str(row[0]) for row in tables.values(part, told, "accountability_blob", "sha256"))
    kept = [sha256 for sha256 in named if not isolated(sha256).exists()]  # what was taken away is not missing
    return [sha256 for sha256 in kept if not _is_there(part, sha256)]


def _is_there(part: Path, sha256: str) -> bool:
    place = part / FILES / stored(sha256).relative_to(Path(settings.FILES_DIR))
    return place.exists() and digest_of(place)["sha256"] == sha256


def names(folder: Path) -> Iterator[str]:
    """Every file beneath a folder, as the manifest calls it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def digest_of(path: Path) -> dict[str, Any]:
    """Digest and size of a file."""
    found, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            found.update(piece)
            size += len(piece)
    return {"sha256": found.hexdigest(), "size": size}


def _settle(folder: Path) -> None:
    """Let everything be on the disk before the folder gets its name."""
    for path in [folder, *folder.rglob("*")]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
