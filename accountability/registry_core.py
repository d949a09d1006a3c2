"""What signing, assignments, notices and themes enter into the registries: sight, rights, the trail, verify_all."""

from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability import locks, reauth, trail, verify
from accountability.assignments import REASSIGN, REPORT
from accountability.models import (
    Assignment,
    Evidence,
    Holder,
    Notice,
    OfflineAnswer,
    ProgressReport,
    Seat,
    SignedManifest,
    SignRequest,
    SignRoute,
    SignRouteStep,
    Tagged,
    Theme,
)
from accountability.signing import integrity, keeping, pictured
from accountability.themes import KEEP
from engine.pictures import tellers
from organizations import paths, rights, sight
from organizations.models import Duty
from organizations.sight import Sight


def _seats(seen: Sight) -> Q:
    """One's own seats, those one handed on, those answered on one's behalf, and all within sight."""
    mine = Q(person=seen.person) | Q(first_person=seen.person) | Q(on_behalf_of=seen.person) | Q(added_by=seen.person)
    return mine | seen.covers("request__org_path")


def _requests(seen: Sight) -> Q:
    """Requests one has a seat in or sent, and all within sight."""
    seats = Seat.objects.filter(Q(person=seen.person) | Q(first_person=seen.person) | Q(on_behalf_of=seen.person))
    return Q(pk__in=seats.values("request")) | Q(opened_by=seen.person) | seen.covers("org_path")


def _manifests(seen: Sight) -> Q:
    """The manifests of the requests one sees."""
    return Q(pk__in=SignRequest.objects.filter(_requests(seen)).values("manifest"))


def _assignments(seen: Sight) -> Q:
    """What one answers or answered for, himself or now for whom he acts, what one gave, and all within sight."""
    held = Holder.objects.filter(Q(person=seen.person) | Q(person__in=seen.principals, until__isnull=True))
    return Q(pk__in=held.values("assignment")) | Q(assigned_by=seen.person) | seen.covers("org_path")


def _of_assignments(seen: Sight) -> Q:
    """Rows of the assignments one sees."""
    return Q(assignment__in=Assignment.objects.filter(_assignments(seen)).values("pk"))


def _themes(seen: Sight) -> Q:
    """The themes of the units within sight and of those above, and those of everybody for whoever holds a post."""
    of_everybody = Q(organization__isnull=True) if seen.ranges else Q(pk__in=[])
    above = {path for scope in seen.scopes for path in paths.lineage(scope.appointment.post.organization.path)}
    return of_everybody | seen.covers("organization__path") | Q(organization__path__in=above)


sight.register(Seat, _seats)
sight.register(OfflineAnswer, lambda seen: Q(seat__in=Seat.objects.filter(_seats(seen)).values("pk")))
sight.register(SignRequest, _requests)
sight.register(SignedManifest, _manifests)
sight.register(SignRoute, lambda seen: seen.covers("organization__path"))
sight.register(SignRouteStep, lambda seen: seen.covers("route__organization__path"))
sight.register(Assignment, _assignments)
sight.register(Holder, _of_assignments)
sight.register(ProgressReport, _of_assignments)
sight.register(Evidence, _of_assignments)
sight.register(Notice, lambda seen: Q(person=seen.person))
sight.register(Theme, _themes)
sight.register(Tagged, lambda seen: seen.covers("org_path"))

for duty in (Duty.CLERK, Duty.HEAD):
    rights.default(duty, REPORT, "own")
for duty in (Duty.CLERK, Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL):
    rights.default(duty, REASSIGN, "own")
for duty in (Duty.CLERK, Duty.HEAD, Duty.LEADER):
    rights.default(duty, KEEP, "own")

for duty in (Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL):
    rights.default(duty, keeping.KEEP, "own")

for model in (
    SignRoute,
    SignRouteStep,
    SignedManifest,
    SignRequest,
    Seat,
    OfflineAnswer,
    Assignment,
    Holder,
    ProgressReport,
    Evidence,
    Theme,
    Tagged,
):
    trail.watch(model)

trail.verbs(
    {
        "login_failed": _("登录失败"),
        "sent_for_signature": _("送签"),
        "seat_decided": _("提交办理意见"),
        "signing_withdrawn": _("撤回送签"),
        "signer_added": _("加签"),
        "signer_removed": _("减签"),
        "seat_transferred": _("转办"),
        "seat_handed_over": _("移交代办"),
        "offline_recorded": _("补录线下办理"),
        "offline_rejected": _("线下办理核对不符"),
        "seat_decided_offline": _("核对线下办理"),
        "deliberated": _("会议审议"),
        "password_changed": _("修改密码"),
        "password_set": _("系统维护人员设置密码"),
        "route_laid": _("设置办理路线"),
        "assigned": _("交办任务"),
        "holder_changed": _("变更责任人"),
        "holder_added": _("增加责任人"),
        "progress_reported": _("报告进展"),
        "evidence_added": _("提交佐证"),
        "assignment_completed": _("任务办结"),
        "assignment_reopened": _("重新办理"),
        "assignment_cancelled": _("撤销任务"),
        "supervision_changed": _("调整督办"),
        "theme_founded": _("建立主题"),
        "theme_revived": _("重新启用主题"),
        "theme_renamed": _("修改主题名称"),
        "theme_retired": _("停用主题"),
        "theme_tagged": _("标注主题"),
        "theme_untagged": _("取消主题"),
    }
)

verify.register("signing", integrity.differences, integrity.count, title=_("办理意见与送签材料"))

user_logged_in.connect(lambda **signal: reauth.remember(signal["request"]), weak=False, dispatch_uid="reauth")
user_login_failed.connect(locks.note_failure, dispatch_uid="login_failed")

tellers.register("sign", pictured.seats_of)
