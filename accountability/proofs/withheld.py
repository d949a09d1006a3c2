"""Packages made before something was taken away: not handed out any more, and emptied once a file is removed for good.

An evidence bundle or an archive package is a copy that lies in the store for whoever asked for it. A file that was
isolated since, a text that was redacted and a piece that was pruned must not come out of it again.
"""

import json
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import trail
from accountability.archives.packing import place_of as place_of_package
from accountability.models import ArchivePackage, ArchivePiece, Attachment, Blob, EvidenceBundle
from accountability.models.trail import TrailEvent
from accountability.proofs import listing
from accountability.proofs.asking import place_of as place_of_bundle
from engine.jobs import enqueue, job
from engine.models import Job
from organizations.models import Person
from organizations.refusals import NotYet

WITHDRAW = "accountability.withdraw_packages"
PIECE = re.compile(r"(\d{4,})/")
BEFORE, LISTED = "events.jsonl", re.compile(r"events/\d+\.tsv")


def require_clean(made: EvidenceBundle | ArchivePackage, place: Path) -> None:
    """Refuse to hand out a package that still holds what has been taken away."""
    with zipfile.ZipFile(place) as package:
        if any(_taken_away(made, package)):
            raise NotYet(_("包内有已隔离或者清除的文件、已脱敏或者销毁的记录，不再提供下载，请重新申请导出。"))


def _taken_away(made: EvidenceBundle | ArchivePackage, package: zipfile.ZipFile) -> Iterator[bool]:
    isolated = Attachment.everything.filter(blob=OuterRef("pk"), isolated_at__isnull=False)
    gone = Blob.objects.filter(Q(removed_at__isnull=False) | Exists(isolated))
    yield not _digests(package).isdisjoint(gone.values_list("sha256", flat=True))
    if isinstance(made, ArchivePackage):
        pieces = ArchivePiece.objects.filter(organization=made.organization_id, year=made.year)
        pruned = pieces.filter(state=ArchivePiece.State.PRUNED).values_list("n", flat=True)
        yield not _pieces(package).isdisjoint(pruned)
        return
    redacted = set(TrailEvent.objects.filter(redacts__isnull=False, at__gte=made.asked_at).values_list("redacts"))
    yield bool(redacted) and not _texts(package).isdisjoint(pk for (pk,) in redacted)


def _digests(package: zipfile.ZipFile) -> set[str]:
    """The digests of all files of a package, as its signed list says."""
    told: dict[str, dict[str, Any]] = json.loads(package.read("MANIFEST.json"))["files"]
    return {str(about["sha256"]) for about in told.values()}


def _pieces(package: zipfile.ZipFile) -> set[int]:
    return {int(found[1]) for name in package.namelist() if (found := PIECE.match(name))}


def _texts(package: zipfile.ZipFile) -> set[int]:
    """The events whose texts stand in a bundle, be it of the first format or of today's."""
    if BEFORE in package.namelist():
        with package.open(BEFORE) as lines:
            return {int(line["event"]) for line in map(json.loads, lines) if not line["redacted"]}
    event, redacted = (listing.COLUMNS.index(name) for name in ("event", "redacted"))
    found: set[int] = set()
    for name in filter(LISTED.fullmatch, package.namelist()):
        with package.open(name) as rows:
            told = (row.decode().split("\t") for row in rows)
            found.update(int(columns[event]) for columns in told if columns[redacted] == "False")
    return found


# --- Removed for good -----------------------------------------------------------------------------------------------


def ask_to_withdraw(blob: Blob, *, by: Person, because: str) -> None:
    """Let the packages that hold a content which was removed be removed too, in the background."""
    enqueue(WITHDRAW, f"{WITHDRAW}:{blob.pk}", by=by, sha256=blob.sha256, because=because)


@job(WITHDRAW, title=gettext_lazy("清除含有误传文件的导出包"))
def withdraw(asked: Job) -> None:
    """Every finished package that holds the content: its file goes, its row says why."""
    digest, because = str(asked.payload["sha256"]), str(asked.payload["because"])
    for bundle in EvidenceBundle.objects.filter(state=EvidenceBundle.State.MADE).order_by("pk"):
        _withdrawn(bundle, place_of_bundle(bundle), digest, asked.by, because)
    for package in ArchivePackage.objects.filter(state=ArchivePackage.State.MADE).order_by("pk"):
        _withdrawn(package, place_of_package(package), digest, asked.by, because)


def _withdrawn(
    made: EvidenceBundle | ArchivePackage, place: Path, digest: str, by: Person | None, because: str
) -> None:
    if not place.exists():
        return
    with zipfile.ZipFile(place) as package:
        if digest not in _digests(package):
            return
    with transaction.atomic():
        made.state = type(made).State.FAILED
        made.said = _("包内有已清除的误传文件，已一并清除，请重新申请导出。")
        made.save(update_fields=["state", "said"])
        trail.record("package_withdrawn", made, by=by, because=because)
        transaction.on_commit(partial(place.unlink, missing_ok=True))
