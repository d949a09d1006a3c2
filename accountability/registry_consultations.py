"""What 调阅 enters into the registries: sight, the trail. No walk leads there: that something is read is no step."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability import consultations, trail
from accountability.models import Consultation, ConsultationItem
from organizations import paths, sight
from organizations.models import Duty
from organizations.sight import Sight

DUTIES = {Duty.LEADER, Duty.PRINCIPAL, Duty.AUDITOR, Duty.AUDIT_ADMIN}
NUMBERS = consultations.NUMBERS


def _consultations(seen: Sight) -> Q:
    """One's own, and those of the units that leaders and auditors look after."""
    mine = Q(asked_by=seen.person) | Q(decided_by=seen.person)
    wide = [paths.covering("org_path", scope.ranges) for scope in seen.scopes if scope.duty in DUTIES]
    return reduce(or_, wide, mine)


def _items(seen: Sight) -> Q:
    return Q(consultation__in=Consultation.objects.filter(_consultations(seen)).order_by().values("pk"))


def declare() -> None:
    """Register both."""
    sight.register(Consultation, _consultations)
    sight.register(ConsultationItem, _items)
    for model in (Consultation, ConsultationItem):
        trail.watch(model)
    trail.verbs(
        {
            "consultation_asked": _("登记调阅"),
            "consultation_listed": _("列入调阅清单"),
            "consultation_unlisted": _("移出调阅清单"),
            "consultation_approved": _("同意调阅"),
            "consultation_refused": _("不同意调阅"),
            "consultation_code_renewed": _("换发调阅码"),
            "consultation_ended": _("终止调阅"),
        }
    )
