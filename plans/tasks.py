"""What the plans do in the background."""

from django.utils.translation import gettext_lazy as _

from engine.jobs import job
from engine.models import Job
from engine.recurring import every
from plans import services
from plans.models import PlanImport


@job("plans.read_import", title=_("识别导入的计划"))
def read_import(asked: Job) -> None:
    """Recognise what a long text says."""
    found = PlanImport.objects.select_related("plan").filter(pk=asked.payload["thing"]).first()
    if found is not None:
        services.read_import(found)


@job("plans.apply_revisions", title=_("计划调整生效"))
def apply_revisions(asked: Job) -> None:
    """Put approved revisions in force whose day has come."""
    services.apply_due()


@job("plans.after_review", title=_("总结审定后的处理"))
def after_review(asked: Job) -> None:
    """A plan that was summed up is closed."""
    services.close_summed_up(asked.payload["thing"])


def declare() -> None:
    """Days come without anybody's doing."""
    every("plans.apply_revisions", minutes=60)
