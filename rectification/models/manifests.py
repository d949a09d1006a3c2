"""What signers are shown: the scheme, the end of a phase, the conclusion; each complete enough to sign from.

A manifest is built again when a signer signs, to see whether the thing still says the same. Everything that
goes on changing meanwhile (counts of units and findings) is therefore taken from the `standing` frozen when
the thing was submitted.
"""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accountability.models import Attachment
from rectification.finding_rules import words_of

if TYPE_CHECKING:
    from .campaigns import Campaign
    from .phases import Output, Phase

Section = dict[str, Any]


def scheme(campaign: "Campaign") -> dict[str, Any]:
    """The scheme: basis, purpose, whom it concerns, phases with windows and outputs, checklist, requirements."""
    standing = campaign.standing.get("scheme", {})
    sections: list[Section] = [
        {"heading": _("基本情况"), "rows": _particulars(campaign)},
        _text(_("工作目标"), campaign.purpose),
        {"heading": _("范围和重点"), "rows": _scope_rows(standing)},
        {"heading": _("阶段安排"), "table": _phase_table(campaign)},
        {"heading": _("各阶段成果"), "table": _output_table(campaign)},
        {"heading": _("问题办理规则"), "rows": _rule_rows(campaign)},
        _text(_("任务要求"), campaign.requirements),
        {"heading": _("基层负担"), "rows": _burden_rows(standing)},
    ]
    return {
        "title": _("%(title)s工作方案") % {"title": campaign.title},
        "lead": campaign.disclaimer,
        "sections": [section for section in sections if section],
        "attachments": _attachments(campaign),
        "question": _("是否同意按本方案开展“%(title)s”，并印发各有关单位？") % {"title": campaign.title},
    }


def sign_off(phase: "Phase") -> dict[str, Any]:
    """The end of a phase: what was delivered and when, who answered, who was released by name, the findings."""
    standing = phase.standing
    campaign = phase.campaign
    sections: list[Section] = [
        {
            "heading": _("阶段情况"),
            "rows": [
                [_("专项工作"), campaign.title],
                [_("阶段"), phase.name],
                [_("计划时间"), _window(phase.opens_on, phase.closes_on)],
                [_("启动"), _opened(phase)],
                *_answered_rows(standing),
            ],
        },
        {"heading": _("阶段成果"), "table": _delivery_table(phase)},
        {"heading": _("放行单位"), "table": _release_table(phase)},
        {"heading": _("问题情况"), "table": _finding_table(standing)},
    ]
    return {
        "title": _("%(title)s（%(phase)s）阶段小结") % {"title": campaign.title, "phase": phase.name},
        "lead": campaign.disclaimer,
        "sections": [section for section in sections if _is_filled(section)],
        "attachments": _attachments(phase) + _delivered_files(phase),
        "question": _("是否同意结束“%(phase)s”阶段？") % {"phase": phase.name},
    }


def conclusion(campaign: "Campaign") -> dict[str, Any]:
    """The conclusion: the summary, the phases as they went, coverage and findings."""
    standing = campaign.standing.get("conclusion", {})
    sections: list[Section] = [
        {"heading": _("基本情况"), "rows": _particulars(campaign)},
        _text(_("工作总结"), campaign.summary),
        {"heading": _("阶段完成情况"), "table": _phase_table(campaign, with_state=True)},
        {"heading": _("覆盖情况"), "rows": standing.get("coverage", [])},
        {"heading": _("问题情况"), "table": _finding_table(standing)},
        {"heading": _("长效措施"), "table": _lasting_table(standing)},
    ]
    return {
        "title": _("%(title)s工作总结") % {"title": campaign.title},
        "lead": campaign.disclaimer,
        "sections": [section for section in sections if _is_filled(section)],
        "attachments": _attachments(campaign),
        "question": _("是否同意本总结，并结束“%(title)s”？") % {"title": campaign.title},
    }


def _is_filled(section: Section) -> bool:
    """Whether a section says anything."""
    return bool(section.get("rows") or section.get("text") or section.get("table", {}).get("body"))


def _text(heading: str, text: str) -> Section:
    """A section of prose; nothing where there is none."""
    return {"heading": heading, "text": text} if text.strip() else {}


def _day(day: datetime.date | None) -> str:
    """A date as official papers print it."""
    return date_format(day, "Y年n月j日") if day else ""


def _window(first: datetime.date, last: datetime.date) -> str:
    """The first and the last day."""
    return f"{_day(first)}—{_day(last)}"


def _opened(phase: "Phase") -> str:
    """Who opened the phase and when."""
    if not phase.opened_at:
        return _("未启动")
    return f"{_day(timezone.localdate(phase.opened_at))} {phase.opened_by or ''}".strip()


def _particulars(campaign: "Campaign") -> list[list[str]]:
    """The head of a scheme or a conclusion."""
    rows = [
        [_("主办单位"), campaign.organization.name],
        [_("编号"), str(campaign.number or "")],
        [_("类别"), campaign.get_kind_display()],
        [_("检查性质"), campaign.get_nature_display()],
        [_("依据"), campaign.basis],
        [_("起止时间"), _window(campaign.starts_on, campaign.ends_on)],
        [_("检查表"), str(campaign.checklist_version or "")],
        [_("拟稿人"), str(campaign.drafted_by)],
        [_("联系人及电话"), campaign.contact],
    ]
    return [[label, value] for label, value in rows if value]


def _rule_rows(campaign: "Campaign") -> list[list[str]]:
    """How findings are treated: limits by severity, objection, repetition, waiver."""
    return [[label, text] for label, text in words_of(campaign.finding_rules)] if campaign.finding_rules else []


def _scope_rows(standing: dict[str, Any]) -> list[list[str]]:
    """Whom the campaign concerns, in words and numbers."""
    return (
        [
            [_("范围"), _("%(words)s，共%(count)d家") % {"words": standing["scope"], "count": standing["scope_count"]}],
            [_("重点"), _("%(words)s，共%(count)d家") % {"words": standing["focus"], "count": standing["focus_count"]}],
        ]
        if standing
        else []
    )


def _burden_rows(standing: dict[str, Any]) -> list[list[str]]:
    """What is asked of each unit."""
    burden = standing.get("burden")
    if not burden:
        return []
    return [
        [_("每家单位填报"), _("%(forms)d份材料，自查%(items)d项，约%(minutes)d分钟") % burden],
        [_("合计"), _("%(units)d家单位约%(hours)d小时") % burden],
    ]


def _phase_table(campaign: "Campaign", *, with_state: bool = False) -> dict[str, Any]:
    """Phases and their windows."""
    body = []
    for phase in campaign.phases.order_by("order"):
        row = [str(phase.order), phase.name, _day(phase.opens_on), _day(phase.closes_on)]
        body.append([*row, phase.get_state_display()] if with_state else row)
    head = [_("序号"), _("阶段"), _("开始"), _("结束")]
    return {"head": [*head, _("状态")] if with_state else head, "body": body}


def _output_table(campaign: "Campaign") -> dict[str, Any]:
    """What each phase asks for."""
    body = [
        [phase.name, output.name, output.get_per_display(), _required(output), _evidence(output), _day(output.due_on)]
        for phase in campaign.phases.order_by("order").prefetch_related("outputs")
        for output in phase.outputs.all()
    ]
    return {
        "head": [_("阶段"), _("成果"), _("提交主体"), _("要求"), _("最低佐证（可替代方式）"), _("截止")],
        "body": body,
    }


def _required(output: "Output") -> str:
    """Whether the output stops the phase."""
    asked = _("必交") if output.required else _("选交")
    return f"{asked} · {output.get_meeting_display()}" if output.meeting else asked


def _evidence(output: "Output") -> str:
    """The least that suffices, and what may stand in for it."""
    if output.alternative:
        return _("%(minimum)s（可替代：%(alternative)s）") % {
            "minimum": output.evidence_minimum,
            "alternative": output.alternative,
        }
    return output.evidence_minimum


def _answered_rows(standing: dict[str, Any]) -> list[list[str]]:
    """How many units answered, if units inspected themselves."""
    answered = standing.get("answered")
    if not answered:
        return []
    return [
        [
            _("自查填报"),
            _("应报%(total)d家，已审核%(confirmed)d家，已提交待审核%(submitted)d家，放行%(released)d家") % answered,
        ]
    ]


def _delivery_table(phase: "Phase") -> dict[str, Any]:
    """What was delivered, by whom and when; per-unit outputs are counted, the issuer's are listed."""
    body: list[list[str]] = []
    counts = phase.standing.get("delivered", {})
    for output in phase.outputs.all():
        if str(output.pk) in counts:
            body.append([output.name, output.get_per_display(), _("%d家已提交") % counts[str(output.pk)], "", ""])
            continue
        body += [_held(meeting, output) for meeting in output.meetings.select_related("organization")]
        for delivery in output.deliveries.filter(participant__isnull=True).select_related("by"):
            mark = _("补录") if delivery.backdated else ""
            how = _("以替代方式完成") if delivery.used_alternative else ""
            marks = "、".join(word for word in (mark, how) if word)
            body.append(
                [output.name, phase.campaign.organization.name, _day(delivery.delivered_on), marks, delivery.text]
            )
    return {"head": [_("成果"), _("提交主体"), _("完成日期"), _("说明"), _("完成情况")], "body": body}


def _held(meeting: Any, output: "Output") -> list[str]:
    """A meeting the phase asked for, as it was entered."""
    return [output.named, meeting.organization.name, _day(meeting.held_on), "", meeting.label]


def _release_table(phase: "Phase") -> dict[str, Any]:
    """The units the phase did not wait for, by name."""
    released = phase.releases.select_related("participant", "by")
    return {
        "head": [_("单位"), _("理由"), _("放行人")],
        "body": [[each.participant.name, each.because, str(each.by)] for each in released],
    }


def _finding_table(standing: dict[str, Any]) -> dict[str, Any]:
    """Findings by severity and state as they were when the thing was submitted."""
    findings = standing.get("findings", {})
    return {"head": findings.get("head", []), "body": findings.get("body", [])}


def _lasting_table(standing: dict[str, Any]) -> dict[str, Any]:
    """What becomes a task of whom when the conclusion is signed."""
    head = [_("长效措施"), _("责任单位"), _("责任人"), _("首次落实期限")]
    return {"head": head, "body": standing.get("lasting", [])}


def _attachments(*things: Any) -> list[dict[str, Any]]:
    """The files of things with size and digest."""
    return [_file(attachment) for thing in things for attachment in Attachment.objects.of(thing)]


def _delivered_files(phase: "Phase") -> list[dict[str, Any]]:
    """The files the issuer delivered for the phase."""
    model = apps.get_model("rectification", "Delivery")
    deliveries: Iterable[Any] = model.objects.filter(output__phase=phase, participant__isnull=True)
    return _attachments(*deliveries)


def _file(attachment: Attachment) -> dict[str, Any]:
    """One file as a manifest names it."""
    return {"name": attachment.name, "size": attachment.blob.size, "sha256": attachment.blob.sha256}
