"""What of the plans can be found in the one search box; who finds it is decided by the rule of sight."""

from django.utils.translation import gettext_lazy as _

from search import findable
from search.findable import Findable

from .models import Measure, Plan


def _plan(plan: Plan) -> str:
    return "\n".join(part for part in (plan.title, plan.purpose, plan.requirements) if part)


def _measure(measure: Measure) -> str:
    parts = (measure.text, measure.target, measure.problem, measure.evidence)
    return "\n".join(part for part in parts if part)


def declare() -> None:
    """Enter plans and their measures."""
    findable.register(
        Findable(
            Plan,
            _("工作计划"),
            _plan,
            title=lambda plan: plan.title,
            about=lambda plan: f"{plan.organization.name} · {plan.get_state_display()}",
            related=("organization",),
        )
    )
    findable.register(
        Findable(
            Measure,
            _("计划任务"),
            _measure,
            title=lambda measure: measure.text[:80],
            about=lambda measure: measure.plan.title,
            related=("plan",),
        )
    )
