"""Who is told on a rung: the holders of duties where the matter lies or above it, their proxies, and who is on duty.

Everything is read for a whole batch at once, in a constant number of queries.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accountability.clocks import AllHours, Calendar, is_off_hours
from accountability.models import EscalationReceipt, LadderStart, Rung, RungReceiver, Shift
from organizations import paths
from organizations.models import Appointment, Delegation, Person

Where, Role, Slot = RungReceiver.Where, EscalationReceipt.Role, Shift.Slot
STEPS_UP = {Where.UP_ONE: 1, Where.UP_TWO: 2, Where.UP_THREE: 3}
HANDOVER, NIGHTFALL = datetime.time(8, 0), datetime.time(17, 30)


@dataclass(frozen=True)
class Told:
    """One person told for one receiver, and why; nobody where the receiver is outside or the post is empty."""

    receiver: RungReceiver
    person: Person | None
    role: str


@dataclass(frozen=True)
class _Seat:
    """Somebody in office: what he looks after, where he sits, what he is."""

    person: Person
    appointment: int
    duty: str
    scope: str
    institution: str


def place_of(start: LadderStart, receiver: RungReceiver) -> str:
    """The path of the unit whose people a receiver means; empty where there is none so far up."""
    if receiver.where == Where.UNIT:
        return start.org_path
    if receiver.where == Where.INSTITUTION:
        return start.institution_path
    if receiver.where == Where.NAMED:
        return receiver.organization.path if receiver.organization else ""
    above = paths.lineage(start.institution_path)[:-1]
    steps = STEPS_UP[Where(receiver.where)]
    return above[-steps] if len(above) >= steps else ""


class Finder:
    """Who is told, for many matters at one moment."""

    def __init__(self, raising: Collection[tuple[LadderStart, Rung]], *, now: datetime.datetime) -> None:
        """Read the holders, their proxies and who is on duty: three queries, whatever the number of matters."""
        self.now = now
        slots = [(start, one) for start, rung in raising for one in rung.receivers.all()]
        places = {place_of(start, one) for start, one in slots if one.duty} - {""}
        self.seats = self._read_seats(places, {one.duty for _start, one in slots if one.duty})
        self.proxies = self._read_proxies()
        self.shifts = self._read_shifts(places | {start.institution_path for start, _one in slots})

    def _read_seats(self, places: Collection[str], duties: Collection[str]) -> dict[tuple[str, str], list[_Seat]]:
        """Those in office by what they look after and what they are; heads also above the unit asked for."""
        wanted = {above for place in places for above in paths.lineage(place)}
        held = (
            Appointment.objects.valid(timezone.localdate(self.now))
            .annotate(scope_path=Coalesce("post__oversees__path", "post__organization__path"))
            .filter(scope_path__in=wanted, post__duty__in=duties, person__active=True, person__is_guest=False)
            .select_related("person", "post__organization")
            .by_precedence()
        )
        found: dict[tuple[str, str], list[_Seat]] = defaultdict(list)
        for one in held if wanted else ():
            seat = one.post.organization.institution_path
            found[one.scope_path, one.post.duty].append(_Seat(one.person, one.pk, one.post.duty, one.scope_path, seat))
        return found

    def _read_proxies(self) -> dict[int, list[Person]]:
        """Who acts today for a post, by the appointment."""
        keys = [seat.appointment for seats in self.seats.values() for seat in seats]
        given = Delegation.objects.in_force(timezone.localdate(self.now)).filter(appointment__in=keys)
        found: dict[int, list[Person]] = defaultdict(list)
        for one in given.select_related("proxy") if keys else ():
            found[one.appointment_id].append(one.proxy)
        return found

    def _read_shifts(self, places: Iterable[str]) -> dict[str, list[Shift]]:
        """The shifts of yesterday and today in the institutions concerned, by the unit whose roster it is."""
        wanted = {above for place in places for above in paths.lineage(place)}
        today = timezone.localdate(self.now)
        rows = Shift.objects.between(today - datetime.timedelta(days=1), today)
        found: dict[str, list[Shift]] = defaultdict(list)
        for one in rows.filter(roster__organization__path__in=wanted).select_related("roster__organization", "person"):
            found[one.roster.organization.path].append(one)
        return found

    def told(self, start: LadderStart, receiver: RungReceiver, *, off_hours: bool) -> list[Told]:
        """Everybody who is told for one receiver, each once."""
        if receiver.outside:
            return [Told(receiver, None, Role.OUTSIDE)]
        place = place_of(start, receiver)
        found: dict[int, Told] = {}
        for person, role in self._people(receiver, place):
            found.setdefault(person.pk, Told(receiver, person, role))
        if off_hours:
            for person in self._on_duty(place or start.institution_path):
                found.setdefault(person.pk, Told(receiver, person, Role.DUTY))
        return list(found.values()) or [Told(receiver, None, Role.NOBODY)]

    def _people(self, receiver: RungReceiver, place: str) -> list[tuple[Person, str]]:
        """The named person or the holders of the duty, then their proxies."""
        if receiver.person:
            return [(receiver.person, Role.NAMED)] if receiver.person.active else []
        seats = self._holders(receiver, place)
        named = [(seat.person, str(Role.NAMED)) for seat in seats]
        return named + [(proxy, str(Role.PROXY)) for seat in seats for proxy in self.proxies[seat.appointment]]

    def _holders(self, receiver: RungReceiver, place: str) -> list[_Seat]:
        """Those who look after the place; where a department has none, those of the nearest unit above it."""
        above = reversed(paths.lineage(place)) if receiver.where == Where.UNIT else [place] if place else []
        for path in above:
            near = [one for one in self.seats.get((path, receiver.duty), ()) if paths.contains(one.institution, place)]
            if near:
                return near
        return []

    def _on_duty(self, place: str) -> list[Person]:
        """Who is on duty for a unit or for the nearest one above it that keeps a roster."""
        roster = next((self.shifts[one] for one in reversed(paths.lineage(place)) if self.shifts.get(one)), [])
        return on_duty(roster, self.now)


def on_duty(shifts: Iterable[Shift], now: datetime.datetime) -> list[Person]:
    """Who is on duty at a moment: by day the day shift, by night the night shift, and the leader of that day."""
    local = timezone.localtime(now)
    by_night = local.time() < HANDOVER or local.time() >= NIGHTFALL
    day = local.date() - datetime.timedelta(days=1) if local.time() < HANDOVER else local.date()
    slot = Slot.NIGHT if by_night else Slot.DAY
    mine = {one.slot: one.person for one in shifts if one.day == day}
    return list(dict.fromkeys(mine[one] for one in (slot, Slot.LEADER) if one in mine))


def off_hours_at(start: LadderStart, *, now: datetime.datetime, hours: AllHours, calendar: Calendar) -> bool:
    """Whether nobody is at his desk where a matter lies."""
    return is_off_hours(now, hours=hours.at(start.org_path), calendar=calendar)


def duty_people(condition: Q, now: datetime.datetime) -> list[Person]:
    """Who is on duty now in the rosters under a condition."""
    today = timezone.localdate(now)
    rows = Shift.objects.between(today - datetime.timedelta(days=1), today).filter(condition)
    return on_duty(rows, now)
