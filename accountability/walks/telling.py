"""What is told of each thing in a chain: who did what in which post and when, how long it lay, and what they saw."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Prefetch, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accountability import trail, walks
from accountability.models import Assignment, Holder, Seat, SignRequest
from accountability.models.trail import TrailEvent
from accountability.walks.steps import Node
from organizations.sight import Who, visible

ACTS = 8  # of one thing; all of them stand in its records
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass
class Act:
    """One thing that was done, and how long the matter had lain before."""

    title: str
    who: str
    post: str
    at: datetime
    lay: str = ""


@dataclass
class Signed:
    """One seat: who was asked in which post, when it came to him, when he answered, and the page he saw."""

    title: str
    who: str
    post: str
    opened_at: datetime | None
    decided_at: datetime | None
    verdict: str
    lay: str
    url: str


def tell(nodes: list[Node], *, who: Who) -> None:
    """Enter acts, seats and holders on the nodes: five questions, however many nodes."""
    if not nodes:
        return
    by_key = {(ContentType.objects.get_for_model(node.model).pk, node.pk): node for node in nodes}
    _acts(by_key, who)
    _seats(by_key, who)
    _holders([node for node in nodes if node.model is Assignment])
    for node in nodes:
        if not node.acts:
            node.acts = _from_its_fields(node)


def _here(keys: Iterable[tuple[int, int]]) -> Q:
    """The condition that a row belongs to one of these things."""
    grouped: dict[int, list[int]] = defaultdict(list)
    for kind, key in keys:
        grouped[kind].append(key)
    found = Q(pk__in=[])
    for kind, wanted in grouped.items():
        found |= Q(content_type=kind, object_id__in=wanted)
    return found


def _acts(by_key: dict[tuple[int, int], Node], who: Who) -> None:
    seen = visible(who, TrailEvent).filter(_here(by_key)).exclude(verb__in=("read", "downloaded"))
    same = [F("content_type"), F("object_id")]
    numbered = seen.annotate(
        place=Window(RowNumber(), partition_by=same, order_by=F("pk").desc()),
        together=Window(Count("pk"), partition_by=same),
    )
    previous: dict[tuple[int, int], datetime] = {}
    for event in numbered.filter(place__lte=ACTS + 1).order_by("pk"):
        key = (event.content_type_id, event.object_id)
        node, before = by_key[key], previous.get(key)
        previous[key] = event.at
        node.more_acts = max(0, event.together - ACTS)
        if event.place <= ACTS:
            post = " ".join(part for part in (event.actor_unit, event.actor_post) if part)
            lay = lain(event.at - before) if before else ""
            node.acts.append(Act(trail.label(event.verb), event.who, post, event.at, lay))


def _seats(by_key: dict[tuple[int, int], Node], who: Who) -> None:
    requests = visible(who, SignRequest).filter(_here(by_key)).order_by("round", "turn_id", "position", "pk")
    asked = Seat.objects.exclude(state=Seat.State.CANCELLED).select_related("person", "on_behalf_of")
    for request in requests.prefetch_related(Prefetch("seats", asked.order_by("order", "pk"), "shown")):
        node = by_key[request.content_type_id, request.object_id]
        node.seats += [_signed(request, seat) for seat in request.shown]


def _signed(request: SignRequest, seat: Seat) -> Signed:
    lay = lain(seat.decided_at - seat.opened_at) if seat.opened_at and seat.decided_at else ""
    return Signed(
        str(request.get_word_display()),
        seat.signed_name,
        seat.post_label,
        seat.opened_at,
        seat.decided_at,
        str(seat.verdict_label) if seat.decided_at else str(seat.get_state_display()),
        lay,
        seat.get_absolute_url(),
    )


def _holders(nodes: list[Node]) -> None:
    if not nodes:
        return
    held: dict[int, list[Holder]] = defaultdict(list)
    rows = Holder.objects.filter(assignment__in=[node.pk for node in nodes])
    for one in rows.select_related("person").order_by("since", "pk"):
        held[one.assignment_id].append(one)
    for node in nodes:
        node.holders = held[node.pk]


def _from_its_fields(node: Node) -> list[Act]:
    """Where no event is about the thing alone: who and when, as its row says."""
    kind = walks.kind_of(node.model)
    at: Any = getattr(node.thing, kind.at) if kind and kind.at else None
    person: Any = getattr(node.thing, kind.by) if kind and kind.by else None
    return [Act(_("登记"), str(person or trail.SYSTEM), "", at)] if at else []


def lain(passed: timedelta) -> str:
    """How long something lay, in the two largest units."""
    if passed < timedelta(minutes=1):
        return _("不到1分钟")
    days, rest = divmod(passed, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes = rest // timedelta(minutes=1)
    parts = (
        (days, ngettext("%(n)d天", "%(n)d天", days)),
        (hours, ngettext("%(n)d小时", "%(n)d小时", hours)),
        (minutes, ngettext("%(n)d分钟", "%(n)d分钟", minutes)),
    )
    return "".join(text % {"n": number} for number, text in [part for part in parts if part[0]][:2])


def seconds(passed: timedelta) -> str:
    """How long something took where seconds matter."""
    if passed >= timedelta(minutes=10):
        return lain(passed)
    number = max(0, round(passed.total_seconds()))
    return ngettext("%(n)d秒", "%(n)d秒", number) % {"n": number}
