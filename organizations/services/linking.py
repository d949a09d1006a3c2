"""What joins a unit to others across the tree is carried to whoever comes after it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from django.db.models import Q

from organizations import paths
from organizations.models import Organization, OrganizationLink
from organizations.services.planting import ONE_DAY
from organizations.services.writing import write

Days = tuple[date, date | None]


def links_of(unit: Organization, on: date) -> list[OrganizationLink]:
    """The links of a unit that hold on a day or later, both ways."""
    mine = Q(superior=unit) | Q(subordinate=unit)
    living = OrganizationLink.objects.filter(mine).filter(Q(until__isnull=True) | Q(until__gte=on))
    return list(living.select_related("superior", "subordinate").order_by("pk"))


def end_links(links: Iterable[OrganizationLink], on: date) -> list[OrganizationLink]:
    """Let links hold for the last time on the day before."""
    ended = list(links)
    for link in ended:
        link.until = max(on - ONE_DAY, link.since)
        write(link)
    return ended


def carry_links(unit: Organization, heirs: Sequence[Organization], on: date) -> list[OrganizationLink]:
    """End the links of a unit and let each hold for its heirs from that day on; the rows changed.

    What an heir has already is not written twice, and a link that would join a unit to itself, or put it under its
    own part, ends.
    """
    found = links_of(unit, on)
    return carry_each({link.pk: heirs for link in found}, found, unit, on)


def carry_each(
    heirs: dict[int, Sequence[Organization]], links: Collection[OrganizationLink], unit: Organization, on: date
) -> list[OrganizationLink]:
    """As `carry_links`, with heirs for each link."""
    wanted = [(link, max(on, link.since), link.until) for link in links]
    changed = end_links(links, on)
    for link, first, last in wanted:
        for heir in heirs[link.pk]:
            changed += _carried(link, unit, heir, (first, last))
    return changed


def _carried(link: OrganizationLink, unit: Organization, heir: Organization, days: Days) -> list[OrganizationLink]:
    """The same link of the heir, on the days on which it has none like it."""
    superior = heir if link.superior_id == unit.pk else link.superior
    subordinate = heir if link.subordinate_id == unit.pk else link.subordinate
    if paths.contains(subordinate.path, superior.path):
        return []
    told = {"kind": link.kind, "superior": superior, "subordinate": subordinate}
    known = OrganizationLink.objects.filter(**told).order_by("since").values_list("since", "until")
    made = [OrganizationLink(since=since, until=until, **told) for since, until in _free(days, known)]
    for one in made:
        write(one)
    return made


def _free(days: Days, taken: Iterable[Days]) -> Iterator[Days]:
    """What is left of a period beside others, which come in order."""
    first, last = days
    for since, until in taken:
        if until is not None and until < first:
            continue
        if last is not None and since > last:
            break
        if since > first:
            yield first, since - ONE_DAY
        if until is None:
            return
        first = until + ONE_DAY
    if last is None or first <= last:
        yield first, last
