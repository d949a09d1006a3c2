"""临时性任务: ordered by somebody beside the plan."""

from django.utils.translation import gettext as _

import engine
from accountability import trail
from organizations.models import Person
from organizations.refusals import Invalid, NotYet
from plans import permissions
from plans.models import Measure, Origin, Plan, PlanState

from . import assigning, lines, wording


def add_ad_hoc(plan: Plan, *, by: Person, ordered_by: str, **values: object) -> Measure:
    """临时性任务: ordered beside a plan in force; it counts in the plan's summary."""
    source = wording.required("ordered_by", ordered_by, _("请写明由谁交办、依据什么。"))
    with engine.hold(plan):
        permissions.require(by, "add_ad_hoc", plan)
        if plan.state != PlanState.IN_FORCE:
            raise NotYet(_("计划还没有印发或者已经结束，不能登记临时性任务。"))
        for name, sentence in (("lead_unit", _("请选择牵头单位。")), ("due_on", _("请填写完成期限。"))):
            if not values.get(name):
                raise Invalid({name: sentence})
        told = {**values, "origin": Origin.AD_HOC, "ordered_by": source[:200]}
        measure: Measure = lines.write_line(plan, Measure, told)
        assigning.assign_measure(measure, by=by)
        trail.record("ad_hoc_added", plan, by=by, also=[measure], extra={"added": str(measure)})
    return measure
