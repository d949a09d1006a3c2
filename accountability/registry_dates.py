"""What of this app's stands in calendars: tasks, steps and signatures that are due, shifts, and the health days."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import health_days
from accountability.dates import MOST_OF_A_KIND, Dated, Kind, register
from accountability.models import Assignment, OwnDay, Seat, Shift
from engine.models import Turn
from organizations.models import Person, User
from organizations.sight import sight_of

Day = datetime.date


def declare() -> None:
    """Enter the kinds."""
    register(Kind("assignment", gettext_lazy("任务期限"), _tasks))
    register(Kind("turn", gettext_lazy("办理期限"), _turns))
    register(Kind("seat", gettext_lazy("审批期限"), _seats))
    register(Kind("shift", gettext_lazy("值班"), _shifts))
    register(Kind("health_day", gettext_lazy("卫生健康主题日"), _health_days))


def _tasks(person: Person, user: User | None, first: Day, last: Day) -> Iterator[Dated]:
    """The tasks one holds and has not finished."""
    held = Assignment.objects.held_by(person).open().filter(due_on__range=(first, last)).select_related("lead_unit")
    for task in held[:MOST_OF_A_KIND]:
        yield Dated(
            uid=f"assignment-{task.pk}",
            title=_("任务到期：%(what)s") % {"what": task.title},
            starts=task.due_on,
            note=_("承办单位：%(unit)s") % {"unit": task.lead_unit},
            url=reverse("assignment_open", args=[task.pk]),
            icon="list-todo",
            sequence=task.version,
        )


def _turns(person: Person, user: User | None, first: Day, last: Day) -> Iterator[Dated]:
    """The steps one may do; the account comes with the person because his sight is kept on it."""
    mine = Turn.objects.for_person(user or person).filter(due_on__range=(first, last)).order_by("due_on", "pk")
    for turn in mine[:MOST_OF_A_KIND]:
        if turn.due_on is not None:
            yield Dated(
                uid=f"turn-{turn.pk}",
                title=_("%(step)s到期：%(what)s") % {"step": _(turn.title), "what": turn.label},
                starts=turn.due_on,
                url=turn.url,
                icon="clipboard-check",
            )


def _seats(person: Person, user: User | None, first: Day, last: Day) -> Iterator[Dated]:
    """What waits for one's signature and names a day."""
    waiting = Seat.objects.waiting_for(person).filter(request__turn__due_on__range=(first, last))
    for seat in waiting[:MOST_OF_A_KIND]:
        due_on = seat.request.turn.due_on
        if due_on is not None:
            yield Dated(
                uid=f"seat-{seat.pk}",
                title=_("%(step)s到期：%(what)s")
                % {"step": seat.request.get_word_display(), "what": seat.request.label},
                starts=due_on,
                url=seat.get_absolute_url(),
                icon="stamp",
            )


def _shifts(person: Person, user: User | None, first: Day, last: Day) -> Iterator[Dated]:
    """When one is on duty."""
    mine = Shift.objects.between(first, last).filter(person=person).select_related("roster__organization")
    for shift in mine[:MOST_OF_A_KIND]:
        yield Dated(
            uid=f"shift-{shift.pk}",
            title=_("值班：%(slot)s") % {"slot": shift.get_slot_display()},
            starts=shift.day,
            place=str(shift.roster.organization),
            url=f"{shift.roster.get_absolute_url()}&month={shift.day:%Y-%m}",
            icon="phone",
        )


def _health_days(person: Person, user: User | None, first: Day, last: Day) -> Iterator[Dated]:
    """The days of the year on which everybody informs about one matter of health."""
    for year in range(first.year, last.year + 1):
        for found in health_days.of_year(year):
            if first <= found.day <= last:
                yield Dated(uid=f"health-{found.code}-{year}", title=found.name, starts=found.day, icon="heart-pulse")
    yield from _own_days(user or person, first, last)


def _own_days(who: User | Person, first: Day, last: Day) -> Iterator[Dated]:
    """The days one's own unit keeps, and those of the units above it."""
    rows = OwnDay.objects.standing().filter(health_days.kept_for(sight_of(who))).select_related("organization")
    for one in rows[:MOST_OF_A_KIND]:
        for year in range(first.year, last.year + 1):
            if first <= one.in_year(year) <= last:
                note = _("设立单位：%(unit)s") % {"unit": one.organization}
                uid = f"own-day-{one.pk}-{year}"
                yield Dated(uid=uid, title=one.name, starts=one.in_year(year), note=note, icon="heart-pulse")
