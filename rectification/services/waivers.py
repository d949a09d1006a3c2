"""暂缓整改 and 豁免整改: asked for by the unit, decided by its leaders or those above, over on a day."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import trail
from engine.jobs import More, job
from engine.models import Job
from engine.recurring import every
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification import events, permissions
from rectification.finding_rules import FindingRules
from rectification.models import Finding, FindingState, Waiver, WaiverKind, WaiverState
from rectification.models.querysets import UNFIXED

from . import telling, wording
from .withdrawing import end_tasks, refuse_while_objected

KIND = "rectification.end_waivers"
MINUTES = 60
BATCH = 50


def ask_waiver(finding: Finding, *, kind: str, because: str, control: str, until: datetime.date, by: Person) -> Waiver:
    """Ask that a problem need not be fixed before a day, and say what holds the risk meanwhile."""
    reason = wording.required("because", because, _("请写明暂缓或豁免的理由。"))
    held = wording.required("control", control, _("请写明期间怎样控制风险。"))
    if kind not in WaiverKind.values:
        raise Invalid({"kind": _("请选择暂缓整改或豁免整改。")})
    with engine.hold(finding):
        permissions.require(by, "ask_waiver", finding)
        _refuse_asking(finding)
        _check_until(finding, until)
        place = permissions.nearest_place("decide_waiver", finding.issuer_path, {by.pk, *_fixers(finding)})
        if place is None:
            raise NotYet(_("没有可以审批暂缓或豁免的负责人，请先联系上级单位。"))
        waiver = Waiver.objects.create(
            finding=finding, kind=kind, because=reason, control=held, until=until, filed_by=by,
            decide_path=place, org_path=finding.org_path, institution_path=finding.institution_path,
        )  # fmt: skip
        trail.record("waiver_asked", finding, by=by, because=reason, also=[waiver])
        with engine.hold(waiver):
            engine.start(waiver, by=by)
    return waiver


def decide_waiver(waiver: Waiver, *, agree: bool, opinion: str, by: Person) -> None:
    """Grant it until its day, which ends the present tasks, or refuse it with the reason."""
    said = wording.required("opinion", opinion, _("请填写审批意见。"))
    finding = waiver.finding
    with engine.hold(finding, waiver):
        engine.require_turn(waiver, "decide", by=by)
        _refuse_asker(waiver, by)
        if agree:
            _refuse_late_grant(finding, waiver)
        waiver.state = WaiverState.GRANTED if agree else WaiverState.REFUSED
        waiver.decided_by, waiver.decided_at, waiver.opinion = by, timezone.now(), said
        waiver.version += 1
        waiver.save()
        if agree:
            _rest(finding, waiver, by=by, because=said)
        else:
            trail.record("waiver_refused", finding, by=by, because=said, also=[waiver])
        telling.of_decision(waiver, waiver.filed_by, by=by)
        engine.finish(waiver, "decide", by=by)


def end_waiver(waiver: Waiver) -> None:
    """Its day has passed: the finding is open again, in a new round."""
    finding = waiver.finding
    with engine.hold(finding, waiver):
        if waiver.state != WaiverState.GRANTED or waiver.until >= timezone.localdate():
            raise AlreadyDone(_("这份暂缓或豁免还没有到期，或者已经恢复整改。"))
        waiver.state, waiver.ended_at = WaiverState.ENDED, timezone.now()
        waiver.version += 1
        waiver.save()
        if finding.state != FindingState.WAIVED:
            return
        finding.state, finding.waived_until = FindingState.REGISTERED, None
        begin_round(finding)
        finding.save()
        trail.record("waiver_ended", finding, by=None, also=[waiver])
        events.waiver_ended.send(sender=Waiver, thing=waiver, by=None)
        telling.of_resumption(waiver)
        engine.start(finding, by=None)


def begin_round(finding: Finding) -> None:
    """A new round of a held finding, with the limit of today; the caller saves it."""
    finding.round += 1
    finding.version += 1
    finding.open_since = timezone.now()
    rules = FindingRules.of(finding.campaign.finding_rules)
    finding.limit_on = finding.due_on = rules.limit_on(finding.severity, timezone.localdate())


@job(KIND, title=gettext_lazy("恢复暂缓或豁免到期的问题"))
def end_waivers(asked: Job) -> More | None:
    """One batch of waivers whose day has passed; it goes on until there is none."""
    over = Waiver.objects.filter(state=WaiverState.GRANTED, until__lt=timezone.localdate()).order_by("until", "pk")
    found = list(over.select_related("finding")[:BATCH])
    for waiver in found:
        end_waiver(waiver)
    return More(asked.done + len(found)) if len(found) == BATCH else None


every(KIND, minutes=MINUTES)


def _refuse_asking(finding: Finding) -> None:
    if finding.state not in UNFIXED:
        raise NotYet(_("只有还没有完成整改的问题可以申请暂缓或豁免。"))
    refuse_while_objected(finding)
    if finding.waivers.filter(state=WaiverState.PENDING).exists():
        raise AlreadyDone(_("已经有一份暂缓或豁免申请等待审批，请勿重复提出。"))


def _check_until(finding: Finding, until: datetime.date) -> None:
    most = FindingRules.of(finding.campaign.finding_rules).waiver_days
    today = timezone.localdate()
    if until <= today:
        raise Invalid({"until": _("截止日期应当晚于今天。")})
    if until > today + datetime.timedelta(days=most):
        raise Invalid({"until": _("暂缓或豁免最长%(days)d天，请提前截止日期；到期后可以再次申请。") % {"days": most}})


def _refuse_late_grant(finding: Finding, waiver: Waiver) -> None:
    if finding.state not in UNFIXED:
        raise NotYet(_("单位已经报告整改完成或者问题已经办结，不再需要暂缓或豁免，请选择不同意。"))
    if waiver.until <= timezone.localdate():
        raise NotYet(_("申请的截止日期已经过去，请选择不同意，由单位重新申请。"))


def _refuse_asker(waiver: Waiver, by: Person) -> None:
    askers = set(waiver.askers.values_list("pk", flat=True))
    if by.pk in askers:
        raise NotAllowed(_("申请人和整改责任人不能审批自己的申请，请由其他负责人办理。"))
    permissions.refuse_stand_in(by, askers)


def _fixers(finding: Finding) -> set[int]:
    return set(finding.fixers.values_list("pk", flat=True))


def _rest(finding: Finding, waiver: Waiver, *, by: Person, because: str) -> None:
    """Nothing is owed until the day; what was planned becomes history."""
    before = finding.state
    ended = end_tasks(finding, by=by, because=because)
    engine.cancel(finding, by=by, because=because)
    finding.state, finding.waived_until = FindingState.WAIVED, waiver.until
    finding.version += 1
    finding.save()
    changed = {"state": [before, finding.state], "waived_until": [None, waiver.until.isoformat()]}
    trail.record("waiver_granted", finding, by=by, because=because, changed=changed, also=[waiver, *ended])
    events.waiver_granted.send(sender=Waiver, thing=waiver, by=by)
