"""Office files as zip packages: opened without believing what they say about themselves."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from typing import IO

from accountability import file_refusals

MEGABYTE = 1024 * 1024
CHUNK = 64 * 1024
PARTS = 2000
PART_BYTES = 24 * MEGABYTE
ALL_BYTES = 80 * MEGABYTE
CELLS = 1_000_000
CELL = {
    "docx": re.compile(rb"<(?:\w+:)?tc[ >/]"),
    "xlsx": re.compile(rb"<(?:\w+:)?c[ >/]"),
    "pptx": re.compile(rb"<(?:\w+:)?tc[ >/]"),
}
ROWS = 200_000
ROW = re.compile(rb"<(?:\w+:)?(?:row|tr)[ >/]")
RATIO = 200  # really inflated size against packed size
RATIO_FROM = MEGABYTE  # small parts may repeat themselves as much as they like

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN_PARTS = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}
CONTENT_TYPES = "[Content_Types].xml"
ACTIVE = re.compile(
    r"vbaproject|vbadata|activex|/oleobject|\.ole$|/embeddings/.*\.(bin|exe|dll|js|vbs|docm|xlsm|pptm|xlsb)$",
    re.IGNORECASE,
)
DECLARATION = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
ENCODING = re.compile(r"""^<\?xml[^>]*encoding\s*=\s*["']([^"']*)["']""", re.IGNORECASE)
ENCODINGS = ("utf-8", "utf-16", "us-ascii", "ascii")  # in any other a parser could read what was not looked through
TEXT_PARTS = re.compile(
    r"^(word/(document|header\d*|footer\d*|footnotes|endnotes|comments)|xl/(sharedStrings|worksheets/sheet\d+)"
    r"|ppt/slides/slide\d+)\.xml$"
)
TAG = re.compile(r"<[^>]*>")


def examine(file: IO[bytes], name: str, extension: str, start: bytes) -> str:
    """Check the whole package and return the plain text of its readable parts."""
    if start.startswith(OLE):
        raise file_refusals.locked(name, extension)
    if not start.startswith(b"PK\x03\x04"):
        raise file_refusals.not_what_it_says(name, extension)
    try:
        with zipfile.ZipFile(file) as package:
            return _examined(package, name, extension)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError) as error:
        raise file_refusals.damaged(name) from error


def _examined(package: zipfile.ZipFile, name: str, extension: str) -> str:
    """The text of a package whose parts were all checked."""
    parts = package.infolist()
    _check_names(parts, name, extension)
    total, texts, kinds, cells, rows = 0, [], "", 0, 0
    for part in parts:
        inflated = _inflated(package, part, name, ALL_BYTES - total)
        total += len(inflated)
        if inflated[:8] == OLE:
            raise file_refusals.active(name)
        if _is_xml(part.filename, inflated):
            text = _decoded(inflated)
            cells += sum(1 for _one in CELL[extension].finditer(inflated))
            rows += sum(1 for _one in ROW.finditer(inflated))
            if cells > CELLS or rows > ROWS:
                raise file_refusals.crowded(name, CELLS // 10_000, ROWS // 10_000)
            if DECLARATION.search(text) or not _is_plainly_xml(text):
                raise file_refusals.suspicious(name)
            if part.filename == CONTENT_TYPES:
                kinds = text
            if TEXT_PARTS.match(part.filename):
                texts.append(unescape(TAG.sub("", text)))
    _check_kind(kinds, name, extension)
    return "\n".join(texts)


def _is_xml(filename: str, content: bytes) -> bool:
    """Whether a part is read as XML, or looks as if it might be, whatever it is called."""
    start = content[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return filename.lower().endswith((".xml", ".rels", ".vml")) or start.startswith((b"<?xml", b"<!"))


def _check_names(parts: list[zipfile.ZipInfo], name: str, extension: str) -> None:
    names = [part.filename for part in parts]
    if len(parts) > PARTS or len({part.lower() for part in names}) < len(names):
        raise file_refusals.suspicious(name)
    for part in parts:
        if ".." in part.filename.replace("\\", "/").split("/") or part.filename.startswith(("/", "\\")):
            raise file_refusals.suspicious(name)
        if part.flag_bits & 1:
            raise file_refusals.locked(name, extension)
        if ACTIVE.search(part.filename):
            raise file_refusals.active(name)


def _check_kind(kinds: str, name: str, extension: str) -> None:
    if "macroEnabled" in kinds:
        raise file_refusals.active(name)
    if MAIN_PARTS[extension] not in kinds:
        raise file_refusals.not_what_it_says(name, extension)


def _inflated(package: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, room: int) -> bytes:
    """A part's content, really inflated and counted on the way."""
    most = min(PART_BYTES, room)
    found = bytearray()
    for chunk in _chunks(package, part):
        found += chunk
        if len(found) > most or (len(found) > RATIO_FROM and len(found) > RATIO * max(part.compress_size, 1)):
            raise file_refusals.inflated(name)
    return bytes(found)


def _chunks(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(part) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _decoded(content: bytes) -> str:
    """The text of an XML part, whichever encoding it hides in."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if content[:4] in (b"<\0?\0", b"<\0!\0"):
        return content.decode("utf-16-le", "replace")
    if content[:4] in (b"\0<\0?", b"\0<\0!"):
        return content.decode("utf-16-be", "replace")
    return content.decode("utf-8", "replace")


def _is_plainly_xml(text: str) -> bool:
    """Whether a part reads as XML in the encoding in which it was looked through, and claims no other."""
    text = text.lstrip("\ufeff \t\r\n")
    claimed = ENCODING.match(text)
    return "\0" not in text and text[:1] in ("<", "") and (not claimed or claimed[1].lower() in ENCODINGS)
