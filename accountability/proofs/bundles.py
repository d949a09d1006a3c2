"""An evidence bundle as a file: the same content always makes the same bytes, and every byte of it is checked."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import seals, trail
from accountability.digest import Pair
from accountability.gate import is_whole, stored
from accountability.models import Attachment, Checkpoint, Seat, SignRequest
from accountability.models.trail import TrailEvent, TrailSeal
from accountability.proofs import checkpoints, keys, listing, merkle, printing
from accountability.proofs.gathering import Gathered
from accountability.proofs.listing import Line
from accountability.proofs.progress import Progress
from accountability.signing.manifests import in_first_language
from organizations.refusals import NotYet

FORMAT = "bihuan-evidence/2"
HERE = Path(__file__).parent
AT_ONCE = 500
MOST_EARLIER = 10_000  # a month of checkpoints


@dataclass(frozen=True)
class Made:
    """What came of it."""

    label: str
    events: int
    attachments: int
    requests: int
    checkpoint: int
    sha256: str
    size: int


class Package:
    """A zip whose bytes follow from its files alone, and the list of what went into it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.zip = zipfile.ZipFile(file, "w")
        self.told: dict[str, dict[str, Any]] = {}

    def add(self, name: str, content: bytes, **about: Any) -> None:
        """One file, stored as it is, without a time."""
        plain = zipfile.ZipInfo(name)
        plain.create_system, plain.external_attr = 3, 0o644 << 16
        self.zip.writestr(plain, content)
        self.told[name] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), **about}


def write(file: IO[bytes], gathered: Gathered, *, by: str, because: str, progress: Progress | None = None) -> Made:
    """Write the bundle to an empty file open for reading and writing; a checkpoint is made over all that is in it."""
    going = progress or Progress()
    with in_first_language():
        point = _covering()
        rows = gathered.events.filter(seal__seq__lte=point.size).order_by("seal__seq")
        events = list(rows.select_related("body", "content_type", "seal", "redacted_by"))
        package = Package(file)
        going.begin(len(events) + gathered.attachments.count())
        files = list(_attach(package, gathered.attachments, going))
        tree = _tree(point)
        sheets = [_sheet(one) for one in gathered.requests]
        add_events(package, _lines(events, going), tree)
        package.add("signatures.json", as_json(sheets))
        package.add("checkpoint.json", as_json(point.line))
        package.add("public_key.txt", f"{point.public_key}\n".encode())
        package.add("history.json", as_json(_history(tree, point)))
        package.add("verify.py", (HERE / "verifier.py").read_bytes())
        package.add("history.py", (HERE / "history.py").read_bytes())
        package.add("style.css", style := (HERE / "bundle.css").read_bytes())
        facts = {"label": gathered.label, "asked_by": by, "because": because, "at": timezone.now()}
        entries = [{"event": event, "verb": verb, "changes": told} for event, verb, told in trail.describe(events)]
        context = {"facts": facts, "point": point, "entries": entries, "files": files, "sheets": sheets}
        page = render_to_string("accountability/evidence_page.html", {**context, "cut": gathered.cut})
        package.add("index.html", page.encode())
        if printed := printing.as_pdf(page.encode(), style):
            package.add("index.pdf", printed)
        close(package, facts, point.size, point.public_key)
    return Made(gathered.label, len(events), len(files), len(sheets), point.size, *digest_of(file))


def _covering() -> Checkpoint:
    """A checkpoint over everything that was done until now."""
    point = checkpoints.make() or checkpoints.newest()
    if point is None:
        raise NotYet(_("还没有任何操作记录，不能生成证据包。"))
    if point.public_key != keys.public_key():
        raise NotYet(_("最近的日志校验点不是用现用的密钥签发的，请等下一个校验点生成后再试。"))
    return point


def _tree(point: Checkpoint) -> merkle.Tree:
    """The tree that the checkpoint signs."""
    tree = merkle.Tree(checkpoints.leaves(0, point.size))
    if tree.root.hex() != point.root:
        raise NotYet(_("操作记录与日志校验点不一致，不能生成证据包，请立即执行 verify_all 核验。"))
    return tree


def _history(tree: merkle.Tree, point: Checkpoint) -> dict[str, list[str]]:
    """For earlier checkpoints, the newest first, the proof that the tree of this one has grown from theirs."""
    sizes = Checkpoint.objects.filter(size__lt=point.size, size__gt=0).order_by("-size")
    return {
        str(size): [step.hex() for step in tree.consistency(size)]
        for size in sizes.values_list("size", flat=True)[:MOST_EARLIER]
    }


def _lines(events: list[TrailEvent], going: Progress) -> Iterator[Line]:
    """Each event with everything its hashes are made of."""
    numbers = [event.seal.seq for event in events]
    before = {0: seals.FIRST}
    for at in range(0, len(numbers), AT_ONCE):
        wanted = [number - 1 for number in numbers[at : at + AT_ONCE]]
        before.update(TrailSeal.objects.filter(seq__in=wanted).values_list("seq", "sm3"))
    for event in events:
        body, seal = None if event.is_redacted else event.body, event.seal
        going.step()
        yield Line(
            seal.seq,
            event.pk,
            seal.alg,
            trail.facts(event, ".".join(event.content_type.natural_key())),
            Pair(event.sha256, event.sm3),
            body.text if body else None,
            body.salt if body else "",
            Pair(seal.prev, before[seal.seq - 1]),
            Pair(seal.hash, seal.sm3),
        )


def add_events(package: Package, lines: Iterable[Line], tree: merkle.Tree) -> None:
    """The events in their files, under the tree of the checkpoint."""
    try:
        for name, content in listing.files(lines, tree):
            package.add(name, content, columns=listing.COLUMNS)
    except ValueError:
        raise NotYet(_("操作记录与日志校验点不一致，不能生成证据包，请立即执行 verify_all 核验。")) from None


def _attach(package: Package, attachments: Iterable[Attachment], going: Progress) -> Iterator[dict[str, Any]]:
    """The files under plain names; one that is gone or altered stops the bundle by its name."""
    for number, one in enumerate(attachments, 1):
        if not is_whole(one.blob.sha256):
            raise NotYet(_("附件“%(name)s”已丢失或被改动，不能生成证据包，请联系系统管理员恢复。") % {"name": one.name})
        extension = one.name.rpartition(".")[2].encode("ascii", "ignore").decode()
        place = f"files/{number:04d}-{one.blob.sha256[:12]}.{extension}"
        package.add(place, stored(one.blob.sha256).read_bytes(), original=one.name, sm3=one.blob.sm3)
        going.step()
        yield {"place": place, "row": one}


def _sheet(asked: SignRequest) -> dict[str, Any]:
    """One sign request: what was shown, and who answered what."""
    manifest = asked.manifest
    return {
        "label": asked.label,
        "word": str(asked.get_word_display()),
        "state": str(asked.get_state_display()),
        "manifest": manifest.body,
        "sha256": manifest.sha256,
        "sm3": manifest.sm3,
        "seats": [_seat(seat) for seat in asked.counted],
    }


def _seat(seat: Seat) -> dict[str, Any]:
    return {
        "name": seat.signed_name,
        "post": seat.post_label,
        "verdict": seat.verdict_label,
        "opinion": seat.opinion,
        "at": timezone.localtime(seat.decided_at).isoformat(timespec="seconds") if seat.decided_at else "",
        "strength": seat.strength,
        "digest": seat.manifest_digest,
    }


def close(package: Package, facts: dict[str, Any], size: int, public_key: str) -> None:
    """The signed list of all files, last."""
    said = {**facts, "at": facts["at"].isoformat(), "format": FORMAT, "checkpoint": size}
    told = {**said, "public_key": public_key, "files": dict(package.told)}
    text = json.dumps(told, ensure_ascii=False, indent=1)
    package.add("MANIFEST.json", text.encode())
    package.add("MANIFEST.sig", keys.sign(text).signature.encode())
    package.zip.close()


def as_json(value: object) -> bytes:
    """The JSON text of what a file of a bundle tells."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()


def digest_of(file: IO[bytes]) -> tuple[str, int]:
    """Digest and size of what was written."""
    file.seek(0)
    found = hashlib.sha256()
    while piece := file.read(1 << 20):
        found.update(piece)
    return found.hexdigest(), file.tell()
