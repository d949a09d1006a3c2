"""The open work that the plans know: drafts on their way, letters laid before somebody."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import trail
from accountability.models import HandoverLine
from accountability.notices import notify
from accountability.signing.manifests import in_first_language
from organizations import openings
from organizations.models import Person
from organizations.openings import Opening
from plans.models import LetterState, Plan, ResponsibilityLetter


def declare() -> None:
    """Register the kinds."""
    openings.register(
        "plans",
        title=gettext_lazy("经办的工作计划"),
        order=63,
        rows=_plan_rows,
        of_person=_plans,
        hand_over=_hand_over_plan,
    )
    openings.register(
        "letters",
        title=gettext_lazy("待签订的责任书"),
        order=64,
        rows=_letter_rows,
        of_person=_letters,
        hand_over=_hand_over_letter,
    )


def _handed_on(kind: str, person: Person) -> QuerySet[Any]:
    """What was handed on before; who wrote something stays its author."""
    taken = HandoverLine.objects.filter(kind=kind, handover__giver=person, outcome=HandoverLine.Outcome.TAKEN)
    return taken.order_by().values("key")


def _plan_rows(person: Person) -> QuerySet[Plan]:
    mine = Plan.objects.unfinished().filter(drafted_by=person)
    return mine.exclude(pk__in=_handed_on("plans", person))


def _plans(person: Person) -> Iterator[Opening]:
    """What he drafted and is not issued."""
    for one in _plan_rows(person).order_by("pk"):
        yield Opening("plans", one.pk, str(one), one.org_path, one.get_absolute_url())


def _hand_over_plan(opening: Opening, giver: Person, to: Person | None, because: str) -> None:
    """The successor sees to it; who drafted it stays."""
    plan = Plan.objects.get(pk=opening.key)
    changed = {"organizer": [str(giver), str(to)]}
    trail.record("plan_taken_over", plan, by=None, because=because, changed=changed, responsible=to)
    _tell(to, plan, opening.label)


def _letter_rows(person: Person) -> QuerySet[ResponsibilityLetter]:
    return ResponsibilityLetter.objects.filter(person=person, state=LetterState.DRAFT)


def _letters(person: Person) -> Iterator[Opening]:
    """Letters drafted in his name that nobody has signed."""
    for one in _letter_rows(person).select_related("plan", "unit", "person").order_by("pk"):
        yield Opening("letters", one.pk, str(one), one.org_path, one.get_absolute_url())


def _hand_over_letter(opening: Opening, giver: Person, to: Person | None, because: str) -> None:
    """The successor is the one who will sign."""
    letter = ResponsibilityLetter.objects.get(pk=opening.key)
    with engine.hold(letter):
        if letter.state != LetterState.DRAFT or to is None:
            return
        letter.person = to
        letter.version += 1
        letter.save()
        changed = {"person": [str(giver), str(to)]}
        trail.record("letter_taken_over", letter, by=None, because=because, changed=changed, responsible=to)
    _tell(to, letter, opening.label)


def _tell(person: Person | None, thing: Any, label: str) -> None:
    if person is None:
        return
    with in_first_language():
        text = _("工作已交接给您：%(what)s") % {"what": label}
    notify([person], text=text, url=thing.get_absolute_url(), source=thing, kind="handover")
