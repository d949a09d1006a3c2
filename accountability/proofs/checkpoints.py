"""Checkpoints: the state of the trail signed at one moment, and what must hold between them and the seals."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import digest, seals
from accountability.models.checkpoints import Checkpoint
from accountability.models.trail import TrailSeal
from accountability.proofs import keys, merkle
from accountability.verify import Difference
from engine.jobs import enqueue
from engine.models import Job

FORMAT = "bihuan-checkpoint/1"
ALG = "ed25519 sha256 sm3"
CHUNK = 5000
TO_FILE = "accountability.checkpoints_to_file"


@dataclass(frozen=True)
class Note:
    """What a checkpoint says."""

    size: int
    sha256: str
    sm3: str
    root: str
    at: str
    origin: str

    def text(self) -> str:
        """The very text that is signed."""
        told = {"alg": ALG, "origin": self.origin, "size": self.size, "sha256": self.sha256, "sm3": self.sm3}
        lines = [FORMAT, *(f"{name}: {value}" for name, value in {**told, "root": self.root, "at": self.at}.items())]
        return "\n".join(lines) + "\n"


def read(text: str) -> Note:
    """A note from its text; anything else is a ValueError."""
    first, *lines = text.splitlines()
    told = dict(line.split(": ", 1) for line in lines)
    if first != FORMAT or told.pop("alg", "") != ALG:
        raise ValueError("This is no checkpoint.")
    try:
        return Note(**{**told, "size": int(told.pop("size"))})  # type: ignore[arg-type]
    except (KeyError, TypeError) as error:
        raise ValueError("This is no checkpoint.") from error


def newest() -> Checkpoint | None:
    """The newest checkpoint."""
    return Checkpoint.objects.order_by("-size").first()


def leaves(after: int, upto: int) -> Iterator[bytes]:
    """The leaves of the seals with these numbers."""
    rows = TrailSeal.objects.filter(seq__gt=after, seq__lte=upto).order_by("seq")
    for sha256, sm3 in rows.values_list("hash", "sm3").iterator(chunk_size=CHUNK):
        yield merkle.leaf(sha256, sm3)


def make() -> Checkpoint | None:
    """Seal what waits and sign the state of the trail; nothing where the newest checkpoint covers all of it."""
    seals.seal_pending()
    with transaction.atomic():
        last = newest()
        size, head = seals.head()
        if size == (last.size if last else 0):
            return None
        peaks = merkle.read(last.peaks) if last else []
        for each in leaves(last.size if last else 0, size):
            merkle.push(peaks, each)
        enqueue(TO_FILE, f"{TO_FILE}:{size}")  # written after the commit
        return _signed(size, head, peaks)


def _signed(size: int, head: digest.Pair, peaks: merkle.Peaks) -> Checkpoint:
    at = timezone.now().astimezone(UTC).replace(microsecond=0)
    root = merkle.root(peaks).hex()
    note = Note(size, *head, root, at.isoformat(), keys.key_id(keys.public_key())).text()
    signed = keys.sign(note)
    return Checkpoint.objects.create(
        size=size,
        at=at,
        sha256=head.sha256,
        sm3=head.sm3,
        root=root,
        peaks=merkle.spelled(peaks),
        note=note,
        signature=signed.signature,
        public_key=signed.public_key,
        alg=ALG,
    )


# --- The copy in a file ---------------------------------------------------------------------------------------------


def file() -> Path:
    """The file to which every checkpoint is added as a line of JSON."""
    return Path(settings.CHECKPOINT_FILE)


def lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Number and content of each line of a file of checkpoints; a damaged line is empty."""
    with path.open(encoding="utf-8", errors="replace") as kept:
        for number, line in enumerate(kept, 1):
            try:
                found = json.loads(line)
            except ValueError:
                found = {}
            yield number, found if isinstance(found, dict) else {}


# --- What must hold -------------------------------------------------------------------------------------------------


def differences() -> Iterator[Difference]:
    """Every checkpoint, here and in the file, is signed and says what the seals say."""
    trusted = keys.trusted()
    for point in Checkpoint.objects.order_by("size").iterator(chunk_size=CHUNK):
        thing = f"accountability.checkpoint:{point.pk}"
        for sentence in _wrong(point.line, trusted):
            yield Difference(thing, sentence)
        said = (point.size, point.sha256, point.sm3, point.root)
        if sentence := _not_as_noted(point.note, said):
            yield Difference(thing, sentence)
    if file().exists():
        yield from against(file())
    elif Checkpoint.objects.exists() and not Job.objects.unfinished().filter(kind=TO_FILE).exists():
        yield Difference(file().name, _("日志校验点文件缺失"))


def against(path: Path) -> Iterator[Difference]:
    """A file of checkpoints, ours or one an auditor has kept, against the seals."""
    trusted = keys.trusted()
    for number, line in lines(path):
        thing = f"{path.name}:{number}"
        for sentence in _wrong(line, trusted):
            yield Difference(thing, sentence)


def count() -> int:
    """How many checkpoints there are."""
    return Checkpoint.objects.count()


def _not_as_noted(text: str, said: tuple[int, str, str, str]) -> str:
    """Whether the columns of a checkpoint are those of its note."""
    try:
        note = read(text)
    except ValueError:
        return ""  # said already
    if (note.size, note.sha256, note.sm3, note.root) == said:
        return ""
    return str(_("第%(size)d号校验点的各项与其签名内容不一致") % {"size": note.size})


def _wrong(line: dict[str, str], trusted: frozenset[str]) -> Iterable[str]:
    """What is wrong with one checkpoint, one sentence each."""
    try:
        note = read(str(line["note"]))
        signed = keys.Signed(str(line["signature"]), str(line["public_key"]))
    except (KeyError, ValueError):
        return [_("日志校验点内容已损坏，无法读取")]
    named = {"size": note.size, "at": note.at}
    if signed.public_key not in trusted:
        return [_("第%(size)d号校验点不是用本系统的密钥签名的") % named]
    if not keys.is_signed(line["note"], signed):
        return [_("第%(size)d号校验点的签名无效，内容已被改动") % named]
    if datetime.fromisoformat(note.at) > timezone.now():
        return [_("第%(size)d号校验点的时间（%(at)s）在将来，请核对服务器时钟") % named]
    return _against_seals(note)


def _against_seals(note: Note) -> list[str]:
    """Whether the seal of that number is still the one that was signed."""
    kept = TrailSeal.objects.filter(seq=note.size).values_list("hash", "sm3").first()
    if kept == (note.sha256, note.sm3):
        return []
    if kept:
        return [_("第%(size)d号封存与校验点不一致，操作记录链在此之前已被改写") % {"size": note.size}]
    last, _head = seals.head()
    named = {"size": note.size, "last": last, "lost": note.size - last}
    return [_("校验点记有%(size)d条操作记录，现在只有%(last)d条，末尾缺少%(lost)d条") % named]
