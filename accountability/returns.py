"""Why a step is to be done once more: who sent it back, when, and with which words."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from accountability.models.trail import TrailEvent
from engine.models import Turn

ONE_MOVE = datetime.timedelta(minutes=1)  # the return and the opening of the step are one transaction


@dataclass(frozen=True)
class Returned:
    """One return, as its reader needs it."""

    who: str
    post: str
    because: str
    at: datetime.datetime


def reasons(turns: Iterable[Turn]) -> dict[int, Returned]:
    """For those of the open steps that a return has opened, by the turn's key; one query, none for no steps."""
    steps = [turn for turn in turns if turn.kind == Turn.Kind.STEP]
    if not steps:
        return {}
    about = Q(pk__in=[])
    for kind in {turn.content_type_id for turn in steps}:
        things = [turn.object_id for turn in steps if turn.content_type_id == kind]
        about |= Q(content_type=kind, object_id__in=things)
    events = TrailEvent.objects.filter(about, verb="sent_back").select_related("body").order_by("pk")
    by_thing: dict[tuple[int, int], TrailEvent] = {(event.content_type_id, event.object_id): event for event in events}
    found = {}
    for turn in steps:
        event = by_thing.get((turn.content_type_id, turn.object_id))
        if event is not None and _opened(event, turn):
            found[turn.pk] = Returned(event.actor_name, event.actor_post, event.reason, event.at)
    return found


def _opened(event: TrailEvent, turn: Turn) -> bool:
    """Whether this return has opened that step."""
    is_its_node = event.told.get("extra", {}).get("to") == turn.node
    return is_its_node and datetime.timedelta(0) <= turn.opened_at - event.at <= ONE_MOVE
