"""Plans, their objectives, measures and duties cite articles of the library: which are at work, whose they are."""

from collections.abc import Iterable

from django.db.models import Q

from accountability.models import Holder
from organizations.models import Person
from search import citing
from search.citing import Source

from . import quota_permissions
from .models import UNFINISHED, VALID, Measure, Objective, Obligation, ObligationState, Plan
from .permissions import may

AT_WORK = (*UNFINISHED, *VALID)


def declare() -> None:
    """Tell the library."""
    citing.declare(Plan, Source(plans_at_work, drafter_of, words_of, writes))
    citing.declare(Measure, Source(measures_at_work, owners_of, words_of_measure, writes_measure))
    citing.declare(Objective, Source(objectives_at_work, drafters_of_objective, words_of_objective, writes_objective))
    citing.declare(Obligation, Source(obligations_at_work, owners_of_obligation, words_of_obligation, keeps))


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


def objectives_at_work(keys: Iterable[int]) -> set[int]:
    """The standing objectives of plans at work."""
    rows = Objective.objects.standing().filter(pk__in=list(keys), plan__state__in=AT_WORK)
    return set(rows.values_list("pk", flat=True))


def drafters_of_objective(objective: Objective) -> Iterable[Person]:
    """As the plan's."""
    return drafter_of(objective.plan)


def words_of_objective(objective: Objective) -> str:
    """What it says."""
    return objective.text


def writes_objective(person: Person, objective: Objective) -> bool:
    """Whoever drafts the plan; once it is in force whoever may revise it says that its basis was looked at again."""
    plan = objective.plan
    return writes(person, plan) or (plan.is_valid and may(person, "revise_plan", plan))


def obligations_at_work(keys: Iterable[int]) -> set[int]:
    """The duties that are owed, and those of drafts at work."""
    rows = Obligation.objects.filter(pk__in=list(keys), plan__state__in=AT_WORK).exclude(state=ObligationState.ENDED)
    return set(rows.values_list("pk", flat=True))


def owners_of_obligation(obligation: Obligation) -> Iterable[Person]:
    """Who is named for it and who wrote its plan."""
    plan = obligation.plan
    return Person.objects.filter(Q(pk=obligation.person_id) | Q(pk__in={plan.drafted_by_id, plan.edited_by_id}))


def words_of_obligation(obligation: Obligation) -> str:
    """What it says, and the sentence it was read from."""
    return "\n".join(dict.fromkeys(part for part in (obligation.text, obligation.source) if part))


def keeps(person: Person, obligation: Obligation) -> bool:
    """Whoever keeps the duties says what one rests on: in the draft, and while it is owed."""
    open_now = obligation.plan.is_draft if obligation.state == ObligationState.DRAFT else obligation.is_running
    return open_now and quota_permissions.may(person, quota_permissions.KEEP, obligation)
