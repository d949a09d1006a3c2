"""An evidence bundle as a file: the same content always makes the same bytes, and every byte of it is checked."""

import hashlib
import json
import secrets
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Any, Self

from django.db.models import QuerySet
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
PIECE = 1 << 20
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
        self.add_pieces(name, [content], **about)

    def add_pieces(self, name: str, pieces: Iterable[bytes], **about: Any) -> None:
        """One file that is never held as a whole; its bytes are those of `add`."""
        plain, digest, size = zipfile.ZipInfo(name), hashlib.sha256(), 0
        plain.create_system, plain.external_attr = 3, 0o644 << 16
        with self.zip.open(plain, "w") as into:
            for piece in pieces:
                into.write(piece)
                digest.update(piece)
                size += len(piece)
        self.told[name] = {"sha256": digest.hexdigest(), "size": size, **about}


def write(file: IO[bytes], gathered: Gathered, *, by: str, because: str, progress: Progress | None = None) -> Made:
    """Write the bundle to an empty file open for reading and writing; a checkpoint is made over all that is in it."""
    going = progress or Progress()
    with in_first_language(), tempfile.TemporaryDirectory() as folder:
        point = _covering()
        rows = gathered.events.filter(seal__seq__lte=point.size).order_by("seal__seq")
        events = rows.select_related("body", "content_type", "seal", "redacted_by")
        package = Package(file)
        going.begin((total := rows.count()) + gathered.attachments.count())
        files = list(_attach(package, gathered.attachments, going))
        tree = _tree(point)
        sheets = [_sheet(one) for one in gathered.requests]
        facts = {"label": gathered.label, "asked_by": by, "because": because, "at": timezone.now()}
        context = {"facts": facts, "point": point, "files": files, "sheets": sheets, "cut": gathered.cut}
        with Page(Path(folder) / "index.html", context) as page:
            add_events(package, _lines(events, page, going), tree)
        package.add("signatures.json", as_json(sheets))
        package.add("checkpoint.json", as_json(point.line))
        package.add("public_key.txt", f"{point.public_key}\n".encode())
        package.add("history.json", as_json(_history(tree, point)))
        package.add("verify.py", (HERE / "verifier.py").read_bytes())
        package.add("history.py", (HERE / "history.py").read_bytes())
        package.add("style.css", style := (HERE / "bundle.css").read_bytes())
        package.add_pieces("index.html", pieces_of(page.place))
        if printed := printing.as_pdf(page.place, style):
            package.add("index.pdf", printed)
        close(package, facts, point.size, point.public_key)
    return Made(gathered.label, total, len(files), len(sheets), point.size, *digest_of(file))


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


class Page:
    """The page of a bundle, written on the disk while its events go by: they are as many as there are."""

    def __init__(self, place: Path, context: dict[str, Any]) -> None:
        self.place = place
        here = secrets.token_hex(16)
        page = render_to_string("accountability/evidence_page.html", {**context, "here": here})
        self.head, _here, self.tail = page.partition(here)

    def __enter__(self) -> Self:
        """All that stands before the events."""
        self.file = self.place.open("wb")
        self.file.write(self.head.encode())
        return self

    def tell(self, events: list[TrailEvent]) -> None:
        """The next events."""
        entries = [{"event": event, "verb": verb, "changes": told} for event, verb, told in trail.describe(events)]
        self.file.write(render_to_string("accountability/_evidence_rows.html", {"entries": entries}).encode())

    def __exit__(self, *_failed: object) -> None:
        """All that stands after them."""
        self.file.write(self.tail.encode())
        self.file.close()


def pieces_of(place: Path) -> Iterator[bytes]:
    """A file on the disk, a megabyte at a time."""
    with place.open("rb") as file:
        yield from iter(partial(file.read, PIECE), b"")


def _lines(events: QuerySet[TrailEvent], page: Page, going: Progress) -> Iterator[Line]:
    """Each event with everything its hashes are made of, a few hundred at a time; the page tells the same ones."""
    rest = events.iterator(chunk_size=AT_ONCE)
    while some := list(islice(rest, AT_ONCE)):
        page.tell(some)
        wanted = [event.seal.seq - 1 for event in some]
        before = {0: seals.FIRST} | dict(TrailSeal.objects.filter(seq__in=wanted).values_list("seq", "sm3"))
        for event in some:
            going.step()
            yield _line(event, before[event.seal.seq - 1])


def _line(event: TrailEvent, sm3_before: str) -> Line:
    body, seal = None if event.is_redacted else event.body, event.seal
    return Line(
        seal.seq,
        event.pk,
        seal.alg,
        trail.facts(event, ".".join(event.content_type.natural_key())),
        Pair(event.sha256, event.sm3),
        body.text if body else None,
        body.salt if body else "",
        Pair(seal.prev, sm3_before),
        Pair(seal.hash, seal.sm3),
    )


def add_events(package: Package, lines: Iterable[Line], tree: merkle.Tree) -> None:
    """The events in their files, under the tree of the checkpoint."""
    try:
        for name, written in listing.files(lines, tree):
            package.add_pieces(name, written, columns=listing.COLUMNS)
    except ValueError:
        raise NotYet(_("操作记录与日志校验点不一致，不能生成证据包，请立即执行 verify_all 核验。")) from None


def _attach(package: Package, attachments: Iterable[Attachment], going: Progress) -> Iterator[dict[str, Any]]:
    """The files under plain names; one that is gone or altered stops the bundle by its name."""
    for number, one in enumerate(attachments, 1):
        if not is_whole(one.blob.sha256):
            raise NotYet(_("附件“%(name)s”已丢失或被改动，不能生成证据包，请联系系统管理员恢复。") % {"name": one.name})
        extension = one.name.rpartition(".")[2].encode("ascii", "ignore").decode()
        place = f"files/{number:04d}-{one.blob.sha256[:12]}.{extension}"
        package.add_pieces(place, pieces_of(stored(one.blob.sha256)), original=one.name, sm3=one.blob.sm3)
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
