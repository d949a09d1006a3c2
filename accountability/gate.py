"""The gate every uploaded file passes before anything is written: what a file is must agree with what it says it is."""

import codecs
import hashlib
import os
import re
import shutil
import tempfile
import time
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from accountability import file_refusals, packages, pdf_words

MEGABYTE = 1024 * 1024
CHUNK = 64 * 1024
NAME_LENGTH = 120
A_DAY = 24 * 60 * 60  # seconds
SPARE_BYTES = 200 * MEGABYTE  # kept free on the disk for the database

OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "txt": "text/plain",
    "csv": "text/csv",
}
OLD_OFFICE = ("doc", "xls", "ppt", "wps", "et", "dps")
TEXTS = ("txt", "csv")
MARKED_UP = {
    "md": "text/plain",
    "html": "text/plain",
    "htm": "text/plain",
}  # only where asked for; shown as words alone
IMAGES_AND_PDF = {
    "pdf": re.compile(rb"^.{0,1000}%PDF-\d", re.DOTALL),
    "jpg": re.compile(rb"^\xff\xd8\xff"),
    "jpeg": re.compile(rb"^\xff\xd8\xff"),
    "png": re.compile(rb"^\x89PNG\r\n\x1a\n"),
    "webp": re.compile(rb"^RIFF.{4}WEBP", re.DOTALL),
}
SECRET = re.compile(r"[绝機机秘]\s*密\s*[★☆✩✭⭐]")


@dataclass(frozen=True)
class Checked:
    """A file that passed the gate and lies in the store under its digest, not yet attached to anything."""

    name: str
    media_type: str
    size: int
    sha256: str
    sm3: str


def root() -> Path:
    """The folder of the store."""
    return Path(settings.FILES_DIR)


def stored(sha256: str) -> Path:
    """Where the content of this digest lies."""
    return root() / sha256[:2] / sha256[2:4] / sha256


def isolated(sha256: str) -> Path:
    """Where the content of a wrongly uploaded file waits for its removal, out of reach of everything that reads files.

    What was removed leaves an empty file there, so that the same content is not taken again.
    """
    return root() / "isolated" / sha256


def is_whole(sha256: str) -> bool:
    """Whether the stored bytes are still those of this digest."""
    found = hashlib.sha256()
    try:
        with stored(sha256).open("rb") as file:
            while chunk := file.read(CHUNK):
                found.update(chunk)
    except OSError:
        return False
    return found.hexdigest() == sha256


def limit() -> int:
    """The largest file accepted, in bytes."""
    return int(getattr(settings, "ATTACHMENT_LIMIT", 20 * MEGABYTE))


def allowed() -> tuple[str, ...]:
    """The accepted extensions."""
    return tuple(getattr(settings, "ATTACHMENT_EXTENSIONS", tuple(MEDIA_TYPES)))


def clean_name(given: str) -> str:
    """A file name without folders, control and direction characters, and not too long; the extension stays."""
    name = unicodedata.normalize("NFC", given.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(char for char in name if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    name = re.sub(r'[<>:"|?*]', "_", name).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem:
        raise file_refusals.nameless(name)
    return f"{stem[: NAME_LENGTH - len(extension[:10]) - 1]}.{extension[:10]}"


def gate(upload: UploadedFile, *, also: tuple[str, ...] = ()) -> Checked:
    """Check an upload and keep its content under its digest; to be called before any transaction.

    `also` names extensions of MARKED_UP that are accepted here besides the usual ones.
    """
    name = clean_name(str(upload.name or ""))
    extension = name.rpartition(".")[2].lower()
    _check_name(name, extension, also)
    if (upload.size or 0) > limit():
        raise file_refusals.too_large(name, limit() // MEGABYTE)
    incoming = _incoming()
    if shutil.disk_usage(root()).free < SPARE_BYTES:
        raise file_refusals.no_room()
    with tempfile.NamedTemporaryFile(dir=incoming, delete=False) as file:
        waiting = Path(file.name)
        try:
            checked = _received(upload, file, name, extension)
            if isolated(checked.sha256).exists():
                raise file_refusals.isolated()
            _check_content(file, checked, extension)
            file.flush()
            os.fsync(file.fileno())
            _keep(waiting, checked)
        finally:
            waiting.unlink(missing_ok=True)
    return checked


def look_through(path: Path) -> Checked:
    """Check a file that lies on this machine as if it were uploaded; nothing of it is kept."""
    name = clean_name(path.name)
    extension = name.rpartition(".")[2].lower()
    _check_name(name, extension, ())
    if path.stat().st_size > limit():
        raise file_refusals.too_large(name, limit() // MEGABYTE)
    with path.open("rb") as file, tempfile.TemporaryFile() as copy:
        checked = _received(UploadedFile(file, name, size=path.stat().st_size), copy, name, extension)
        _check_content(copy, checked, extension)
    return checked


def _incoming() -> Path:
    """Where uploads wait while they are checked, rid of those that a killed process left a day ago."""
    folder = root() / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.iterdir():
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > A_DAY:
                left.unlink()
    return folder


def _check_name(name: str, extension: str, also: tuple[str, ...]) -> None:
    """Refuse by the name alone."""
    if SECRET.search(name):
        raise file_refusals.secret()
    if extension in OLD_OFFICE and extension not in allowed():
        raise file_refusals.old_office(name)
    usual = extension in allowed() and extension in MEDIA_TYPES
    if not usual and not (extension in also and extension in MARKED_UP):
        raise file_refusals.unaccepted(extension, (*allowed(), *also))


def _received(upload: UploadedFile, file: IO[bytes], name: str, extension: str) -> Checked:
    """Copy the upload and digest it on the way; its announced size is not believed."""
    sha256, sm3, size = hashlib.sha256(), hashes.Hash(hashes.SM3()), 0
    for chunk in upload.chunks(CHUNK):
        size += len(chunk)
        if size > limit():
            raise file_refusals.too_large(name, limit() // MEGABYTE)
        file.write(chunk)
        sha256.update(chunk)
        sm3.update(chunk)
    if not size:
        raise file_refusals.empty(name)
    file.flush()
    media_type = MEDIA_TYPES.get(extension) or MARKED_UP[extension]
    return Checked(name, media_type, size, sha256.hexdigest(), sm3.finalize().hex())


def _check_content(file: IO[bytes], checked: Checked, extension: str) -> None:
    """Refuse where the bytes are not what the extension says, hide something, or call themselves secret."""
    file.seek(0)
    start = file.read(2048)
    file.seek(0)
    if extension in packages.MAIN_PARTS:
        text = packages.examine(file, checked.name, extension, start)
    elif extension in TEXTS or extension in MARKED_UP:
        text = decoded(file.read(), checked.name)
    elif IMAGES_AND_PDF[extension].match(start):
        text = pdf_words.first_words(file) if extension == "pdf" else ""
    else:
        raise file_refusals.not_what_it_says(checked.name, extension)
    if SECRET.search(text):
        raise file_refusals.secret()


def decoded(content: bytes, name: str) -> str:
    """A text file's text: UTF-8, UTF-16 with its mark, or GB18030."""
    encodings = ["utf-16"] if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(unicodedata.category(char) == "Cc" and char not in "\t\r\n\f\x1a" for char in set(text)):
            return text
    raise file_refusals.not_text(name)


def _keep(waiting: Path, checked: Checked) -> None:
    """Move the content to its place, whole or not at all, and make the move last."""
    place = stored(checked.sha256)
    if is_whole(checked.sha256):
        return
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    waiting.chmod(0o400)
    waiting.replace(place)
    for folder in (place.parent, place.parent.parent, root()):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
