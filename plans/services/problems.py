"""The unit's own problem list: confirmed once the plan is in force, each is a finding of its self-inspection."""

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from organizations.models import Person
from organizations.refusals import AlreadyDone, NotYet
from plans import events, permissions
from plans.models import PlanProblem


def confirm_problem(problem: PlanProblem, *, by: Person) -> None:
    """It is a problem to be put right and proved; who listens opens the finding."""
    plan = problem.plan
    with engine.hold(plan, problem):
        permissions.require(by, "revise_plan", plan)
        if not plan.is_valid:
            raise NotYet(_("计划印发以后才能把自查问题列入整改。"))
        if problem.confirmed_at is not None:
            raise AlreadyDone(who=problem.confirmed_by, when=problem.confirmed_at)
        problem.confirmed_by, problem.confirmed_at = by, timezone.now()
        problem.save()
        trail.record("plan_problem_confirmed", plan, by=by, also=[problem], extra={"line": str(problem)})
        events.problem_confirmed.send(sender=PlanProblem, thing=problem, by=by)
