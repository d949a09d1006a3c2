"""The open work of obligations: duties named to a person or led by a unit, evidence that waits in a unit."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import trail
from accountability.notices import notify
from accountability.signing.manifests import in_first_language
from organizations import openings, paths
from organizations.models import Organization, Person
from organizations.openings import Opening
from plans.models import Obligation, ObligationEvidence, ObligationState
from plans.services.quota_reactions import give_duty


def declare() -> None:
    """Register the kinds; what is owed in a period is a task like any other."""
    openings.register(
        "obligations",
        title=gettext_lazy("具体负责的常态化工作"),
        order=63,
        rows=_rows,
        of_person=_of_person,
        hand_over=_hand_over,
    )
    openings.register(
        "unit_obligations", title=gettext_lazy("承办的常态化工作"), order=41, of_unit=_of_unit, place=_place
    )
    openings.register("quota_evidence", title=gettext_lazy("待核定的完成依据"), order=51, of_unit=_evidence)


def _rows(person: Person) -> QuerySet[Any]:
    return Obligation.objects.filter(person=person).exclude(state=ObligationState.ENDED)


def _of_person(person: Person) -> Iterator[Opening]:
    """The duties that name him."""
    for one in _rows(person).order_by("pk"):
        yield Opening("obligations", one.pk, f"{one}（{one.often}）"[:400], one.org_path, one.get_absolute_url())


def _hand_over(opening: Opening, giver: Person, to: Person | None, because: str) -> None:
    """The successor is named from now on; the tasks of periods under way are handed over as tasks."""
    obligation = Obligation.objects.get(pk=opening.key)
    with engine.hold(obligation):
        if obligation.person_id != giver.pk or to is None:
            return
        obligation.person = to
        obligation.version += 1
        obligation.save()
        changed = {"person": [str(giver), str(to)]}
        trail.record("obligation_taken_over", obligation, by=None, because=because, changed=changed, responsible=to)
    with in_first_language():
        text = _("工作已交接给您：%(what)s") % {"what": opening.label}
    notify([to], text=text, url=obligation.get_absolute_url(), source=obligation, kind="handover")


def _of_unit(path: str) -> Iterator[Opening]:
    """The duties that the unit and the units beneath it lead."""
    low, high = paths.subtree(path)
    led = Obligation.objects.running().filter(org_path__gte=low, org_path__lt=high)
    for one in led.order_by("pk"):
        yield Opening("unit_obligations", one.pk, f"{one}（{one.often}）"[:400], one.org_path, one.get_absolute_url())


def _place(key: int, unit: Organization, because: str) -> None:
    """Another unit leads the duty, and owes what the first one owed of it."""
    give_duty(Obligation.objects.get(pk=key), unit, because=because)


def _evidence(path: str) -> Iterator[Opening]:
    """What was handed in there and nobody has decided."""
    low, high = paths.subtree(path)
    waiting = ObligationEvidence.objects.waiting().filter(org_path__gte=low, org_path__lt=high)
    for one in waiting.select_related("occurrence__obligation").order_by("pk"):
        yield Opening("quota_evidence", one.pk, one.title, one.org_path, one.occurrence.get_absolute_url())
