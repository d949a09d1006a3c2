"""What a campaign leaves behind and what an institution gets ready: who sees it, how the steps are called."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability import trail, walks
from organizations import rights, sight
from organizations.models import Duty
from organizations.sight import Sight
from rectification.models import Campaign, Readiness, ReadinessItem, StandingTask

VERBS = {
    "standing_proposed": _("提出长效措施"),
    "standing_dropped": _("取消长效措施"),
    "standing_begun": _("转为常态化任务"),
    "standing_accepted": _("办结长效措施"),
    "readiness_prepared": _("建立迎检清单"),
    "readiness_given": _("确定迎检条目责任人"),
    "readiness_rated": _("自评迎检条目"),
    "readiness_mocked": _("模拟检查迎检条目"),
    "readiness_frozen": _("封存迎检材料"),
    "dossier_printed": _("打印档案盒"),
    "leftovers_supervised": _("遗留问题转督办"),
}


def _standing(seen: Sight) -> Q:
    """Of the units in range, and for the people of the campaign's issuer."""
    mine = sorted({scope.institution_path for scope in seen.scopes})
    own = Campaign.objects.filter(institution_path__in=mine)
    return seen.covers("org_path") | Q(campaign__in=own.values("pk"))


def _of_the_house(seen: Sight) -> Q:
    """What an institution gets ready for: its own people alone, a superior sees what it is shown."""
    mine = sorted({scope.institution_path for scope in seen.scopes})
    return Q(institution_path__in=mine)


def declare() -> None:
    """Tell the layers below."""
    sight.register(StandingTask, _standing)
    sight.register(Readiness, _of_the_house)
    sight.register(ReadinessItem, _of_the_house)
    trail.verbs(VERBS)
    for model in (StandingTask, Readiness, ReadinessItem):
        trail.watch(model)
    for duty in (Duty.CLERK, Duty.HEAD):
        rights.default(duty, "rectification.keep_readiness", "own")
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
