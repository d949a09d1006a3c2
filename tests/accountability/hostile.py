"""Hostile and honest files, made in code."""

import io
import zipfile
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile

OFFICE = "application/vnd.openxmlformats-officedocument"
MAIN = {
    "docx": ("word/document.xml", f"{OFFICE}.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OFFICE}.spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{OFFICE}.presentationml.presentation.main+xml"),
}
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40
WEBP = b"RIFF\x20\0\0\0WEBPVP8 " + b"\0" * 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def upload(name: str, content: bytes = PDF) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def zipped(parts: Mapping[str, bytes | str] | list[tuple[str, bytes | str]]) -> bytes:
    """A zip of these parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items() if isinstance(parts, Mapping) else parts:
            package.writestr(name, content)
    return held.getvalue()


def office(
    extension: str = "docx", text: str = "整改方案", *, kind: str = "", more: Mapping[str, bytes | str] | None = None
) -> bytes:
    """A small Office file with one readable part."""
    part, its_kind = MAIN[extension]
    types = f'<?xml version="1.0"?><Types><Override PartName="/{part}" ContentType="{kind or its_kind}"/></Types>'
    letters = "".join(f"<w:r><w:t>{letter}</w:t></w:r>" for letter in text)
    body = {"docx": part, "xlsx": "xl/sharedStrings.xml", "pptx": "ppt/slides/slide1.xml"}[extension]
    return zipped({"[Content_Types].xml": types, part: "<x/>", body: f"<w:p>{letters}</w:p>", **(more or {})})


def bomb(megabytes: int = 30) -> bytes:
    """A small docx that grows to many megabytes of text."""
    return office(more={"word/media/a.xml": b" " * (megabytes * 1024 * 1024)})


def lying_about_its_size() -> bytes:
    """A docx whose directory says that a large part is small."""
    honest = bytearray(office(more={"word/media/big.bin": b"\0" * 26 * 1024 * 1024}))
    size = (26 * 1024 * 1024).to_bytes(4, "little")
    return bytes(honest.replace(size, (10).to_bytes(4, "little")))
