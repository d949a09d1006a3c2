"""本单位主题日 as proposals: the days a unit and those above it keep every year open a new annual plan."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import OwnDay
from organizations import paths
from plans import proposing
from plans.models import Plan, PlanKind, ProposalKind
from plans.proposing import Proposed


def declare() -> None:
    """Own days are a source of proposals."""
    proposing.register(own_days)


def own_days(plan: Plan) -> Iterator[Proposed]:
    """The days of the plan's unit and of those above it that are still to come in the plan's year."""
    if plan.kind != PlanKind.ANNUAL or plan.is_multi_year:
        return
    rows = OwnDay.objects.standing().filter(organization__path__in=paths.lineage(plan.org_path))
    today = timezone.localdate()
    for one in rows.select_related("organization").order_by("month", "day", "pk"):
        day = one.in_year(plan.year)
        if day < today:
            continue
        text = _("开展“%(name)s”主题宣传活动") % {"name": one.name}
        told = {"unit": one.organization, "month": day.month, "day": day.day}
        because = _("%(unit)s主题日：每年%(month)d月%(day)d日") % told
        yield Proposed(ProposalKind.OWN_DAY, one, text, because, due_on=day)
