"""A mark on every page of a PDF that is given away: which consultation, and when. Other kinds go as they are."""

import io
from pathlib import Path
from typing import IO

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

PDF = "application/pdf"
LARGEST = 50 * 1024 * 1024


def marked(place: Path, media_type: str, *, text: str) -> IO[bytes]:
    """The file, with the mark where it is a PDF that can be read; `text` in plain letters and digits."""
    if media_type != PDF or place.stat().st_size > LARGEST:
        return place.open("rb")
    try:
        writer = PdfWriter(clone_from=PdfReader(place))
        for page in writer.pages:
            _mark(page, text)
        out = io.BytesIO()
        writer.write(out)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return place.open("rb")
    out.seek(0)
    return out


def _mark(page: PageObject, text: str) -> None:
    """The words across the page, grey, in a letter that every reader has."""
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    plain = "".join(char for char in text if char.isascii() and char not in "()\\")
    drawn = DecodedStreamObject()
    drawn.set_data(
        f"q 0.75 g BT /BhMark 20 Tf 0.87 0.5 -0.5 0.87 {width * 0.2:.0f} {height * 0.35:.0f} Tm ({plain}) Tj ET "
        f"BT /BhMark 8 Tf 20 14 Td ({plain}) Tj ET Q".encode()
    )
    font = DictionaryObject(
        {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
         NameObject("/BaseFont"): NameObject("/Helvetica")}
    )  # fmt: skip
    resources = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/BhMark"): font})})
    over = PageObject.create_blank_page(width=width, height=height)
    over[NameObject("/Resources")] = resources
    over[NameObject("/Contents")] = drawn
    page.merge_page(over)
