"""What every verb on a draft asks first and does last."""

from django.utils.translation import gettext as _

from organizations.models import Person
from organizations.refusals import NotYet
from plans import permissions
from plans.models import Plan


def require_draft(plan: Plan, by: Person) -> None:
    """Refuse unless the held plan is a draft that this person may write."""
    permissions.require(by, "draft_plan", plan)
    if not plan.is_draft:
        raise NotYet(_("计划已经送审或者印发，不能直接修改：送审中的请由办理人退回，已印发的请办理计划调整。"))


def touched(plan: Plan, by: Person) -> None:
    """Write the held plan as a new version of its draft."""
    plan.edited_by = by
    plan.version += 1
    plan.save()
