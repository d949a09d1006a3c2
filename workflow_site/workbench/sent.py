"""What a person has sent for signature and others have not finished with."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accountability.models import Seat, SignRequest
from accountability.models.signing import Progress
from organizations.models import Person, User
from organizations.sight import visible
from workflow_site.workbench.work import MOST_ROWS


@dataclass(frozen=True)
class Sent:
    """One line: what was sent, who is waited for, how many have signed, and the way to take it back."""

    title: str
    meta: tuple[str, ...]
    progress: Progress
    since: datetime.datetime | None
    url: str
    withdraw_url: str


def sent_by(person: Person, user: User) -> list[Sent]:
    """The open requests along routes this person began, newest first; two queries."""
    signed = Seat.objects.filter(request__turn=OuterRef("turn"), state=Seat.State.DECIDED)
    mine = SignRequest.objects.open().sent_by(person).values("pk")
    found = SignRequest.objects.with_seats().filter(Q(pk__in=mine), pk__in=visible(user, SignRequest).values("pk"))
    rows = found.annotate(is_signed=Exists(signed)).order_by("-opened_at", "-pk")
    return [_row(asked, is_signed=asked.is_signed) for asked in rows[:MOST_ROWS]]


def _row(asked: SignRequest, *, is_signed: bool) -> Sent:
    """One request as a line; it can be taken back until somebody along the route has signed."""
    waited_for = [seat for seat in asked.counted if seat.state == Seat.State.OPEN]
    who = _("、").join(seat.signed_name for seat in waited_for)
    waits = _("等待%(who)s%(word)s") % {"who": who, "word": asked.get_word_display()}
    return Sent(
        title=asked.label,
        meta=(asked.title, waits) if who else (asked.title,),
        progress=asked.progress,
        since=asked.opened_at,
        url=waited_for[0].get_absolute_url() if waited_for else asked.turn.url,
        withdraw_url="" if is_signed else reverse("request_withdraw", args=[asked.pk]),
    )
