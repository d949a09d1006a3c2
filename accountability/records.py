"""履职记录: what a person owed, did, was late with, signed and delegated in a period, and which posts he held."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, DateField, F, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability.models import Assignment, Holder, Seat
from organizations import rights
from organizations.models import Appointment, Delegation, Duty, Person
from organizations.rights import may
from organizations.sight import Who, sight_of, visible

SEE = "accountability.see_record"
PARTS = {
    "owed": _("承担任务"),
    "done": _("已办结"),
    "late": _("逾期"),
    "signed": _("办理意见"),
    "delegated": _("代办授权"),
    "posts": _("任职"),
}

for duty in (Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL):
    rights.default(duty, SEE, "own")
for duty in (Duty.AUDITOR, Duty.AUDIT_ADMIN):
    rights.default(duty, SEE, "subtree")


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included."""

    since: date
    until: date

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return _moment(self.since)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return _moment(self.until + timedelta(days=1))


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def may_see(who: Who, person: Person) -> bool:
    """Whether somebody may read a person's record: himself, his heads and leaders, and the auditors over him."""
    reader = sight_of(who).person
    if reader is not None and reader.pk == person.pk:
        return True
    if may(who, SEE, person.home):
        return True
    held = Appointment.objects.valid().filter(person=person).with_places()
    return any(may(who, SEE, one.post.organization) for one in held)


def rows(part: str, person: Person, period: Period, *, who: Who) -> QuerySet[Any]:
    """The rows of one part within the reader's sight, those that matter most first."""
    if part == "signed":
        return _signed(person, period, who)
    if part == "delegated":
        return _delegated(person, period)
    if part == "posts":
        return _posts(person, period)
    held = _held(person, period, who).select_related("lead_unit")
    return held.filter(_conditions(period)[part]).order_by("due_on", "pk")


def counts(person: Person, period: Period, *, who: Who) -> dict[str, int]:
    """How many rows each part has: four questions."""
    conditions = _conditions(period)
    told = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    found: dict[str, int] = _held(person, period, who).aggregate(**told)
    more = {"signed": _signed, "delegated": _delegated, "posts": _posts}
    seen = {"signed": (who,)}
    return found | {name: part(person, period, *seen.get(name, ())).count() for name, part in more.items()}  # type: ignore[operator]


def _held(person: Person, period: Period, who: Who) -> QuerySet[Assignment]:
    """The tasks he answered for at some time within the period, each with the day that ended it."""
    then = Q(until__isnull=True) | Q(until__gte=period.start)
    his = Holder.objects.filter(then, person=person, since__lt=period.end).values("assignment")
    rows = visible(who, Assignment).filter(pk__in=his).exclude(state=Assignment.State.CANCELLED)
    ended = Coalesce(TruncDate("completed_at"), min(period.until, timezone.localdate()), output_field=DateField())
    return rows.annotate(ended_on=ended)


def _conditions(period: Period) -> dict[str, Q]:
    within = Q(completed_at__gte=period.start, completed_at__lt=period.end)
    return {
        "owed": ~Q(pk=None),
        "done": Q(state=Assignment.State.DONE) & within,
        "late": Q(ended_on__gt=F("due_on")),
    }


def _signed(person: Person, period: Period, who: Who) -> QuerySet[Seat]:
    """What he answered, and what was answered for him."""
    his = Q(person=person) | Q(on_behalf_of=person)
    within = {"decided_at__gte": period.start, "decided_at__lt": period.end}
    return visible(who, Seat).filter(his, **within).select_related(
        "request", "person", "on_behalf_of", "delegation"
    ).order_by("-decided_at", "-pk")  # fmt: skip


def _delegated(person: Person, period: Period) -> QuerySet[Delegation]:
    """To whom he gave it, and for whom he acted."""
    his = Q(appointment__person=person) | Q(proxy=person)
    return Delegation.objects.meanwhile(period.since, period.until).filter(his).with_people()


def _posts(person: Person, period: Period) -> QuerySet[Appointment]:
    """The posts he held for at least a day of it."""
    open_end = Q(until__isnull=True) | Q(until__gte=period.since)
    return Appointment.objects.filter(open_end, person=person, since__lte=period.until).with_places().order_by("-since")
