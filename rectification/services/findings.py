"""Registering findings, planning measures and reporting the fix."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import assignments, attachments, numbering, trail
from accountability.models import Holder
from accountability.signing.manifests import in_first_language
from organizations import paths
from organizations.models import Organization, Person
from organizations.refusals import Invalid, NotAllowed, NotYet
from rectification import events, permissions
from rectification.finding_rules import FindingRules
from rectification.models import (
    Actuality,
    ChecklistItem,
    CorrectiveMeasure,
    Demand,
    Finding,
    FindingState,
    Inspection,
    MeasureState,
    Severity,
)
from search import citing
from search.models import Article

from . import locking, radar, telling, wording
from .inspections import require_filler
from .responses import limit_under_response
from .verification import send_to_verifier
from .withdrawing import refuse_while_objected


@dataclass(frozen=True)
class Measure:
    """One measure as it is proposed: what, to what end, by whom, until when, shown by what."""

    text: str
    goal: str
    holder: Person
    due_on: datetime.date
    evidence_required: str = ""


def register_finding(
    inspection: Inspection,
    *,
    description: str,
    severity: str,
    by: Person,
    item: ChecklistItem | None = None,
    department: Organization | None = None,
    place: str = "",
    fixed_on_spot: bool = False,
    found_on: datetime.date | None = None,
    cited_text: str = "",
    root_cause: str = "",
    interim_control: str = "",
    due_on: datetime.date | None = None,
    cites: Sequence[Article] = (),
    actuality: str = Actuality.ACTUAL,
    demand: str = Demand.IMMEDIATE,
    leader: Person | None = None,
) -> Finding:
    """Put a problem into the institution's ledger; what was fixed at once (立行立改) goes straight to verification."""
    said = wording.required("description", description, _("请填写问题描述。"))
    check_demand(demand)
    with locking.hold_open(inspection):
        require_filler(inspection, by)
        permissions.require(by, "register_finding", inspection)
        day = found_on or timezone.localdate()
        _check_finding(inspection, item=item, severity=severity, department=department, found_on=day)
        _refuse_twice(inspection, item, said)
        finding = Finding(
            item=item, department=department, place=place.strip(), description=said, severity=severity, found_on=day,
            cited_text=cited_text.strip() or (item.cites if item else ""), author=by, fixed_on_spot=fixed_on_spot,
            root_cause=root_cause.strip(), interim_control=interim_control.strip(), due_on=due_on,
            actuality=actuality, demand=demand, leader=leader,
        )  # fmt: skip
        _of_inspection(finding, inspection)
        put_into_ledger(finding, by=by, cites=cites)
    return finding


def check_demand(demand: str) -> None:
    """One of the three ways of fixing, or none where nobody asked for one."""
    if demand and demand not in Demand.values:
        raise Invalid({"demand": _("请选择整改方式：立即整改、书面提交整改或再次督查。")})


def _refuse_twice(inspection: Inspection, item: ChecklistItem | None, description: str) -> None:
    """The same words about the same item are the same problem: a page sent again, not another finding."""
    same = inspection.findings.filter(item=item, description=description).first()
    if same is not None:
        told = _("同样的问题已登记为%(number)s，不再重复登记；确属另一处的，请在描述中写明。")
        raise Invalid({"description": told % {"number": same.number_text}})


def _of_inspection(finding: Finding, inspection: Inspection) -> None:
    """Whose finding it is, and who found it, as its inspection says."""
    finding.phase, finding.inspection, finding.participant = inspection.phase, inspection, inspection.participant
    finding.source = inspection.rule.source
    finding.issuer_path = inspection.inspecting_unit.institution_path


def put_into_ledger(finding: Finding, *, by: Person, cites: Sequence[Article] = ()) -> None:
    """Place, number, look back, record and start a finding that knows its participant, source and finding side.

    `cites` are the articles that were chosen, beside those its words name.
    """
    participant = finding.participant
    finding.campaign, finding.organization = participant.campaign, participant.organization
    finding.institution_path = participant.organization.institution_path
    finding.org_path = finding.department.path if finding.department else participant.org_path
    finding.approve_path, finding.verify_path = finding.org_path, finding.issuer_path
    finding.found_severity = finding.severity
    _check_leader(finding)
    finding.save()
    _take_number(finding, participant.organization, by=by)
    with engine.hold(finding):
        _follow_rules(finding, cites, by=by)
        if finding.fixed_on_spot:
            finding.reported_by, finding.reported_at = by, timezone.now()
            with in_first_language():
                finding.result = _("立行立改，检查时已整改。")
            send_to_verifier(finding)
        finding.save()
        trail.record("finding_registered", finding, by=by, extra={"number": finding.number_text})
        events.finding_registered.send(sender=Finding, thing=finding, by=by)
        engine.start(finding, by=by)


def _follow_rules(finding: Finding, chosen: Sequence[Article], *, by: Person) -> None:
    """What the campaign's rules make of a finding: its articles, its repetition, its limit, its objection window."""
    rules, day = FindingRules.of(finding.campaign.finding_rules), timezone.localdate(finding.recorded_at)
    cited = citing.cite_recognised(f"{finding.cited_text}\n{finding.description}", source=finding, by=by)
    for article in chosen:
        citing.cite(article, source=finding, by=by)
    radar.look_back(finding, rules, [*(one.article_id for one in cited), *(article.pk for article in chosen)])
    limit_on = limit_under_response(finding, rules.limit_on(finding.severity, day), by=by)
    finding.limit_on = finding.due_on or limit_on
    finding.due_on = finding.limit_on
    if finding.is_from_outside:
        finding.objection_until = rules.objection_until(day)


def _check_leader(finding: Finding) -> None:
    if finding.leader is not None and not works_there(finding.leader, finding.institution_path):
        raise Invalid({"leader": _("责任领导应当在责任单位任职，请另选。")})


def plan_measures(
    finding: Finding,
    *,
    root_cause: str,
    measures: Sequence[Measure],
    by: Person,
    interim_control: str = "",
    cause_method: str = "",
    cause_kind: str = "",
    leader: Person | None = None,
    supporting_units: Sequence[Organization] = (),
) -> list[CorrectiveMeasure]:
    """Say why it happened and what will be done by whom until when; somebody else approves it."""
    with engine.hold(finding):
        engine.require_turn(finding, "plan", by=by)
        refuse_while_objected(finding)
        cause = wording.required("root_cause", root_cause, _("请填写原因分析。"))
        _check_measures(finding, measures)
        approve_at = permissions.nearest_place("approve_measures", finding.org_path, {by.pk})
        if approve_at is None:
            raise NotYet(_("本单位和上级单位都没有可以审核措施的人员，请先联系上级单位。"))
        replaced = _replace_proposed(finding)
        proposed = [_propose(finding, measure) for measure in measures]
        finding.root_cause = cause
        finding.interim_control = interim_control.strip() or finding.interim_control
        finding.cause_method, finding.cause_kind = cause_method, cause_kind
        finding.leader = leader or finding.leader
        _check_leader(finding)
        supported = _support(finding, supporting_units)
        finding.due_on = max(measure.due_on for measure in measures)
        finding.planned_by = by
        finding.approve_path = approve_at
        finding.state = FindingState.APPROVING
        finding.version += 1
        finding.save()
        trail.record("measures_planned", finding, by=by, also=[*replaced, *proposed], extra=supported)
        engine.finish(finding, "plan", by=by)
    return proposed


def approve_measures(finding: Finding, *, by: Person) -> None:
    """Somebody other than the planner approves: every measure becomes one assignment."""
    with engine.hold(finding):
        engine.require_turn(finding, "approve", by=by)
        _refuse_planner(finding, by)
        approved = list(finding.measures.filter(state=MeasureState.PROPOSED).select_related("proposed_holder"))
        for measure in approved:
            measure.assignment = assignments.assign(
                source=measure,
                title=measure.text,
                lead_unit=finding.department or finding.organization,
                holder=measure.proposed_holder,
                due_on=measure.proposed_due_on,
                by=by,
                evidence_required=measure.evidence_required,
            )
            measure.assignment.supporting_units.set(finding.supporting_units.all())
            if finding.leader is not None and finding.leader != measure.proposed_holder:
                assignments.add_holder(measure.assignment, person=finding.leader, role=Holder.Role.LEADERSHIP, by=by)
            measure.state = MeasureState.APPROVED
            measure.save()
        finding.approved_by = by
        finding.state = FindingState.RECTIFYING
        finding.version += 1
        finding.save()
        trail.record("measures_approved", finding, by=by, also=approved)
        events.measures_approved.send(sender=Finding, thing=finding, by=by)
        engine.finish(finding, "approve", by=by)


def return_measures(finding: Finding, *, by: Person, because: str) -> None:
    """The plan does not do: back to its planner with the reason."""
    reason = wording.required("because", because, _("请写明退回的理由。"))
    with engine.hold(finding):
        engine.require_turn(finding, "approve", by=by)
        _refuse_planner(finding, by)
        finding.state = FindingState.PLANNING
        finding.version += 1
        finding.save()
        trail.record("measures_returned", finding, by=by, because=reason)
        telling.of_return(finding, finding.planned_by, because=reason)
        engine.send_back(finding, to="plan", by=by, because=reason)


def report_rectified(
    finding: Finding, *, text: str, by: Person, attachments: Sequence[attachments.Checked] = ()
) -> None:
    """Say what was done, with evidence where a measure asks for it; the finding goes to a verifier."""
    said = wording.required("text", text, _("请填写整改情况。"))
    with engine.hold(finding):
        engine.require_turn(finding, "rectify", by=by)
        files = [_attach(checked, finding, by) for checked in attachments]
        finding.reported_by, finding.reported_at, finding.result = by, timezone.now(), said
        finding.save()
        for measure in finding.measures_in_force.select_related("assignment"):
            _complete(measure, said, files, by)
        send_to_verifier(finding)
        finding.version += 1
        finding.save()
        trail.record("finding_reported", finding, by=by, extra={"one_level_up": finding.one_level_up})
        events.finding_reported.send(sender=Finding, thing=finding, by=by)
        engine.finish(finding, "rectify", by=by)


def _check_finding(
    inspection: Inspection,
    *,
    item: ChecklistItem | None,
    severity: str,
    department: Organization | None,
    found_on: datetime.date,
) -> None:
    """Everything about a finding must belong to its inspection and unit, and its kind must make findings."""
    if not inspection.rule.makes_findings:
        told = _("%(kind)s不登记问题；发现需要整改的问题，请另建督查或抽查后登记。")
        raise NotYet(told % {"kind": inspection.get_kind_display()})
    errors = {}
    if inspection.rule.follows_case and department is None:
        errors["department"] = _("追踪检查的问题要落到责任科室，请选择责任科室。")
    if severity not in Severity.values:
        errors["severity"] = _("请选择严重程度：一般、较大或重大。")
    if item is not None and item.checklist_version_id != inspection.checklist_version_id:
        errors["item"] = _("这个条目不在本次检查的检查表里。")
    if department is not None and not paths.contains(inspection.org_path, department.path):
        errors["department"] = _("责任科室应当是被检查单位的科室。")
    if found_on > timezone.localdate():
        errors["found_on"] = _("发现日期不能晚于今天。")
    if errors:
        raise Invalid(errors)


def _take_number(finding: Finding, unit: Organization, *, by: Person) -> None:
    """The next number of the institution's ledger of this year."""
    year = timezone.localdate().year
    finding.number = numbering.take("rectification.finding", organization=unit, year=year, to=finding, by=by)
    finding.number_text = finding.number.text
    finding.save()


def _check_measures(finding: Finding, measures: Sequence[Measure]) -> None:
    """At least one measure; each with a text, a person in office there, and a day not before the problem."""
    if not measures:
        raise Invalid({"measures": _("请至少填写一条整改措施。")})
    for place, measure in enumerate(measures, start=1):
        if not measure.text.strip():
            raise Invalid({"measures": _("第%(n)d条措施没有内容，请填写。") % {"n": place}})
        if measure.due_on < finding.found_on:
            raise Invalid({"measures": _("第%(n)d条措施的完成时限不能早于问题发现日期。") % {"n": place}})
        if _is_beyond(measure.due_on, finding.limit_on):
            told = {"n": place, "day": finding.limit_on}
            sentence = _("第%(n)d条措施的完成时限晚于整改限期%(day)s，请提前；确需更长时间的，批准后再申请延期。")
            raise Invalid({"measures": sentence % told})
        if not works_there(measure.holder, finding.institution_path):
            raise Invalid(
                {
                    "measures": _("第%(n)d条措施的责任人“%(who)s”不在本单位任职，请另选责任人。")
                    % {"n": place, "who": measure.holder}
                }
            )


def _is_beyond(day: datetime.date, limit: datetime.date | None) -> bool:
    """Whether a day lies after a limit that is still to come; a limit already past forbids no day."""
    return limit is not None and limit >= timezone.localdate() and day > limit


def _support(finding: Finding, units: Sequence[Organization]) -> dict[str, list[str]]:
    """Write the supporting units; the one that is responsible does not support itself."""
    lead = finding.department or finding.organization
    if any(unit == lead for unit in units):
        raise Invalid({"supporting_units": _("“%(unit)s”是责任单位，不必再列为配合单位。") % {"unit": lead}})
    if any(not paths.contains(finding.institution_path, unit.path) for unit in units):
        raise Invalid({"supporting_units": _("配合单位应当是本单位的科室，请重新选择。")})
    finding.supporting_units.set(units)
    finding.supporting_words = str(_("、")).join(unit.name for unit in units)[:400]
    return {"supporting_units": [str(unit) for unit in units]} if units else {}


def works_there(person: Person, institution_path: str) -> bool:
    """Whether a person in service holds a post in an institution."""
    held = person.appointments.valid().filter(post__organization__institution_path=institution_path)
    return person.active and held.exists()


def _replace_proposed(finding: Finding) -> list[CorrectiveMeasure]:
    """A returned plan stays readable as replaced."""
    replaced = list(finding.measures.filter(state=MeasureState.PROPOSED))
    for measure in replaced:
        measure.state = MeasureState.REPLACED
        measure.save()
    return replaced


def _propose(finding: Finding, measure: Measure) -> CorrectiveMeasure:
    return CorrectiveMeasure.objects.create(
        finding=finding,
        round=finding.round,
        text=measure.text.strip(),
        goal=measure.goal.strip(),
        proposed_holder=measure.holder,
        proposed_due_on=measure.due_on,
        evidence_required=measure.evidence_required.strip(),
    )


def _refuse_planner(finding: Finding, by: Person) -> None:
    if by.pk == finding.planned_by_id:
        raise NotAllowed(_("措施拟定人不能审核自己拟定的措施，请由其他负责人审核。"))
    permissions.refuse_stand_in(by, {finding.planned_by_id} if finding.planned_by_id else set())


def _attach(checked: attachments.Checked, finding: Finding, by: Person) -> "attachments.Attachment":
    return attachments.attach(checked, to=finding, by=by)


def _complete(measure: CorrectiveMeasure, said: str, files: Sequence["attachments.Attachment"], by: Person) -> None:
    """Close the measure's assignment with what was reported; evidence asked for must be a file here or earlier."""
    assignment = measure.assignment
    if assignment is None or assignment.state != assignment.State.OPEN:
        return
    if assignment.evidence_required and not files and not assignment.evidence.exists():
        raise NotYet(
            _("措施“%(measure)s”要求提交佐证（%(what)s），请上传后再报告。")
            % {"measure": measure, "what": assignment.evidence_required}
        )
    for file in files:
        assignments.add_evidence(assignment, attachment=file, by=by)
    assignments.report_progress(assignment, text=said, percent=100, by=by)
    assignments.complete(assignment, by=by)
