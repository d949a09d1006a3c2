"""The named questions asked of plans and what they consist of."""

import datetime
from typing import Any, Self

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Q

from .choices import UNFINISHED, VALID, ImportState, PartState, PlanState, ProposalState, ReadingVerdict


class PlanQuerySet(models.QuerySet[Any]):
    """Questions about plans."""

    def unfinished(self) -> Self:
        """On their way to being issued."""
        return self.filter(state__in=UNFINISHED)

    def valid(self) -> Self:
        """In force: from their issue until another one takes their place."""
        return self.filter(state__in=VALID)

    def in_force(self) -> Self:
        """Being carried out."""
        return self.filter(state=PlanState.IN_FORCE)

    def for_year(self, year: int) -> Self:
        """Those that cover a year."""
        return self.filter(year__lte=year, until_year__gte=year)

    def with_lines(self) -> Self:
        """With everything a line of a list prints."""
        return self.select_related("organization", "number", "drafted_by", "parent", "supersedes")


class LineQuerySet(models.QuerySet[Any]):
    """Questions about the lines of plans: sections, objectives, measures."""

    def standing(self) -> Self:
        """Those no revision has taken out."""
        return self.filter(dropped_at__isnull=True)


class MeasureQuerySet(LineQuerySet):
    """Questions about measures."""

    def with_owners(self) -> Self:
        """With units, people and tasks, in a constant number of queries."""
        return self.for_rows().prefetch_related("supporting_units")

    def for_rows(self) -> Self:
        """With what a row of the plan's page shows."""
        rows = self.select_related("section", "lead_unit", "person", "assignment")
        held = apps.get_model("plans", "MeasureHolder").objects.select_related("person")
        return rows.prefetch_related(models.Prefetch("holders", held.order_by("pk")))

    def due_between(self, first: datetime.date, last: datetime.date) -> Self:
        """Standing ones whose limit lies within these days."""
        return self.standing().filter(due_on__gte=first, due_on__lte=last)


class PartQuerySet(models.QuerySet[Any]):
    """Questions about the departments' parts of reviews."""

    def missing(self) -> Self:
        """Not yet confirmed by their head."""
        return self.exclude(state=PartState.CONFIRMED)


class ProposalQuerySet(models.QuerySet[Any]):
    """Questions about proposals."""

    def open(self) -> Self:
        """Neither adopted nor merged nor declined."""
        return self.filter(state=ProposalState.OPEN)

    def about(self, thing: models.Model) -> Self:
        """Those that rest on one thing."""
        kind = ContentType.objects.get_for_model(thing)
        return self.filter(source_type=kind, source_id=thing.pk)


class ImportQuerySet(models.QuerySet[Any]):
    """Questions about imports."""

    def open(self) -> Self:
        """Still to be looked through."""
        return self.filter(state__in=[ImportState.WAITING, ImportState.READ])

    def with_counts(self) -> Self:
        """With how many things were recognised and how many await a look."""
        waiting = Count("readings", filter=Q(readings__verdict=ReadingVerdict.OPEN))
        return self.annotate(readings_count=Count("readings"), open_count=waiting)


class ReadingQuerySet(models.QuerySet[Any]):
    """Questions about what was recognised."""

    def open(self) -> Self:
        """Those nobody has looked at."""
        return self.filter(verdict=ReadingVerdict.OPEN)

    def taken(self) -> Self:
        """Those that become rows of the plan."""
        return self.filter(verdict__in=[ReadingVerdict.CONFIRMED, ReadingVerdict.CHANGED])
