"""How the verbs of meetings are called in the trail, and which rows the trail vouches for."""

from django.utils.translation import gettext_lazy as _

from accountability import trail
from meetings import models

VERBS = {
    "meeting_kind_kept": _("维护会议类型"),
    "meeting_kinds_loaded": _("载入会议类型"),
    "series_founded": _("建立例会"),
    "series_revised": _("修改例会"),
    "meeting_arranged": _("筹备会议"),
    "meeting_revised": _("修改会议安排"),
    "meeting_noticed": _("发出会议通知"),
    "meeting_cancelled": _("取消会议"),
    "meeting_held": _("会议召开"),
    "meeting_taken_over": _("交接会务"),
    "agenda_item_added": _("增加议程"),
    "agenda_item_revised": _("修改议程"),
    "agenda_ordered": _("调整议程顺序"),
    "agenda_item_settled": _("记录议程结果"),
    "agenda_item_resolved": _("记录审议结果"),
    "paper_asked": _("征集会前材料"),
    "paper_handed_in": _("报送会前材料"),
    "statement_noted": _("记录发言"),
    "statement_revised": _("修改记录"),
    "statement_struck": _("删去记录"),
    "decision_noted": _("记录议定事项"),
    "decision_revised": _("修改议定事项"),
    "decision_adopted": _("议定事项交办"),
    "decision_withdrawn": _("撤回议定事项"),
    "decision_finished": _("议定事项办结"),
    "minutes_generated": _("生成会议纪要"),
    "minutes_edited": _("修改会议纪要"),
    "minutes_submitted": _("提交会议纪要"),
    "minutes_commented": _("对纪要提出意见"),
    "minutes_approved_unchanged": _("对纪要无意见"),
    "comment_answered": _("处理纪要意见"),
    "minutes_sent": _("纪要送签"),
    "minutes_returned": _("纪要退回修改"),
    "minutes_numbered": _("纪要签发并编号"),
    "minutes_issued": _("印发会议纪要"),
    "minutes_read": _("阅读会议纪要"),
    "meeting_packed": _("导出会议材料包"),
}

WATCHED = (
    models.MeetingKind,
    models.MeetingSeries,
    models.Meeting,
    models.AgendaItem,
    models.AgendaPaper,
    models.Statement,
    models.Decision,
    models.Minutes,
    models.MinutesVersion,
    models.MinutesReader,
    models.MinutesComment,
)


def declare() -> None:
    """Tell the trail the words and the rows."""
    trail.verbs(VERBS)
    for model in WATCHED:
        trail.watch(model)
