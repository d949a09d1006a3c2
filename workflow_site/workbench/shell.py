"""What the bars around each page show: the menu, the counts beside it, and who acts in which post."""

from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from accountability.models import Assignment, Directive, Notice, Reading, Seat
from engine.models import Turn
from organizations.models import Appointment, Person, User
from organizations.sight import sight_of
from plans.services.waiting import waiting_evidence
from workflow_site.workbench import managing
from workflow_site.workbench.menu import MenuGroup, MenuItem, groups_for, more_of


@dataclass(frozen=True)
class Shell:
    """The frame of a page for one person; for nobody it is empty."""

    person: Person | None = None
    appointment: Appointment | None = None
    appointments: tuple[Appointment, ...] = ()
    notices: int = 0
    work: int = 0
    menu: list[MenuGroup] = field(default_factory=list)
    more: MenuItem | None = None
    manages: bool = False

    @property
    def unit(self) -> str:
        """The institution's or unit's name beneath the site's own."""
        return str(self.appointment.post.organization) if self.appointment else ""


def shell_of(request: HttpRequest | None) -> Shell:
    """The frame for a request; it costs one query besides those of sight."""
    acting = getattr(request, "acting", None)
    if request is None or acting is None:
        return Shell()
    sight = sight_of(request.user)
    notices, work = counts_for(acting.person, cast(User, request.user))
    return Shell(
        person=acting.person,
        appointment=acting.appointment,
        appointments=sight.appointments,
        notices=notices,
        work=work,
        menu=groups_for(request, sight, notices=notices, work=work),
        more=more_of(request),
        manages=bool(managing.kept_by(sight)),
    )


def counts_for(person: Person, user: User) -> tuple[int, int]:
    """Unread notices, and open turns, seats, tasks and evidence to accept of a person, in one query."""
    row = (
        Person.objects.filter(pk=person.pk)
        .values_list(
            _counted(Notice.objects.unread(person)),
            _counted(Turn.objects.for_person(user)),
            _counted(Seat.objects.waiting_for(person)),
            _counted(Assignment.objects.held_by(person).open()),
            _counted(waiting_evidence(user, person)),
            _counted(Directive.objects.to_confirm(person)),
            _counted(Reading.objects.to_read(person)),
        )
        .first()
    )
    notices, *work = row or (0,)
    return notices, sum(work)


def _counted(rows: QuerySet[Any]) -> Coalesce:
    """The number of rows as a column of another query."""
    bare = rows.order_by().select_related(None).annotate(_one=Value(1)).values("_one")
    return Coalesce(Subquery(bare.annotate(_n=Count("pk")).values("_n"), output_field=IntegerField()), 0)
