"""The open work that accountability knows: tasks, seats, proxies; and what waits in a unit."""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import assignments, trail
from accountability.digest import plain
from accountability.models import Assignment, Handover, Holder, Seat
from accountability.notices import notify
from accountability.signing import manifests, proxies, requests, seats
from engine.models import Turn
from organizations import openings, paths
from organizations.models import Delegation, Organization, Person
from organizations.models.delegations import DelegationQuerySet
from organizations.openings import Opening
from organizations.services import revoke

LIVING = (Seat.State.WAITING, Seat.State.OPEN)


def declare() -> None:
    """Register the kinds; delegations end first, because what a proxy was asked goes back to his grantor."""
    _held("received", gettext_lazy("受托代办"), 10, _received_rows, _received, _end_delegation)
    _held("given", gettext_lazy("委托他人代办"), 11, _given_rows, _given, _end_delegation)
    _held("seats", gettext_lazy("待签事项"), 20, _seat_rows, _seats, _hand_over_seat)
    _held("tasks", gettext_lazy("任务"), 30, _task_rows, _tasks, _hand_over_task)
    openings.register("unit_tasks", title=gettext_lazy("承办任务"), order=40, of_unit=_unit_tasks, place=_place_task)
    openings.register("turns", title=gettext_lazy("在办流程"), order=50, of_unit=_turns)
    openings.lies_at("person", lambda pk: reverse("handover_new", args=[pk]))
    openings.lies_at("unit", lambda pk: reverse("unit_detail", args=[pk]))


def _held(
    name: str, title: Any, order: int, rows: openings.Rows, shown: openings.OfPerson, hand_over: openings.HandOver
) -> None:
    openings.register(name, title=title, order=order, rows=rows, of_person=shown, hand_over=hand_over)


# --- With a person --------------------------------------------------------------------------------------------------


def _received_rows(person: Person) -> DelegationQuerySet:
    return Delegation.objects.standing().filter(proxy=person, until__gte=timezone.localdate())


def _received(person: Person) -> Iterator[Opening]:
    """For whom he acts."""
    for one in _received_rows(person).with_people():
        told = {"who": one.grantor, "until": one.until}
        label = _("代“%(who)s”办理，至%(until)s") % told
        yield Opening("received", one.pk, label, one.org_path, reverse("delegation_list"), ends=True)


def _given_rows(person: Person) -> DelegationQuerySet:
    return Delegation.objects.standing().filter(appointment__person=person, until__gte=timezone.localdate())


def _given(person: Person) -> Iterator[Opening]:
    """Who acts for him."""
    for one in _given_rows(person).with_people():
        label = _("委托“%(who)s”代办，至%(until)s") % {"who": one.proxy, "until": one.until}
        address = reverse("delegation_list")
        yield Opening("given", one.pk, label, one.org_path, address, appointment=one.appointment_id, ends=True)


def _end_delegation(opening: Opening, giver: Person, to: Person | None, because: str) -> None:
    """The delegation ends; both sides are told."""
    delegation = Delegation.objects.with_people().get(pk=opening.key)
    revoke(delegation, by=None, because=because)
    with manifests.in_first_language():
        told = {"grantor": delegation.grantor, "proxy": delegation.proxy}
        text = _("%(grantor)s委托%(proxy)s的代办授权因工作交接终止。") % told
    people = [one for one in (delegation.grantor, delegation.proxy) if one != giver]
    notify(people, text=text, url=reverse("delegation_list"), source=delegation, kind="delegation")


def _seat_rows(person: Person) -> QuerySet[Seat]:
    """The signatures of hand-overs are given in person, so they are not among them."""
    kind = ContentType.objects.get_for_model(Handover)
    own = Q(person=person, on_behalf_of__isnull=True) | Q(on_behalf_of=person)
    return Seat.objects.filter(own, state__in=LIVING).exclude(request__content_type=kind)


def _seats(person: Person) -> Iterator[Opening]:
    """What he is asked to sign."""
    for seat in _seat_rows(person).select_related("request").order_by("pk"):
        request = seat.request
        label = f"{request.get_word_display()}：{request.label}"
        url = seat.get_absolute_url()
        yield Opening("seats", seat.pk, label, request.org_path, url, appointment=seat.appointment_id)


def _hand_over_seat(opening: Opening, giver: Person, to: Person | None, because: str) -> None:
    """The successor is asked instead, in his own name; the first person's name is kept."""
    seat = Seat.objects.select_related("request").get(pk=opening.key)
    thing = seat.request.subject
    with engine.hold(thing):
        seat.refresh_from_db()
        if seat.state not in LIVING or to is None:
            return
        proxies.give_back(seat)
        appointment = seats.seatable(to, seat.request, thing)
        changed = {"person": [seat.person_name, str(to)]}
        seat.first_person_id = seat.first_person_id or seat.person_id
        seat.person, seat.appointment = to, appointment
        seat.person_name, seat.post_label = str(to)[:80], str(appointment.post)[:160]
        seat.because = plain(because, 200)
        if seat.state == Seat.State.OPEN:
            seat.opened_at = timezone.now()
        seat.save()
        trail.record("seat_taken_over", thing, by=None, because=because, changed=changed, also=[seat])
        if seat.state == Seat.State.OPEN:
            requests.announce(thing, [seat], seat.request)


def _task_rows(person: Person) -> QuerySet[Holder]:
    return Holder.objects.current().filter(person=person, assignment__state=Assignment.State.OPEN)


def _tasks(person: Person) -> Iterator[Opening]:
    """What he answers for, in whatever role."""
    held = _task_rows(person).select_related("assignment").prefetch_related("assignment__source")
    for one in held.order_by("assignment__due_on", "pk"):
        task = one.assignment
        told = {"title": task.title, "role": one.get_role_display(), "due": task.due_on}
        label = _("%(title)s（%(role)s，%(due)s到期）") % told
        yield Opening("tasks", one.pk, label[:400], task.org_path, task.get_absolute_url())


def _hand_over_task(opening: Opening, giver: Person, to: Person | None, because: str) -> None:
    """The successor answers for it from now on."""
    held = Holder.objects.select_related("assignment", "person").get(pk=opening.key)
    if to is not None:
        assignments.hand_on(held, to=to, because=because)


# --- In a unit ------------------------------------------------------------------------------------------------------


def _unit_tasks(path: str) -> Iterator[Opening]:
    """What the unit and the units beneath it owe."""
    low, high = paths.subtree(path)
    owed = Assignment.objects.open().filter(org_path__gte=low, org_path__lt=high).prefetch_related("source")
    for task in owed.order_by("due_on", "pk"):
        yield Opening("unit_tasks", task.pk, task.title, task.org_path, task.get_absolute_url())


def _place_task(key: int, unit: Organization, because: str) -> None:
    """Another unit owes it from now on."""
    assignments.give_to(Assignment.objects.get(pk=key), unit=unit, by=None, because=because)


def _turns(path: str) -> Iterator[Opening]:
    """Whose turn it is in the unit and beneath it."""
    low, high = paths.subtree(path)
    here = Turn.objects.open().filter(org_path__gte=low, org_path__lt=high)
    for turn in here.order_by("pk"):
        yield Opening("turns", turn.pk, f"{turn.label} · {turn.title}", turn.org_path, turn.url)


def follow_successors(thing: Organization, because: str = "", **_event: object) -> None:
    """A unit was replaced: what it still owes is owed by the first of those that came out of it."""
    heir = thing.successions.select_related("successor").order_by("pk").first()
    if heir is None:
        return
    for task in Assignment.objects.open().filter(lead_unit=thing).order_by("pk"):
        assignments.give_to(task, unit=heir.successor, by=None, because=because)
