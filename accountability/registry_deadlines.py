"""What extensions, ladders, rosters and reports enter into the registries: sight, rights, the trail, the sweep."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability import incidents, ladders, rosters, sweeping, trail
from accountability.extensions import DECIDE
from accountability.models import (
    Assignment,
    DutyRoster,
    Escalation,
    EscalationReceipt,
    Extension,
    Holder,
    IncidentReport,
    Ladder,
    LadderStart,
    Rung,
    RungReceiver,
    Shift,
    WorkingHours,
)
from organizations import paths, rights, sight
from organizations.models import Duty
from organizations.sight import Sight

SWEEP = sweeping.KIND


def _extensions(seen: Sight) -> Q:
    """What one asked or decided, and those of the tasks one holds, gave or has within sight."""
    held = Holder.objects.filter(person=seen.person).values("assignment")
    tasks = Assignment.objects.filter(Q(pk__in=held) | Q(assigned_by=seen.person) | seen.covers("org_path"))
    return Q(asked_by=seen.person) | Q(assignment__in=tasks.values("pk"))


def _above(seen: Sight) -> set[str]:
    """The paths of one's own institutions and of all units above them."""
    return {path for scope in seen.scopes for path in paths.lineage(scope.institution_path)}


def _ladders(seen: Sight) -> Q:
    """The shipped rules for whoever holds a post, those of one's own units and of the units above them."""
    shipped = Q(organization__isnull=True) if seen.ranges else Q(pk__in=[])
    return shipped | Q(organization__path__in=_above(seen)) | seen.covers("organization__path")


def _of_ladders(field: str) -> sight.Rule:
    def rule(seen: Sight) -> Q:
        return Q(**{f"{field}__in": Ladder.objects.filter(_ladders(seen)).order_by().values("pk")})

    return rule


def _escalations(seen: Sight) -> Q:
    """What one was told of, and all within sight."""
    told = EscalationReceipt.objects.filter(person=seen.person).values("escalation")
    return Q(pk__in=told) | seen.covers("org_path")


def _receipts(seen: Sight) -> Q:
    return Q(escalation__in=Escalation.objects.filter(_escalations(seen)).order_by().values("pk"))


def incidents_seen(seen: Sight) -> Q:
    """What one registered or was told of, and all within sight."""
    told = Escalation.objects.filter(_escalations(seen)).order_by()
    reported = told.filter(start__source_type__app_label="accountability", start__source_type__model="incidentreport")
    mine = Q(recorded_by=seen.person) | Q(received_by=seen.person)
    return mine | seen.covers("org_path") | Q(pk__in=reported.values("start__source_id"))


def _hours(seen: Sight) -> Q:
    return seen.covers("organization__path") | Q(organization__path__in=_above(seen))


def _at_home(field: str) -> sight.Rule:
    """What belongs to a unit within sight, or to the institution in which one sits."""

    def rule(seen: Sight) -> Q:
        homes = [scope.institution_path for scope in seen.scopes]
        return seen.covers(field) | Q(**{f"{field}__in": homes})

    return rule


sight.register(Extension, _extensions)
sight.register(Ladder, _ladders)
sight.register(Rung, _of_ladders("ladder"))
sight.register(RungReceiver, _of_ladders("rung__ladder"))
sight.register(LadderStart, lambda seen: seen.covers("org_path"))
sight.register(Escalation, _escalations)
sight.register(EscalationReceipt, _receipts)
sight.register(IncidentReport, incidents_seen)
sight.register(DutyRoster, _at_home("organization__path"))
sight.register(Shift, _at_home("roster__organization__path"))
sight.register(WorkingHours, _hours)

rights.default(Duty.HEAD, DECIDE, "own")
for duty in (Duty.LEADER, Duty.PRINCIPAL):
    rights.default(duty, DECIDE, "subtree")
for duty in (Duty.CLERK, Duty.LEADER, Duty.PRINCIPAL):
    rights.default(duty, ladders.KEEP, "own")
for duty in (Duty.CLERK, Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL):
    rights.default(duty, rosters.KEEP, "own")
for duty in (Duty.CLERK, Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL, Duty.INSPECTOR):
    rights.default(duty, incidents.REGISTER, "own")

for model in (
    Extension,
    Ladder,
    Rung,
    RungReceiver,
    Escalation,
    EscalationReceipt,
    IncidentReport,
    DutyRoster,
    Shift,
    WorkingHours,
):
    trail.watch(model)

trail.verbs(
    {
        "extension_asked": _("申请延期"),
        "extension_approved": _("同意延期"),
        "extension_refused": _("不同意延期"),
        "extension_withdrawn": _("撤回延期申请"),
        "deadline_moved": _("调整期限"),
        "ladder_laid": _("制定上报与提级规则"),
        "ladder_retired": _("停用上报与提级规则"),
        "escalated": _("超时提级"),
        "receipt_given": _("登记回执"),
        "incident_registered": _("接报登记"),
        "shifts_set": _("排班"),
        "shift_substituted": _("替班"),
        "shift_cleared": _("取消班次"),
        "roster_changed": _("维护值班表"),
        "working_hours_set": _("设置工作时间"),
    }
)
