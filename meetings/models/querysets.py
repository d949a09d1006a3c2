"""The questions asked of meetings and of what they leave behind."""

import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .choices import DecisionState, MeetingState, Nature, ReaderRole

if TYPE_CHECKING:
    from .meetings import Meeting

HELD = (
    MeetingState.HELD,
    MeetingState.REVIEWING,
    MeetingState.SIGNING,
    MeetingState.SIGNED,
    MeetingState.ISSUED,
    MeetingState.RECORDED,
)


class MeetingQuerySet(models.QuerySet):
    """Questions about meetings."""

    def held(self) -> Self:
        """Those that really took place."""
        return self.filter(state__in=HELD)

    def coming(self, *, now: datetime.datetime | None = None) -> Self:
        """Those still to be held, the next one first."""
        open_ones = self.filter(state__in=(MeetingState.PLANNED, MeetingState.NOTICED))
        return open_ones.filter(starts_at__gte=now or timezone.now()).order_by("starts_at", "pk")

    def before(self, meeting: "Meeting") -> Self:
        """The held meetings of the same series before this one, the last one first."""
        if meeting.series_id is None:
            return self.none()
        earlier = self.held().filter(series=meeting.series_id, starts_at__lt=meeting.starts_at)
        return earlier.exclude(pk=meeting.pk).order_by("-starts_at", "-pk")


class DecisionQuerySet(models.QuerySet):
    """Questions about decisions."""

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.exclude(state=DecisionState.WITHDRAWN)

    def tasks(self) -> Self:
        """Those somebody must carry out."""
        return self.standing().filter(nature=Nature.TASK)

    def ownerless(self) -> Self:
        """Tasks without owner, unit or date: the minutes cannot be signed."""
        missing = Q(holder__isnull=True) | Q(due_on__isnull=True) | Q(lead_unit__isnull=True)
        return self.tasks().filter(missing)


class ReaderQuerySet(models.QuerySet):
    """Questions about who was shown the minutes."""

    def reviewers(self, round_: int) -> Self:
        """Who was asked for comments in a round."""
        return self.filter(role=ReaderRole.REVIEW, round=round_)

    def circulated(self) -> Self:
        """To whom the issued minutes went."""
        return self.filter(role=ReaderRole.READING)

    def waiting(self) -> Self:
        """Who has not answered, or not read."""
        return self.filter(answered_at__isnull=True)
