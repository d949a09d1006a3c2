"""The kinds of meetings: shipped with the product, and an institution's own beside them."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accountability import trail
from meetings import permissions
from meetings.models import MeetingKind, Part
from organizations.models import Organization, Person
from organizations.refusals import Invalid

from . import wording

SHIPPED = Path(__file__).resolve().parent.parent / "shipped" / "kinds.json"
FLAGS = ("restricted", "majors", "votes", "without_patients", "minuted", "reviewed")


def load_shipped_kinds() -> int:
    """Bring in the shipped kinds that are not there yet; what is there is left alone. How many are new."""
    told: list[dict[str, Any]] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    known = set(MeetingKind.objects.filter(org_path="").values_list("code", flat=True))
    with transaction.atomic():
        made = [
            MeetingKind.objects.create(order=place * 10, **row)
            for place, row in enumerate(told, 1)
            if row["code"] not in known
        ]
        for kind in made:
            trail.record("meeting_kinds_loaded", kind, by=None)
    return len(made)


def keep_kind(
    kind: MeetingKind | None, *, organization: Organization, name: str, parts: list[str], by: Person, **fields: Any
) -> MeetingKind:
    """An institution's own kind, new or changed; the shipped ones stay as they are."""
    permissions.require(by, "keep_kinds", organization)
    title = wording.line("name", name, _("请填写会议类型名称。"))
    if kind is not None and not kind.org_path:
        raise Invalid({"name": _("系统自带的会议类型不能修改，可以另建本单位的类型。")})
    if unknown := [part for part in parts if part not in Part.values]:
        raise Invalid({"parts": _("没有这样的议程类别：%(what)s。") % {"what": unknown[0]}})
    same = MeetingKind.objects.filter(org_path__in=("", organization.institution_path), name=title, active=True)
    if (same.exclude(pk=kind.pk) if kind else same).exists():
        raise Invalid({"name": _("已有同名的会议类型，请换一个名称。")})
    with transaction.atomic():
        place = organization.institution
        kept = kind or MeetingKind(organization=place, org_path=place.path)
        kept.name, kept.code = title, kept.code or f"own-{MeetingKind.objects.filter(org_path=place.path).count() + 1}"
        kept.parts = [{"part": part, "title": str(Part(part).label), "required": True} for part in parts]
        for field, value in fields.items():
            setattr(kept, field, value)
        kept.save()
        trail.record("meeting_kind_kept", kept, by=by)
    return kept
