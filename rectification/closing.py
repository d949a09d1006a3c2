"""What a campaign leaves behind: who sees its standing tasks, how their steps are called, what they follow from."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability import trail, walks
from organizations import sight
from organizations.sight import Sight
from rectification.models import Campaign, StandingTask

VERBS = {
    "standing_proposed": _("提出长效措施"),
    "standing_dropped": _("取消长效措施"),
    "standing_begun": _("转为常态化任务"),
    "standing_accepted": _("办结长效措施"),
    "dossier_printed": _("打印档案盒"),
    "leftovers_supervised": _("遗留问题转督办"),
}


def _standing(seen: Sight) -> Q:
    """Of the units in range, and for the people of the campaign's issuer."""
    mine = sorted({scope.institution_path for scope in seen.scopes})
    own = Campaign.objects.filter(institution_path__in=mine)
    return seen.covers("org_path") | Q(campaign__in=own.values("pk"))


def declare() -> None:
    """Tell the layers below."""
    sight.register(StandingTask, _standing)
    trail.verbs(VERBS)
    trail.watch(StandingTask)
    walks.register(
        StandingTask,
        back={
            "finding": (_("来源问题"), _("长效措施")),
            "campaign": (_("所属专项工作"), _("长效措施")),
        },
        forward={"assignment": (_("落实措施"), _("交办任务"))},
        by="proposed_by",
        at="proposed_at",
        related=("proposed_by",),
    )
