"""长效措施 of special work become lines of the plan in force of their unit, with the task they have already."""

from typing import Any

from django.utils.translation import gettext as _

import engine
from accountability import trail
from accountability.models import Assignment
from accountability.signing.manifests import in_first_language
from organizations.models import Person
from plans.models import Measure, Origin, Plan

from . import lines


def adopt_standing(sender: type, *, thing: Any, by: Person | None, **_event: Any) -> None:
    """A measure was made to hold: the newest plan in force of its institution counts it among what it does.

    Where none is in force the task stands by itself, and the next draft is offered it.
    """
    task: Assignment = thing.assignment
    plans = Plan.objects.in_force().for_year(task.due_on.year).filter(organization__path=task.institution_path)
    plan = plans.order_by("-year", "-pk").first()
    if plan is None or Measure.objects.filter(assignment=task).exists():
        return
    with engine.hold(plan), in_first_language():
        told = {
            "text": task.title,
            "origin": Origin.AD_HOC,
            "ordered_by": str(_("长效措施：%(title)s") % {"title": thing.campaign.title})[:200],
            "lead_unit": task.lead_unit,
            "person": thing.holder if thing.holder.active else None,
            "due_on": task.due_on,
            "evidence": task.evidence_required,
        }
        measure: Measure = lines.write_line(plan, Measure, told)
        measure.assignment = task
        measure.save(update_fields=["assignment"])
        trail.record("ad_hoc_added", plan, by=by, also=[measure], extra={"added": str(measure)})
