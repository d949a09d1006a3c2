"""What hand-overs and changes of units enter into the registries: sight, rights, the trail, flows."""

from importlib import import_module

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability import trail
from accountability.handing import PREPARE
from accountability.models import Handover, HandoverLine
from organizations import paths, rights, sight
from organizations.models import Duty, UnitChange
from organizations.sight import Sight

WATCHING = (
    Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL, Duty.SECURITY_ADMIN, Duty.AUDIT_ADMIN, Duty.AUDITOR,
)  # fmt: skip

VERBS = {
    "handover_prepared": _("填写交接单"),
    "handover_revised": _("修改交接单"),
    "handover_submitted": _("交接单送签"),
    "handover_returned": _("交接单退回"),
    "handover_cancelled": _("交接单作废"),
    "handover_applied": _("交接生效"),
    "seat_taken_over": _("交接待签事项"),
    "lead_unit_changed": _("变更承办单位"),
}


def declare() -> None:
    """Fill the registries; called once, when all models are loaded."""
    sight.register(Handover, _handovers)
    sight.register(UnitChange, lambda seen: seen.covers("organization__path"))
    for duty in (Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL):
        rights.default(duty, PREPARE, "own")
    trail.watch(Handover)
    trail.watch(HandoverLine)
    trail.verbs(VERBS)
    import_module("accountability.flows")


def _handovers(seen: Sight) -> Q:
    """Those one gives, takes, prepares or watches; those of the units he heads or audits."""
    me = seen.person
    mine = Q(giver=me) | Q(prepared_by=me) | Q(supervisor=me)
    taking = Q(pk__in=HandoverLine.objects.filter(successor=me).values("handover"))
    kept = [scope.path for scope in seen.scopes if scope.duty in WATCHING and scope.delegation is None]
    return mine | taking | paths.covering("org_path", paths.merged(kept))
