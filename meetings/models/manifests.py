"""What the chair signs: the minutes exactly as they will be issued."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .choices import Nature

if TYPE_CHECKING:
    from .meetings import Meeting


def minutes(meeting: "Meeting") -> dict[str, Any]:
    """The particulars of the meeting, the text, and every decision with owner and date."""
    paper = meeting.minutes
    return {
        "title": paper.title,
        "lead": _("讨论稿，签发前不作为执行依据"),
        "sections": [
            {"heading": _("会议情况"), "rows": _particulars(meeting)},
            {"heading": _("正文"), "text": paper.text},
            *_resolved(meeting),
            *_tasks(meeting),
        ],
        "attachments": [],
        "question": _("是否同意签发“%(title)s”？") % {"title": paper.title},
    }


def _particulars(meeting: "Meeting") -> list[list[str]]:
    """When, where, by whom."""
    moment = timezone.localtime(meeting.held_at or meeting.starts_at)
    return [
        [str(_("会议名称")), meeting.title],
        [str(_("时间")), date_format(moment, "Y年n月j日 H:i")],
        [str(_("地点")), meeting.place],
        [str(_("主持人")), str(meeting.chair)],
        [str(_("记录人")), str(meeting.recorder)],
    ]


def _resolved(meeting: "Meeting") -> list[dict[str, Any]]:
    """What the meeting made of the things that wait for it: with the chair's signature it takes effect."""
    rows = meeting.agenda.exclude(resolution="").order_by("order", "pk")
    body = [[row.source_label or row.title, str(row.get_resolution_display()), row.conclusion] for row in rows]
    head = [str(_("审议事项")), str(_("审议结果")), str(_("会议意见"))]
    return [{"heading": _("提请审议事项"), "table": {"head": head, "body": body}}] if body else []


def _tasks(meeting: "Meeting") -> list[dict[str, Any]]:
    """The decisions as a table; none where the meeting only concluded."""
    rows = meeting.decisions.standing().filter(nature=Nature.TASK)
    rows = rows.select_related("lead_unit", "holder").prefetch_related("supporting_units").order_by("order", "pk")
    body = [
        [
            str(place),
            row.text,
            str(row.lead_unit or ""),
            "、".join(unit.name for unit in row.supporting_units.all()),
            str(row.holder or ""),
            date_format(row.due_on, "Y年n月j日") if row.due_on else "",
        ]
        for place, row in enumerate(rows, 1)
    ]
    head = [_("序号"), _("议定事项"), _("牵头单位"), _("配合单位"), _("责任人"), _("完成时限")]
    return (
        [{"heading": _("议定事项责任清单"), "table": {"head": [str(one) for one in head], "body": body}}]
        if body
        else []
    )
