"""How a meeting runs, from its notice to its issued minutes: read this first."""

from django.utils.translation import gettext_lazy as _

from engine import End, Flow, Function, If, Sign, Start, Step, this
from meetings import services


class MeetingFlow(Flow):
    """Notice, meeting, minutes, review, the chair's signature, issue."""

    of = "meetings.Meeting"

    # The clerk in charge
    start = Start().Next(this.notice)
    notice = Step(
        _("发出会议通知"),
        permission="meetings.arrange_meeting",
        at="desk_path",
        but="outsiders",
        due="notice_due_on",
        who=_("会务经办人，会议召开之日前"),
    ).Next(this.hold)

    # The recorder
    hold = Step(
        _("召开会议并整理记录"),
        permission="meetings.keep_record",
        at="desk_path",
        but="outsiders",
        due="hold_due_on",
        who=_("记录人或会务经办人，会议当日"),
    ).Next(this.is_minuted)
    is_minuted = If("is_minuted", title=_("需要印发纪要？")).Then(this.minutes).Else(this.recorded)
    minutes = Step(
        _("拟写会议纪要"),
        permission="meetings.write_minutes",
        at="desk_path",
        but="outsiders",
        due="minutes_due_on",
        who=_("记录人或会务经办人，会后5日内"),
    ).Next(this.is_reviewed)
    is_reviewed = If("is_reviewed", title=_("需要征求意见？")).Then(this.review).Else(this.sign)
    review = Step(
        _("处理意见并送签"),
        permission="meetings.write_minutes",
        at="desk_path",
        but="outsiders",
        due="minutes_due_on",
        who=_("记录人或会务经办人，逐条写明采纳、部分采纳或不采纳，会后5日内"),
    ).Next(this.sign)

    # The chair
    sign = Sign(
        _("会议纪要签发"),
        route="minutes_route",
        content="minutes_manifest",
        returns_to=this.minutes,
        who=_("会议主持人"),
    ).Next(this.number)
    number = Function(services.number_minutes, title=_("纪要编号")).Next(this.issue)

    # The clerk in charge
    issue = Step(
        _("印发并传阅纪要"),
        permission="meetings.issue_minutes",
        at="desk_path",
        but="outsiders",
        who=_("会务经办人，签发后及时办理"),
    ).Next(this.issued)
    issued = End()
    recorded = End()
