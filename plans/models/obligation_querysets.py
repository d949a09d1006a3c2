"""Questions asked of obligations, their occurrences and what shows them."""

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Prefetch, Q

from accountability.models import Holder
from organizations.models import Person

if TYPE_CHECKING:
    from .obligations import Obligation, ObligationEvidence, Occurrence  # noqa: F401

DAILY = ("day", "shift")


class ObligationQuerySet(models.QuerySet["Obligation"]):
    """Questions about obligations."""

    def running(self) -> Self:
        """Those that are owed now."""
        return self.filter(state="running")

    def not_set(self) -> Self:
        """Those of which nobody has said how often: 定期, or one of two."""
        unsaid = Q(at_least__isnull=True, at_most__isnull=True)
        return self.filter(Q(unit="unspecified") | ~Q(alternative="") | unsaid).exclude(state="ended")

    def to_open(self, today: datetime.date) -> Self:
        """Running ones whose periods up to today have not been looked at today."""
        unseen = Q(opened_until__isnull=True) | Q(opened_until__lt=today)
        return self.running().filter(unseen).exclude(unit="event")

    def daily(self) -> Self:
        """Those kept on a month's page."""
        return self.filter(unit__in=DAILY)

    def with_names(self) -> Self:
        """With what a line of a list shows."""
        return self.select_related("plan", "lead_unit", "person", "department_type", "register")


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    """Questions about occurrences."""

    def open(self) -> Self:
        """Still owed."""
        return self.filter(state="open")

    def missed(self, on: datetime.date) -> Self:
        """Still owed after their day."""
        return self.open().filter(due_on__lt=on)

    def settled(self) -> Self:
        """Done, explained, or asked for no more."""
        return self.exclude(state="open")

    def daily(self) -> Self:
        """Those of a month's page."""
        return self.filter(obligation__unit__in=DAILY)

    def not_daily(self) -> Self:
        """Those with a page of their own."""
        return self.exclude(obligation__unit__in=DAILY)

    def at(self, day: datetime.date) -> Self:
        """Those towards which what happens on a day counts."""
        return self.filter(begins_on__lte=day, due_on__gte=day)

    def current(self, today: datetime.date) -> Self:
        """Those that can be worked on: begun and open."""
        return self.open().filter(begins_on__lte=today)

    def held_by(self, people: Any) -> Self:
        """Those whose task one of these people answers for today."""
        held = Holder.objects.current().filter(person__in=people).values("assignment")
        return self.filter(assignment__in=held)

    def with_names(self) -> Self:
        """With what a line of a list shows."""
        lead = Holder.objects.current().filter(role=Holder.Role.LEAD).select_related("person")
        holders = Prefetch("assignment__holders", queryset=lead, to_attr="current_holders")
        together = ("obligation__plan", "obligation__lead_unit", "organization", "entry", "assignment")
        return self.select_related(*together).prefetch_related(holders)

    def counts(self, today: datetime.date) -> dict[str, int]:
        """How many are done, open, missed and explained; one query."""
        return self.aggregate(
            total=Count("pk", filter=~Q(state="withdrawn")),
            done=Count("pk", filter=Q(state="done")),
            explained=Count("pk", filter=Q(state="explained")),
            missed=Count("pk", filter=Q(state="open", due_on__lt=today)),
            open=Count("pk", filter=Q(state="open", due_on__gte=today)),
        )


class EvidenceQuerySet(models.QuerySet["ObligationEvidence"]):
    """Questions about evidence."""

    def waiting(self) -> Self:
        """Not yet decided."""
        return self.filter(state="submitted", occurrence__state="open")

    def counted(self) -> Self:
        """What counts."""
        return self.filter(state="counted")

    def of(self, source: models.Model) -> Self:
        """What one record of the system counts for."""
        kind = ContentType.objects.get_for_model(source)
        return self.filter(source_type=kind, source_id=source.pk).exclude(state="withdrawn")

    def by_others(self, people: frozenset[int] | set[int] | list[Person]) -> Self:
        """Not added by these people."""
        return self.exclude(added_by__in=people)
