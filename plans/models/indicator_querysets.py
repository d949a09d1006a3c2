"""Questions asked of sets of figures and of the figures themselves."""

import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from .indicators import Indicator, IndicatorSet  # noqa: F401


class SetQuerySet(models.QuerySet["IndicatorSet"]):
    """Questions about sets."""

    def published(self) -> Self:
        """The versions in force."""
        return self.filter(state="published")

    def known(self) -> Self:
        """The versions that were in force at some time."""
        return self.filter(state__in=["published", "superseded", "retired"])


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Questions about indicators."""

    def in_force(self) -> Self:
        """Of the versions in force."""
        return self.filter(indicator_set__state="published")

    def counted_in(self, last: datetime.date) -> Self:
        """Those asked in a period that ends on a day: a revision may have brought them in, or ended them."""
        begun = Q(since__isnull=True) | Q(since__lte=last)
        return self.filter(begun, Q(until__isnull=True) | Q(until__gte=last))

    def standing(self) -> Self:
        """Those that no revision has ended."""
        return self.filter(until__isnull=True)

    def whole(self) -> Self:
        """With what judging needs."""
        return self.select_related("indicator_set").prefetch_related("parts", "targets")
