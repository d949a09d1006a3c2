"""What attendance says of a meeting: counts and rates, quorum, who may vote, and the lines of the minutes."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from organizations.models import Person, User
from organizations.sight import Sight

from .models import HERE, Attendance, Capacity, Meeting, Presence, Quorum

MOST_NAMES = 60
WHOLE = 100


@dataclass(frozen=True)
class Category:
    """The figures of one category of people, or of all of them."""

    name: str
    capacity: str
    due: int
    came: int
    late: int
    proxies: int
    excused: int
    absent: int
    open: int
    answered: int
    beyond: int = 0

    @property
    def rate(self) -> int | None:
        """到会率 in percent, rounded down: 100 only when everybody came; nothing where nobody was expected."""
        return self.came * WHOLE // self.due if self.due else None


@dataclass(frozen=True)
class Standing:
    """Whether enough of those who should attend are there."""

    rule: str
    label: str
    due: int
    here: int

    @property
    def needed(self) -> int:
        """The smallest number that is enough."""
        if self.rule == Quorum.HALF:
            return self.due // 2 + 1
        if self.rule == Quorum.TWO_THIRDS:
            return -(-self.due * 2 // 3)
        return 0

    @property
    def is_met(self) -> bool:
        """Whether anything may be decided."""
        return self.rule == Quorum.NONE or (self.due > 0 and self.here >= self.needed)

    @property
    def missing(self) -> int:
        """How many more must come."""
        return max(0, self.needed - self.here)


def categories(meeting: Meeting) -> tuple[list[Category], Category]:
    """Each category with its figures, and all together; one query."""
    rows = [_category(row) for row in meeting.attendances.tallied()]
    keys = ("due", "came", "late", "proxies", "excused", "absent", "open", "answered", "beyond")
    whole = {key: sum(getattr(row, key) for row in rows) for key in keys}
    return rows, Category(name=_("合计"), capacity="", **whole)


def _category(row: dict[str, Any]) -> Category:
    label = str(dict(Capacity.choices)[row["capacity"]])
    return Category(
        name=row["category"] or (_("未列入名单") if not row["due"] else label),
        capacity=label,
        due=row["due"],
        came=row["came_expected"],
        beyond=row["came"] - row["came_expected"],
        **{key: row[key] for key in ("late", "proxies", "excused", "absent", "open", "answered")},
    )


def standing(meeting: Meeting) -> Standing:
    """How many of those who should attend are there in person; who comes for another does not count."""
    mine = meeting.attendances.voting().order_by()
    came = Q(state__in=HERE, came_by_proxy=False)
    found = mine.aggregate(due=Count("pk"), here=Count("pk", filter=came))
    return Standing(meeting.kind.quorum, str(meeting.kind.get_quorum_display()), found["due"], found["here"])


def voters(meeting: Meeting) -> QuerySet[Attendance]:
    """Who may vote now: expected to attend, and there in person."""
    return meeting.attendances.voting().here().filter(came_by_proxy=False)


def without_account(meeting: Meeting) -> QuerySet[Attendance]:
    """Who is expected and cannot log in, so that his name must do."""
    account = User.objects.filter(person=OuterRef("person"), is_active=True)
    return meeting.attendances.filter(expected=True).filter(~Exists(account))


def nobody(meeting: Meeting) -> QuerySet[Person]:
    """Whom a verb tells at once on account of attendance: nobody, they are told in the background."""
    return Person.objects.none()


def sees(seen: Sight) -> Q:
    """The meetings a person was told of, comes to, or comes to in place of another."""
    who = seen.principals
    mine = Attendance.objects.filter(Q(person__in=who) | Q(proxy__in=who))
    listed = mine.filter(Q(told_at__isnull=False) | Q(signed_at__isnull=False))
    return Q(pk__in=listed.order_by().values("meeting"))


def of_units(seen: Sight) -> Q:
    """The meetings to which people of the units within sight were asked; their clerks answer for them."""
    told = Attendance.objects.filter(seen.covers("org_path"), expected=True, told_at__isnull=False)
    return Q(restricted=False) & Q(pk__in=told.order_by().values("meeting"))


def lines(meeting: Meeting) -> list[tuple[str, str]]:
    """出席, 列席, 请假, 缺席 with the names, as the minutes end; a crowd is told by its number."""
    rows = list(meeting.attendances.in_order())
    parts = (
        (_("出席"), [row for row in rows if row.is_here and row.capacity == Capacity.ATTEND]),
        (_("列席"), [row for row in rows if row.is_here and row.capacity == Capacity.SIT_IN]),
        (_("请假"), [row for row in rows if row.state == Presence.EXCUSED]),
        (_("缺席"), [row for row in rows if row.state == Presence.ABSENT or (meeting.is_held and row.is_missing)]),
    )
    return [(word, _names(found)) for word, found in parts if found]


def _names(rows: list[Attendance]) -> str:
    """The names, or how many there are and who stands first."""
    names = _("、").join(row.shown_name for row in rows[:MOST_NAMES])
    return names if len(rows) <= MOST_NAMES else _("%(names)s等%(n)d人") % {"names": names, "n": len(rows)}
