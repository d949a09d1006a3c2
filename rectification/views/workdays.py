"""Which of many days are no working days, and the working days around them, read in one query for a whole page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from organizations.models import Workday

LONGEST_HOLIDAY = timedelta(days=20)
SATURDAY = 5


@dataclass(frozen=True)
class DayHint:
    """A day on which nobody works, with the working days before and after it; 照原日 stays legal."""

    day: date
    before: date
    after: date

    @property
    def accepted(self) -> str:
        """What is said once such a deadline was taken as it stands."""
        told = {"day": self.day, "before": self.before, "after": self.after}
        return (
            _("完成时限%(day)s不是工作日（前一个工作日%(before)s，后一个工作日%(after)s），已按所填日期提交。") % told
        )

    @property
    def due(self) -> str:
        """What is said about a limit that was set to such a day."""
        told = {"day": self.day, "before": self.before, "after": self.after}
        return _("整改限期%(day)s不是工作日（前一个工作日%(before)s，后一个工作日%(after)s），仍按该日计算。") % told


class Workdays:
    """The working days around some days."""

    def __init__(self, days: Iterable[date]) -> None:
        """Read the calendar once: the years of the days, and a little beyond."""
        self.days = sorted(set(days))
        self._named: dict[date, bool] = {}
        self._announced: set[int] = set()
        if self.days:
            first, last = date(self.days[0].year, 1, 1), date(self.days[-1].year, 12, 31)
            around = Workday.objects.filter(day__range=(first - LONGEST_HOLIDAY, last + LONGEST_HOLIDAY))
            for day, working, source in around.values_list("day", "working", "source"):
                self._named[day] = working
                if source != Workday.Source.ESTIMATED:
                    self._announced.add(day.year)

    def works(self, day: date) -> bool:
        """Whether people work on a day."""
        return self._named.get(day, day.weekday() < SATURDAY)

    def _next(self, day: date, stride: int) -> date:
        found = day
        while not self.works(found):
            found += timedelta(days=stride)
        return found

    def hint(self, day: date) -> DayHint | None:
        """What to say about a day; nothing when people work on it."""
        return None if self.works(day) else DayHint(day, self._next(day, -1), self._next(day, 1))

    def missing_years(self) -> list[int]:
        """The years whose official holidays are not in the calendar yet."""
        return sorted({day.year for day in self.days} - self._announced)
