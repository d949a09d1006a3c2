"""The rows of the library: documents, editions, articles, relations, opinions, citations and terms."""

from .choices import (
    BINDING,
    Access,
    EditionState,
    FoundBy,
    Kind,
    Level,
    RelationKind,
    Status,
    Verdict,
)
from .citations import Citation
from .following import IndexChange, SavedSearch, SearchLog
from .library import Alias, Article, Download, Edition, IssuingAuthority, Regulation, Relation
from .opinions import Opinion, OpinionRequest
from .terms import Synonym, Term
from .uploads import RegulationUpload, UploadedText

__all__ = [
    "BINDING",
    "Access",
    "Alias",
    "Article",
    "Citation",
    "Download",
    "Edition",
    "EditionState",
    "FoundBy",
    "IndexChange",
    "IssuingAuthority",
    "Kind",
    "Level",
    "Opinion",
    "OpinionRequest",
    "Regulation",
    "RegulationUpload",
    "Relation",
    "RelationKind",
    "SavedSearch",
    "SearchLog",
    "Status",
    "Synonym",
    "Term",
    "UploadedText",
    "Verdict",
]
