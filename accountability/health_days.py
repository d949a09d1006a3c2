"""卫生健康主题日: the days of the year that come with the product, read from the shipped table.

A row names a month and either a day, or a weekday and which one of the month (-1 is the last): 世界哮喘日 is the first
Tuesday of May. Whoever plans a year takes them as yearly occasions. A unit adds days of its own, which come round for
itself and everybody beneath it.
"""

import calendar
import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import trail
from accountability.digest import plain
from accountability.models import OwnDay
from organizations import paths
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid
from organizations.rights import require
from organizations.sight import Sight

KEEP = "accountability.keep_own_days"
SHIPPED = Path(__file__).parent / "shipped" / "health_days.json"
WEEK = 7
COMMON_YEAR = 2025  # has no 29 February


class HealthDay(NamedTuple):
    """One day of one year."""

    code: str
    name: str
    day: datetime.date


@cache
def table() -> tuple[dict[str, Any], ...]:
    """The rows as they were shipped."""
    return tuple(json.loads(SHIPPED.read_text(encoding="utf-8")))


@cache
def of_year(year: int) -> tuple[HealthDay, ...]:
    """Every day of a year, in the order of the calendar."""
    found = [HealthDay(row["code"], row["name"], _day(row, year)) for row in table() if year >= row.get("since", 0)]
    return tuple(sorted(found, key=lambda one: (one.day, one.code)))


def _day(row: dict[str, Any], year: int) -> datetime.date:
    if "day" in row:
        return datetime.date(year, row["month"], row["day"])
    first, length = calendar.monthrange(year, row["month"])
    begins = (row["weekday"] - first) % WEEK + 1
    days = range(begins, length + 1, WEEK)
    return datetime.date(year, row["month"], days[row["nth"] - 1 if row["nth"] > 0 else row["nth"]])


def set_day(organization: Organization, *, name: str, month: int, day: int, by: Person) -> OwnDay:
    """Let a unit keep a day of its own, every year."""
    require(by, KEEP, organization)
    said = plain(name.strip(), 40)
    if not said:
        raise Invalid({"name": _("请填写主题日名称。")})
    try:
        datetime.date(COMMON_YEAR, month, day)
    except ValueError:
        raise Invalid(
            {"day": _("没有%(month)d月%(day)d日，或者不是每年都有，请改为其他日期。") % {"month": month, "day": day}}
        ) from None
    if any(one["name"] == said for one in table()):
        raise AlreadyDone(_("“%(name)s”已在全国主题日中，不需要另行设立。") % {"name": said})
    try:
        with transaction.atomic():
            made = OwnDay.objects.create(organization=organization, name=said, month=month, day=day, set_by=by)
            trail.record("own_day_set", made, by=by)
    except IntegrityError:
        told = _("“%(unit)s”已设立“%(name)s”，需要改日期的，请先停用。")
        raise AlreadyDone(told % {"unit": organization, "name": said}) from None
    return made


def end_day(own: OwnDay, *, by: Person) -> OwnDay:
    """Let it come round no more; the years in which it was kept stay on record."""
    require(by, KEEP, own.organization)
    with transaction.atomic():
        own.refresh_from_db(from_queryset=OwnDay.objects.select_for_update(no_key=True))
        if own.ended_at is not None:
            raise AlreadyDone(_("这个主题日已经停用，请刷新页面查看。"))
        own.ended_at = timezone.now()
        own.save(update_fields=["ended_at"])
        trail.record("own_day_ended", own, by=by)
    return own


def kept_for(seen: Sight) -> Q:
    """The days of the units a person sits in, and of those above them."""
    above = {path for scope in seen.scopes for path in paths.lineage(scope.appointment.post.organization.path)}
    return Q(organization__path__in=above)
