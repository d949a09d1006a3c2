"""Who sees adverse events, how their steps are called, how they are numbered: apart from everything else here."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability import numbering, trail
from organizations import paths, rights, sight
from organizations.models import Duty
from organizations.sight import Sight
from rectification import models
from rectification.models import AdverseEvent, AdverseLesson, AdverseOfficer, AdverseReporter, Improvement

VERBS = {
    "adverse_officer_named": _("指定不良事件管理员"),
    "adverse_officer_ended": _("撤换不良事件管理员"),
    "adverse_reported": _("上报不良事件"),
    "adverse_read": _("查看不良事件"),
    "adverse_accepted": _("受理不良事件"),
    "adverse_analysed": _("分析不良事件"),
    "adverse_channel_noted": _("登记国家渠道回执"),
    "adverse_closed": _("办结不良事件"),
    "improvement_opened": _("提出改进事项"),
    "lesson_shared": _("分享警示案例"),
}


def _offices(seen: Sight) -> Q:
    """The reports of the institutions whose officer the person himself is today; no proxy and no superior is one."""
    today = timezone.localdate()
    held = AdverseOfficer.objects.in_office(today).filter(person=seen.person)
    return Q(institution_path__in=held.values("institution_path")) if seen.scopes else Q(pk__in=[])


def _events(seen: Sight) -> Q:
    """For the officers, and for whoever reported it in confidence himself."""
    if seen.person is None:
        return Q(pk__in=[])
    mine = AdverseReporter.objects.filter(person=seen.person)
    return _offices(seen) | Q(pk__in=mine.values("event"))


def _reporters(seen: Sight) -> Q:
    if seen.person is None:
        return Q(pk__in=[])
    held = AdverseOfficer.objects.in_office(timezone.localdate()).filter(person=seen.person)
    return Q(person=seen.person) | Q(event__institution_path__in=held.values("institution_path"))


def _lessons(seen: Sight) -> Q:
    """Those of one's own institution and of those below it, and those told to everybody."""
    if not seen.scopes:
        return Q(pk__in=[])
    around = {above for scope in seen.scopes for above in paths.lineage(scope.institution_path)}
    own = Q(institution_path__in=sorted(around)) | seen.covers("org_path")
    return own | Q(reach=AdverseLesson.Reach.EVERYBODY)


def _in_house(seen: Sight) -> Q:
    """What an institution's own people read."""
    mine = sorted({scope.institution_path for scope in seen.scopes})
    return Q(institution_path__in=mine) | seen.covers("org_path")


def _everybody(seen: Sight) -> Q:
    return Q(pk__isnull=False) if seen.scopes else Q(pk__in=[])


SIGHT = {
    AdverseEvent: _events,
    AdverseReporter: _reporters,
    AdverseOfficer: _in_house,
    AdverseLesson: _lessons,
    Improvement: _in_house,
    models.AdverseKind: _everybody,
    models.AdverseLevel: _everybody,
}


def declare() -> None:
    """Tell the layers below."""
    for model, rule in SIGHT.items():
        sight.register(model, rule)
    for duty in (Duty.LEADER, Duty.PRINCIPAL):
        rights.default(duty, "rectification.name_adverse_officer", "own")
    trail.verbs(VERBS)
    for model in (AdverseEvent, AdverseOfficer, AdverseLesson, Improvement):
        trail.watch(model)
    numbering.declare("rectification.adverse", prefix="AE{unit:03d}", pattern="{prefix}-{year}-{n:04d}")
