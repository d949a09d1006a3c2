"""Answering, submitting, confirming and returning inspections."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import attachments, trail
from accountability.models import Attachment
from organizations import paths
from organizations.models import Organization, Person
from organizations.refusals import Invalid, NotAllowed, NotYet
from rectification import avoidance, events, permissions
from rectification.models import (
    KINDS,
    Answer,
    AnswerKind,
    CampaignState,
    ChecklistItem,
    Choice,
    Draw,
    Inspection,
    InspectionKind,
    InspectionState,
    Inspector,
    Nature,
    Participant,
    ParticipantState,
    Phase,
    PhaseState,
)

from . import locking, telling, wording
from .actor import acting_institution, acting_post
from .participants import refuse_foreign
from .visit_rules import checked_case, refuse_without_result

MOST_COUNTED = 1_000_000_000
NOTHING: dict[str, Any] = {"choice": "", "number": None, "n": None, "m": None}


def answer_item(
    inspection: Inspection,
    *,
    item: ChecklistItem,
    by: Person,
    choice: str = "",
    number: Decimal | None = None,
    n: int | None = None,
    m: int | None = None,
    note: str = "",
    files: Sequence[attachments.Checked] = (),
) -> Answer:
    """Answer one item, or change the answer while the inspection is being filled."""
    given = {"choice": choice, "number": number, "n": n, "m": m, "note": note, "files": files}
    return answer_items(inspection, answers={item: given}, by=by)[0]


def answer_items(
    inspection: Inspection, *, answers: Mapping[ChecklistItem, Mapping[str, Any]], by: Person
) -> list[Answer]:
    """Answer several items at once, all or none; each is given as the keywords of `answer_item`."""
    with locking.hold_open(inspection):
        require_filler(inspection, by)
        known = {answer.item_id: answer for answer in inspection.answers.filter(item__in=list(answers))}
        _refuse_unasked(inspection, answers)
        before = {pk: answer.words for pk, answer in known.items()}
        written = [_answered(inspection, item, known.get(item.pk), given) for item, given in answers.items()]
        for answer in written:
            answer.by, answer.at = by, timezone.now()
        Answer.objects.bulk_update(
            [each for each in written if each.pk], ["choice", "number", "n", "m", "note", "by", "at"]
        )
        Answer.objects.bulk_create([each for each in written if not each.pk])
        for each in written:
            for file in answers[each.item].get("files") or ():
                attachments.attach(file, to=each, by=by)
        changed = {str(each.item): [before.get(each.item_id, ""), each.words] for each in written}
        trail.record("item_answered", inspection, by=by, also=written, changed=changed)
    return written


def submit_self_inspection(inspection: Inspection, *, by: Person) -> None:
    """Hand the self-inspection to whoever confirms it: another person, one level up where the unit has none."""
    with locking.hold_open(inspection):
        engine.require_turn(inspection, "fill", by=by)
        _refuse_unfinished(inspection)
        place = permissions.nearest_place(
            "confirm_self_inspection", inspection.org_path, {by.pk, *inspection.fillers.values_list("pk", flat=True)}
        )
        if place is None:
            raise NotYet(_("本单位和上级单位都没有可以审核的人员，请先联系上级单位设置审核人员。"))
        inspection.confirm_path = place
        inspection.one_level_up = place != inspection.org_path
        inspection.state = InspectionState.SUBMITTED
        inspection.filled_by = by
        inspection.submitted_at = timezone.now()
        inspection.version += 1
        inspection.save()
        trail.record("inspection_submitted", inspection, by=by, extra={"one_level_up": inspection.one_level_up})
        events.inspection_submitted.send(sender=Inspection, thing=inspection, by=by)
        engine.finish(inspection, "fill", by=by)


def confirm_self_inspection(inspection: Inspection, *, by: Person) -> None:
    """Another person than those who filled it in confirms what the unit says of itself."""
    with locking.hold_open(inspection):
        engine.require_turn(inspection, "confirm", by=by)
        filled = set(inspection.fillers.values_list("pk", flat=True))
        if by.pk in filled:
            raise NotAllowed(_("填报人不能审核自己填报的自查，请由其他负责人审核。"))
        permissions.refuse_stand_in(by, filled)
        inspection.state = InspectionState.CONFIRMED
        inspection.confirmed_by = by
        inspection.confirmed_at = timezone.now()
        inspection.version += 1
        inspection.save()
        trail.record("inspection_confirmed", inspection, by=by)
        events.inspection_confirmed.send(sender=Inspection, thing=inspection, by=by)
        engine.finish(inspection, "confirm", by=by)


def return_self_inspection(inspection: Inspection, *, by: Person, because: str) -> None:
    """Back to the unit with the reason; the answers stay."""
    reason = wording.required("because", because, _("请写明退回的理由。"))
    with locking.hold_open(inspection):
        engine.require_turn(inspection, "confirm", by=by)
        released = inspection.phase.releases.filter(participant=inspection.participant_id).exists()
        inspection.state = InspectionState.RELEASED if released else InspectionState.OPEN
        inspection.version += 1
        inspection.save()
        trail.record("inspection_returned", inspection, by=by, because=reason)
        telling.of_return(inspection, inspection.filled_by, because=reason)
        engine.send_back(inspection, to="fill", by=by, because=reason)


def open_inspection(
    phase: Phase,
    *,
    participant: Participant,
    kind: str,
    inspectors: Sequence[Person],
    by: Person,
    department: Organization | None = None,
    draw: Draw | None = None,
    case_code: str = "",
) -> Inspection:
    """Begin looking at a unit, or one of its departments, from outside, in any of the ways of `KINDS`."""
    if kind not in InspectionKind.values or kind == InspectionKind.SELF:
        raise Invalid({"kind": _("请选择检查方式。")})
    code = checked_case(KINDS[kind], case_code)
    with locking.hold_open(phase):
        permissions.require(by, "inspect", participant.org_path)
        version = _openable(phase, participant)
        _check_department(phase, participant, department)
        _check_inspectors(phase, participant, inspectors, department)
        inspection = Inspection.objects.create(
            kind=kind,
            campaign=phase.campaign,
            phase=phase,
            participant=participant,
            department=department,
            draw=draw,
            case_code=code,
            inspecting_unit=acting_institution(by, inspected=participant.org_path),
            org_path=participant.org_path,
            institution_path=participant.org_path,
            confirm_path=participant.org_path,
            checklist_version_id=version,
        )
        people = [
            Inspector.objects.create(inspection=inspection, person=person, post=acting_post(person))
            for person in inspectors
        ]
        trail.record("inspection_opened", inspection, by=by, also=people)
    return inspection


def _openable(phase: Phase, participant: Participant) -> int:
    """The version of the checklist: a visit needs one, a unit of the campaign and an open phase."""
    refuse_foreign(participant, phase.campaign)
    if phase.state != PhaseState.OPEN:
        raise NotYet(_("阶段还没有启动或者已经结束，不能新建检查。"))
    version: int | None = phase.campaign.checklist_version_id
    if version is None:
        raise NotYet(_("专项工作没有检查表，不能新建检查。"))
    return version


def submit_inspection(inspection: Inspection, *, by: Person) -> None:
    """The inspectors are done: from here the record stands."""
    with locking.hold_open(inspection):
        require_filler(inspection, by)
        if inspection.is_self:
            raise NotYet(_("单位自查请使用“提交自查”。"))
        refuse_without_result(inspection)
        if inspection.rule.makes_findings:
            _refuse_unregistered(inspection)
        inspection.state = InspectionState.SUBMITTED
        inspection.filled_by = by
        inspection.submitted_at = timezone.now()
        inspection.version += 1
        inspection.save()
        trail.record("inspection_submitted", inspection, by=by)
        events.inspection_submitted.send(sender=Inspection, thing=inspection, by=by)


def require_filler(inspection: Inspection, by: Person) -> None:
    """Refuse whoever may not write into this inspection, and everybody once it is submitted or called off."""
    locking.refuse_closed(inspection)
    if inspection.is_self:
        permissions.require(by, "fill_self_inspection", inspection)
    elif not inspection.inspectors.filter(person=by).exists():
        raise NotAllowed(_("您不是本次检查的检查人，不能填写；请由检查人填写。"))
    if inspection.campaign.state == CampaignState.CANCELLED:
        raise NotYet(_("专项工作已经撤销，不再填报。"))
    if inspection.participant.state == ParticipantState.REMOVED:
        raise NotYet(_("该单位已从参加单位名单中剔除，不再填报。"))
    if inspection.state == InspectionState.WITHDRAWN:
        raise NotYet(_("抽取已经作废，这次检查随之撤回，不再填写。"))
    if not inspection.is_answerable:
        raise NotYet(_("检查已经提交，不能再修改；需要修改时请先退回。"))


def _refuse_unfinished(inspection: Inspection) -> None:
    """Required items must be answered, and every 不符合 must have its finding."""
    unanswered = list(inspection.unanswered_items)
    if unanswered:
        raise NotYet(
            _("还有%(count)d项没有填写：%(which)s。请填写后再提交。")
            % {"count": len(unanswered), "which": wording.first_few(unanswered)}
        )
    _refuse_unregistered(inspection)


def _refuse_unregistered(inspection: Inspection) -> None:
    """Every 不符合 must have its finding."""
    failures = list(inspection.failures_without_finding)
    if failures:
        items = wording.first_few(answer.item for answer in failures)
        raise NotYet(
            _("有%(count)d项判定为不符合但没有登记问题：%(which)s。请逐项登记问题后再提交。")
            % {"count": len(failures), "which": items}
        )


def _check_department(phase: Phase, participant: Participant, department: Organization | None) -> None:
    """A department lies in the inspected unit; an institution that looks at itself names the department."""
    if department is None:
        if phase.campaign.looks_at_itself(participant.org_path):
            raise Invalid({"department": _("检查本单位时，请选择被检查科室。")})
        return
    if department.path == participant.org_path or not paths.contains(participant.org_path, department.path):
        raise Invalid({"department": _("被检查科室应当是被检查单位的科室，请重新选择。")})


def _check_inspectors(
    phase: Phase, participant: Participant, inspectors: Sequence[Person], department: Organization | None
) -> None:
    """Somebody must inspect, two where it is enforcement, and nobody his own unit under any of his posts.

    Within an institution that looks at itself, nobody inspects his own department.
    """
    people = {person.pk: person for person in inspectors}
    least = 2 if phase.campaign.nature == Nature.ENFORCEMENT else 1
    if len(people) < least:
        raise Invalid({"inspectors": _("请至少选择%(least)d名检查人。") % {"least": least}})
    within = department is not None and phase.campaign.looks_at_itself(participant.org_path)
    place = department.path if department is not None and within else participant.org_path
    barred = {person for person, _unit in avoidance.pairs(people, [place])}
    if involved := [person for key, person in people.items() if key in barred]:
        names = _("、").join(str(person) for person in involved)
        sentence = (
            _("%(names)s在被检查科室任职或已登记回避，应当回避，请另选检查人。")
            if within
            else _("%(names)s在被检查单位任职或已登记回避，应当回避，请另选检查人。")
        )
        raise NotAllowed(sentence % {"names": names})


def _refuse_unasked(inspection: Inspection, answers: Mapping[ChecklistItem, Mapping[str, Any]]) -> None:
    """An item with a premise is answered only where the premise is met, by what stands or by what comes with it."""
    for item in answers:
        if item.depends_on_id is None:
            continue
        coming = next((given.get("choice") for other, given in answers.items() if other.pk == item.depends_on_id), None)
        standing = Q(inspection=inspection, item=item.depends_on_id, choice=item.depends_choice)
        if coming != item.depends_choice and not (coming is None and Answer.objects.filter(standing).exists()):
            raise NotYet(
                _("“%(item)s”只在“%(premise)s”判定为%(choice)s时填写，请先核对前提条目。")
                % {"item": item, "premise": item.depends_on, "choice": item.get_depends_choice_display()}
            )


def _checked(item: ChecklistItem, given: dict[str, Any], before: Answer | None) -> dict[str, Any]:
    """The columns that count for the item's kind; the others are emptied."""
    empty: dict[str, Any] = {"choice": "", "number": None, "n": None, "m": None, "note": given["note"]}
    match item.answer_kind:
        case AnswerKind.CHOICE:
            return empty | {"choice": _choice(given["choice"])}
        case AnswerKind.NUMBER:
            return empty | {"number": _number(item, given["number"])}
        case AnswerKind.RATIO:
            return empty | _ratio(given["n"], given["m"])
        case AnswerKind.PHOTO | AnswerKind.PAPER:
            _require_file(item, given, before)
            return empty
        case _:
            return empty | {"note": wording.required("note", given["note"], _("请填写文字说明。"))}


def _answered(inspection: Inspection, item: ChecklistItem, before: Answer | None, given: Mapping[str, Any]) -> Answer:
    """The answer with what was given, not yet written."""
    if item.checklist_version_id != inspection.checklist_version_id:
        raise Invalid({"item": _("这个条目不在本次检查的检查表里。")})
    values = _checked(item, {**NOTHING, **given, "note": str(given.get("note", "")).strip()}, before)
    answer = before or Answer(inspection=inspection)
    answer.item = item
    for name, value in values.items():
        setattr(answer, name, value)
    return answer


def _choice(choice: str) -> str:
    if choice not in Choice.values:
        raise Invalid({"choice": _("请选择：符合、部分符合、不符合或不适用。")})
    return choice


def _require_file(item: ChecklistItem, given: dict[str, Any], before: Answer | None) -> None:
    """A photograph is a picture; a file given earlier counts."""
    files = given.get("files") or ()
    if item.answer_kind == AnswerKind.PHOTO and any(not file.media_type.startswith("image/") for file in files):
        raise Invalid({"attachments": _("这一项要求照片，请上传 JPG 或 PNG 图片。")})
    if not files and not (before is not None and Attachment.objects.of(before).exists()):
        raise Invalid({"attachments": _("请上传%(what)s。") % {"what": item.get_answer_kind_display()}})


def _number(item: ChecklistItem, number: Decimal | None) -> Decimal:
    if number is None:
        raise Invalid({"number": _("请填写数值。")})
    value = Decimal(number)
    if not value.is_finite() or abs(value) >= Decimal(10) ** 10:
        raise Invalid({"number": _("数值超出可以填写的范围，请核对。")})
    below = item.lowest is not None and value < item.lowest
    if below or (item.highest is not None and value > item.highest):
        raise Invalid({"number": _("数值应当在%(range)s之间，请核对。") % {"range": item.range_words}})
    return round(value, 4)


def _ratio(n: int | None, m: int | None) -> dict[str, int]:
    if n is None or m is None:
        raise Invalid({"n": _("请填写分子和分母。")})
    if n < 0 or m < 0:
        raise Invalid({"n": _("分子和分母不能是负数。")})
    if m > MOST_COUNTED:
        raise Invalid({"m": _("数值超出可以填写的范围，请核对。")})
    if n > m:
        raise Invalid({"n": _("分子不能大于分母，请核对。")})
    return {"n": n, "m": m}
