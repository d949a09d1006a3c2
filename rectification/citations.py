"""Findings and items of checklists cite articles of the library: which are still at work, whose they are."""

from collections.abc import Iterable

from django.db.models import F, OuterRef, Q, Subquery

from accountability.models import Holder
from organizations import rights
from organizations.models import Organization, Person
from search import citing
from search.citing import Source

from .models import Campaign, CampaignState, ChecklistItem, ChecklistVersion, Finding
from .permissions import may


def declare() -> None:
    """Tell the library."""
    citing.declare(Finding, Source(open_findings, owners_of, words_of, is_author))
    citing.declare(ChecklistItem, Source(items_at_work, keepers_of, words_of_item, keeps))


def open_findings(keys: Iterable[int]) -> set[int]:
    """The findings not yet struck off the ledger."""
    return set(Finding.objects.open().filter(pk__in=list(keys)).values_list("pk", flat=True))


def owners_of(finding: Finding) -> Iterable[Person]:
    """Who registered it and who answers for its measures now."""
    held = Holder.objects.current().filter(assignment__in=finding.measures.values("assignment"))
    return Person.objects.filter(Q(pk=finding.author_id) | Q(pk__in=held.values("person")))


def words_of(finding: Finding) -> str:
    """What its author wrote."""
    return f"{finding.cited_text}\n{finding.description}"


def is_author(person: Person, finding: Finding) -> bool:
    """What a finding rests on is its author's to say, until it is struck off."""
    return finding.author_id == person.pk and not finding.is_closed


def _campaigns_at_work() -> Q:
    return ~Q(state__in=[CampaignState.CLOSED, CampaignState.CANCELLED])


def items_at_work(keys: Iterable[int]) -> set[int]:
    """The items of the newest version of their checklist, and those that a campaign at work asks."""
    versions = ChecklistVersion.objects.filter(checklist=OuterRef("checklist_version__checklist"))
    newest = Subquery(versions.order_by("-version").values("pk")[:1])
    used = Campaign.objects.filter(_campaigns_at_work()).values("checklist_version")
    at_work = Q(checklist_version=F("newest")) | Q(checklist_version__in=used)
    items = ChecklistItem.objects.annotate(newest=newest).filter(at_work, pk__in=list(keys))
    return set(items.values_list("pk", flat=True))


def keepers_of(item: ChecklistItem) -> Iterable[Person]:
    """Who keeps the checklist; of one shipped with the product those who keep checklists at the top."""
    places = [item.org_path] if item.org_path else _tops()
    return Person.objects.filter(
        pk__in=[person.pk for place in places for person in rights.who_may("rectification.keep_checklists", place)]
    )


def words_of_item(item: ChecklistItem) -> str:
    """What it asks for and rests on."""
    return "\n".join(part for part in (item.cites, item.requirement, item.method) if part)


def keeps(person: Person, item: ChecklistItem) -> bool:
    """Whether a person keeps the checklist."""
    places = [item.org_path] if item.org_path else _tops()
    return any(may(person, "keep_checklists", place) for place in places)


def _tops() -> list[str]:
    """The administrations at the top of the tree."""
    tops = Organization.objects.filter(parent__isnull=True, kind=Organization.Kind.COMMISSION)
    return list(tops.values_list("path", flat=True))
