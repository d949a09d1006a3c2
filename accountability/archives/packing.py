"""The package for the archive: a folder a piece, the list as a table, and a signed list of all digests."""

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import archives, trail
from accountability.attachments import is_whole, stored
from accountability.models import ArchivePackage, ArchivePiece
from accountability.notices import notify
from accountability.proofs import gathering, keys
from accountability.proofs.bundles import Package, digest_of
from accountability.signing.manifests import in_first_language
from engine.jobs import enqueue, job
from engine.models import Job
from organizations import rights
from organizations.models import Organization, Person
from organizations.refusals import NotYet, Refusal

PACK = "accountability.pack_archive"
FORMAT = "bihuan-archive/1"
HEADS = ("件号", "题名", "责任者", "文号", "日期", "页数", "保管期限", "缺少")
UNSAFE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def ask(unit: Organization, year: int, *, by: Person) -> ArchivePackage:
    """Ask for the package of a year; refused where nothing was filed."""
    rights.require(by, archives.FILE, unit)
    if not ArchivePiece.objects.filter(organization=unit, year=year).exists():
        raise NotYet(_("这一年度还没有归档件，请先编目。"))
    with transaction.atomic():
        made = ArchivePackage.objects.create(organization=unit, org_path=unit.path, year=year, asked_by=by)
        trail.record("package_asked", made, by=by)
        enqueue(PACK, f"{PACK}:{made.pk}", by=by, org_path=unit.path, package=made.pk)
    return made


@job(PACK, title=gettext_lazy("生成归档包"))
def pack(asked: Job) -> None:
    """Make the file; what cannot be made is said to the asker."""
    package = ArchivePackage.objects.select_related("asked_by", "organization").get(pk=asked.payload["package"])
    if package.state != ArchivePackage.State.ASKED or package.asked_by is None:
        return
    try:
        with transaction.atomic():
            _make(package, package.asked_by)
        package.state, said = ArchivePackage.State.MADE, _("归档包已生成：%(what)s") % {"what": package}
    except Refusal as refusal:
        package.state, package.said = ArchivePackage.State.FAILED, refusal.message[:300]
        said = _("归档包没有生成：%(why)s") % {"why": refusal.message}
    package.save()
    trail.record("package_made", package, by=package.asked_by, extra={"sha256": package.sha256})
    notify([package.asked_by], text=said, url=reverse("archive_list"), source=package, kind="archive")


def _make(package: ArchivePackage, by: Person) -> None:
    place = place_of(package)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = place.with_suffix(".part")
    rows = ArchivePiece.objects.filter(organization=package.organization, year=package.year).order_by("n")
    pieces = list(rows.exclude(state=ArchivePiece.State.PRUNED).select_related("content_type", "organization"))
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file, in_first_language():
        packed = Package(file)
        for piece in pieces:
            _one(packed, piece, by)
        packed.add("归档目录.csv", _table(pieces))
        _close(packed, package)
        package.sha256, package.size = digest_of(file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(place)
    package.pieces = len(pieces)


def _one(packed: Package, piece: ArchivePiece, by: Person) -> None:
    """The folder of one piece: what the list says, its records as a page, its files."""
    folder = f"{piece.n:04d}"
    model = piece.content_type.model_class()
    thing = gathering.seen(model, by).filter(pk=piece.object_id).first() if model else None
    if thing is None:
        raise NotYet(_("第%(n)d件“%(title)s”已不在您的查看范围内。") % {"n": piece.n, "title": piece.title})
    gathered = gathering.of_thing(thing, eyes=by)
    names = []
    for number, one in enumerate(gathered.attachments, 1):
        if not is_whole(one.blob.sha256):
            raise NotYet(_("附件“%(name)s”已丢失或被改动，不能生成归档包。") % {"name": one.name})
        extension = one.name.rpartition(".")[2].encode("ascii", "ignore").decode()
        name = f"{folder}/{number:03d}.{extension}"
        packed.add(name, stored(one.blob.sha256).read_bytes(), original=one.name)
        names.append({"file": name, "name": one.name, "sha256": one.blob.sha256})
    events = gathered.events.select_related("body", "content_type", "redacted_by", "seal").order_by("pk")
    context = {"piece": piece, "requests": gathered.requests, "files": names, "entries": list(trail.describe(events))}
    packed.add(f"{folder}/办理记录.html", render_to_string("accountability/archive_piece.html", context).encode())
    packed.add(f"{folder}/元数据.json", _json({**_metadata(piece), "附件": names}))


def _metadata(piece: ArchivePiece) -> dict[str, Any]:
    """What DA/T 22 asks of a piece, by its own words."""
    values = (piece.n, piece.title, piece.responsible, piece.document_number, str(piece.dated), piece.pages,
              piece.get_retention_display(), piece.lacks)  # fmt: skip
    return {"立档单位": piece.organization.name, "年度": piece.year, **dict(zip(HEADS, values, strict=True))}


def _table(pieces: list[ArchivePiece]) -> bytes:
    """The list, opened by any spreadsheet; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADS)
    for piece in pieces:
        told = _metadata(piece)
        writer.writerow([_safe(str(told[head])) for head in HEADS])
    return out.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(UNSAFE) else text


def _close(packed: Package, package: ArchivePackage) -> None:
    """The signed list of all files, last."""
    said = {"format": FORMAT, "unit": package.organization.name, "year": package.year,
            "at": timezone.now().isoformat(), "public_key": keys.public_key(), "files": dict(packed.told)}  # fmt: skip
    text = json.dumps(said, ensure_ascii=False, indent=1)
    packed.add("MANIFEST.json", text.encode())
    packed.add("MANIFEST.sig", keys.sign(text).signature.encode())
    packed.zip.close()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def place_of(package: ArchivePackage) -> Path:
    """Where the file of a package lies."""
    return Path(settings.FILES_DIR) / "archives" / f"{package.uuid}.zip"
