"""Putting a backup back: only where nothing is yet, checked before and after, and told in the trail."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from accountability import trail
from accountability.backups import checking, tables
from accountability.backups.making import CHECKPOINTS, FILES, PASSING, Progress
from accountability.proofs import carrying, checkpoints, keys
from organizations.refusals import NotYet


def restore(
    folder: Path, *, key: str = "", held: Path | None = None, progress: Progress | None = None
) -> tuple[dict[str, Any], int]:
    """Fill the empty database and the empty store; what the backup says, and how many events it lacks."""
    told = checking.read(folder, key)
    _refuse_unless_empty()
    _refuse_another_kind(told)
    for sentence in checking.differences(folder, told):
        raise NotYet(_("备份不完整，没有恢复：%(why)s。") % {"why": sentence})
    kept = held or checkpoints.file()
    lost, wrong = checking.against(folder, told, kept) if kept.exists() else (0, [])
    if wrong:
        raise NotYet(_("备份与校验点不符，没有恢复：%(why)s。") % {"why": wrong[0]})
    if connection.vendor != "sqlite":
        _make_tables(told["migrations"])
    tables.put_back(folder, told)
    _files_back(folder, progress)
    keys.trust(told["public_key"])
    call_command("migrate", verbosity=0)
    _tell(told, lost)
    return told, lost


def _refuse_unless_empty() -> None:
    if tables.names():
        raise NotYet(_("数据库不是空的，没有恢复；请用新的空数据库，系统不会清空已有数据。"))
    root = Path(settings.FILES_DIR)
    if any(path.is_file() and path.relative_to(root).parts[0] != PASSING for path in root.rglob("*")):
        raise NotYet(_("附件文件夹%(folder)s不是空的，没有恢复。") % {"folder": root})


def _refuse_another_kind(told: dict[str, Any]) -> None:
    """Another kind of database, or a version of the program newer than this."""
    if told["vendor"] != connection.vendor:
        said = _("备份来自%(theirs)s，现在的数据库是%(ours)s，请用同一种数据库恢复。")
        raise NotYet(said % {"theirs": told["vendor"], "ours": connection.vendor})
    if unknown := sorted(set(told["migrations"]) - _known()):
        raise NotYet(_("备份来自更新的版本（%(name)s），请先升级程序再恢复。") % {"name": unknown[0]})


def _known() -> set[str]:
    """The migrations of this version."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return {f"{app}.{name}" for app, name in loader.disk_migrations}


def _make_tables(migrations: list[str]) -> None:
    """The tables in the shape in which the backup was made."""
    if _known() == set(migrations):
        call_command("migrate", verbosity=0)
        return
    newest = {name.partition(".")[0]: name.partition(".")[2] for name in migrations}
    for app, name in newest.items():
        call_command("migrate", app, name, verbosity=0)


def _files_back(folder: Path, progress: Progress | None) -> None:
    """The files in their places, read-only as the gate leaves them; the checkpoints where there are none."""
    source, root = folder / FILES, Path(settings.FILES_DIR)
    found = [path for path in sorted(source.rglob("*")) if path.is_file()]
    for number, path in enumerate(found, 1):
        place = root / path.relative_to(source)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(path, place)
        place.chmod(0o400)
        if progress:
            progress(number, len(found))
    if (folder / CHECKPOINTS).exists() and not checkpoints.file().exists():
        checkpoints.file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(folder / CHECKPOINTS, checkpoints.file())
        checkpoints.file().chmod(0o600)


def _tell(told: dict[str, Any], lost: int) -> None:
    """An event says from which state was gone on, and how many events are known to be missing; then all is signed."""
    point = checkpoints.newest() or checkpoints.make()
    if point is None:
        return
    extra = {"made_at": told["at"], "seals": told["seals"], "head": told["head"][0], "lost": lost}
    with tables.transaction.atomic():
        trail.record("restored", point, by=None, extra=extra)
    checkpoints.make()
    carrying.write_file()
