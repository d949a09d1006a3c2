"""陈述申辩: filed by the unit within its window, decided on the finding side by another person than the finder."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import attachments, trail
from accountability import attachments as files
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification import events, permissions
from rectification.finding_rules import STEPS, FindingRules
from rectification.models import Finding, FindingState, Objection, ObjectionState

from . import telling, wording
from .withdrawing import withdraw_held

DECISIONS = (ObjectionState.UPHELD, ObjectionState.PARTLY, ObjectionState.ACCEPTED)


def file_objection(
    finding: Finding, *, text: str, by: Person, attachments: Sequence[attachments.Checked] = ()
) -> Objection:
    """State the unit's case; until it is decided the finding does not count and nothing is due."""
    said = wording.required("text", text, _("请填写陈述申辩意见。"))
    with engine.hold(finding):
        permissions.require(by, "object_to_finding", finding)
        refuse_objection(finding)
        objection = Objection(
            finding=finding,
            text=said,
            filed_by=by,
            org_path=finding.org_path,
            institution_path=finding.institution_path,
        )
        place = permissions.nearest_place(
            "decide_objection", finding.issuer_path, set(objection.finders.values_list("pk", flat=True))
        )
        if place is None:
            raise NotYet(_("没有可以核定陈述申辩的人员（检查人不能核定），请先联系检查单位设置负责人。"))
        objection.decide_path = place
        objection.save()
        for checked in attachments:
            files.attach(checked, to=objection, by=by)
        trail.record("objection_filed", finding, by=by, also=[objection])
        events.objection_filed.send(sender=Objection, thing=objection, by=by)
        with engine.hold(objection):
            engine.start(objection, by=by)
    return objection


def refuse_objection(finding: Finding) -> None:
    """Say why a finding cannot be objected to, or no longer."""
    if not finding.is_from_outside:
        raise NotYet(_("本单位自己发现的问题不需要陈述申辩；登记有误的，请联系负责人撤销。"))
    done = finding.objections.select_related("filed_by").first()
    if done is not None:
        raise AlreadyDone(_("这个问题已经提出过陈述申辩，不能重复提出。"), who=done.filed_by, when=done.filed_at)
    untouched = finding.state in (FindingState.REGISTERED, FindingState.PLANNING)
    fixed = finding.state == FindingState.VERIFYING and finding.is_fixed_on_spot
    if finding.round > 1 or not (untouched or fixed):
        raise NotYet(_("单位已经提交整改措施，视为认可这个问题，不能再提出陈述申辩。"))
    if finding.objection_until is None:
        raise NotYet(_("本专项工作没有规定陈述申辩期限，有异议的请直接联系检查单位。"))
    if not finding.in_objection_window():
        raise NotYet(_("陈述申辩期限已于%(day)s届满，不能再提出。") % {"day": finding.objection_until})


def decide_objection(objection: Objection, *, outcome: str, opinion: str, by: Person, severity: str = "") -> None:
    """维持, 部分采纳 (less severe) or 采纳 (the finding is withdrawn), with the reason the unit will read."""
    if outcome not in DECISIONS:
        raise Invalid({"outcome": _("请选择办理结果：维持、部分采纳，或者采纳并撤销问题。")})
    said = wording.required("opinion", opinion, _("请填写核定意见。"))
    finding = objection.finding
    with engine.hold(finding, objection):
        engine.require_turn(objection, "decide", by=by)
        _refuse_finder(objection, by)
        objection.state, objection.opinion = outcome, said
        objection.decided_by, objection.decided_at = by, timezone.now()
        if outcome == ObjectionState.PARTLY:
            _soften(objection, finding, severity)
        objection.version += 1
        objection.save()
        trail.record("objection_decided", finding, by=by, because=said, also=[objection])
        telling.of_decision(objection, objection.filed_by, by=by)
        if outcome == ObjectionState.ACCEPTED:
            withdraw_held(finding, by=by, because=said)
        events.objection_decided.send(sender=Objection, thing=objection, by=by)
        engine.finish(objection, "decide", by=by)


def _refuse_finder(objection: Objection, by: Person) -> None:
    finders = set(objection.finders.values_list("pk", flat=True))
    if by.pk in finders:
        raise NotAllowed(_("检查人和申辩人不能核定这份陈述申辩，请由其他负责人办理。"))
    permissions.refuse_stand_in(by, finders)


def _soften(objection: Objection, finding: Finding, severity: str) -> None:
    """部分采纳: the finding stays, less severe, with the longer limit of what it is now."""
    if severity not in STEPS or STEPS.index(severity) >= STEPS.index(finding.severity):
        raise Invalid({"severity": _("部分采纳时请选择比现在更轻的严重程度；已经是“一般”的，请选择维持或者撤销。")})
    objection.severity_before, objection.severity_after = finding.severity, severity
    rules = FindingRules.of(finding.campaign.finding_rules)
    limit = rules.limit_on(severity, timezone.localdate(finding.open_since))
    if limit and finding.limit_on and limit > finding.limit_on:
        if finding.due_on == finding.limit_on:
            finding.due_on = limit
        finding.limit_on = limit
    finding.severity = severity
    finding.version += 1
    finding.save()
