"""Months, quarters, halves and years: the first and last day of one, the one before, and how it is called."""

import datetime
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ONE_DAY = datetime.timedelta(days=1)


class Period(models.TextChoices):
    """How long a time one value is about."""

    MONTH = "month", gettext_lazy("月")
    QUARTER = "quarter", gettext_lazy("季度")
    HALF = "half", gettext_lazy("半年")
    YEAR = "year", gettext_lazy("年")


MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF: 6, Period.YEAR: 12}


class Span(NamedTuple):
    """One period: its kind, its first and its last day."""

    period: str
    begins_on: datetime.date
    ends_on: datetime.date

    def __str__(self) -> str:
        """The period as people write it."""
        return called(self.period, self.begins_on)

    @property
    def before(self) -> "Span":
        """The period just before this one."""
        return span_of(self.period, self.begins_on - ONE_DAY)

    @property
    def after(self) -> "Span":
        """The period just after this one."""
        return span_of(self.period, self.ends_on + ONE_DAY)

    @property
    def a_year_ago(self) -> "Span":
        """The same period of the year before."""
        return span_of(self.period, self.begins_on.replace(year=self.begins_on.year - 1, day=1))


def span_of(period: str, day: datetime.date) -> Span:
    """The period of this kind in which a day lies."""
    months = MONTHS[Period(period)]
    first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    following = first.month - 1 + months
    begun = first.replace(year=first.year + following // 12, month=following % 12 + 1)
    return Span(str(Period(period).value), first, begun - ONE_DAY)


def called(period: str, begins_on: datetime.date) -> str:
    """A period in words: 2026年3月, 2026年第1季度, 2026年上半年, 2026年."""
    told = {"year": begins_on.year, "month": begins_on.month, "n": (begins_on.month + 2) // 3}
    if period == Period.MONTH:
        return _("%(year)s年%(month)s月") % told
    if period == Period.QUARTER:
        return _("%(year)s年第%(n)s季度") % told
    if period == Period.HALF:
        return _("%(year)s年上半年") % told if begins_on.month == 1 else _("%(year)s年下半年") % told
    return _("%(year)s年") % told
