"""The calendar is filled from the known statutory holidays and corrected by hand."""

from datetime import date
from typing import NamedTuple

import holidays
from django.db import transaction
from django.utils.translation import gettext as _

from organizations import events, rights
from organizations.calendar import SATURDAY
from organizations.models import Person, Workday
from organizations.permissions import KEEP_CALENDAR
from organizations.refusals import Invalid, NotAllowed

MADE_UP_FOR = "调休上班"
FIRST_YEAR, LAST_YEAR = 2000, 2099


class _Known(NamedTuple):
    """What is known of a year: its days off and its make-up working days."""

    off: dict[date, str]
    made_up: set[date]

    @property
    def source(self) -> str:
        """A year without a single make-up day has not been announced yet."""
        return Workday.Source.ANNOUNCED if self.made_up else Workday.Source.ESTIMATED


@transaction.atomic
def seed_workdays(year: int, *, by: Person | None) -> int:
    """Enter the holidays and make-up working days of a year; what was entered by hand stays. Tells how many changed."""
    _may_keep(by)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid({"year": _("年份应当在%(first)s至%(last)s之间。") % {"first": FIRST_YEAR, "last": LAST_YEAR}})
    known = _known(year)
    kept = {row.day: row for row in Workday.objects.filter(day__year=year)}
    days: dict[date, tuple[bool, str]] = {day: (False, name) for day, name in known.off.items()}
    days |= dict.fromkeys(known.made_up, (True, MADE_UP_FOR))
    for day in kept.keys() - days.keys():
        days[day] = (day.weekday() < SATURDAY, kept[day].name)  # estimated once, announced otherwise
    return sum(_enter(kept.get(day), day, *entry, known.source, by) for day, entry in sorted(days.items()))


@transaction.atomic
def set_workday(day: date, *, working: bool, name: str, by: Person | None, because: str = "") -> Workday:
    """Say by hand whether people work on a day; this wins over what is seeded."""
    _may_keep(by)
    if not name.strip():
        raise Invalid({"name": _("请填写这一天的名称或依据，例如“抗洪停工”。")})
    row = Workday.objects.select_for_update(no_key=True).filter(day=day).first() or Workday(day=day)
    old = row.working if row.pk else None
    row.working, row.name, row.source = working, name.strip(), Workday.Source.BY_HAND
    row.save()
    events.workday_set.emit(row, by=by, because=because, changed={"working": [old, working]})
    return row


def _may_keep(by: Person | None) -> None:
    if by is not None and not rights.may_anywhere(by, KEEP_CALENDAR):
        raise NotAllowed(_("您现在的岗位不能维护工作日，请联系系统管理员。"))


def _known(year: int) -> _Known:
    china = holidays.country_holidays("CN", years=year, language="zh_CN")
    made_up = {day for day in china.weekend_workdays if day.year == year}
    return _Known({day: name for day, name in china.items() if day.year == year and day not in made_up}, made_up)


def _enter(row: Workday | None, day: date, working: bool, name: str, source: str, by: Person | None) -> bool:
    """Write one day unless it says so already or was entered by hand; whether anything changed."""
    if row and (row.source == Workday.Source.BY_HAND or (row.working, row.name, row.source) == (working, name, source)):
        return False
    row = row or Workday(day=day)
    old = row.working if row.pk else None
    row.working, row.name, row.source = working, name, source
    row.save()
    events.workday_set.emit(row, by=by, changed={"working": [old, working]})
    return True
