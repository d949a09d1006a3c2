"""What a visitor may do here and now: the open turns of a meeting, and the buttons that answer them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.models import Seat, SignRequest
from engine.models import Turn
from meetings.models import Meeting
from meetings.permissions import works_at
from organizations.models import Person

ROUTES: dict[str, tuple[tuple[str, Any, str], ...]] = {
    "notice": (
        ("meeting_notice", gettext_lazy("发出通知"), "send"),
        ("item_new", gettext_lazy("增加议程"), "list-plus"),
        ("meeting_edit", gettext_lazy("修改安排"), "pencil"),
    ),
    "hold": (
        ("meeting_record", gettext_lazy("会议记录"), "notebook-pen"),
        ("decisions_adopt", gettext_lazy("交办议定事项"), "list-checks"),
        ("meeting_close", gettext_lazy("结束会议"), "check"),
    ),
    "minutes": (
        ("minutes_detail", gettext_lazy("拟写纪要"), "file-pen"),
        ("decisions_adopt", gettext_lazy("交办议定事项"), "list-checks"),
    ),
    "review": (
        ("minutes_detail", gettext_lazy("处理意见"), "messages-square"),
        ("minutes_send", gettext_lazy("送主持人签发"), "stamp"),
    ),
    "issue": (("minutes_issue", gettext_lazy("印发传阅"), "send"),),
}
"""The button of each waiting step: URL name, words, icon; the first is the main one."""


@dataclass(frozen=True)
class Move:
    """One button."""

    url: str
    label: Any
    icon: str
    is_main: bool


@dataclass(frozen=True)
class Now:
    """What lies with whom, in words, and the visitor's buttons."""

    words: str
    moves: tuple[Move, ...] = ()
    keeps: bool = False
    node: str = ""

    @property
    def is_mine(self) -> bool:
        """Whether the visitor has something to do."""
        return bool(self.moves)


def now_of(request: HttpRequest, meeting: Meeting) -> Now:
    """Where a meeting stands for this visitor; one or two queries."""
    who: Person | None = getattr(request, "person", None)
    keeps = who is not None and works_at(who, meeting)
    turn = Turn.objects.of(meeting).open().order_by("opened_at", "pk").last()
    if turn is None:
        return Now(str(meeting.get_state_display()), keeps=keeps)
    if turn.kind == Turn.Kind.SIGN:
        return _at_the_chair(meeting, who, keeps)
    routes = ROUTES.get(turn.node, ()) if keeps else ()
    moves = tuple(
        Move(reverse(f"meetings:{name}", args=[meeting.pk]), label, icon, place == 0)
        for place, (name, label, icon) in enumerate(routes)
    )
    lead = _("现在由您办理：%(step)s") if moves else _("正在办理：%(step)s")
    return Now(lead % {"step": _(turn.title)}, moves, keeps, turn.node)


def _at_the_chair(meeting: Meeting, who: Person | None, keeps: bool) -> Now:
    """The chair signs; his button leads to his sign sheet."""
    asked = SignRequest.objects.of(meeting).order_by().values("pk")
    seat = Seat.objects.waiting_for(who).filter(request__in=asked).first() if who else None
    if seat is not None:
        return Now(_("纪要等待您签发"), (Move(seat.get_absolute_url(), _("签发"), "stamp", True),), keeps, "sign")
    return Now(_("纪要已送%(who)s签发") % {"who": meeting.chair}, keeps=keeps, node="sign")
