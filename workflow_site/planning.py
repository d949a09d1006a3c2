"""What the other features know that speaks for a line in a unit's next plan: open findings, standing tasks."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from organizations import paths
from plans.models import Measure, Plan, ProposalKind
from plans.proposing import Proposed, register
from rectification.models import Finding, StandingTask

MOST = 200


def declare() -> None:
    """Tell the plans where to ask."""
    register(open_findings)
    register(standing_tasks)


def open_findings(plan: Plan) -> Iterator[Proposed]:
    """The findings of the unit that were registered before the plan's year and are not struck off."""
    if plan.supersedes is None:
        return
    low, high = paths.subtree(plan.org_path)
    begins = datetime.date(plan.year, 1, 1)
    rows = Finding.objects.open().filter(org_path__gte=low, org_path__lt=high, due_on__lt=begins)
    for one in rows.select_related("organization", "department").order_by("pk")[:MOST]:
        because = _("%(number)s到%(year)d年初仍未销号") % {"number": one.number_text, "year": plan.year}
        text = _("整改：%(what)s") % {"what": one.description}
        unit = one.department or one.organization
        yield Proposed(ProposalKind.FINDING, one, text, because, unit, one.get_absolute_url())


def standing_tasks(plan: Plan) -> Iterator[Proposed]:
    """What campaigns left behind for good in the unit and no plan counts yet."""
    low, high = paths.subtree(plan.org_path)
    adopted = Measure.objects.filter(assignment__isnull=False).values("assignment")
    rows = StandingTask.objects.filter(assignment__state="open", org_path__gte=low, org_path__lt=high)
    for one in rows.exclude(assignment__in=adopted).select_related("campaign", "lead_unit").order_by("pk")[:MOST]:
        because = _("“%(title)s”结束时确定的长效措施") % {"title": one.campaign.title}
        yield Proposed(ProposalKind.STANDING, one, one.text, because, one.lead_unit, one.get_absolute_url())
