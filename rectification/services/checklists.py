"""Publishing checklists and loading the papers the product ships."""

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import trail
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification import permissions
from rectification.finding_rules import FindingRules
from rectification.models import (
    CampaignTemplate,
    Checklist,
    ChecklistItem,
    ChecklistVersion,
    TemplateOutput,
    TemplatePhase,
)
from search import citing
from search.models import Citation

from . import item_rules
from .adverse import load_kinds
from .statistics import load_form

SHIPPED = Path(__file__).resolve().parent.parent / "shipped"


def publish_checklist(
    *,
    code: str,
    name: str,
    items: Sequence[Mapping[str, Any]],
    by: Person | None,
    organization: Organization | None = None,
    published_on: datetime.date | None = None,
    note: str = "",
    minutes: int = 60,
) -> ChecklistVersion:
    """A new version of a checklist; earlier versions stay with the inspections that used them.

    `items` are mappings of an item's columns in order; `code` is its place in the list where none is given, and
    `depends_on` the code of an earlier judged item.
    """
    if by is not None and organization is not None:
        permissions.require(by, "keep_checklists", organization)
    if not items:
        raise Invalid({"items": _("检查表至少要有一个条目。")})
    coded = [{"code": str(place), **item} for place, item in enumerate(items, start=1)]
    item_rules.check(coded)
    with transaction.atomic():
        version = _next_version(code, name, organization, note=note, minutes=minutes)
        version.published_on = published_on or timezone.localdate()
        version.save()
        rows: dict[str, ChecklistItem] = {}
        for item in coded:
            rows[item["code"]] = _written(version, item, rows)
        also = [version, *rows.values()]
        trail.record("checklist_published", version.checklist, by=by, also=also, extra={"version": version.version})
        cite_items(rows.values(), by=by)
    return version


def cite_items(items: Iterable[ChecklistItem], *, by: Person | None) -> int:
    """Cite what the basis of these items names and the library holds by now; how many articles are cited.

    What a keeper has taken back stays taken back: an item that was ever cited for is its keeper's.
    """
    known = Citation.objects.from_each(ChecklistItem, taken_back=True)
    fresh = ChecklistItem.objects.filter(~Exists(known), pk__in=[item.pk for item in items]).exclude(cites="")
    rows = fresh.select_related("checklist_version__checklist__organization")
    return sum(len(citing.cite_recognised(item.cites, source=item, by=by)) for item in rows)


def add_draft_item(
    organization: Organization, *, code: str, name: str, item: Mapping[str, Any], by: Person | None
) -> ChecklistItem:
    """Put an item at the end of the draft of a unit's checklist; the first item begins the draft."""
    if by is not None:
        permissions.require(by, "keep_checklists", organization)
    with transaction.atomic():
        draft = ChecklistVersion.objects.filter(checklist__code=code, published_on__isnull=True).first()
        version = draft or _next_version(code, name, organization)
        if version.checklist.organization_id != organization.pk:
            raise NotAllowed(_("代码“%(code)s”已被其他单位的检查表使用，请换一个代码。") % {"code": code})
        rows = {row.code: row for row in version.items.order_by("order")}
        item_rules.check([*(item_rules.of_row(row) for row in rows.values()), item])
        row = _written(version, item, rows)
        trail.record("checklist_item_drafted", version.checklist, by=by, also=[version, row])
    return row


def publish_draft(version: ChecklistVersion, *, by: Person) -> None:
    """An imported draft may be used from today and never changes again."""
    permissions.require(by, "keep_checklists", version)
    with transaction.atomic():
        version.refresh_from_db(from_queryset=ChecklistVersion.objects.select_for_update(no_key=True, of=("self",)))
        if version.published_on is not None:
            raise AlreadyDone(_("这一版检查表已经发布。"))
        version.published_on = timezone.localdate()
        version.save()
        trail.record("checklist_published", version.checklist, by=by, also=[version])
        cite_items(version.items.all(), by=by)


def discard_draft(version: ChecklistVersion, *, by: Person) -> None:
    """A draft that was imported wrongly is thrown away, to be imported again."""
    permissions.require(by, "keep_checklists", version)
    with transaction.atomic():
        version.refresh_from_db(from_queryset=ChecklistVersion.objects.select_for_update(no_key=True, of=("self",)))
        if version.published_on is not None:
            raise NotYet(_("已经发布的检查表不能删除，请导入新的一版。"))
        checklist = version.checklist
        gone = [ChecklistItem(pk=pk) for pk in version.items.values_list("pk", flat=True)]
        told = [ChecklistVersion(pk=version.pk), *gone]
        version.items.filter(depends_on__isnull=False).delete()
        version.items.all().delete()
        version.delete()
        trail.record("checklist_draft_discarded", checklist, by=by, also=told)


def _next_version(
    code: str, name: str, organization: Organization | None, *, note: str = "", minutes: int = 60
) -> ChecklistVersion:
    """The next version of the list, not yet published, under the lock of the list."""
    checklist, _created = Checklist.objects.select_for_update().get_or_create(
        code=code, defaults={"name": name, "organization": organization}
    )
    newest = checklist.versions.order_by("-version").first()
    number = newest.version + 1 if newest else 1
    return ChecklistVersion.objects.create(checklist=checklist, version=number, note=note, minutes=minutes)


def _written(version: ChecklistVersion, item: Mapping[str, Any], rows: Mapping[str, ChecklistItem]) -> ChecklistItem:
    """One item after those that are there."""
    columns = {**item, "depends_on": rows.get(item.get("depends_on") or "")}
    return ChecklistItem.objects.create(checklist_version=version, order=len(rows) + 1, **columns)


def load_shipped(by: Person | None = None) -> None:
    """Load the templates and checklists in `shipped/`; what is already there in that version is left alone."""
    for path in sorted(SHIPPED.glob("*.json")):
        paper = json.loads(path.read_text(encoding="utf-8"))
        if paper["paper"] == "checklist":
            _load_checklist(paper, by)
        elif paper["paper"] == "form":
            load_form(paper, by)
        elif paper["paper"] == "adverse":
            load_kinds(paper)
        else:
            _load_template(paper, by)
    cite_items(ChecklistItem.objects.filter(checklist_version__checklist__organization=None), by=by)


def _load_checklist(paper: dict[str, Any], by: Person | None) -> None:
    """A shipped checklist, once per version."""
    if ChecklistVersion.objects.filter(checklist__code=paper["code"], version__gte=paper["version"]).exists():
        return
    publish_checklist(
        code=paper["code"],
        name=paper["name"],
        items=paper["items"],
        by=by,
        published_on=datetime.date.fromisoformat(paper["published_on"]),
        note=paper["note"],
        minutes=paper["minutes"],
    )


def _load_template(paper: dict[str, Any], by: Person | None) -> None:
    """A shipped template, once per version."""
    if CampaignTemplate.objects.filter(code=paper["code"], version=paper["version"]).exists():
        return
    with transaction.atomic():
        head = {key: paper[key] for key in ("code", "version", "name", "kind", "nature", "texts", "checklist_code")}
        head["finding_rules"] = FindingRules.of(paper.get("finding_rules", {})).checked().kept()
        template = CampaignTemplate.objects.create(**head)
        rows: list[Any] = []
        for order, phase in enumerate(paper["phases"], start=1):
            outputs = phase.pop("outputs")
            row = TemplatePhase.objects.create(template=template, order=order, **phase)
            rows += [row, *(TemplateOutput.objects.create(phase=row, **output) for output in outputs)]
        trail.record("template_published", template, by=by, also=rows)
