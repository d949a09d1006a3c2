"""Publishing checklists and loading the papers the product ships."""

import datetime
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import trail
from organizations.models import Organization, Person
from organizations.refusals import Invalid
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
    """A new version of a checklist; earlier versions stay with the inspections that used them."""
    if by is not None and organization is not None:
        permissions.require(by, "keep_checklists", organization)
    if not items:
        raise Invalid({"items": _("检查表至少要有一个条目。")})
    with transaction.atomic():
        checklist, _created = Checklist.objects.select_for_update().get_or_create(
            code=code, defaults={"name": name, "organization": organization}
        )
        newest = checklist.versions.order_by("-version").first()
        version = ChecklistVersion.objects.create(
            checklist=checklist,
            version=newest.version + 1 if newest else 1,
            published_on=published_on or timezone.localdate(),
            note=note,
            minutes=minutes,
        )
        rows = [
            ChecklistItem.objects.create(checklist_version=version, order=order, **item)
            for order, item in enumerate(items, start=1)
        ]
        also = [version, *rows]
        trail.record("checklist_published", checklist, by=by, also=also, extra={"version": version.version})
    return version


def load_shipped(by: Person | None = None) -> None:
    """Load the templates and checklists in `shipped/`; what is already there in that version is left alone."""
    for path in sorted(SHIPPED.glob("*.json")):
        paper = json.loads(path.read_text(encoding="utf-8"))
        if paper["paper"] == "checklist":
            _load_checklist(paper, by)
        else:
            _load_template(paper, by)


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
