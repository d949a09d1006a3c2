"""What a keeper says about a document."""

import datetime
from dataclasses import dataclass, field

from organizations.models import Organization

from .models import Access, Kind, Level


@dataclass(frozen=True)
class About:
    """What a keeper says about the document an edition belongs to, and about the edition."""

    title: str = ""
    level: str = Level.INSTITUTION
    kind: str = Kind.REGULATION
    issuer: str = ""
    access: str = Access.SUBTREE
    readers: tuple[Organization, ...] = ()
    review_months: int | None = None
    document_number: str = ""
    label: str = ""
    issued_on: datetime.date | None = None
    effective_on: datetime.date | None = None
    ended_on: datetime.date | None = None
    abridged: bool = field(default=False)
