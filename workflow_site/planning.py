"""What the other features know that speaks for a line in a unit's next plan: its findings of the year before."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from organizations import paths
from plans.models import Plan, ProposalKind
from plans.proposing import Proposed, register
from rectification.models import Finding

MOST = 200


def declare() -> None:
    """Tell the plans where to ask."""
    register(open_findings)


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
