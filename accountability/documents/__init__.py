"""Official documents 公文: an app says what a paper contains, this package lays it out as GB/T 9704—2012 wants it.

    paper = OfficialPaper(kind=PaperKind.DOCUMENT, issuer="衡水市人民医院", title="关于印发…的通知", blocks=(…))
    docx = as_docx(paper)      # the same paper gives the same bytes
    pdf = as_pdf(docx)         # None where LibreOffice is not installed

What stands where: `paper` the parts, `standard` the measures, `blank` the empty file, `heads`, `bodies` and `closings`
the three parts of a document, `writing` puts them together, `measuring` checks any file against the standard.
"""

from accountability.documents.paper import (
    Attachment,
    Block,
    Heading,
    OfficialPaper,
    PaperKind,
    Paragraph,
    SigningPlaces,
    Table,
)
from accountability.documents.printing import as_pdf
from accountability.documents.writing import as_docx

__all__ = [
    "Attachment",
    "Block",
    "Heading",
    "OfficialPaper",
    "PaperKind",
    "Paragraph",
    "SigningPlaces",
    "Table",
    "as_docx",
    "as_pdf",
]
