"""The mark of a draft in the header of a finished docx: put in, changed or taken out, nothing else touched."""

import io

from docx import Document

from accountability.documents.writing import fill_banner, saved

UNSEALED = "未用印稿"


def with_banner(docx: bytes, banner: str) -> bytes:
    """The same document under another mark; an empty one leaves the header blank."""
    document = Document(io.BytesIO(docx))
    fill_banner(document, banner)
    return saved(document)
