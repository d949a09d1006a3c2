"""Findings cite articles of the library: which of them are still at work, and whose they are."""

from collections.abc import Iterable

from django.db.models import Q

from accountability.models import Holder
from organizations.models import Person
from search import citing

from .models import Finding


def declare() -> None:
    """Tell the library."""
    citing.declare(Finding, live=open_findings, owners=owners_of)


def open_findings(keys: Iterable[int]) -> set[int]:
    """The findings not yet struck off the ledger."""
    return set(Finding.objects.open().filter(pk__in=list(keys)).values_list("pk", flat=True))


def owners_of(finding: Finding) -> Iterable[Person]:
    """Who registered it and who answers for its measures now."""
    held = Holder.objects.current().filter(assignment__in=finding.measures.values("assignment"))
    return Person.objects.filter(Q(pk=finding.author_id) | Q(pk__in=held.values("person")))
