"""How the things of a meeting follow from one another: what 责任链 walks over."""

from django.utils.translation import gettext_lazy as _

from accountability import walks

from .models import AgendaItem, Decision, Meeting, MeetingSeries, Minutes, Statement


def declare() -> None:
    """Register every kind, with what lies behind it."""
    meeting = _("所在会议")
    walks.register(MeetingSeries, related=("organization",))
    walks.register(
        Meeting, back={"series": (_("所属例会"), _("历次会议"))}, by="arranged_by", at="arranged_at",
        related=("arranged_by", "kind", "organization"),
    )  # fmt: skip
    walks.register(
        AgendaItem,
        back={"meeting": (meeting, _("会议议程")), "source": (_("议题来源"), _("提交会议研究"))},
        related=("meeting__kind",),
    )
    walks.register(
        Statement, back={"meeting": (meeting, _("会议记录")), "item": (_("所属议程"), _("会议记录"))},
        by="recorded_by", at="recorded_at", related=("recorded_by", "meeting__kind"),
    )  # fmt: skip
    walks.register(
        Decision,
        back={
            "item": (_("所属议程"), _("议定事项")),
            "statement": (_("出自发言"), _("议定事项")),
            "meeting": (meeting, _("议定事项")),
        },
        forward={"assignment": (_("议定事项"), _("交办任务"))},
        related=("meeting__kind", "item"),
    )
    walks.register(
        Minutes, back={"meeting": (meeting, _("会议纪要"))}, by="edited_by", at="edited_at",
        related=("edited_by", "meeting__kind", "number"),
    )  # fmt: skip
