"""What of the plans carries themes: measures and duties."""

from typing import Any

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accountability import themed
from accountability.models import Assignment
from plans import quota_permissions as quotas
from plans.models import Measure, Obligation
from plans.models.choices import UNFINISHED, PlanState
from plans.models.obligation_choices import ObligationState

TASK = "task-"


def declare() -> None:
    """Tell the themes what carries them."""
    themed.register(
        Measure,
        title=_("计划措施"),
        icon="calendar-range",
        address=lambda key, _parent: reverse("plans:measure_detail", args=[key]),
        rights=("plans.draft_plan", "plans.revise_plan"),
        at=lambda measure: measure.plan,
        under_way=lambda rows: rows.filter(plan__state__in=(*UNFINISHED, PlanState.IN_FORCE)),
        line=_measure,
        states={**dict(PlanState.choices), **{f"{TASK}{key}": word for key, word in Assignment.State.choices}},
    )
    themed.register(
        Obligation,
        title=_("常态化工作"),
        icon="calendar-check",
        address=lambda key, _parent: reverse("plans:obligation_detail", args=[key]),
        rights=(f"plans.{quotas.KEEP}",),
        under_way=lambda rows: rows.exclude(state=ObligationState.ENDED),
        line=_obligation,
        states=dict(ObligationState.choices),
    )


def _measure() -> dict[str, Any]:
    """How far its task is; before the plan is issued, how far the plan is."""
    task = When(assignment__isnull=False, then=Concat(Value(TASK), F("assignment__state")))
    due = Coalesce(F("due_on"), F("section__due_on"))
    return {
        "title": F("text"),
        "unit": F("lead_unit__name"),
        "state": Case(task, default=F("plan__state")),
        "due": due,
    }


def _obligation() -> dict[str, Any]:
    return {"title": F("text"), "unit": F("lead_unit__name"), "state": F("state")}
