"""What of meetings can be found in the one search box; who finds it is decided by the rule of sight."""

from django.utils.translation import gettext_lazy as _

from search import findable
from search.findable import Findable

from .models import Decision, Meeting, Minutes


def _meeting(meeting: Meeting) -> str:
    agenda = [item.title for item in meeting.agenda.all()]
    return "\n".join(part for part in (meeting.title, meeting.purpose, meeting.occasion, *agenda) if part)


def declare() -> None:
    """Enter meetings, their minutes and decisions."""
    findable.register(
        Findable(
            Meeting,
            _("会议"),
            _meeting,
            title=lambda meeting: meeting.title,
            about=lambda meeting: f"{meeting.organization.name} · {meeting.get_state_display()}",
            related=("organization", "kind"),
        )
    )
    findable.register(
        Findable(
            Minutes,
            _("会议纪要"),
            lambda minutes: f"{minutes.title}\n{minutes.text}",
            title=lambda minutes: minutes.title,
            about=lambda minutes: minutes.number.text if minutes.number else str(_("讨论稿")),
            related=("number", "meeting"),
        )
    )
    findable.register(
        Findable(
            Decision,
            _("议定事项"),
            lambda decision: decision.text,
            title=lambda decision: decision.text[:60],
            about=lambda decision: decision.standing_label,
            related=("assignment", "meeting"),
        )
    )
