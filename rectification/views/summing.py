"""A collection added up along the tree, with what is late, what is missing and what stands out."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.models import Appointment, Duty, Organization, Person
from rectification import tabulating
from rectification.filing_sheets import Entry, Paper
from rectification.models import Collection, Filing, FilingState
from rectification.views.filings import period_words

MOST_ODD = 50


@dataclass(frozen=True)
class Group:
    """The units beneath one superior and their sums, one line for each row of the form."""

    name: str
    key: int | None
    units: int
    reported: int
    lines: list[list[str]]


@dataclass(frozen=True)
class Tree:
    """One level of the tree: where it stands, its groups, the sum of all, and the units' forms on it."""

    under: Organization | None
    groups: list[Group]
    total: Group
    filings: list[Filing]


def added_up(collection: Collection, filings: list[Filing], under: int | None) -> Tree:
    """The sums by the units one level below the issuer, or below the unit asked for."""
    below = collection.organization
    chosen = None
    if under is not None:
        chosen = Organization.objects.filter(pk=under, path__startswith=collection.org_path).first()
        below = chosen or below
    inside = [filing for filing in filings if chosen is None or filing.org_path.startswith(below.path)]
    kept: dict[str, list[Filing]] = defaultdict(list)
    for filing in inside:
        kept[_next_below(filing.org_path, below.path)].append(filing)
    names = {unit.path: unit for unit in Organization.objects.filter(path__in=[path for path in kept if path])}
    direct = kept.pop("", [])
    groups = [
        _group(collection, names[path].name, names[path].pk, kept[path]) for path in sorted(kept) if path in names
    ]
    if direct:
        groups.append(_group(collection, _("直属和其他单位") if groups else _("各单位"), None, direct))
    return Tree(chosen, groups, _group(collection, _("合计"), None, inside), inside)


def _next_below(path: str, root: str) -> str:
    """The unit one level below the root on the way to a unit; nothing for one that lies there itself, or elsewhere."""
    if not path.startswith(root) or path == root:
        return ""
    step = path[len(root) :].split("/", 1)[0]
    found = f"{root}{step}/"
    return "" if found == path else found


def _group(collection: Collection, name: str, key: int | None, filings: Sequence[Filing]) -> Group:
    version = collection.form_version
    reported = [filing for filing in filings if filing.is_reported]
    summed = tabulating.totals(version, (filing.values for filing in reported)).values
    counted = [column for column in version.design if column.is_number]
    lines = [
        [heading, *(summed.get(f"{column.code}{row}", "") for column in counted)] for row, heading in version.lines
    ]
    return Group(name, key, len(filings), len(reported), lines)


def numbers(collection: Collection, filings: Sequence[Filing]) -> dict[str, Any]:
    """How far the collection is and how well it was answered; all from the log of the filings themselves."""
    today = timezone.localdate()
    reported = [filing for filing in filings if filing.is_reported]
    ever = [filing for filing in filings if filing.first_reported_at]
    in_time = sum(not late(filing, collection) for filing in ever)
    filled, asked = 0, 0
    for filing in reported:
        done, wanted = tabulating.completeness(collection.form_version, filing.values)
        filled, asked = filled + done, asked + wanted
    return {
        "units": len(filings),
        "reported": len(reported),
        "zero": sum(filing.is_zero for filing in reported),
        "missing": len(filings) - len(reported),
        "late": sum(late(filing, collection) for filing in filings) if filings else 0,
        "punctuality": percent(in_time, len(filings)) if today > collection.due_on else percent(in_time, len(ever)),
        "completeness": percent(filled, asked),
        "correction": percent(sum(bool(filing.returns) for filing in ever), len(ever)),
    }


def percent(part: int, whole: int) -> str:
    """A share as people write it; a dash of nothing."""
    return f"{round(100 * part / whole, 1):g}%" if whole else "—"


def late(filing: Filing, collection: Collection) -> bool:
    """Whether a form went up late, or has not though its day is past; the collection is at hand already."""
    moment = filing.first_reported_at
    return (timezone.localdate(moment) if moment else timezone.localdate()) > collection.due_on


KEPT: dict[str, tuple[Any, Callable[[Filing], bool]]] = {
    "": (gettext_lazy("全部"), lambda filing: True),
    "missing": (gettext_lazy("未报"), lambda filing: not filing.is_reported),
    "reported": (gettext_lazy("已上报"), lambda filing: filing.is_reported),
    "zero": (gettext_lazy("零报告"), lambda filing: filing.is_reported and filing.is_zero),
    "returned": (gettext_lazy("退回更正"), lambda filing: filing.state == FilingState.RETURNED),
}


def chosen(filings: Sequence[Filing], state: str) -> list[Filing]:
    """The forms of one tab."""
    _label, fits = KEPT.get(state, KEPT[""])
    return [filing for filing in filings if fits(filing)]


def pills(request: HttpRequest, filings: Sequence[Filing]) -> list[dict[str, Any]]:
    """The tabs with their counts."""
    asked, query = request.GET.get("state", ""), request.GET.copy()
    query.pop("page", None)
    found = []
    for value, (label, fits) in KEPT.items():
        query["state"] = value
        count = sum(fits(filing) for filing in filings)
        url = f"?{query.urlencode()}#units"
        found.append({"url": url, "label": label, "count": count, "current": value == asked})
    return found


def odd(collection: Collection, filings: Sequence[Filing]) -> list[tabulating.Odd]:
    """The values to be looked at once more, the first fifty."""
    reported = [filing for filing in filings if filing.is_reported]
    before: dict[int, Any] = {}
    if collection.previous_id and reported:
        last = Filing.objects.filter(collection=collection.previous_id, state=FilingState.REPORTED)
        before = dict(last.values_list("organization", "values"))
    return tabulating.odd_values(reported, collection.form_version, before, collection.odd_factor)[:MOST_ODD]


def contacts(owing: Sequence[Filing]) -> dict[int, str]:
    """Whom to ring up in each unit: the telephone the unit gave, otherwise its clerks with their numbers."""
    found = {filing.organization_id: filing.phone for filing in owing if filing.phone}
    wanted = [filing.organization_id for filing in owing if not filing.phone]
    clerks = Appointment.objects.valid().filter(post__duty__in=[Duty.CLERK, Duty.PRINCIPAL], person__active=True)
    places = clerks.filter(post__organization__in=wanted) | clerks.filter(post__oversees__in=wanted)
    known = places.select_related("person", "post").order_by("post__precedence", "pk")
    for held in sorted(known, key=lambda each: each.post.duty != Duty.CLERK):
        unit = held.post.oversees_id or held.post.organization_id
        found.setdefault(unit, f"{held.person.name} {held.person.mobile}".strip())
    return found


def paper(collection: Collection, filings: Sequence[Filing], *, by: Person) -> Paper:
    """What was reported, a line for each unit, and the sum of all as the last."""
    version = collection.form_version
    reported = [filing for filing in filings if filing.is_reported]
    entries = [Entry(filing.unit_name, filing.values) for filing in reported]
    entries.append(Entry(_("合计"), tabulating.totals(version, (filing.values for filing in reported)).values))
    footer = {
        "reporting_unit": collection.organization.name,
        "period": period_words(collection),
        "filler": by.name,
        "phone": by.mobile,
        "filed_on": f"{timezone.localdate():%Y-%m-%d}",
    }
    missing = [filing.unit_name for filing in filings if not filing.is_reported]
    return Paper(version, collection.title, entries, footer, missing)


def summed_paper(whole: Paper) -> Paper:
    """The sum alone, for a superior who asks for one table."""
    return replace(whole, entries=whole.entries[-1:])
