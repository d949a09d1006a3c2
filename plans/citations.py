"""Plans and their measures cite articles of the library: which are still at work, whose they are."""

from collections.abc import Iterable

from django.db.models import Q

from accountability.models import Holder
from organizations.models import Person
from search import citing
from search.citing import Source

from .models import UNFINISHED, VALID, Measure, Plan
from .permissions import may

AT_WORK = (*UNFINISHED, *VALID)


def declare() -> None:
    """Tell the library."""
    citing.declare(Plan, Source(plans_at_work, drafter_of, words_of, writes))
    citing.declare(Measure, Source(measures_at_work, owners_of, words_of_measure, writes_measure))


def plans_at_work(keys: Iterable[int]) -> set[int]:
    """The plans being drafted or in force."""
    return set(Plan.objects.filter(pk__in=list(keys), state__in=AT_WORK).values_list("pk", flat=True))


def drafter_of(plan: Plan) -> Iterable[Person]:
    """Who drafted it and who wrote in it last."""
    return Person.objects.filter(pk__in={plan.drafted_by_id, plan.edited_by_id})


def words_of(plan: Plan) -> str:
    """Its purpose, its requirements and what it rests on."""
    basis = [str(one) for one in plan.basis.all()]
    return "\n".join(part for part in (plan.purpose, plan.requirements, *basis) if part)


def writes(person: Person, plan: Plan) -> bool:
    """While it is a draft, whoever may draft it says what it rests on."""
    return plan.is_draft and may(person, "draft_plan", plan)


def measures_at_work(keys: Iterable[int]) -> set[int]:
    """The standing measures of plans at work."""
    rows = Measure.objects.standing().filter(pk__in=list(keys), plan__state__in=AT_WORK)
    return set(rows.values_list("pk", flat=True))


def owners_of(measure: Measure) -> Iterable[Person]:
    """Who answers for it now; before that, who is named."""
    held = Holder.objects.current().filter(assignment=measure.assignment_id).values("person")
    return Person.objects.filter(Q(pk__in=held) | Q(pk=measure.person_id))


def words_of_measure(measure: Measure) -> str:
    """What it says."""
    return "\n".join(part for part in (measure.text, measure.target, measure.problem) if part)


def writes_measure(person: Person, measure: Measure) -> bool:
    """As the plan's."""
    return writes(person, measure.plan)
