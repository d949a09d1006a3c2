"""What stands in a person's calendar: each app says which of its things have a day, and for whom.

`register` is called by the app that owns a kind of thing; the page, the subscribed calendar and the file that goes with
a notice all read the same entries.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise

from organizations.models import Person, User

MOST_OF_A_KIND = 300
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Dated:
    """One entry: `starts` is a day, or a moment where there is an hour; `uid` stays the same when it is moved."""

    uid: str
    title: str
    starts: datetime.date
    ends: datetime.date | None = None
    place: str = ""
    note: str = ""
    url: str = ""
    icon: str = "calendar-days"
    people: tuple[str, ...] = ()
    is_cancelled: bool = False
    sequence: int = 0
    changed_at: datetime.datetime | None = None
    is_reminded: bool = False

    @property
    def has_hours(self) -> bool:
        """Whether it is at an hour, not only on a day."""
        return isinstance(self.starts, datetime.datetime)

    @property
    def first_day(self) -> datetime.date:
        """The day on which it begins, where the site is."""
        return _day_of(self.starts)

    @property
    def last_day(self) -> datetime.date:
        """The day on which it ends; what ends at midnight ends on the day before."""
        if self.ends is None:
            return self.first_day
        if isinstance(self.ends, datetime.datetime):
            return max(self.first_day, _day_of(self.ends - datetime.timedelta(seconds=1)))
        return max(self.first_day, self.ends)

    def overlaps(self, other: "Dated") -> bool:
        """Whether nobody can be at both; a day without an hour leaves room for everything."""
        if not (self.has_hours and other.has_hours) or self.is_cancelled or other.is_cancelled:
            return False
        return self.starts < (other.ends or other.starts) and other.starts < (self.ends or self.starts)


Rows = Callable[[Person, User | None, datetime.date, datetime.date], Iterable[Dated]]


@dataclass(frozen=True)
class Kind:
    """A kind of entry: its name on screen, whose they are between two days, and the entry of one thing."""

    name: str
    title: str | Promise
    rows: Rows
    model: type[models.Model] | None = None
    of_thing: Callable[[models.Model], Dated] | None = None


@dataclass
class Day:
    """One day of a calendar."""

    day: datetime.date
    entries: list[Dated] = field(default_factory=list)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let a kind of thing appear in calendars."""
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    """All kinds, in the order in which they were registered."""
    return list(_kinds.values())


def kind_of(model: type[models.Model] | None) -> Kind | None:
    """The kind whose entries are made of single things of a model, if there is one."""
    return next((kind for kind in _kinds.values() if model and kind.model is model and kind.of_thing), None)


def of_person(person: Person, user: User | None, first: datetime.date, last: datetime.date) -> list[Dated]:
    """Everything a person has between two days, both included, in the order of time; a constant number of queries."""
    found = [entry for kind in _kinds.values() for entry in kind.rows(person, user, first, last)]
    inside = [entry for entry in found if entry.first_day <= last and entry.last_day >= first]
    return sorted(inside, key=_order)


def by_day(entries: Iterable[Dated], first: datetime.date, last: datetime.date) -> list[Day]:
    """Every day between two, with its entries; what lasts several days stands on each."""
    days = [Day(first + ONE_DAY * number) for number in range((last - first).days + 1)]
    for entry in entries:
        for day in days:
            if entry.first_day <= day.day <= entry.last_day:
                day.entries.append(entry)
    return days


def clashes(entries: Iterable[Dated]) -> list[tuple[Dated, Dated]]:
    """The pairs of entries nobody can be at both of, the earlier first."""
    timed = sorted((entry for entry in entries if entry.has_hours), key=_order)
    return [(one, other) for number, one in enumerate(timed) for other in timed[number + 1 :] if one.overlaps(other)]


def _order(entry: Dated) -> tuple[datetime.date, datetime.datetime, str]:
    """Whole days first, then by the hour."""
    start = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    return entry.first_day, entry.starts if isinstance(entry.starts, datetime.datetime) else start, entry.title


def _day_of(moment: datetime.date) -> datetime.date:
    return timezone.localdate(moment) if isinstance(moment, datetime.datetime) else moment
