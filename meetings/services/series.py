"""Series of meetings 例会: founded, revised; each counts its meetings from 1 in every year."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import engine
from accountability import trail
from meetings import permissions
from meetings.models import Meeting, MeetingKind, MeetingSeries
from organizations.models import Organization, Person
from organizations.refusals import Invalid, Stale

from . import wording

BODIES = (Organization.Kind.COMMITTEE, Organization.Kind.GROUP)
EDITABLE = ("title", "kind", "body", "rhythm", "place", "chair", "recorder", "active")


def found_series(
    *, organization: Organization, title: str, kind: MeetingKind, by: Person, **fields: Any
) -> MeetingSeries:
    """A new series of a unit."""
    permissions.require(by, "keep_series", organization)
    values = {**fields, "title": wording.line("title", title, _("请填写例会名称。")), "kind": kind}
    _check(organization, values)
    with transaction.atomic():
        series = MeetingSeries.objects.create(
            organization=organization,
            org_path=organization.path,
            institution_path=organization.institution_path,
            **values,
        )
        trail.record("series_founded", series, by=by)
    return series


def revise_series(series: MeetingSeries, *, version: int, by: Person, **fields: Any) -> MeetingSeries:
    """Change a series; the meetings held stay as they were."""
    with engine.hold(series):
        permissions.require(by, "keep_series", series)
        if series.version != version:
            raise Stale
        _check(series.organization, {"title": series.title, **fields}, but=series)
        for name, value in fields.items():
            if name not in EDITABLE:
                raise TypeError(f"A series has no editable {name}.")
            setattr(series, name, value)
        series.version += 1
        series.save()
        trail.record("series_revised", series, by=by)
    return series


def _check(organization: Organization, values: dict[str, Any], *, but: MeetingSeries | None = None) -> None:
    """One name in a unit, a committee or group of its own, a chair who is not the recorder."""
    same = MeetingSeries.objects.filter(organization=organization, title=values["title"])
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Invalid({"title": _("本单位已有同名例会，请换一个名称。")})
    refuse_wrong_body(organization, values.get("body"))
    if values.get("chair") and values.get("chair") == values.get("recorder"):
        raise Invalid({"recorder": _("主持人要签发纪要，不能同时担任记录人，请另选记录人。")})


def refuse_wrong_body(organization: Organization, body: Organization | None) -> None:
    """Only a committee or group of the same institution meets as one."""
    if body is None:
        return
    if body.kind not in BODIES or body.institution_path != organization.institution_path:
        raise Invalid({"body": _("请选择本单位的委员会或专班。")})


def next_ordinal(series: MeetingSeries, year: int) -> int:
    """The lowest number free in that year; the caller holds the series."""
    taken = set(
        Meeting.objects.filter(series=series, year=year, ordinal__isnull=False).values_list("ordinal", flat=True)
    )
    return next(n for n in range(1, len(taken) + 2) if n not in taken)
