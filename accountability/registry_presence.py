"""What spot checks, subscribed calendars and own days enter into the registries: sight, rights, words of the trail."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability import health_days, spot_checks, trail
from accountability.models import CalendarFeed, OwnDay, SpotCheck
from organizations import rights, sight
from organizations.models import Duty
from organizations.sight import Sight

KEEPING = (Duty.CLERK, Duty.HEAD)
CHECKING = (Duty.CLERK, Duty.LEADER, Duty.PRINCIPAL, Duty.INSPECTOR)


def declare() -> None:
    """Enter them."""
    sight.register(SpotCheck, _spot_checks)
    sight.register(CalendarFeed, lambda seen: Q(person=seen.person))
    sight.register(OwnDay, lambda seen: health_days.kept_for(seen) | seen.covers("organization__path"))
    for duty in KEEPING:
        rights.default(duty, health_days.KEEP, "own")
    for duty in CHECKING:
        rights.default(duty, spot_checks.CHECK, "subtree")
    trail.watch(SpotCheck)
    trail.watch(OwnDay)
    trail.verbs(
        {
            "presence_checked": _("查岗"),
            "absence_explained": _("说明值班情况"),
            "own_day_set": _("设立主题日"),
            "own_day_ended": _("停用主题日"),
            "calendar_feed_opened": _("生成日历订阅地址"),
            "calendar_feed_revoked": _("停用日历订阅地址"),
        }
    )


def _spot_checks(seen: Sight) -> Q:
    """Those about oneself or made by oneself, and all within sight."""
    return Q(person=seen.person) | Q(checked_by=seen.person) | seen.covers("org_path")
