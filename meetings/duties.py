"""What is said about a decision when it is adopted."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from organizations.models import Organization, Person

from .models import Nature


@dataclass(frozen=True)
class Duty:
    """What the screen of adoption says about one decision."""

    nature: str = Nature.TASK
    lead_unit: Organization | None = None
    supporting_units: Sequence[Organization] = field(default=())
    holder: Person | None = None
    due_on: datetime.date | None = None
    evidence_required: str = ""
    supervised: bool = False
