"""The named questions asked of the library."""

import datetime
from collections.abc import Iterable
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from .choices import BINDING, EditionState, RelationKind, Status

STATUS_LENGTH = 20


def applies_from(prefix: str = "") -> Coalesce:
    """The day from which an edition applies: its day of effect, else its day of issue."""
    return Coalesce(f"{prefix}effective_on", f"{prefix}issued_on")


class RegulationQuerySet(models.QuerySet[Any]):
    """Questions about documents."""

    def published(self) -> Self:
        """Those of which readers have at least one edition."""
        editions = apps.get_model("search", "Edition").objects.published()
        return self.filter(Exists(editions.filter(regulation=OuterRef("pk"))))


class EditionQuerySet(models.QuerySet[Any]):
    """Questions about editions."""

    def published(self) -> Self:
        """Those readers have."""
        return self.filter(state=EditionState.PUBLISHED)

    def unfinished(self) -> Self:
        """Those on their way."""
        return self.filter(state__in=[EditionState.DRAFT, EditionState.CONSULTING, EditionState.CHECKING])

    def applying(self, on: datetime.date | None = None) -> Self:
        """Published ones whose day of effect has come; one without any date applies since ever."""
        day = on or timezone.localdate()
        return self.published().alias(applies=applies_from()).filter(Q(applies__isnull=True) | Q(applies__lte=day))

    def newest_first(self) -> Self:
        """By the day from which they apply, those without a date last."""
        return self.order_by(applies_from().desc(nulls_last=True), "-pk")

    def with_status(self, on: datetime.date | None = None) -> Self:
        """Each with `status_code`, a Status as of a day (today): the same answer as `Edition.status_on`."""
        day = on or timezone.localdate()
        touched = _touching(day)
        return self.alias(applies=applies_from()).annotate(
            status_code=Case(
                When(applies__gt=day, then=Value(Status.NOT_YET.value)),
                When(Exists(touched.filter(kind__in=GONE)), then=Value(Status.REPEALED.value)),
                When(ended_on__lt=day, then=Value(Status.ENDED.value)),
                When(Exists(_later(day)), then=Value(Status.AMENDED.value)),
                When(Exists(touched.filter(kind=RelationKind.AMENDS)), then=Value(Status.AMENDED.value)),
                When(
                    Exists(touched.filter(kind=RelationKind.PARTLY_REPEALS)),
                    then=Value(Status.PARTLY_REPEALED.value),
                ),
                default=Value(Status.IN_FORCE.value),
                output_field=models.CharField(max_length=STATUS_LENGTH),
            )
        )

    def having_status(self, status: str, on: datetime.date | None = None) -> Self:
        """Published ones worth this on a day (today)."""
        return self.published().with_status(on).filter(status_code=status)

    def binding(self, on: datetime.date | None = None) -> Self:
        """Published ones whose text applies on a day (today)."""
        return self.published().with_status(on).filter(status_code__in=[str(one.value) for one in BINDING])


GONE = (RelationKind.REPEALS, RelationKind.REPLACES)
"""After these the older text applies no longer."""


def _touching(day: datetime.date) -> QuerySet[Any]:
    """The relations that have an effect on the outer edition on a day.

    A relation to a document without an edition touches every edition that applied before it.
    """
    relations = apps.get_model("search", "Relation").objects
    named = Q(to_edition=OuterRef("pk"))
    whole = Q(to_edition__isnull=True, to_regulation=OuterRef("regulation")) & ~Q(by_edition=OuterRef("pk"))
    before = Q(since__gte=applies_from_outer()) | Q(since__isnull=True)
    at_work = Q(since__isnull=True) | Q(since__lte=day)
    published = Q(by_edition__isnull=True) | Q(by_edition__state=EditionState.PUBLISHED)
    return relations.filter(named | (whole & before), at_work, published)


def applies_from_outer() -> Coalesce:
    """The day from which the outer edition applies; long ago where it has no date."""
    return Coalesce(OuterRef("effective_on"), OuterRef("issued_on"), Value(datetime.date(1900, 1, 1)))


def _later(day: datetime.date) -> QuerySet[Any]:
    """Newer editions of the outer edition's document that apply on a day."""
    editions = apps.get_model("search", "Edition").objects.applying(day)
    mine = applies_from_outer()
    newer = Q(applies__gt=mine) | Q(applies=mine, pk__gt=OuterRef("pk"))
    return editions.filter(newer, regulation=OuterRef("regulation"))


class ArticleQuerySet(models.QuerySet[Any]):
    """Questions about articles."""

    def published(self) -> Self:
        """Those of published editions."""
        return self.filter(edition__state=EditionState.PUBLISHED)

    def numbered(self, number: int, suffix: int = 0) -> Self:
        """第…条(之…)."""
        return self.filter(number=number, suffix=suffix)

    def with_edition(self) -> Self:
        """With everything a line about an article prints."""
        return self.select_related("edition__regulation__issuer")


class CitationQuerySet(models.QuerySet[Any]):
    """Questions about citations."""

    def live(self) -> Self:
        """Those not taken back."""
        return self.filter(withdrawn_at__isnull=True)

    def of(self, thing: models.Model) -> Self:
        """Those in one thing, in the order in which they were made."""
        return self.live().filter(
            content_type__app_label=thing._meta.app_label,
            content_type__model=thing._meta.model_name,
            object_id=thing.pk,
        )

    def from_each(self, model: type[models.Model], *, taken_back: bool = False) -> Self:
        """Those in the thing of a surrounding query over its model, if asked also those taken back."""
        rows = self if taken_back else self.live()
        return rows.filter(
            content_type__app_label=model._meta.app_label,
            content_type__model=model._meta.model_name,
            object_id=models.OuterRef("pk"),
        )

    def of_all(self, model: type[models.Model], keys: Iterable[int]) -> Self:
        """Those in the things of one model with these keys."""
        names = {"content_type__app_label": model._meta.app_label, "content_type__model": model._meta.model_name}
        return self.live().filter(object_id__in=list(keys), **names)

    def flagged(self) -> Self:
        """Those whose text no longer applies and which nobody has looked at since."""
        return self.live().filter(flagged_at__isnull=False, settled_at=None)

    def in_order(self) -> Self:
        """Oldest first."""
        return self.order_by(F("cited_at").asc(), "pk")
