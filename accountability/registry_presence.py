"""What spot checks and subscribed calendars enter into the registries: sight, rights, the words of the trail."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability import spot_checks, trail
from accountability.models import CalendarFeed, SpotCheck
from organizations import rights, sight
from organizations.models import Duty
from organizations.sight import Sight

CHECKING = (Duty.CLERK, Duty.LEADER, Duty.PRINCIPAL, Duty.INSPECTOR)


def declare() -> None:
    """Enter them."""
    sight.register(SpotCheck, _spot_checks)
    sight.register(CalendarFeed, lambda seen: Q(person=seen.person))
    for duty in CHECKING:
        rights.default(duty, spot_checks.CHECK, "subtree")
    trail.watch(SpotCheck)
    trail.verbs(
        {
            "presence_checked": _("查岗"),
            "absence_explained": _("说明值班情况"),
            "calendar_feed_opened": _("生成日历订阅地址"),
            "calendar_feed_revoked": _("停用日历订阅地址"),
        }
    )


def _spot_checks(seen: Sight) -> Q:
    """Those about oneself or made by oneself, and all within sight."""
    return Q(person=seen.person) | Q(checked_by=seen.person) | seen.covers("org_path")
