"""How matters climb their ladders: rungs are raised for a whole batch in a constant number of statements.

A row of the clock is locked before its rung is raised, and a rung of one deadline can be written once only: however
many workers look and whenever one of them is killed, each rung is reached exactly once.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.clocks import AllHours, Calendar, is_off_hours, reach
from accountability.models import Escalation, EscalationReceipt, Ladder, LadderStart, Notice, Rung
from accountability.receivers import Finder, Told
from accountability.signing.manifests import in_first_language
from organizations import paths
from organizations.models import Person

AT_ONCE = 400
END_OF_DAY = datetime.time(23, 59, 59)
OVERDUE = "overdue"
Purpose, Start, State = Ladder.Purpose, Rung.Start, LadderStart.State


@dataclass(frozen=True)
class Times:
    """What counting needs, read once: the hours of every unit and the calendar."""

    now: datetime.datetime
    hours: AllHours
    calendar: Calendar

    @classmethod
    def read(cls, now: datetime.datetime, *days: datetime.date) -> "Times":
        """Two queries."""
        return cls(now, AllHours(), Calendar.around(timezone.localdate(now), *days))

    def of(self, start: LadderStart, rung: Rung, *, since: datetime.datetime) -> datetime.datetime:
        """When the time of a rung is up; `since` is when the level below had it."""
        begin = since if rung.start == Start.RECEIVED else start.starts_at
        hours = self.hours.at(start.org_path)
        return reach(begin, rung.amount, clock=rung.clock, hours=hours, calendar=self.calendar)

    def off_hours(self, start: LadderStart) -> bool:
        """Whether nobody is at his desk where a matter lies."""
        return is_off_hours(self.now, hours=self.hours.at(start.org_path), calendar=self.calendar)


class Ladders:
    """The rules for deadlines nobody kept, by the unit they belong to: three queries for all."""

    def __init__(self) -> None:
        rows = Ladder.objects.active().filter(purpose=Purpose.OVERDUE, code=OVERDUE).with_rungs()
        self.known = {one.org_path: one for one in rows}

    def at(self, path: str) -> Ladder | None:
        """That of the nearest unit at or above a path, or else the shipped one."""
        near = (self.known[one] for one in reversed(paths.lineage(path)) if one in self.known)
        return next(near, self.known.get(""))


def rung_of(ladder: Ladder, order: int) -> Rung | None:
    """The rung at this place; nothing above the last."""
    return next((one for one in ladder.rungs.all() if one.order == order), None)


@dataclass(frozen=True)
class Raised:
    """One rung reached: the row, its receipts, and whom they are for."""

    escalation: Escalation
    receipts: list[EscalationReceipt]
    told: list[Told]


def raise_rungs(
    raising: Sequence[tuple[LadderStart, Rung]], *, times: Times, since: datetime.datetime | None = None
) -> list[Raised]:
    """Write the rungs that are reached now, with a receipt for everybody who is told, and set each clock on."""
    finder = Finder(raising, now=times.now)
    found = [_prepare(start, rung, finder, times, since or times.now) for start, rung in raising]
    Escalation.objects.bulk_create([one.escalation for one in found], batch_size=AT_ONCE)
    for one in found:
        for receipt in one.receipts:
            receipt.escalation = one.escalation
    EscalationReceipt.objects.bulk_create([row for one in found for row in one.receipts], batch_size=AT_ONCE)
    for one in found:
        _set_on(one.escalation, times)
    save_clocks([one.escalation.start for one in found])
    announce(found)
    return found


def save_clocks(starts: Sequence[LadderStart]) -> None:
    """Write where clocks stand now, all in one statement."""
    LadderStart.objects.bulk_create(
        starts,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["state", "next_order", "next_at"],
    )


def _prepare(start: LadderStart, rung: Rung, finder: Finder, times: Times, since: datetime.datetime) -> Raised:
    """The rows of one rung, not yet written."""
    is_report = start.ladder.purpose == Purpose.REPORT
    off = times.off_hours(start)
    escalation = Escalation(
        start=start,
        rung=rung,
        org_path=start.org_path,
        institution_path=start.institution_path,
        due_at=times.of(start, rung, since=since) if is_report else start.next_at,
        raised_at=times.now,
        off_hours=off,
    )
    told = [one for receiver in rung.receivers.all() for one in finder.told(start, receiver, off_hours=off)]
    receipts = [EscalationReceipt(receiver=one.receiver, person=one.person, role=one.role) for one in told]
    return Raised(escalation, receipts, told)


def _set_on(escalation: Escalation, times: Times) -> None:
    """Where the clock stands once a rung is raised.

    A report waits for its receipt until the time of the rung is up; a deadline waits for the time of the next rung.
    """
    start, order = escalation.start, escalation.rung.order
    start.next_order = order + 1
    if start.ladder.purpose == Purpose.REPORT:
        start.next_at = escalation.due_at
        return
    above = rung_of(start.ladder, order + 1)
    if above is None:
        start.state = State.CLIMBED
    else:
        start.next_at = times.of(start, above, since=times.now)


def announce(raised: Iterable[Raised]) -> None:
    """Tell everybody who is asked to confirm, each once for a rung, all in one statement."""
    kind = ContentType.objects.get_for_model(Escalation)
    made = []
    with in_first_language():
        for one in raised:
            people = {told.person: told for told in reversed(one.told) if told.person and told.person.active}
            made += [_notice(one.escalation, told, person, kind) for person, told in people.items()]
    Notice.objects.bulk_create(made, batch_size=AT_ONCE)


def _notice(escalation: Escalation, told: Told, person: Person, kind: ContentType) -> Notice:
    start = escalation.start
    words = {
        "rung": escalation.rung.name,
        "what": start.source_label[:120],
        "day": start.deadline,
        "due": f"{timezone.localtime(escalation.due_at):%Y-%m-%d %H:%M}",
    }
    if start.ladder.purpose == Purpose.REPORT:
        text = _("请接收上报并回执（%(rung)s，时限%(due)s）：%(what)s") % words
    else:
        text = _("超时提级（%(rung)s），期限%(day)s，尚未办结，请督促：%(what)s") % words
    if told.role == EscalationReceipt.Role.DUTY:
        text = _("【值班】%(text)s") % {"text": text}
    return Notice(
        person=person,
        text=text[:300],
        url=escalation.get_absolute_url(),
        kind="escalation",
        source_type=kind,
        source_id=escalation.pk,
        source_label=start.source_label,
        org_path=escalation.org_path,
    )


def tell_late(starts: Iterable[LadderStart]) -> None:
    """Whoever registered a report learns that its receipt did not come in time."""
    kind = ContentType.objects.get_for_model(LadderStart)
    by_source: dict[int, list[LadderStart]] = defaultdict(list)
    for one in starts:
        by_source[one.source_type_id].append(one)
    made = []
    with in_first_language():
        for type_id, rows in by_source.items():
            recorders = _recorders(ContentType.objects.get_for_id(type_id), [one.source_id for one in rows])
            made += [_late_notice(one, *recorders[one.source_id], kind) for one in rows if one.source_id in recorders]
    Notice.objects.bulk_create(made, batch_size=AT_ONCE)


def _recorders(kind: ContentType, keys: list[int]) -> dict[int, tuple[Person, str]]:
    """Who registered each report, and where it is shown."""
    model = kind.model_class()
    if model is None or not any(field.name == "recorded_by" for field in model._meta.fields):
        return {}
    rows: models.QuerySet[models.Model] = model._base_manager.filter(pk__in=keys).select_related("recorded_by")
    return {one.pk: (one.recorded_by, one.get_absolute_url()) for one in rows}  # type: ignore[attr-defined]


def _late_notice(start: LadderStart, person: Person, url: str, kind: ContentType) -> Notice:
    text = _("超过时限仍未收到回执，请电话确认并登记：%(what)s") % {"what": start.source_label}
    return Notice(
        person=person,
        text=text[:300],
        url=url,
        kind="escalation",
        source_type=kind,
        source_id=start.pk,
        source_label=start.source_label,
        org_path=start.org_path,
    )
