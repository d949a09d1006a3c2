"""What signers are shown: a plan, a revision, a review, a letter; each complete enough to sign from.

A manifest is built again when a signer signs, to see whether the thing still says the same; what goes on changing
meanwhile (progress) is therefore taken from the `standing` frozen when the thing was submitted.
"""

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accountability.models import Attachment

if TYPE_CHECKING:
    from .contents import Measure
    from .letters import ResponsibilityLetter
    from .plans import Plan
    from .reviews import Review
    from .revisions import Revision

Part = dict[str, Any]

_further: list[Callable[["Plan"], list[Part]]] = []
"""What other files of the app add to a plan's paper (obligations, indicators, trainings), in order."""


def add_parts(parts: Callable[["Plan"], list[Part]]) -> None:
    """Let further lines of a plan be shown to its signers and kept in its editions."""
    _further.append(parts)


def plan(thing: "Plan") -> Part:
    """The plan: particulars, basis, what it wants, its sections with measures, its problems."""
    sections: list[Part] = [
        {"heading": _("基本情况"), "rows": _particulars(thing)},
        {"heading": _("依据文件"), "table": _basis_table(thing)},
        _text(_("指导思想和总体目标"), thing.purpose),
        {"heading": _("目标"), "table": _objective_table(thing)},
        *_section_parts(thing),
        {"heading": _("自查问题清单"), "table": _problem_table(thing)},
        *[part for further in _further for part in further(thing)],
        _text(_("工作要求"), thing.requirements),
    ]
    return {
        "title": thing.title,
        "lead": "",
        "sections": [part for part in sections if _is_filled(part)],
        "attachments": _attachments(thing),
        "question": _("是否同意“%(title)s”？") % {"title": thing.title},
    }


def revision(thing: "Revision") -> Part:
    """The revision: why, from when, and every touched line before and after."""
    head = [_("调整内容"), _("调整方式"), _("调整前"), _("调整后")]
    body = [
        [line.label, str(line.get_action_display()), _told(line.before), _told(line.after)]
        for line in thing.lines.all()
    ]
    rows = [
        [_("计划"), thing.plan.title],
        [_("文号"), str(thing.plan.number or "")],
        [_("生效之日"), _day(thing.effective_on)],
        [_("拟稿人"), str(thing.drafted_by)],
    ]
    sections: list[Part] = [
        {"heading": _("基本情况"), "rows": [row for row in rows if row[1]]},
        _text(_("调整理由"), thing.because),
        {"heading": _("调整前后对照"), "table": {"head": head, "body": body}},
    ]
    return {
        "title": str(thing),
        "lead": _("未列出的内容不变，原办理意见继续有效。"),
        "sections": [part for part in sections if _is_filled(part)],
        "attachments": _attachments(thing),
        "question": _("是否同意自%(day)s起按上表调整？") % {"day": _day(thing.effective_on)},
    }


def review(thing: "Review") -> Part:
    """The review: the figures frozen when it was submitted, the text, the departments' parts, who is missing."""
    standing = thing.standing
    head = [_("部门"), _("完成情况"), _("未完成事项及原因"), _("审定人")]
    body = [
        [str(part.organization), part.done, part.not_done, str(part.confirmed_by)]
        for part in thing.parts.filter(state="confirmed").select_related("organization", "confirmed_by")
    ]
    missing = "、".join(standing.get("missing", []))
    sections: list[Part] = [
        {"heading": _("完成情况统计"), "rows": standing.get("figures", [])},
        _text(_("总结"), thing.text),
        {"heading": _("未完成事项"), "table": standing.get("unfinished", {})},
        {"heading": _("部门小结"), "table": {"head": head, "body": body}},
        _text(_("尚未报送的部门"), f"{missing}（{thing.without_missing}）" if missing else ""),
        _text(_("下一步安排"), thing.next_steps),
    ]
    return {
        "title": str(thing),
        "lead": "",
        "sections": [part for part in sections if _is_filled(part)],
        "attachments": _attachments(thing),
        "question": _("是否同意本总结？"),
    }


def letter(thing: "ResponsibilityLetter") -> Part:
    """The letter: who takes over what from whom, until when, and what follows from it."""
    rows = [
        [_("依据"), thing.plan.title],
        [_("签订领导"), str(thing.issuer)],
        [_("责任部门"), str(thing.unit)],
        [_("责任人"), str(thing.person)],
    ]
    head = [_("责任事项"), _("目标值或成果"), _("完成期限")]
    measures = thing.measures.select_related("section", "plan").order_by("order", "pk")
    body = [[one.text, one.target, _day(one.limit)] for one in measures]
    sections: list[Part] = [
        {"heading": _("基本情况"), "rows": rows},
        _text(_("责任内容"), thing.duties),
        {"heading": _("责任事项"), "table": {"head": head, "body": body}},
        _text(_("考核和奖惩"), thing.rewards),
    ]
    return {
        "title": str(thing),
        "lead": "",
        "sections": [part for part in sections if _is_filled(part)],
        "attachments": [],
        "question": _("是否确认签订本责任书？"),
    }


def _particulars(thing: "Plan") -> list[list[str]]:
    rows = [
        [_("制定单位"), thing.organization.name],
        [_("类别"), str(thing.get_kind_display())],
        [_("年度"), thing.years_label],
        [_("上级计划"), str(thing.parent or "")],
        [_("替代的计划"), str(thing.supersedes or "")],
        [_("主送"), thing.addressees],
        [_("抄送"), thing.copies_to],
        [_("拟稿人"), str(thing.drafted_by)],
        [_("联系人及电话"), thing.contact],
    ]
    return [[label, value] for label, value in rows if value]


def _basis_table(thing: "Plan") -> Part:
    return {
        "head": [_("依据文件"), _("说明")],
        "body": [[str(one), one.note] for one in thing.basis.all()],
    }


def _objective_table(thing: "Plan") -> Part:
    body = [[one.text, _day(one.due_on)] for one in thing.objectives.standing()]
    return {"head": [_("目标"), _("实现时限")], "body": body}


def _section_parts(thing: "Plan") -> list[Part]:
    """Each section with its words and its measures; first what stands under no heading."""
    by_section: dict[int | None, list[Measure]] = {}
    for measure in thing.measures.standing().with_owners():
        by_section.setdefault(measure.section_id, []).append(measure)
    parts: list[Part] = [{"heading": _("任务措施"), "table": measure_table(by_section.get(None, []))}]
    for section in thing.sections.standing():
        part: Part = {"heading": str(section), "level": section.level}
        if section.text:
            part["text"] = section.text
        if section.pk in by_section:
            part["table"] = measure_table(by_section[section.pk])
        if len(part) == 2:
            part["text"] = ""
        parts.append(part)
    return parts


def measure_table(measures: "list[Measure]") -> Part:
    """Measures as a paper lists them."""
    head = [_("任务措施"), _("目标值或成果"), _("责任"), _("完成期限"), _("说明")]
    return {
        "head": head,
        "body": [
            [f"{one.number}{one.text}", one.target, responsible_of(one), _day(one.limit), _more(one)]
            for one in measures
        ],
    }


def responsible_of(measure: "Measure") -> str:
    """Who answers for a measure, in words: units, the person, the tiers."""
    told = [str(measure.lead_unit or ""), str(measure.person or "")]
    supporting = "、".join(str(unit) for unit in measure.supporting_units.all())
    told.append(_("配合：%(units)s") % {"units": supporting} if supporting else "")
    told += [str(holder) for holder in measure.holders.all()]
    return "；".join(part for part in told if part)


def _more(measure: "Measure") -> str:
    told = [
        _("针对：%s") % measure.problem if measure.problem else "",
        _("佐证：%s") % measure.evidence if measure.evidence else "",
        funding_of(measure),
        _("交办：%s") % measure.ordered_by if measure.ordered_by else "",
    ]
    return "；".join(part for part in told if part)


def funding_of(measure: "Measure") -> str:
    """The money in words."""
    if measure.funding is None:
        return ""
    amount = f"{measure.funding:.2f}".rstrip("0").rstrip(".")
    source = f"（{measure.funding_source}）" if measure.funding_source else ""
    return _("经费：%(amount)s万元%(source)s") % {"amount": amount, "source": source}


def _problem_table(thing: "Plan") -> Part:
    rows = thing.problems.select_related("department", "measure")
    body = [[one.text, str(one.department or ""), str(one.measure or "")] for one in rows]
    return {"head": [_("问题"), _("涉及科室"), _("对应措施")], "body": body}


def _told(kept: dict[str, Any]) -> str:
    return "；".join(f"{label}：{value}" for label, value in kept.get("words", {}).items() if value)


def _is_filled(part: Part) -> bool:
    table = part.get("table") or {}
    return bool(part.get("rows") or part.get("text") or table.get("body") or part.get("level"))


def _text(heading: str, text: str) -> Part:
    return {"heading": heading, "text": text} if text.strip() else {}


def _day(day: datetime.date | None) -> str:
    return date_format(day, "Y年n月j日") if day else ""


def _attachments(thing: Any) -> list[Part]:
    files = Attachment.objects.of(thing)
    return [{"name": one.name, "size": one.blob.size, "sha256": one.blob.sha256} for one in files]
